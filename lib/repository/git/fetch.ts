import type { ObjectId } from '../repository.ts';
import type { ConfigEntry } from './environment.ts';
import { type GitSession, readRemote } from './git-session.ts';
import { REMOTE_NAME } from './object-store.ts';

/** Where the last fetched head is kept, so that a later fetch only asks for what is new. */
const BASE_REF = 'refs/kcdk/base';

/**
 * Both have to be set already, or git writes them into the configuration of the store, which from then on
 * would let any command fetch on its own.
 */
const AS_PROMISOR: readonly ConfigEntry[] = [
  [`remote.${REMOTE_NAME}.promisor`, 'true'],
  [`remote.${REMOTE_NAME}.partialclonefilter`, 'blob:none'],
];

/** Not quiet: simple-git waits for a command without any output for longer than the command takes. */
const FETCH = ['fetch', '--no-progress', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'] as const;

/**
 * Fetches the head of a branch with its trees and, where the server can leave them out, without contents.
 *
 * @returns the commit that was fetched, which may be newer than the one asked for a moment ago
 */
export async function fetchHead(session: GitSession, branch: string): Promise<ObjectId> {
  const refspec = `+refs/heads/${branch}:${BASE_REF}`;
  await readRemote(session, [...FETCH, '--depth=1', '--filter=blob:none', REMOTE_NAME, refspec], {
    config: AS_PROMISOR,
  });
  const commit = session.store.readRef(BASE_REF);
  session.store.commits.add(commit);
  return commit;
}

/** Fetches the given blobs in one request. Servers of protocol 0 may refuse to send objects by name. */
export async function fetchBlobs(session: GitSession, blobs: readonly ObjectId[]): Promise<void> {
  await readRemote(session, [...FETCH, '--filter=blob:none', '--stdin', REMOTE_NAME], {
    config: [...AS_PROMISOR, ['fetch.negotiationAlgorithm', 'noop']],
    input: `${blobs.join('\n')}\n`,
  });
}

/** Fetches the head of a branch with all contents, as if nothing had been fetched before. */
export async function fetchWithContents(session: GitSession, branch: string): Promise<void> {
  const refspec = `+refs/heads/${branch}:${BASE_REF}`;
  await readRemote(session, [...FETCH, '--depth=1', '--no-filter', '--refetch', REMOTE_NAME, refspec], {
    config: [[`remote.${REMOTE_NAME}.promisor`, 'true']],
  });
}
