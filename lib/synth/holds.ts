import type { Hold } from '../model/hold.ts';
import { recordPath } from '../model/identity.ts';
import { type CatalogDeployment, type PlatformModel, recordIdOf, recordRepository } from '../model/platform-model.ts';
import type { Artifact } from './artifact.ts';
import {
  type Drain,
  environmentDrain,
  holdFor,
  infrastructureDrain,
  managementClusterDrain,
  workloadClusterDrain,
} from './drain.ts';
import { LAYOUT } from './layout.ts';
import { type CompileScope, isInScope } from './scope.ts';

/**
 * In which order what runs on clusters is taken down, by repository: an environment's Application before its folder, the
 * environments of a cluster before its registration, that before its tree, and the record last, since only then is the
 * name free.
 *
 * @see Konstruct 0.5.2 release notes, "Deleting environments"
 */
export function compileHolds(
  model: PlatformModel,
  artifacts: readonly Artifact[],
  scope?: CompileScope | undefined,
): ReadonlyMap<string, readonly Hold[]> {
  const holds = new Map<string, Hold[]>();
  const add = (repository: string, ...found: readonly Hold[]) => {
    if (!isInScope(scope, repository)) return;
    const known = holds.get(repository);
    if (known === undefined) holds.set(repository, [...found]);
    else known.push(...found);
  };
  environments(model, add);
  const infrastructures = infrastructuresOf(model, artifacts, scope);
  for (const deployment of infrastructures) infrastructure(model, deployment, add);
  workloadClusters(model, add);
  managementClusters(model, infrastructures, add);
  for (const { repository, path, origin, holds: own = [] } of artifacts) {
    const approvals = (origin.lifecycle?.approvals ?? []).map((gate): Hold => ({ path, when: 'write', gate }));
    if (own.length + approvals.length > 0) add(repository, ...own, ...approvals);
  }
  return holds;
}

// --- internal ---

type Add = (repository: string, ...holds: readonly Hold[]) => void;

/** A path that waits for nothing, though it is in a folder that does. */
function atOnce(path: string): Hold {
  return { path, when: 'remove' };
}

function environments(model: PlatformModel, add: Add): void {
  for (const cluster of model.workloadClusters) {
    for (const environment of cluster.environments) {
      const drain = environmentDrain(cluster, environment);
      const folder = `${LAYOUT.environment(environment.slug, cluster.name)}/`;
      add(cluster.organization.application.name, ...holdFor(folder, [drain]));
      add(cluster.organization.platform.name, atOnce(drain.trigger.path));
      holdRecord(model, environment, [drain], add);
    }
  }
}

/** Deployments whose Terraform is written: in another part, whatever is made from something, since all else is an error there. */
function infrastructuresOf(
  { catalogDeployments }: PlatformModel,
  artifacts: readonly Artifact[],
  scope: CompileScope | undefined,
): readonly CatalogDeployment[] {
  const named = catalogDeployments.filter(({ item }) => item.type !== 'Application');
  if (named.length === 0) return [];
  const written = new Set(artifacts.map(({ repository, path }) => `${repository}:${path}`));
  return named.filter((deployment) => {
    const { trigger } = infrastructureDrain(deployment);
    const { source, program } = deployment.item;
    if (!isInScope(scope, trigger.repository)) return source !== undefined || program !== undefined;
    return written.has(`${trigger.repository}:${trigger.path}`);
  });
}

/** Terraform destroys with the files it made things from: they go when the Workspace is gone. */
function infrastructure(model: PlatformModel, deployment: CatalogDeployment, add: Add): void {
  const { name, cluster } = deployment;
  const drain = infrastructureDrain(deployment);
  for (const folder of [LAYOUT.infrastructure(cluster.management.name, name), LAYOUT.terraform(name)]) {
    add(cluster.organization.platform.name, ...holdFor(`${folder}/`, [drain]));
  }
  holdRecord(model, deployment, [drain], add);
}

function workloadClusters(model: PlatformModel, add: Add): void {
  for (const cluster of model.workloadClusters) {
    const drain = workloadClusterDrain(cluster);
    const { name } = cluster.organization.platform;
    const first = cluster.environments.map((environment) => environmentDrain(cluster, environment));
    const registration = drain.trigger.path;
    add(name, ...(first.length > 0 ? holdFor(registration, first) : [atOnce(registration)]));
    add(name, ...holdFor(`${LAYOUT.cluster(cluster.name)}/`, [drain]));
    holdRecord(model, cluster, [drain], add);
  }
}

function managementClusters(model: PlatformModel, infrastructures: readonly CatalogDeployment[], add: Add): void {
  const { repository, controlPlane } = model.platform;
  for (const cluster of model.managementClusters) {
    const drain = managementClusterDrain(cluster, controlPlane, repository);
    const runs = model.workloadClusters.filter(({ management }) => management.name === cluster.name);
    const makes = infrastructures.filter((each) => each.cluster.management.name === cluster.name);
    const before = [...runs.map(workloadClusterDrain), ...makes.map(infrastructureDrain)];
    add(repository.name, ...holdFor(drain.trigger.path, before));
    add(repository.name, ...holdFor(`${LAYOUT.konstructCluster(cluster.name)}/`, [drain]));
    add(cluster.organization.platform.name, ...holdFor(`${LAYOUT.cluster(cluster.name)}/`, [drain]));
    holdRecord(model, cluster, [drain], add);
    // an organization goes after its clusters, with all that is recorded of it
    add(cluster.organization.platform.name, ...holdFor(`${LAYOUT.records(cluster.organization.name)}/`, [drain]));
    holdRecord(model, cluster.organization, [drain], add);
  }
}

function holdRecord(
  model: PlatformModel,
  resource: Parameters<typeof recordIdOf>[0],
  drains: readonly Drain[],
  add: Add,
): void {
  const { kind, namespace, name } = recordIdOf(resource);
  const home = kind === 'organization' ? model.platform.repository : recordRepository(model, namespace);
  if (home !== undefined) add(home.name, ...holdFor(recordPath(namespace, kind, name), drains));
}
