import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kcdkError } from '../diagnostics/error.ts';
import { listSome } from '../diagnostics/list-some.ts';
import type { FileSet } from '../model/file-set.ts';
import { isRepoPath } from '../model/repo-path.ts';

export interface OutputResult {
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Writes file sets below a folder, `<folder>/<repository>/<path>`.
 *
 * Remembers in `<folder>/.kcdk-output.json` what it wrote. A later run removes what is no longer wanted, if it is still
 * as it was written; everything else in the folder stays. A file in the way that we did not write is refused, and then
 * nothing is written at all.
 *
 * @throws {KcdkError} `OUTPUT_NOT_OURS`, `OUTPUT_UNWRITABLE`
 */
export async function writeOutput(
  folder: string,
  project: string,
  fileSets: readonly FileSet[],
): Promise<OutputResult> {
  const index = join(folder, INDEX);
  const before = await readIndex(index);
  const wanted = new Map<string, string>();
  for (const { repository, files } of fileSets) {
    for (const { path, content } of files.values()) wanted.set(`${repository}/${path}`, content);
  }
  try {
    const present = await hashesOf(folder, new Set([...wanted.keys(), ...before.keys()]));
    refuseForeign(folder, wanted, before, present);
    let changed = 0;
    for (const [path, content] of wanted) {
      if (present.get(path) === hash(content)) continue;
      await writeAtomically(join(folder, path), content);
      changed++;
    }
    let removed = 0;
    for (const [path, last] of before) {
      if (wanted.has(path) || present.get(path) !== last) continue;
      await rm(join(folder, path));
      await removeEmptyFolders(folder, dirname(path));
      removed++;
    }
    const files = Object.fromEntries([...wanted].map(([path, content]) => [path, hash(content)]).sort());
    await writeAtomically(index, `${JSON.stringify({ project, files }, undefined, 2)}\n`);
    return { changed, unchanged: wanted.size - changed, removed };
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `Cannot write below \`${folder}\``, detail: cause.message }, cause);
  }
}

// --- internal ---

const INDEX = '.kcdk-output.json';

/** `blocked`: something that is no file, or below one. */
type Present = ReadonlyMap<string, string | 'blocked'>;

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What we wrote last; an index that cannot be read means that we own nothing. Its paths are not to be trusted. */
async function readIndex(file: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { files } = JSON.parse(await readFile(file, 'utf8')) as { files?: unknown };
    if (typeof files !== 'object' || files === null) return new Map();
    return new Map(Object.entries(files).filter(([path, text]) => isRepoPath(path) && typeof text === 'string'));
  } catch {
    return new Map();
  }
}

async function hashesOf(folder: string, paths: ReadonlySet<string>): Promise<Present> {
  const present = new Map<string, string>();
  for (const path of paths) {
    const file = join(folder, path);
    try {
      const status = await lstat(file);
      present.set(path, status.isFile() ? hash(await readFile(file)) : 'blocked');
    } catch (cause) {
      const code = isSystemError(cause) ? cause.code : undefined;
      if (code === 'ENOTDIR') present.set(path, 'blocked');
      else if (code !== 'ENOENT') throw cause;
    }
  }
  return present;
}

function refuseForeign(
  folder: string,
  wanted: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  present: Present,
): void {
  const foreign = [...wanted].filter(([path, content]) => {
    const now = present.get(path);
    return now !== undefined && now !== hash(content) && !before.has(path);
  });
  if (foreign.length === 0) return;
  throw kcdkError('OUTPUT_NOT_OURS', {
    summary: `\`${folder}\` holds files that kcdk did not write and would overwrite`,
    detail: listSome(foreign, 10, ([path]) => `  ${path}`).join('\n'),
  });
}

async function writeAtomically(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.kcdk-${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

async function removeEmptyFolders(folder: string, from: string): Promise<void> {
  for (let path = from; path !== '.' && path !== '/'; path = dirname(path)) {
    try {
      await rmdir(join(folder, path));
    } catch {
      return;
    }
  }
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause && 'syscall' in cause;
}
