import type { FileTexts } from '../edit/file-edits.ts';
import type { HistoryCommit, ObjectId, Repository, Snapshot } from './repository.ts';

/** How far back commits of others are looked at. */
const MOST_COMMITS = 50;

/** Commits that a migration made are looked at however old they are, up to so many. */
const MOST_MARKED = 200;

export interface RemoteHistoryOptions {
  /** Marks commits whose parents are looked at first of all: a line of their messages. */
  readonly trailer: string;
  /** Decodes a file; undefined for what is no text. */
  readonly decode: (bytes: Uint8Array, path: string) => string | undefined;
}

/**
 * What files of a branch said before its latest commits, and before those that carry a trailer, newest first.
 *
 * A file that was not there at a time is not in the map of that time; times that say the same count once.
 */
export async function readRemoteHistory(
  repository: Repository,
  paths: readonly string[],
  { trailer, decode }: RemoteHistoryOptions,
): Promise<readonly FileTexts[]> {
  if (paths.length === 0) return [];
  const texts: FileTexts[] = [];
  let last = '';
  for (const commit of timesOf(await repository.history(), trailer)) {
    const snapshot = await repository.snapshotAt(commit);
    const blobs = paths.map((path) => [path, snapshot.files.get(path)?.blob] as const);
    const state = JSON.stringify(blobs);
    if (state === last) continue;
    last = state;
    texts.push(await textsOf(repository, snapshot, blobs, decode));
  }
  return texts;
}

// --- internal ---

/** The commits to look at, newest first: parents, since what was before a commit is asked for. */
function timesOf(history: readonly HistoryCommit[], trailer: string): readonly ObjectId[] {
  const isMarked = ({ message }: HistoryCommit) => message.split('\n').includes(trailer);
  const marked = new Set(history.filter(isMarked).slice(0, MOST_MARKED));
  const asked = history.filter((commit, index) => index < MOST_COMMITS || marked.has(commit));
  return [...new Set(asked.flatMap(({ parent }) => parent ?? []))];
}

async function textsOf(
  repository: Repository,
  snapshot: Snapshot,
  blobs: readonly (readonly [path: string, blob: ObjectId | undefined])[],
  decode: RemoteHistoryOptions['decode'],
): Promise<FileTexts> {
  const contents = await repository.read(
    snapshot,
    blobs.flatMap(([, blob]) => blob ?? []),
  );
  const files = new Map<string, string>();
  for (const [path, blob] of blobs) {
    const bytes = blob === undefined ? undefined : contents.get(blob);
    const text = bytes === undefined ? undefined : decode(bytes, path);
    if (text !== undefined) files.set(path, text);
  }
  return files;
}
