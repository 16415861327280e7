import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { KubePrometheusStackDeclaration } from '../model/declaration.ts';
import type {
  ClusterSettings,
  ManagementClusterDeclaration,
  WorkloadClusterDeclaration,
} from '../model/declarations/cluster.ts';
import type { EnvironmentDeclaration } from '../model/declarations/environment.ts';
import { GLOBAL_NAMESPACE } from '../model/identity.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import type {
  CatalogItem,
  CloudAccount,
  Declared,
  Environment,
  Located,
  ManagementCluster,
  Organization,
  ResolvedSettings,
  Template,
  WorkloadCluster,
} from '../model/platform-model.ts';
import { ReferenceIndex, type Referrer } from './references.ts';

/** What clusters refer to, and the declarations of the clusters themselves. */
export interface ClusterInputs {
  readonly management: readonly Located<ManagementClusterDeclaration>[];
  readonly workload: readonly Located<WorkloadClusterDeclaration>[];
  readonly environments: readonly Located<EnvironmentDeclaration>[];
  readonly templates: ReferenceIndex<Template<'cluster-template'>>;
  readonly cloudAccounts: ReferenceIndex<CloudAccount>;
  readonly items: ReferenceIndex<CatalogItem>;
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly monitoring: ReadonlyMap<Origin, Declared<KubePrometheusStackDeclaration>>;
  readonly diagnostics: Diagnostic[];
}

export interface BuiltClusters {
  readonly management: readonly ManagementCluster[];
  readonly workload: readonly WorkloadCluster[];
  readonly environments: readonly Environment[];
}

/**
 * Resolves clusters and environments, which refer to each other: what either says about an attachment counts.
 *
 * A cluster whose management cluster cannot be found is left out, since nothing could run it.
 */
export function buildClusters(inputs: ClusterInputs): BuiltClusters {
  const { organizations, diagnostics, monitoring } = inputs;
  const clusterIndex = new ReferenceIndex(inputs.workload);
  const environments = inputs.environments.map((declared) => resolveEnvironment(declared, clusterIndex, inputs));
  const environmentIndex = new ReferenceIndex(environments);
  const attachedByEnvironment = attachments(environments);

  const management: ManagementCluster[] = [];
  for (const declared of inputs.management) {
    const organization = organizations.get(declared.namespace);
    if (organization === undefined) continue;
    const settings = resolveSettings(declared, referrerOf(declared), inputs);
    management.push({ ...declared, ...settings, organization, monitoring: monitoring.get(declared.origin) });
  }
  const managementIndex = new ReferenceIndex(management);
  const workload: WorkloadCluster[] = [];
  for (const declared of inputs.workload) {
    const organization = organizations.get(declared.namespace);
    if (organization === undefined) continue;
    const referrer = referrerOf(declared);
    const own = environmentIndex.resolveAll(declared.environments, referrer, diagnostics, { what: 'environment' });
    const theirs = attachedByEnvironment.get(`${declared.namespace}/${declared.name}`) ?? [];
    const settings = resolveSettings(declared, referrer, inputs);
    const host = resolveHost(declared, clusterIndex, diagnostics);
    const manager = managementOf(declared, management, managementIndex, diagnostics);
    if (manager === undefined) continue;
    workload.push({
      ...declared,
      ...settings,
      organization,
      host,
      management: manager,
      environments: [...new Set([...own, ...theirs])].toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
      monitoring: monitoring.get(declared.origin),
    });
  }
  return { management, workload, environments };
}

// --- internal ---

type WorkloadIndex = ReferenceIndex<Located<WorkloadClusterDeclaration>>;

function referrerOf(cluster: Located<{ readonly name: string }>): Referrer {
  return { label: `Cluster \`${cluster.name}\``, namespace: cluster.namespace, origin: cluster.origin };
}

function resolveEnvironment(
  declared: Located<EnvironmentDeclaration>,
  clusters: WorkloadIndex,
  { items, diagnostics }: ClusterInputs,
): Environment {
  const { name, namespace, origin } = declared;
  const referrer = { label: `Environment \`${name}\``, namespace, origin };
  // An environment of an organization takes that organization's clusters only, a Global one takes all.
  const visible = namespace === GLOBAL_NAMESPACE ? () => true : (other: string) => other === namespace;
  const attached = clusters.resolveAll(declared.clusters, referrer, diagnostics, { what: 'cluster', visible });
  const catalog = declared.catalog.flatMap((provision) => {
    const item = items.resolve(provision.item, referrer, diagnostics, { what: 'catalog item' });
    return item === undefined ? [] : [{ ...provision, item }];
  });
  return {
    ...declared,
    clusters: attached.map((cluster) => ({ name: cluster.name, namespace: cluster.namespace })),
    catalog,
  };
}

function attachments(environments: readonly Environment[]): ReadonlyMap<string, readonly Environment[]> {
  const byCluster = new Map<string, Environment[]>();
  for (const environment of environments) {
    for (const { name, namespace } of environment.clusters) {
      const key = `${namespace}/${name}`;
      const known = byCluster.get(key);
      if (known === undefined) byCluster.set(key, [environment]);
      else known.push(environment);
    }
  }
  return byCluster;
}

function resolveSettings(settings: ClusterSettings, referrer: Referrer, inputs: ClusterInputs): ResolvedSettings {
  const { templates, cloudAccounts, diagnostics } = inputs;
  const { region, instanceType, nodeCount, amiType, stateStoreBucket, dnsDomain, inputs: values } = settings;
  return {
    template: settings.template && templates.resolve(settings.template, referrer, diagnostics, { what: 'template' }),
    cloudAccount:
      settings.cloudAccount &&
      cloudAccounts.resolve(settings.cloudAccount, referrer, diagnostics, { what: 'cloud account' }),
    region,
    instanceType,
    nodeCount,
    amiType,
    stateStoreBucket,
    dnsDomain,
    inputs: values,
  };
}

function resolveHost(
  cluster: Located<WorkloadClusterDeclaration>,
  clusters: WorkloadIndex,
  diagnostics: Diagnostic[],
): WorkloadCluster['host'] {
  if (cluster.host === undefined) return undefined;
  const host = clusters.resolve(cluster.host, referrerOf(cluster), diagnostics, { what: 'host cluster' });
  if (host === undefined) return undefined;
  if (host.type === 'virtual') {
    const summary = `Cluster \`${cluster.name}\` would run on \`${host.name}\`, which is virtual itself`;
    diagnostics.push(error('HOST_IS_VIRTUAL', { summary, ...placeOf(cluster.origin) }));
  }
  return { name: host.name, namespace: host.namespace };
}

function managementOf(
  cluster: Located<WorkloadClusterDeclaration>,
  candidates: readonly ManagementCluster[],
  index: ReferenceIndex<ManagementCluster>,
  diagnostics: Diagnostic[],
): ManagementCluster | undefined {
  if (cluster.management !== undefined) {
    return index.resolve(cluster.management, referrerOf(cluster), diagnostics, { what: 'management cluster' });
  }
  const own = candidates.filter(({ namespace }) => namespace === cluster.namespace);
  if (own.length === 1) return own[0];
  const why = own.length === 0 ? 'has none' : `has several: ${own.map((each) => `\`${each.name}\``).join(', ')}`;
  diagnostics.push(
    error('CLUSTER_WITHOUT_MANAGEMENT', {
      summary: `Cluster \`${cluster.name}\` names no management cluster, and \`${cluster.namespace}\` ${why}`,
      ...placeOf(cluster.origin),
    }),
  );
  return undefined;
}
