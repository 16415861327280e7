import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import type { ObjectId, RepositoryLocation, SnapshotEntry } from '../repository.ts';
import { fetchHistory, fetchRevision } from './fetch.ts';
import { findRevision, type Revision } from './find-revision.ts';
import type { GitOptions } from './git-options.ts';
import { type GitSession, runLocal } from './git-session.ts';
import { listTree } from './ls-tree.ts';
import { createObjectStore } from './object-store.ts';
import { readBlobs } from './read-blobs.ts';
import { parseRemoteAddress } from './remote-address.ts';

/** Reads commits of one repository, wherever its branches stand. */
export interface RevisionReader {
  /** Where a branch, a tag or a commit stands now; the default branch when undefined. */
  find(ref: string | undefined): Promise<Revision>;
  /** Every file of a commit by path; contents are not read. */
  list(revision: Revision): Promise<ReadonlyMap<string, SnapshotEntry>>;
  /** Contents of files of the commit that was listed last. */
  read(revision: Revision, blobs: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, Uint8Array>>;
}

/**
 * Opens a repository for reading commits, and removes what was fetched when `body` is done.
 *
 * @throws {KcdkError} codes of `REPOSITORY_CODES`, `TEMPLATE_REF_MISSING`, `TEMPLATE_COMMIT_MISSING`
 */
export async function withRevisions<Result>(
  location: RepositoryLocation,
  options: GitOptions,
  body: (reader: RevisionReader) => Promise<Result>,
): Promise<Result> {
  const address = parseRemoteAddress(location, options.cwd ?? process.cwd());
  const store = createObjectStore(location.name, address.url, options.tempDir);
  const session: GitSession = {
    location,
    address,
    options,
    store,
    credential: undefined,
    secrets: new Set<string>(),
    quietSsh: undefined,
  };
  try {
    return await body({
      find: (ref) => findRevision(session, ref),
      list: async (revision) => {
        store.useFormat(revision.commit.length === 64 ? 'sha256' : 'sha1');
        await fetchCommit(session, revision);
        return listTree(session, revision.commit);
      },
      read: async (revision, blobs) => {
        const snapshot = snapshotOf(session, revision);
        try {
          return await readBlobs(session, snapshot, blobs);
        } catch (cause) {
          if (!isNotByName(cause)) throw cause;
          await fetchHistory(session);
          return readBlobs(session, snapshot, blobs);
        }
      },
    });
  } finally {
    store.remove();
  }
}

// --- internal ---

/** By its own name, which every server of protocol 2 knows; else with all there is. */
async function fetchCommit(session: GitSession, { commit }: Revision): Promise<void> {
  if (await hasCommit(session, commit)) return;
  try {
    await fetchRevision(session, commit);
  } catch (cause) {
    if (!isNotByName(cause)) throw cause;
    await fetchHistory(session);
  }
  if (await hasCommit(session, commit)) return;
  const { name, url } = session.location;
  const summary = `The commit ${commit.slice(0, 12)} is not in the repository ${url} any more`;
  throw kcdkError('TEMPLATE_COMMIT_MISSING', { repository: name, summary });
}

/** A server that sends nothing but what its branches and tags lead to, or an object that is gone. */
function isNotByName(cause: unknown): boolean {
  return KcdkError.is(cause) && ['REPOSITORY_BLOB_MISSING', 'REPOSITORY_BRANCH_MISSING'].includes(cause.code);
}

async function hasCommit(session: GitSession, commit: ObjectId): Promise<boolean> {
  try {
    await runLocal(session, ['cat-file', '-e', `${commit}^{tree}`]);
    return true;
  } catch (cause) {
    if (KcdkError.is(cause) && cause.code === 'REPOSITORY_STORE_FAILED') return false;
    throw cause;
  }
}

function snapshotOf(session: GitSession, { ref, commit }: Revision) {
  const format = session.store.format();
  return { repository: session.location.name, branch: ref ?? 'HEAD', commit, objectFormat: format, files: new Map() };
}
