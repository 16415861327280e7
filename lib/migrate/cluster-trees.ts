import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import type { MigrationRequest } from './migration.ts';

/** The folder of a cluster, and the paths of its files. */
export interface ClusterTree {
  /** The name of the cluster, or of the folder where there is no cluster. */
  readonly name: string;
  /** Path in the repository; empty for its root. */
  readonly folder: string;
  /** Sorted. */
  readonly paths: readonly string[];
}

/** Where clusters lie in a repository. @see Konstruct documentation, "GitOps repositories" */
const REGISTRY = /^(?:.*\/)?registry\/(?:konstruct-clusters|clusters)\/([^/]+)(?=\/)/;

/**
 * The folders that a request asks for: those that are named like its clusters, those of all clusters, or the one folder.
 *
 * A folder within another one that was asked for belongs to that one, so no file is in two of them. In the order of the
 * request, then of the paths; in one pass over all paths.
 *
 * @param isCluster  whether a file shows that its folder holds a cluster of this migration; asked for `all` only
 * @returns finding `MIGRATE_CLUSTER_NOT_FOUND` for each name and folder that is not there
 */
export function selectTrees(
  files: FileTexts,
  request: MigrationRequest,
  isCluster: (text: string, path: string) => boolean,
): { readonly trees: readonly ClusterTree[]; readonly diagnostics: readonly Diagnostic[] } {
  const paths = pathsBelow(files, request.folder);
  if (paths.length === 0) return { trees: [], diagnostics: [notFound(request.folder ?? '.', [])] };
  if (!request.all && request.clusters.length === 0)
    return { trees: [wholeFolder(request.folder, paths)], diagnostics: [] };
  const folders = request.all ? allFolders(files, paths, isCluster) : namedFolders(paths, request.clusters);
  const trees = outermost(folders, paths);
  const found = new Set(trees.map(({ name }) => name));
  const lost = request.all ? [] : request.clusters.filter((name) => !found.has(name));
  const order = new Map(request.clusters.map((name, index) => [name, index]));
  const place = ({ name }: ClusterTree) => order.get(name) ?? order.size;
  return {
    trees: trees.sort((a, b) => place(a) - place(b)),
    diagnostics: lost.map((name) => notFound(name, lost.length > 0 ? clusterNames(paths) : [])),
  };
}

/** The names of all clusters that the paths of a repository show, sorted. */
export function clusterNames(paths: Iterable<string>): readonly string[] {
  const names = new Set<string>();
  for (const path of paths) {
    const name = REGISTRY.exec(path)?.[1];
    if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}

/** The finding about a cluster or a folder that is not there. @param known  names to suggest one of */
export function notFound(name: string, known: readonly string[]): Diagnostic {
  const fix = known.length === 0 ? undefined : didYouMean(name, known);
  return error('MIGRATE_CLUSTER_NOT_FOUND', { detail: `\`${name}\``, ...(fix === undefined ? {} : { fix }) });
}

// --- internal ---

function pathsBelow(files: FileTexts, folder: string | undefined): readonly string[] {
  const base = normal(folder);
  const prefix = base === '' ? '' : `${base}/`;
  return [...files.keys()].filter((path) => path.startsWith(prefix)).sort();
}

const normal = (folder = '') => folder.replace(/^(?:\.\/)+|\/+$/g, '').replace(/^\.$/, '');

function wholeFolder(given: string | undefined, paths: readonly string[]): ClusterTree {
  const folder = normal(given);
  return { name: nameOf(folder), folder, paths };
}

/** Charts have their files in `templates`, which names nothing. */
function nameOf(folder: string): string {
  return folder.replace(/\/templates$/, '').replace(/^.*\//, '') || '.';
}

function namedFolders(paths: readonly string[], clusters: readonly string[]): ReadonlyMap<string, string> {
  const wanted = new Set(clusters);
  const folders = new Map<string, string>();
  for (const path of paths) {
    const segments = path.split('/');
    const depth = segments.findIndex((segment, index) => wanted.has(segment) && index < segments.length - 1);
    const name = segments[depth];
    if (name !== undefined) folders.set(segments.slice(0, depth + 1).join('/'), name);
  }
  return folders;
}

function allFolders(
  files: FileTexts,
  paths: readonly string[],
  isCluster: (text: string, path: string) => boolean,
): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path) || !isCluster(files.get(path) ?? '', path)) continue;
    const registered = REGISTRY.exec(path)?.[0];
    // Elsewhere, as in templates, components have a folder each below that of the cluster.
    const folder = registered ?? path.split('/').slice(0, -2).join('/');
    folders.set(folder, nameOf(folder));
  }
  return folders;
}

function outermost(folders: ReadonlyMap<string, string>, paths: readonly string[]): ClusterTree[] {
  const trees = new Map<string, { name: string; folder: string; paths: string[] }>();
  for (const path of paths) {
    const folder = [...foldersOf(path)].find((each) => folders.has(each));
    if (folder === undefined) continue;
    const tree = trees.get(folder) ?? { name: folders.get(folder) ?? '', folder, paths: [] };
    trees.set(folder, tree);
    tree.paths.push(path);
  }
  return [...trees.values()];
}

/** From the outermost, the root of the repository first. */
function* foldersOf(path: string): Generator<string> {
  yield '';
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash);
}
