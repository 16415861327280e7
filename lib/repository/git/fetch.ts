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
    onWords: contentsUnlessFiltered(session),
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
  session.store.contents = true;
}

/**
 * Fetches the head of a branch with all contents, as if nothing had been fetched before.
 *
 * @param branch  its short name, or the full name of any ref
 */
export async function fetchWithContents(session: GitSession, branch: string): Promise<void> {
  const refspec = `+${branch.startsWith('refs/') ? branch : `refs/heads/${branch}`}:${BASE_REF}`;
  await readRemote(session, [...FETCH, '--depth=1', '--no-filter', '--refetch', REMOTE_NAME, refspec], {
    config: [[`remote.${REMOTE_NAME}.promisor`, 'true']],
  });
  session.store.contents = true;
}

/**
 * Fetches one commit, by the full name of a ref or by its own, with its trees and, where the server can, without contents.
 *
 * @returns what the ref leads to, which may be a tag that stands for the commit
 */
export async function fetchRevision(session: GitSession, revision: string): Promise<ObjectId> {
  await readRemote(session, [...FETCH, '--depth=1', '--filter=blob:none', REMOTE_NAME, `+${revision}:${BASE_REF}`], {
    config: AS_PROMISOR,
    onWords: contentsUnlessFiltered(session),
  });
  return session.store.readRef(BASE_REF);
}

/** Fetches everything that branches and tags lead to, for servers that send no commit by name. */
export async function fetchHistory(session: GitSession): Promise<void> {
  session.partial = true;
  const refspecs = ['heads', 'tags'].map((kind) => `+refs/${kind}/*:refs/kcdk/${kind}/*`);
  await readRemote(session, [...FETCH, '--no-filter', '--refetch', REMOTE_NAME, ...refspecs]);
  session.store.contents = true;
}

/** Where the commits of a branch are kept that were fetched without their trees. */
const HISTORY_REF = 'refs/kcdk/history';

/**
 * Fetches every commit of a branch, and where the server can leave them out none of its trees and contents.
 *
 * @returns the ref that leads to them
 */
export async function fetchCommits(session: GitSession, branch: string): Promise<string> {
  const refspec = `+refs/heads/${branch}:${HISTORY_REF}`;
  session.partial = true;
  // A depth of more commits than there can be takes away the limit that earlier fetches have set.
  await readRemote(session, [...FETCH, '--depth=2147483647', '--filter=tree:0', REMOTE_NAME, refspec], {
    config: AS_PROMISOR.map(([key, value]) => [key, key.endsWith('filter') ? 'tree:0' : value]),
    onWords: contentsUnlessFiltered(session),
  });
  return HISTORY_REF;
}

/** Fetches the trees of a commit that may be here without them. */
export async function fetchTreesOf(session: GitSession, commit: ObjectId): Promise<void> {
  const refspec = `+${commit}:refs/kcdk/at`;
  await readRemote(session, [...FETCH, '--depth=1', '--filter=blob:none', '--refetch', REMOTE_NAME, refspec], {
    config: AS_PROMISOR,
    onWords: contentsUnlessFiltered(session),
  });
  session.store.commits.add(commit);
}

// --- internal ---

/** A server that cannot leave contents out sends all of them, and git says that it asked in vain. */
function contentsUnlessFiltered({ store }: GitSession): (words: string) => void {
  return (words) => {
    if (words.includes('filtering not recognized')) store.contents = true;
  };
}
