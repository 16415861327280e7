import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import type { ObjectFormat, ObjectId } from '../repository.ts';

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
    return made;
  };
  const clear = () => {
    commits.clear();
    const made = path;
    if (made !== undefined) attempt(() => empty(made, configFile(url, format)));
  };
  return {
    get path() {
      return path ?? attempt(make);
    },
    commits,
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
}

// --- internal ---

function fill(path: string, config: string): void {
  for (const folder of ['objects', 'refs']) mkdirSync(join(path, folder));
  writeFileSync(join(path, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(path, 'config'), config);
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
    `[remote "${REMOTE_NAME}"]`,
    `\turl = "${url.replace(/["\\]/g, '\\$&')}"`,
    '',
  ].join('\n');
}
