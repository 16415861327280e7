import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import type { CommitRequest } from './repository.ts';

/** What a commit changes in the tree of its base, in an order that a tree can take: removals first. */
export interface TreeChanges {
  /** Paths that exist in the base and shall go. */
  readonly removals: readonly string[];
  /** Files with their final mode; an executable file stays executable. */
  readonly files: readonly { readonly path: string; readonly mode: '100644' | '100755'; readonly content: string }[];
}

/**
 * Proves that the writes of a commit touch the named files and nothing else.
 *
 * Removing a path that is not there changes nothing. Linear in the writes, and in the base only if a path is new.
 *
 * @throws {KcdkError} with one diagnostic a path: `REPOSITORY_PATH_KIND` for a link or submodule,
 *   `REPOSITORY_PATH_CONFLICT` for a file in place of a folder or the reverse
 */
export function checkWrites({ base, writes }: CommitRequest): TreeChanges {
  const problems: Diagnostic[] = [];
  const written = new Set<string>();
  const removed = new Set<string>();
  const files: TreeChanges['files'][number][] = [];
  for (const { path, content } of writes) {
    if (written.has(path) || removed.has(path)) throw kcdkError('IMPOSSIBLE', { detail: `two writes of ${path}` });
    const mode = base.files.get(path)?.mode;
    if (mode === '120000' || mode === '160000') {
      const summary = `\`${path}\` is a ${mode === '120000' ? 'link' : 'submodule'} in the repository \`${base.repository}\``;
      problems.push(error('REPOSITORY_PATH_KIND', { summary, repository: base.repository, path }));
    }
    if (content === undefined) {
      removed.add(path);
      continue;
    }
    written.add(path);
    files.push({ path, mode: mode === '100755' ? '100755' : '100644', content });
  }
  for (const [file, below] of conflicts(base.files, written, removed)) {
    const summary = `\`${file}\` cannot be a file while \`${below}\` exists`;
    problems.push(error('REPOSITORY_PATH_CONFLICT', { summary, repository: base.repository, path: file }));
  }
  if (problems.length > 0) throw new KcdkError(problems);
  return { removals: [...removed].filter((path) => base.files.has(path)), files };
}

// --- internal ---

/** Pairs of a file and a path below it that would both exist afterwards; at most one pair a file. */
function conflicts(
  base: ReadonlyMap<string, unknown>,
  written: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const fresh = new Set<string>();
  for (const path of written) if (!base.has(path)) fresh.add(path);
  // A path of the base cannot clash with another path of the base, so only new paths have to be looked at.
  for (const path of fresh) {
    for (const folder of folders(path)) {
      if (written.has(folder) || (base.has(folder) && !removed.has(folder))) found.set(folder, path);
    }
  }
  if (fresh.size === 0) return found;
  for (const path of base.keys()) {
    if (removed.has(path)) continue;
    for (const folder of folders(path)) if (fresh.has(folder)) found.set(folder, path);
  }
  return found;
}

/** Every folder a path is in, from the outermost. */
function* folders(path: string): Generator<string> {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash);
}
