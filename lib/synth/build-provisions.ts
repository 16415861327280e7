import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { type InputValue, type InputValues, isInputMapping } from '../model/declarations/cluster.ts';
import { isDnsLabel } from '../model/dns-label.ts';
import { placeOf } from '../model/origin.ts';
import type { CatalogDeployment, Environment, Provision, WorkloadCluster } from '../model/platform-model.ts';

/**
 * The deployments that environments bring along: of each catalog item of an environment, one on every cluster that it is
 * attached to, whichever of the two says so.
 *
 * A deployment belongs to the organization of the cluster, also when the environment is Global.
 *
 * @see Konstruct documentation, "Dynamic environment provisioning"
 */
export function provisionedDeployments(
  clusters: readonly WorkloadCluster[],
  diagnostics: Diagnostic[],
): readonly CatalogDeployment[] {
  const found: CatalogDeployment[] = [];
  for (const cluster of clusters) {
    for (const environment of cluster.environments) {
      for (const provision of environment.catalog) {
        const deployment = deploymentOf(provision, environment, cluster);
        if (isDnsLabel(deployment.name)) found.push(deployment);
        else {
          const summary = `Environment \`${environment.name}\` brings a release to cluster \`${cluster.name}\` that cannot be called \`${deployment.name}\``;
          const fix = 'Give the item a shorter `name` in the `catalog` of the environment.';
          const place = placeOf(environment.origin);
          diagnostics.push(error('NAME_NOT_DNS_LABEL', { summary, fix, ...place }));
        }
      }
    }
  }
  return found;
}

// --- internal ---

function deploymentOf(provision: Provision, environment: Environment, cluster: WorkloadCluster): CatalogDeployment {
  const names: Names = { cluster: cluster.name, environment: environment.slug, organization: cluster.namespace };
  return {
    kind: 'catalog-deployment',
    name: `${provision.name}-${environment.slug}-${cluster.name}`,
    namespace: cluster.namespace,
    item: provision.item,
    cluster,
    environments: [environment],
    teams: undefined,
    values: named(provision.values, names),
    infrastructureValues: named(provision.infrastructureValues, names),
    provisionedBy: environment,
    origin: environment.origin,
    comment: environment.comment,
  };
}

type Names = Readonly<Record<'cluster' | 'environment' | 'organization', string>>;

function named(values: InputValues, names: Names): InputValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, withNames(value, names)]));
}

/** The same value with names in its texts, however deep they are. */
function withNames<Value extends InputValue | undefined>(value: Value, names: Names): Value;
function withNames(value: InputValue | undefined, names: Names): unknown {
  if (typeof value === 'string') {
    return value.replace(/\{(cluster|environment|organization)\}/g, (_, name: keyof Names) => names[name]);
  }
  if (Array.isArray(value)) return value.map((each) => withNames(each, names));
  return isInputMapping(value) ? named(value, names) : value;
}
