import type { PlatformModel } from '../model/platform-model.ts';
import type { Artifact } from './artifact.ts';

/** The part of a platform that one of several runs makes the files of. */
export interface CompileScope {
  /** Names of the organizations whose clusters, deployments and applications it has. */
  readonly organizations: ReadonlySet<string>;
  /** Names of the repositories that it writes; no other part writes them. */
  readonly repositories: ReadonlySet<string>;
}

/** True where the whole platform is compiled, too. */
export function isInScope(scope: CompileScope | undefined, repository: string): boolean {
  return scope === undefined || scope.repositories.has(repository);
}

/** Lets only artifacts through that go to a repository of the part. */
export function withinScope(
  scope: CompileScope | undefined,
  add: (artifact: Artifact) => void,
): (artifact: Artifact) => void {
  if (scope === undefined) return add;
  return (artifact) => {
    if (scope.repositories.has(artifact.repository)) add(artifact);
  };
}

/**
 * The model with only those clusters, deployments and applications that write to a repository of the part.
 *
 * Management clusters write to the repository of the platform as well, so the part that has it has all of them.
 */
export function narrowModel(model: PlatformModel, scope: CompileScope | undefined): PlatformModel {
  if (scope === undefined) return model;
  const has = (organization: { readonly name: string } | undefined) =>
    organization !== undefined && scope.organizations.has(organization.name);
  const isGlobal = scope.repositories.has(model.platform.repository.name);
  return {
    ...model,
    managementClusters: model.managementClusters.filter(({ organization }) => isGlobal || has(organization)),
    workloadClusters: model.workloadClusters.filter(({ organization }) => has(organization)),
    catalogDeployments: model.catalogDeployments.filter(({ cluster }) => has(cluster.organization)),
    applications: model.applications.filter(({ organization }) => has(organization)),
  };
}
