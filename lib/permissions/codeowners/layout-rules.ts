import { RECORD_KINDS } from '../../model/identity.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import { LAYOUT } from '../../synth/layout.ts';
import type { Need } from '../evaluate.ts';
import { matrixResourceOf } from '../matrix-resource.ts';
import type { RepositoryScope } from '../ownership.ts';

/** A folder that is kept for one kind of resource, so that what will be written there has its owners already. */
export interface FolderRule {
  readonly folder: string;
  readonly need: Need;
}

/** The folders of a repository that are kept for a kind: records, trees of clusters. */
export function folderRules(scopes: readonly RepositoryScope[], model: PlatformModel): readonly FolderRule[] {
  const own = scopes.some(({ namespace, part }) => part === 'platform' && isPlatform(namespace, model));
  const homes = scopes.filter(({ namespace, part }) => part === 'platform' && !isPlatform(namespace, model));
  const rules = homes.flatMap(({ namespace }) => [
    ...recordFolders(namespace),
    ...clusterFolders(namespace, model, homes.length === 1 && !own),
  ]);
  return own ? [...rules, ...controlPlaneFolders(model)] : rules;
}

/** Files that keep an environment's folder on a cluster; undefined where several organizations share the repository. */
export function placeholderNeed(scopes: readonly RepositoryScope[]): Need | undefined {
  const [scope, ...others] = scopes;
  if (scope?.part !== 'application' || others.length > 0) return undefined;
  return { resource: 'cluster', namespace: scope.namespace, verb: 'write' };
}

/** The placeholders of all environments on all clusters. */
export const PLACEHOLDER_PATTERN = `/${LAYOUT.placeholder(LAYOUT.environment('*', '*'))}`;

/** True for a path that the pattern of the placeholders matches. */
export function isPlaceholder(path: string): boolean {
  return /^registry\/environments\/[^/]+\/[^/]+\/\.gitkeep$/.test(path);
}

// --- internal ---

function isPlatform(namespace: string, model: PlatformModel): boolean {
  return namespace === model.platform.namespace;
}

/** Folders of records that are in the organization's repository, whether there are such records yet or not. */
function recordFolders(namespace: string): readonly FolderRule[] {
  return RECORD_KINDS.filter((kind) => kind !== 'platform' && kind !== 'organization').map((kind) => ({
    folder: folderOf(LAYOUT.record(namespace, kind, 'any')),
    need: { resource: matrixResourceOf(kind), namespace, verb: 'write' },
  }));
}

function clusterFolders(namespace: string, model: PlatformModel, alone: boolean): readonly FolderRule[] {
  const need: Need = { resource: 'cluster', namespace, verb: 'write' };
  if (alone) return [{ folder: folderOf(LAYOUT.cluster('any')), need }];
  return [...model.managementClusters, ...model.workloadClusters]
    .filter((cluster) => cluster.namespace === namespace)
    .map(({ name }) => ({ folder: LAYOUT.cluster(name), need }));
}

/** What the control plane runs for each management cluster. */
function controlPlaneFolders(model: PlatformModel): readonly FolderRule[] {
  return model.managementClusters.map(({ name, namespace }) => ({
    folder: LAYOUT.konstructCluster(name),
    need: { resource: 'cluster', namespace, verb: 'write' },
  }));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
