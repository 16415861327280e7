import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import type { ObjectFormat, ObjectId } from '../repository.ts';
import type { KeptObjects } from './object-cache.ts';

/** Name under which the store knows its remote; unlikely to be configured by a user. */
export const REMOTE_NAME = 'kcdk';

/** A private bare repository that holds what was read and what is about to be pushed; made when it is first needed. */
export interface ObjectStore {
  /**
   * The folder that `GIT_DIR` names. Asking for it makes it.
   *
   * @throws {KcdkError} `REPOSITORY_STORE_FAILED`
   */
  readonly path: string;
  /** Format of the objects; changing it empties the store. */
  format(): ObjectFormat;
  useFormat(format: ObjectFormat): void;
  /** Forgets all that was fetched. */
  clear(): void;
  /** Commits whose trees are complete in the store. */
  readonly commits: Set<ObjectId>;
  /** False as long as only commits and trees were fetched: no contents of files need be looked for. */
  contents: boolean;
  /** Uses objects that are kept elsewhere as if they were here, and their commits as what was fetched before. */
  lend(kept: KeptObjects): void;
  /** The folder of its own objects; undefined as long as none was needed. */
  readonly objects: string | undefined;
  /** The commit that a fetch wrote to a ref of ours. */
  readRef(ref: string): ObjectId;
  remove(): void;
}

/**
 * Describes an empty store for one remote.
 *
 * Its few files are written here: `git init` would cost a process and copy the user's template, hooks included.
 *
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export function createObjectStore(repository: string, url: string, tempDir = tmpdir()): ObjectStore {
  const commits = new Set<ObjectId>();
  let format: ObjectFormat = 'sha1';
  let path: string | undefined;
  let lent: KeptObjects | undefined;
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw kcdkError('REPOSITORY_STORE_FAILED', { repository, detail: `in ${tempDir}` }, cause);
    }
  };
  const make = (): string => {
    const made = mkdtempSync(join(tempDir, 'kcdk-git-'));
    path = made;
    fill(made, configFile(url, format));
    if (lent !== undefined) borrow(made, lent);
    return made;
  };
  const clear = () => {
    commits.clear();
    store.contents = false;
    lent = undefined;
    const made = path;
    if (made !== undefined) attempt(() => empty(made, configFile(url, format)));
  };
  const store: ObjectStore = {
    get path() {
      return path ?? attempt(make);
    },
    commits,
    contents: false,
    lend: (kept) => {
      lent = kept;
      store.contents = true;
      for (const commit of kept.commits) commits.add(commit);
      const made = path;
      if (made !== undefined) attempt(() => borrow(made, kept));
    },
    get objects() {
      return path === undefined ? undefined : join(path, 'objects');
    },
    format: () => format,
    useFormat: (wanted) => {
      if (wanted === format) return;
      format = wanted;
      clear();
    },
    clear,
    readRef: (ref) => attempt(() => readFileSync(join(path ?? make(), ref), 'utf8').trim()),
    remove: () => {
      if (path !== undefined) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return store;
}

// --- internal ---

function fill(path: string, config: string): void {
  for (const folder of ['objects', 'refs']) mkdirSync(join(path, folder));
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(path, 'config'), config);
}

/** A fetch then asks only for what is new; `shallow`, since what was before these commits is not here. */
function borrow(path: string, { folder, commits }: KeptObjects): void {
  for (const name of ['objects/info', 'refs/kcdk']) mkdirSync(join(path, name), { recursive: true });
  writeFileSync(join(path, 'objects', 'info', 'alternates'), `${folder}\n`);
  writeFileSync(join(path, 'shallow'), commits.map((commit) => `${commit}\n`).join(''));
  for (const [index, commit] of commits.entries())
    writeFileSync(join(path, 'refs', 'kcdk', `kept-${index}`), `${commit}\n`);
}

function empty(path: string, config: string): void {
  for (const name of ['objects', 'refs', 'shallow', 'packed-refs']) {
    rmSync(join(path, name), { recursive: true, force: true });
  }
  fill(path, config);
}

/**
 * The remote is deliberately not marked as a promisor here, only while we fetch: git then never fetches on its own,
 * one object at a time, from a command that only reads the store.
 */
function configFile(url: string, format: ObjectFormat): string {
  return [
    '[core]',
    `\trepositoryformatversion = ${format === 'sha1' ? 0 : 1}`,
    '\tbare = true',
    '\tlogAllRefUpdates = false',
    '\tfsync = none',
    ...(format === 'sha1' ? [] : ['[extensions]', `\tobjectFormat = ${format}`]),
    // packs, however small: they can be kept as they are
    '[transfer]',
    '\tunpackLimit = 1',
    '[fastimport]',
    '\tunpackLimit = 1',
    `[remote "${REMOTE_NAME}"]`,
    `\turl = "${url.replace(/["\\]/g, '\\$&')}"`,
    '',
  ].join('\n');
}
