import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** A commit, as far as a judgement of it needs. */
export interface LooseCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly authorEmail: string;
}

/** Reads a bare repository whose objects are loose, without a process for every look. Objects never change. */
export interface LooseObjects {
  commit(id: string): LooseCommit;
  /** Blob of every file of a commit, by path. */
  files(commit: string): ReadonlyMap<string, string>;
  text(blob: string): string;
}

/**
 * Lets git keep every object in a file of its own, however many a push brings.
 *
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-transferunpackLimit
 */
export const KEEP_LOOSE =
  '[transfer]\n\tunpackLimit = 1000000\n[fastimport]\n\tunpackLimit = 1000000\n[receive]\n\tautogc = false\n';

/** @param path  of the bare repository, with SHA-1 */
export function looseObjects(path: string): LooseObjects {
  const trees = new Map<string, ReadonlyMap<string, string>>();
  const commits = new Map<string, LooseCommit>();
  const contentOf = (id: string, type: string): Buffer => {
    const object = inflateSync(readFileSync(join(path, 'objects', id.slice(0, 2), id.slice(2))));
    const end = object.indexOf(0);
    if (!object.toString('latin1', 0, end).startsWith(`${type} `)) throw new Error(`${id} is no ${type}`);
    return object.subarray(end + 1);
  };
  const filesOfTree = (id: string): ReadonlyMap<string, string> => {
    const known = trees.get(id);
    if (known !== undefined) return known;
    const files = new Map<string, string>();
    const content = contentOf(id, 'tree');
    for (let at = 0; at < content.length; ) {
      const end = content.indexOf(0, at);
      const [mode, name = ''] = content.toString('utf8', at, end).split(/ (.*)/s);
      const object = content.toString('hex', end + 1, end + 21);
      if (mode === '40000') for (const [below, blob] of filesOfTree(object)) files.set(`${name}/${below}`, blob);
      else files.set(name, object);
      at = end + 21;
    }
    trees.set(id, files);
    return files;
  };
  const commit = (id: string): LooseCommit => {
    const known = commits.get(id);
    if (known !== undefined) return known;
    const text = contentOf(id, 'commit').toString();
    const header = text.slice(0, text.indexOf('\n\n'));
    const found: LooseCommit = {
      tree: /^tree (\w+)$/m.exec(header)?.[1] ?? '',
      parents: [...header.matchAll(/^parent (\w+)$/gm)].map(([, parent = '']) => parent),
      authorEmail: /^author .*<(.*)>/m.exec(header)?.[1] ?? '',
    };
    commits.set(id, found);
    return found;
  };
  return {
    commit,
    files: (id) => filesOfTree(commit(id).tree),
    text: (blob) => contentOf(blob, 'blob').toString(),
  };
}
