import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { digest } from './digest.ts';

/**
 * A store of texts that can be computed again, shared by all processes of a user.
 *
 * Losing entries is always allowed, so nothing here throws: what is missing, damaged or unreadable is a miss, and what
 * cannot be written is not kept. A kind names what is stored and how its files end, for example `bundle.mjs`.
 */
export interface Cache {
  /** The text that was put under the key, or undefined. */
  get(kind: CacheKind, key: string): string | undefined;
  /** Keeps a text, in place of any before it. */
  put(kind: CacheKind, key: string, value: string): void;
  /** The bytes that were put under the key, or undefined; they must not be changed. For what is too large to be made a text of. */
  getBytes(kind: CacheKind, key: string): Buffer | undefined;
  /** Keeps bytes, of all parts one after the other, in place of any before them. They must not be changed afterwards. */
  putBytes(kind: CacheKind, key: string, parts: readonly Uint8Array[]): void;
  /** Absolute path of the file of an entry, whether or not it exists. It ends in one comment line that is not ours to read. */
  file(kind: CacheKind, key: string): string;
  /** A private folder, made when it is missing, for what is no text; undefined when nothing can be kept. */
  folder(name: string, key: string): string | undefined;
}

/** `<lower case name>.<file extension>`. */
export type CacheKind = `${string}.${string}`;

export interface CacheOptions {
  /** Where the entries live, created when first needed; undefined for a cache that keeps nothing. */
  readonly folder: string | undefined;
  /** Version of the program that writes; versions do not see each other's entries. */
  readonly version: string;
  /** Most entries of a kind; the ones used longest ago go first. @default 50 */
  readonly limit?: number | undefined;
  /** The same for single kinds. */
  readonly limits?: Readonly<Partial<Record<CacheKind, number>>> | undefined;
  /** Most bytes of all entries of a kind together. @default - only their number is limited */
  readonly sizes?: Readonly<Partial<Record<CacheKind, number>>> | undefined;
}

/**
 * Opens the cache of a folder. Nothing is read or written until an entry is asked for.
 *
 * A folder that other users may write to, or that belongs to one, is not used: entries are run as programs.
 */
export function openCache(options: CacheOptions): Cache {
  const folder = options.folder === undefined ? undefined : resolve(options.folder);
  const own = join(folder ?? '/nonexistent', `kcdk-${options.version.replace(/[^\w.+-]/g, '_')}`);
  const limit = options.limit ?? 50;
  const file = (kind: CacheKind, key: string) => join(own, folderOf(kind), nameOf(key) + kind.slice(kind.indexOf('.')));
  let usable: boolean | undefined;
  const ready = () => {
    usable ??= folder !== undefined && isPrivate(folder) && isPrivate(own);
    return usable;
  };
  /** What each kind holds at most, as it was counted last, and with all that was put since. */
  const held = new Map<CacheKind, Held>();
  const put = (kind: CacheKind, key: string, parts: readonly Uint8Array[]) => {
    if (!ready() || folder === undefined) return;
    try {
      const target = file(kind, key);
      const kindFolder = join(own, folderOf(kind));
      const isNewVersion = !existsSync(own);
      makeFolder(kindFolder);
      writeEntry(target, parts);
      if (isNewVersion) prune(folder, { count: 4 }, (name) => /^kcdk-\d/.test(name));
      const most = { count: options.limits?.[kind] ?? limit, size: options.sizes?.[kind] };
      const before = held.get(kind);
      const now = before && { count: before.count + 1, size: before.size + sizeOf(parts) };
      const isSmall = now !== undefined && fits(now, most);
      held.set(kind, isSmall ? now : prune(kindFolder, most, (name) => !name.endsWith(TEMPORARY)));
    } catch {
      // a cache that cannot be written is a slow one, not a broken one
    }
  };
  return {
    file,
    folder: (name, key) => {
      if (!ready() || folder === undefined) return undefined;
      try {
        const made = join(own, name, nameOf(key));
        makeFolder(made);
        return made;
      } catch {
        return undefined;
      }
    },
    get: (kind, key) => (ready() ? readEntry(file(kind, key))?.toString('utf8') : undefined),
    getBytes: (kind, key) => (ready() ? readEntry(file(kind, key)) : undefined),
    put: (kind, key, value) => put(kind, key, [Buffer.from(value)]),
    putBytes: put,
  };
}

