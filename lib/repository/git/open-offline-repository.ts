import { kcdkError } from '../../diagnostics/error.ts';
import type { Repository, RepositoryLocation, Snapshot } from '../repository.ts';
import type { GitOptions } from './git-options.ts';
import { createSession, type GitSession } from './git-session.ts';
import { knownListing, lastSeen, type Seen } from './listing-cache.ts';
import { listTree } from './ls-tree.ts';
import { findKept } from './object-cache.ts';
import { readKeptBlobs } from './read-blobs.ts';
import { parseRemoteAddress } from './remote-address.ts';

/**
 * Opens a repository as this machine saw it last, from the cache alone: nothing is contacted, and no credential is read.
 *
 * It can be read as far as earlier runs have read it, and cannot be written.
 *
 * @param onSnapshot  told of every snapshot, how old it is
 * @throws {KcdkError} as `openGitRepository`; its methods `REPOSITORY_NOT_SEEN`, `REPOSITORY_BLOB_MISSING`,
 *   `REPOSITORY_OFFLINE`
 */
export function openOfflineRepository(
  location: RepositoryLocation,
  options: GitOptions,
  onSnapshot: (location: RepositoryLocation, seen: Seen) => void = () => undefined,
): Repository {
  const { name } = location;
  const address = parseRemoteAddress(location, options.cwd ?? process.cwd());
  const session = createSession({ ...location, credentials: undefined }, address, options);
  const { store } = session;
  const borrow = (format: Snapshot['objectFormat']) => {
    store.useFormat(format);
    session.lent ??= findKept(options.cache, { url: address.url, format });
    if (session.lent !== undefined) store.lend(session.lent);
  };
  const snapshot = async (): Promise<Snapshot> => {
    const seen = lastSeen(options.cache, location);
    if (seen === undefined) throw notSeen(location);
    const { branch, commit, objectFormat } = seen;
    borrow(objectFormat);
    const files = commit === undefined ? new Map() : await filesOf(session, commit);
    if (files === undefined) throw notSeen(location);
    onSnapshot(location, seen);
    return { repository: name, branch, commit, objectFormat, files };
  };
  const refuse = async (): Promise<never> => {
    throw kcdkError('REPOSITORY_OFFLINE', { repository: name });
  };
  return {
    name,
    snapshot,
    read: async (taken, blobs) => {
      borrow(taken.objectFormat);
      return readKeptBlobs(session, blobs);
    },
    history: refuse,
    snapshotAt: refuse,
    checkWritable: refuse,
    commit: refuse,
    close: async () => store.remove(),
  };
}

// --- internal ---

async function filesOf(session: GitSession, commit: string): Promise<Snapshot['files'] | undefined> {
  const { options, location, store } = session;
  return (
    knownListing(options.cache, location, commit) ?? (store.commits.has(commit) ? listTree(session, commit) : undefined)
  );
}

function notSeen({ name, url }: RepositoryLocation) {
  return kcdkError('REPOSITORY_NOT_SEEN', {
    repository: name,
    summary: `This machine has not seen the repository \`${name}\` (${url}) yet`,
  });
}
