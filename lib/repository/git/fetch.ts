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
const asPromisor = (filter: Filter): readonly ConfigEntry[] => [
  [`remote.${REMOTE_NAME}.promisor`, 'true'],
  [`remote.${REMOTE_NAME}.partialclonefilter`, filter],
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
  await fetchFiltered(session, 'blob:none', ['--depth=1', REMOTE_NAME, refspec]);
  const commit = session.store.readRef(BASE_REF);
  session.store.commits.add(commit);
  return commit;
}

/** Fetches the given blobs in one request. Servers of protocol 0 may refuse to send objects by name. */
export async function fetchBlobs(session: GitSession, blobs: readonly ObjectId[]): Promise<void> {
  await readRemote(session, [...FETCH, '--filter=blob:none', '--stdin', REMOTE_NAME], {
    config: [...asPromisor('blob:none'), ['fetch.negotiationAlgorithm', 'noop']],
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
  await fetchFiltered(session, 'blob:none', ['--depth=1', REMOTE_NAME, `+${revision}:${BASE_REF}`]);
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
  await fetchFiltered(session, 'tree:0', ['--depth=2147483647', REMOTE_NAME, refspec]);
  return HISTORY_REF;
}

/** Fetches the trees of a commit that may be here without them. */
export async function fetchTreesOf(session: GitSession, commit: ObjectId): Promise<void> {
  const refspec = `+${commit}:refs/kcdk/at`;
  await fetchFiltered(session, 'blob:none', ['--depth=1', '--refetch', REMOTE_NAME, refspec]);
  session.store.commits.add(commit);
}

// --- internal ---

/** What is left out: contents, or trees as well. */
type Filter = 'blob:none' | 'tree:0';

/** A server that cannot leave anything out sends all of it, and git says that it asked in vain. */
async function fetchFiltered(session: GitSession, filter: Filter, args: readonly string[]): Promise<void> {
  await readRemote(session, [...FETCH, `--filter=${filter}`, ...args], {
    config: asPromisor(filter),
    onWords: (words) => {
      if (words.includes('filtering not recognized')) session.store.contents = true;
    },
  });
}
