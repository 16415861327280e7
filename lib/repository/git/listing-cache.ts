import type { Cache } from '../../cache/cache.ts';
import { digest } from '../../cache/digest.ts';
import type { ObjectFormat, ObjectId, RepositoryLocation, SnapshotEntry } from '../repository.ts';
import { Listing } from './listing.ts';

/**
 * The files of a commit as they were listed before, or undefined.
 *
 * A commit always has the same files, so a branch that did not move needs neither a fetch nor a listing. One listing
 * is kept for each branch of a remote: the size of the cache follows the repositories, not their history.
 */
export function knownListing(
  cache: Cache | undefined,
  location: RepositoryLocation,
  commit: ObjectId,
): Listing | undefined {
  const bytes = cache?.getBytes(KIND, keyOf(location));
  if (bytes === undefined) return undefined;
  const end = bytes.length - commit.length;
  const of = bytes.toString('latin1', end);
  const text = bytes.subarray(0, end);
  textsKept.set(text, of);
  if (of === commit) return Listing.again(text);
  const changed = cache?.get(CHANGES, keyOf(location));
  if (changed === undefined) return undefined;
  const { from, to, changes } = JSON.parse(changed) as Changed;
  if (from !== of || to !== commit) return undefined;
  return Listing.again(text, new Map(changes.map(([path, entry]) => [path, entry ?? undefined])));
}

/**
 * Keeps the files of a commit in place of those of an older one. Where their text is kept already, only what has changed of
 * it is written; when another process has put another text in its place meanwhile, these changes are of no use.
 */
export function keepListing(
  cache: Cache | undefined,
  location: RepositoryLocation,
  commit: ObjectId,
  files: Listing,
): void {
  if (cache === undefined) return;
  const from = textsKept.get(files.text);
  if (from === undefined) {
    const { text } = files.joined();
    cache.putBytes(KIND, keyOf(location), [text, Buffer.from(commit)]);
    textsKept.set(text, commit);
  } else {
    const changes = [...files.changes].map(([path, entry]) => [path, entry ?? null] as const);
    cache.put(CHANGES, keyOf(location), JSON.stringify({ from, to: commit, changes } satisfies Changed));
  }
}

/** Where a branch stood when it was last looked at. */
export interface Seen {
  readonly branch: string;
  /** Undefined for a repository without a branch. */
  readonly commit?: ObjectId | undefined;
  readonly objectFormat: ObjectFormat;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Notes where a branch stands; once a minute where it does not move. */
export function noteSeen(cache: Cache | undefined, location: RepositoryLocation, head: Omit<Seen, 'time'>): void {
  if (cache === undefined) return;
  const { branch, commit, objectFormat } = head;
  const time = Date.now();
  const last = lastSeen(cache, location);
  if (last?.commit === commit && last?.branch === branch && time - last.time < MINUTE) return;
  cache.put(SEEN, keyOf(location), JSON.stringify({ branch, commit, objectFormat, time } satisfies Seen));
}

/** Where a branch stood when this machine last looked at it; undefined for one that it has not seen. */
export function lastSeen(cache: Cache | undefined, location: RepositoryLocation): Seen | undefined {
  const text = cache?.get(SEEN, keyOf(location));
  return text === undefined ? undefined : (JSON.parse(text) as Seen);
}

// --- internal ---

const SEEN = 'seen.json';
const MINUTE = 60_000;

/** The text of a listing, and after it its commit. */
const KIND = 'listing.txt';

const CHANGES = 'changes.json';

/** What commits after that of the text have changed of it. */
interface Changed {
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly changes: readonly (readonly [path: string, entry: SnapshotEntry | null])[];
}

/** Texts that were read from a cache or written to it, and the commits they are of. */
const textsKept = new WeakMap<Buffer, ObjectId>();

/** Changes when what is kept changes its meaning. */
const FORMAT = 'listing 2';

function keyOf({ url, branch }: RepositoryLocation): string {
  return digest(FORMAT, url, branch ?? '');
}
