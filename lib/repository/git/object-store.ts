import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import type { ObjectFormat, ObjectId } from '../repository.ts';

/** Name under which the store knows its remote; unlikely to be configured by a user. */
export const REMOTE_NAME = 'kcdk';

/** A private bare repository that holds what was read and what is about to be pushed. */
export interface ObjectStore {
  /** The folder that `GIT_DIR` names. */
  readonly path: string;
  /** Format of the objects; changing it empties the store. */
  format(): ObjectFormat;
  useFormat(format: ObjectFormat): Promise<void>;
  /** Commits whose trees are complete in the store. */
  readonly commits: Set<ObjectId>;
  /** The commit that a fetch wrote to a ref of ours. */
  readRef(ref: string): Promise<ObjectId>;
  remove(): Promise<void>;
}

/**
 * Makes an empty store for one remote.
 *
 * Its few files are written here: `git init` would cost a process and copy the user's template, hooks included.
 *
 * @throws {KcdkError} `REPOSITORY_STORE_FAILED`
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function createObjectStore(repository: string, url: string, tempDir = tmpdir()): Promise<ObjectStore> {
  const commits = new Set<ObjectId>();
  let format: ObjectFormat = 'sha1';
  try {
    const path = await mkdtemp(join(tempDir, 'kcdk-git-'));
    const fill = async () => {
      await Promise.all([mkdir(join(path, 'objects')), mkdir(join(path, 'refs'))]);
      await writeFile(join(path, 'HEAD'), 'ref: refs/heads/none\n');
      await writeFile(join(path, 'config'), configFile(url, format));
    };
    await fill();
    return {
      path,
      commits,
      format: () => format,
      useFormat: async (wanted) => {
        if (wanted === format) return;
        format = wanted;
        commits.clear();
        await Promise.all(
          ['objects', 'refs', 'shallow', 'packed-refs'].map((name) =>
            rm(join(path, name), { recursive: true, force: true }),
          ),
        );
        await fill();
      },
      readRef: async (ref) => (await readFile(join(path, ref), 'utf8')).trim(),
      remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    };
  } catch (cause) {
    throw kcdkError('REPOSITORY_STORE_FAILED', { repository, detail: `in ${tempDir}` }, cause);
  }
}

// --- internal ---

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
