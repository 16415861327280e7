import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import { checkCredentials } from './checks/credentials.ts';
import { checkLeftovers } from './checks/leftovers.ts';
import { checkMetrics } from './checks/metrics.ts';
import { checkProvider } from './checks/provider.ts';
import { checkRepository } from './checks/repository.ts';
import { readResources } from './resources.ts';

/** What a repository shows. */
export interface Diagnosis {
  /** Management clusters that were looked at, by folder. */
  readonly clusters: readonly { readonly name: string; readonly folder: string }[];
  /** Each with its place, its cause and a fix; by place. */
  readonly findings: readonly Diagnostic[];
}

/**
 * Finds the causes of known troubles of Git credentials, provider and metrics in the files of a repository.
 *
 * Pure. A repository whose clusters use personal access tokens throughout is healthy: tokens are troubles only beside
 * the GitHub App.
 */
export function diagnose(files: FileTexts): Diagnosis {
  const repository = readResources(files);
  const findings = [
    ...repository.diagnostics,
    ...repository.clusters.flatMap((cluster) => [
      ...checkCredentials(cluster),
      ...checkProvider(cluster),
      ...checkMetrics(cluster, repository),
    ]),
    ...checkLeftovers(repository),
    ...checkRepository(repository),
  ];
  return {
    clusters: repository.clusters.map(({ name, folder }) => ({ name, folder })),
    findings: findings.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b))),
  };
}

// --- internal ---

type Place = readonly [file: string, line: number, column: number];

function placeOf({ source, path = '' }: Diagnostic): Place {
  return source === undefined ? [path, 0, 0] : [source.file, source.line, source.column];
}

function comparePlaces(a: Place, b: Place): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1] || a[2] - b[2];
}
