import { randomUUID } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cache } from '../../cache/cache.ts';
import { digest } from '../../cache/digest.ts';
import type { ObjectFormat, ObjectId } from '../repository.ts';

/** Objects of a remote that earlier runs have fetched or made, and the commits whose trees are whole among them. */
export interface KeptObjects {
  readonly id: string;
  /** An object directory, as git's alternates name one. */
  readonly folder: string;
  /** The newest first. */
  readonly commits: readonly ObjectId[];
}

/** What a remote's objects are kept under: its address, which holds no credentials, and its format. */
export interface KeptKey {
  readonly url: string;
  readonly format: ObjectFormat;
}

/**
 * What is kept of a remote, if all of it is still there.
 *
 * Nothing here throws: what is missing or damaged is not kept.
 */
export function findKept(cache: Cache | undefined, key: KeptKey): KeptObjects | undefined {
  const entry = readEntry(cache, key);
  const folder = entry && cache?.folder(FOLDER, entry.id);
  if (entry === undefined || folder === undefined || entry.commits.length === 0) return undefined;
  for (const [name, size] of Object.entries(entry.files)) if (sizeOf(join(folder, name)) !== size) return undefined;
  markUsed(folder);
  return { id: entry.id, folder, commits: entry.commits };
}

/** Begins anew with the next run: what is kept of a remote is of no use. */
export function forgetKept(cache: Cache | undefined, key: KeptKey): void {
  cache?.put(KIND, keyOf(key), '');
}

/**
 * Moves the objects of a store to those that are kept, and notes the commit as whole.
 *
 * Files are only ever added, each under a name that its content decides, so runs at the same time do not disturb each other; the
 * entry that names them is written last and at once. A kill leaves files that nobody names.
 *
 * @param objects  the object directory of the store; undefined where it was not needed
 * @param lent  what the store was lent, without which its objects may not be whole
 */
export function keepObjects(
  cache: Cache,
  key: KeptKey,
  { objects, commit, lent }: { objects: string | undefined; commit: ObjectId; lent: KeptObjects | undefined },
): void {
  try {
    const now = readEntry(cache, key);
    // Somebody found what we were lent of no use, and began anew.
    if (lent !== undefined && now?.id !== lent.id) return;
    const names = objects === undefined ? [] : objectFiles(objects);
    if (names.length === 0 && (lent === undefined || now?.commits[0] === commit)) return;
    const id = now?.id ?? randomUUID();
    const folder = cache.folder(FOLDER, id);
    if (folder === undefined) return;
    if (now === undefined) dropUnused(dirname(folder));
    for (const name of names) if (objects !== undefined) moveDurably(join(objects, name), join(folder, name));
    const files = Object.fromEntries(objectFiles(folder).map((name) => [name, sizeOf(join(folder, name)) ?? 0]));
    const size = Object.values(files).reduce((sum, one) => sum + one, 0);
    const commits = [commit, ...(now?.commits ?? []).filter((one) => one !== commit)].slice(0, MOST_COMMITS);
    if (Object.keys(files).length > MOST_FILES || size > MOST_BYTES) forgetKept(cache, key);
    else cache.put(KIND, keyOf(key), JSON.stringify({ id, commits, files } satisfies Entry));
  } catch {
    // the next run fetches what is not kept
  }
}

// --- internal ---

const KIND = 'objects.json';
const FOLDER = 'stores';

/** Heads of this many branches are remembered for a remote. */
const MOST_COMMITS = 8;

/** Above these the objects are fetched anew, which leaves out what is no longer needed. */
const MOST_FILES = 1_000;
const MOST_BYTES = 512 * 2 ** 20;

/** Objects that no run has used for so long are removed; a run that was lent them has ended long before. */
const UNUSED = 14 * 86_400_000;
const HOUR = 3_600_000;

interface Entry {
  readonly id: string;
  readonly commits: readonly ObjectId[];
  /** Size of every file, by its path in the folder. */
  readonly files: Readonly<Record<string, number>>;
}

function keyOf({ url, format }: KeptKey): string {
  return digest('objects 1', url, format);
}

/** The cache hands out only what was written whole, so that its shape is ours. */
function readEntry(cache: Cache | undefined, key: KeptKey): Entry | undefined {
  const text = cache?.get(KIND, keyOf(key));
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Entry);
}

/** Files of packs and of single objects, by their path in an object directory; what names a pack comes last. */
function objectFiles(objects: string): readonly string[] {
  const names = readdirSync(objects, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^([0-9a-f]{2}|pack)$/.test(entry.name))
    .flatMap(({ name }) => readdirSync(join(objects, name)).map((file) => `${name}/${file}`))
    .filter((name) => /^([0-9a-f]{2}\/[0-9a-f]{38,62}|pack\/pack-[0-9a-f]+\.(pack|idx|rev|promisor))$/.test(name));
  return names.toSorted((a, b) => Number(a.endsWith('.idx')) - Number(b.endsWith('.idx')));
}

/** Across file systems, too. What is there under the name already is the same. */
function moveDurably(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const temporary = `${to}.${randomUUID()}.tmp`;
  try {
    try {
      renameSync(from, temporary);
    } catch {
      copyFileSync(from, temporary);
    }
    const handle = openSync(temporary, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(temporary, to);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function dropUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    const used = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > UNUSED) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function markUsed(folder: string): void {
  try {
    const now = Date.now();
    if (now - statSync(folder).mtimeMs > HOUR) utimesSync(folder, now / 1000, now / 1000);
  } catch {
    // read-only cache
  }
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