// --- internal ---

/** Closes every entry, as a comment in most languages, with the digest of what is before it. */
const SEAL = '\n//# sha256=';
const SEAL_LENGTH = SEAL.length + 65;
const TEMPORARY = '.tmp';
const HOUR = 3_600_000;

function folderOf(kind: CacheKind): string {
  return kind.slice(0, kind.indexOf('.'));
}

function nameOf(key: string): string {
  return /^[0-9a-f]{64}$/.test(key) ? key : digest(key);
}

/** Not `recursive`, which never returns on file systems that deny a folder as if its parent were missing. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (reason) {
    if (!existsSync(folder)) throw reason; // another process may have been first
  }
}

function readEntry(file: string): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const value = unseal(readFileSync(handle));
    if (value !== undefined) markUsed(handle);
    return value;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function writeEntry(file: string, parts: readonly Uint8Array[]): void {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const temporary = `${file}.${randomUUID()}${TEMPORARY}`;
  try {
    writeWhole(temporary, [...parts, Buffer.from(`${SEAL}${hash.digest('hex')}\n`)]);
    renameSync(temporary, file);
  } catch (reason) {
    rmSync(temporary, { force: true });
    throw reason;
  }
}

function writeWhole(file: string, parts: readonly Uint8Array[]): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (const part of parts) writeFileSync(handle, part);
  } finally {
    closeSync(handle);
  }
}

function unseal(bytes: Buffer): Buffer | undefined {
  const value = bytes.subarray(0, -SEAL_LENGTH);
  const seal = bytes.toString('latin1', value.length);
  return seal === `${SEAL}${digest(value)}\n` ? value : undefined;
}

/** Once an hour is enough to tell what is in use, and keeps reading free of writes. */
function markUsed(handle: number): void {
  const now = Date.now();
  if (now - fstatSync(handle).mtimeMs < HOUR) return;
  try {
    futimesSync(handle, now / 1000, now / 1000);
  } catch {
    // read-only cache
  }
}

interface Held {
  readonly count: number;
  /** In bytes; 0 where nobody limits it. */
  readonly size: number;
}

interface Most {
  readonly count: number;
  /** In bytes. @default - only the number is limited */
  readonly size?: number | undefined;
}

function fits(held: Held, most: Most): boolean {
  return held.count <= most.count && held.size <= (most.size ?? Number.POSITIVE_INFINITY);
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, SEAL_LENGTH);
}

/**
 * Removes the oldest entries above the limit, with some room so that not every write has to prune, and old left-overs.
 *
 * @returns what is left
 */
function prune(folder: string, most: Most, counts: (name: string) => boolean): Held {
  const names = readdirSync(folder);
  const entries = names.filter(counts);
  const leftOver = names.filter((name) => name.endsWith(TEMPORARY)).map((name) => join(folder, name));
  for (const file of leftOver) if (Date.now() - stateOf(file).time > HOUR) rmSync(file, { force: true });
  if (most.size === undefined && entries.length <= most.count) return { count: entries.length, size: 0 };
  const dated = entries.map((name) => ({ file: join(folder, name), ...stateOf(join(folder, name)) }));
  let held: Held = { count: entries.length, size: dated.reduce((sum, entry) => sum + entry.size, 0) };
  if (fits(held, most)) return held;
  const room = { ...most, count: Math.ceil(most.count * 0.75) };
  for (const entry of dated.sort((a, b) => a.time - b.time)) {
    if (fits(held, room)) break;
    rmSync(entry.file, { recursive: true, force: true });
    held = { count: held.count - 1, size: held.size - entry.size };
  }
  return held;
}

/** Zero for what another process has just removed. */
function stateOf(file: string): { readonly time: number; readonly size: number } {
  const stat = statSync(file, { throwIfNoEntry: false });
  return { time: stat?.mtimeMs ?? 0, size: stat?.size ?? 0 };
}

function isPrivate(folder: string): boolean {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat === undefined || process.getuid === undefined) return true;
    const isForeign = stat.uid !== process.getuid() && stat.uid !== 0;
    return stat.isDirectory() && !isForeign && (stat.mode & 0o002) === 0;
  } catch {
    return false;
  }
}
