import type { Cache } from '../../cache/cache.ts';
import { digest } from '../../cache/digest.ts';
import type { ObjectFormat, ObjectId, RepositoryLocation, SnapshotEntry } from '../repository.ts';
import { treeParser } from './ls-tree.ts';

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
): ReadonlyMap<string, SnapshotEntry> | undefined {
  const text = cache?.get(KIND, keyOf(location));
  if (text === undefined || !text.startsWith(`${commit}\n`)) return undefined;
  const parser = treeParser();
  parser.push(Buffer.from(text.slice(commit.length + 1)));
  return parser.files;
}

/** Keeps the files of a commit in place of those of an older one. */
export function keepListing(
  cache: Cache | undefined,
  location: RepositoryLocation,
  commit: ObjectId,
  files: ReadonlyMap<string, SnapshotEntry>,
): void {
  if (cache === undefined) return;
  let text = `${commit}\n`;
  for (const [path, { blob, mode }] of files) text += `${mode} ${blob}\t${path}\0`;
  cache.put(KIND, keyOf(location), text);
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

const KIND = 'listing.txt';

/** Changes when what is kept changes its meaning. */
const FORMAT = 'listing 1';

function keyOf({ url, branch }: RepositoryLocation): string {
  return digest(FORMAT, url, branch ?? '');
}
