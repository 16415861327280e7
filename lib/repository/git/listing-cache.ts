import type { Cache } from '../../cache/cache.ts';
import { digest } from '../../cache/digest.ts';
import type { ObjectId, RepositoryLocation, SnapshotEntry } from '../repository.ts';
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

// --- internal ---

const KIND = 'listing.txt';

/** Changes when what is kept changes its meaning. */
const FORMAT = 'listing 1';

function keyOf({ url, branch }: RepositoryLocation): string {
  return digest(FORMAT, url, branch ?? '');
}
