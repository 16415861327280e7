import type { Source } from './application.ts';
import { globMatches } from './glob.ts';

/**
 * True when a source that is a plain directory takes the file.
 *
 * @param path of the file in the repository, known to be below the folder
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function takesFile(source: Source, path: string): boolean {
  const folder = source.path ?? '';
  const inside = folder === '' ? path : path.slice(folder.length + 1);
  const { recurse, include, exclude } = source.directory;
  if (!MANIFEST.test(inside)) return false;
  if (!recurse && inside.includes('/')) return false;
  if (exclude !== '' && globMatches(exclude, inside)) return false;
  return include === '' || globMatches(include, inside);
}

/** Files that make a tool render their folder. @see https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/ */
export const TOOL_FILES: readonly string[] = ['Chart.yaml', 'kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** True for a file that makes a tool render its folder. */
export function isToolFile(path: string): boolean {
  return TOOLS.has(path.slice(path.lastIndexOf('/') + 1));
}

// --- internal ---

const TOOLS: ReadonlySet<string> = new Set(TOOL_FILES);

/** Jsonnet is rendered, and by extension alone. */
const MANIFEST = /\.(?:ya?ml|json|jsonnet)$/i;
