import { type Diagnostic, error, type SourcePosition } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { CLUSTER_TYPES, type ClusterType } from './contract.ts';

/** Narrows a text to a type of cluster; an empty text is none. */
export function readClusterType(
  text: string,
  source: SourcePosition,
): { readonly clusterType: ClusterType | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const clusterType = CLUSTER_TYPES.find((each) => each === text);
  if (clusterType !== undefined || text === '') return { clusterType, diagnostics: [] };
  const summary = `\`${text}\` is no type of cluster`;
  const fix = didYouMean(text, CLUSTER_TYPES);
  return { clusterType, diagnostics: [error('CLUSTER_TYPE_UNKNOWN', { summary, fix, source })] };
}
