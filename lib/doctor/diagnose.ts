import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import { checkCredentials } from './checks/credentials.ts';
import { checkLeftovers } from './checks/leftovers.ts';
import { checkLiveClones } from './checks/live-clones.ts';
import { checkLiveRuntime } from './checks/live-runtime.ts';
import { checkLiveSecrets } from './checks/live-secrets.ts';
import { checkMetrics } from './checks/metrics.ts';
import { checkProvider } from './checks/provider.ts';
import { checkRepository } from './checks/repository.ts';
import { type LiveCluster, type Unread, unreadOf } from './live/live-cluster.ts';
import { type ClusterResources, type RepositoryResources, readResources } from './resources.ts';

/** What a repository shows. */
export interface Diagnosis {
  /** Management clusters that were looked at, by folder. */
  readonly clusters: readonly { readonly name: string; readonly folder: string }[];
  /** Each with its place, its cause and a fix; by place. */
  readonly findings: readonly Diagnostic[];
  /** What was to be looked at and could not be. */
  readonly unread: readonly Unread[];
}

/**
 * Finds the causes of known troubles of Git credentials, provider and metrics in the files of a repository.
 *
 * Pure. What was read of the running clusters, by folder, tells causes that no file shows. A repository whose clusters use personal access tokens throughout is healthy: tokens are troubles only beside
 * the GitHub App.
 */
export function diagnose(files: FileTexts, live: ReadonlyMap<string, LiveCluster> = new Map()): Diagnosis {
  return diagnoseResources(readResources(files), live);
}

/** The same of a repository whose objects were read already. */
export function diagnoseResources(
  repository: RepositoryResources,
  live: ReadonlyMap<string, LiveCluster> = new Map(),
): Diagnosis {
  const findings = [
    ...repository.diagnostics,
    ...repository.clusters.flatMap((cluster) => [
      ...checkCredentials(cluster),
      ...checkProvider(cluster),
      ...checkMetrics(cluster, repository, live.get(cluster.folder)),
    ]),
    ...repository.clusters.flatMap((cluster) => checkLive(cluster, live.get(cluster.folder))),
    ...checkLeftovers(repository),
    ...checkRepository(repository),
  ];
  return {
    clusters: repository.clusters.map(({ name, folder }) => ({ name, folder })),
    findings: findings.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b))),
    unread: [...live.values()].flatMap(unreadOf),
  };
}

// --- internal ---

/** A clone that fails because its Secret is not made has that cause alone. */
function checkLive(cluster: ClusterResources, live: LiveCluster | undefined): readonly Diagnostic[] {
  if (live === undefined) return [];
  const secrets = checkLiveSecrets(cluster, live);
  return [
    ...secrets,
    ...(secrets.length > 0 ? [] : checkLiveClones(cluster, live)),
    ...checkLiveRuntime(cluster, live),
  ];
}

type Place = readonly [file: string, line: number, column: number];

function placeOf({ source, path = '' }: Diagnostic): Place {
  return source === undefined ? [path, 0, 0] : [source.file, source.line, source.column];
}

function comparePlaces(a: Place, b: Place): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1] || a[2] - b[2];
}
