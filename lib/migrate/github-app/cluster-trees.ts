import type { FileTexts } from '../../edit/file-edits.ts';

/** The folder of a management cluster, and the paths of its files. */
export interface ClusterTree {
  /** The name it was asked for by: a cluster, or a folder. */
  readonly name: string;
  readonly folder: string;
  readonly paths: readonly string[];
}

/** The folder with this path. */
export function treeOfFolder(files: FileTexts, folder: string): ClusterTree | undefined {
  const base = folder.replace(/\/+$/, '');
  const prefix = base === '' || base === '.' ? '' : `${base}/`;
  const paths = [...files.keys()].filter((path) => path.startsWith(prefix)).sort();
  return paths.length === 0 ? undefined : { name: folder, folder: prefix.replace(/\/$/, ''), paths };
}

/**
 * The folders that are named like these clusters, outermost first, in one pass over all paths.
 *
 * A folder within another of the same name belongs to that one.
 */
export function treesOfClusters(
  files: FileTexts,
  clusters: readonly string[],
): ReadonlyMap<string, readonly ClusterTree[]> {
  const wanted = new Set(clusters);
  const folders = new Map<string, Map<string, string[]>>();
  for (const path of [...files.keys()].sort()) {
    const segments = path.split('/');
    const depth = segments.findIndex((segment, index) => wanted.has(segment) && index < segments.length - 1);
    const name = segments[depth];
    if (name === undefined) continue;
    const folder = segments.slice(0, depth + 1).join('/');
    const ofName = folders.get(name) ?? new Map<string, string[]>();
    folders.set(name, ofName);
    const paths = ofName.get(folder) ?? [];
    ofName.set(folder, paths);
    paths.push(path);
  }
  return new Map(
    clusters.map((name) => [name, [...(folders.get(name) ?? [])].map(([folder, paths]) => ({ name, folder, paths }))]),
  );
}
