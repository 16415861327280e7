import type { JsonObject } from '../../model/json.ts';
import type { CatalogDeployment, Environment } from '../../model/platform-model.ts';
import { type Contract, effectiveDefault } from '../../templates/contract/contract.ts';
import { revisionOf } from './revision.ts';
import { environmentNamespace } from './workload-cluster.ts';

/** Names of what only its place decides; a value from elsewhere would send a deployment astray. */
export const PLACE_VALUES: ReadonlySet<string> = new Set([
  ...['clusterName', 'clusterDestination', 'project', 'argocdAppNamespace', 'envName'],
  ...['gitopsRepoUrl', 'gitopsRepoRevision', 'registryPath'],
]);

/**
 * What a deployment says by where it goes. A chart is handed all of them; a value that the program gives counts more, a
 * default of the chart less, since it cannot know the cluster.
 *
 * @see Konstruct documentation, "Catalog item types", on the standard inputs
 */
export function deploymentValues(
  { cluster }: CatalogDeployment,
  environment: Environment,
  folder: string,
  platform: { readonly domain: string },
): JsonObject {
  const repository = cluster.organization.application;
  return {
    clusterName: cluster.name,
    clusterDestination: cluster.name,
    project: cluster.name,
    argocdAppNamespace: environmentNamespace(cluster.name),
    envName: environment.slug,
    gitopsRepoUrl: repository.url,
    gitopsRepoRevision: revisionOf(repository),
    registryPath: folder,
    domainName: platform.domain,
    ...(cluster.region !== undefined && { workloadClusterRegion: cluster.region }),
  };
}

/**
 * What the Helm release is called of what an environment brings along, by its own name and that of the environment:
 * `dev-agent` for `agent-dev-lon1`, whose name has to be unique beyond the cluster. Helm takes few characters.
 *
 * Undefined where the item asks for no `releaseName`, or has one itself: that can stand once on a cluster.
 */
export function provisionedReleaseName(
  { name, cluster, provisionedBy }: CatalogDeployment,
  { inputs }: Pick<Contract, 'inputs'>,
): string | undefined {
  const input = inputs.find(({ path }) => path.length === 1 && path[0] === 'releaseName');
  if (provisionedBy === undefined || input === undefined || (effectiveDefault(input) ?? '') !== '') return undefined;
  const { slug } = provisionedBy;
  return `${slug}-${name.slice(0, -`-${slug}-${cluster.name}`.length)}`;
}
