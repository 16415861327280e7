import { findNode, findText } from '../../edit/path.ts';
import { GLOBAL_NAMESPACE } from '../../model/identity.ts';
import type { Outcome, Surroundings, YamlObject } from './outcome.ts';

/**
 * A Global environment that lies in folders of its bare name gets a slug that says so: otherwise it would be laid out as
 * `<name>-global`, and everything in it would be deleted and made anew.
 */
export function keepSlug({ root, document }: YamlObject, { files }: Surroundings): Outcome | undefined {
  if (findText(root, ['kind']) !== 'Environment') return undefined;
  if (findText(root, ['metadata', 'namespace']) !== GLOBAL_NAMESPACE) return undefined;
  const name = findText(root, ['metadata', 'name']);
  if (name === undefined || !usedFolders(files).has(name)) return undefined;
  const about = { step: 'B', part: 'slug of a Global environment', document, diagnostics: [] };
  if (findText(root, ['spec', 'slug']) !== undefined) return { ...about, era: 'current', edits: [] };
  const hasSpec = findNode(root, ['spec'])?.kind === 'map';
  return {
    ...about,
    era: 'legacy',
    edits: [
      hasSpec
        ? { op: 'insert', document, path: ['spec'], key: 'slug', value: name }
        : { op: 'set', document, path: ['spec'], value: { slug: name } },
    ],
  };
}

// --- internal ---

/** Found once a repository. */
const FOLDERS = new WeakMap<Surroundings['files'], ReadonlySet<string>>();

/** The folders of environments that clusters of this repository sync. */
function usedFolders(files: Surroundings['files']): ReadonlySet<string> {
  const known = FOLDERS.get(files);
  if (known !== undefined) return known;
  const folders = new Set<string>();
  for (const [path, text] of files) {
    if (!/\/45-env[^/]*\.ya?ml$/.test(path)) continue;
    for (const [, slug = ''] of text.matchAll(/registry\/environments\/([^/<{\s"']+)\//g)) folders.add(slug);
  }
  FOLDERS.set(files, folders);
  return folders;
}
