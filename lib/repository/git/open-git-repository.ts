import { kcdkError } from '../../diagnostics/error.ts';
import { checkWrites } from '../check-writes.ts';
import type { CommitRequest, CommitResult, Repository, RepositoryLocation, Snapshot } from '../repository.ts';
import { importCommit } from './fast-import.ts';
import { fetchHead } from './fetch.ts';
import { findHead } from './find-head.ts';
import type { GitOptions } from './git-options.ts';
import type { GitSession } from './git-session.ts';
import { listTree } from './ls-tree.ts';
import { createObjectStore } from './object-store.ts';
import { checkPush, pushCommit } from './push.ts';
import { readBlobs } from './read-blobs.ts';
import { parseRemoteAddress } from './remote-address.ts';

/**
 * Opens a repository that git reaches: a path, `file://`, HTTP(S), ssh or `git://`.
 *
 * Nothing is contacted yet. Reads and writes go through a temporary bare store of objects, never a work tree;
 * methods may be called at the same time and run one after another.
 *
 * @throws {KcdkError} `REPOSITORY_URL_INVALID`, `REPOSITORY_URL_HAS_CREDENTIALS`, `REPOSITORY_BRANCH_INVALID`
 */
export function openGitRepository(location: RepositoryLocation, options: GitOptions): Repository {
  const address = parseRemoteAddress(location, options.cwd ?? process.cwd());
  const enqueue = queue();
  let opening: Promise<GitSession> | undefined;
  let closed = false;
  let latest: Snapshot | undefined;
  const session = (): Promise<GitSession> => {
    if (closed) throw kcdkError('IMPOSSIBLE', { repository: location.name, detail: 'the repository was closed' });
    opening ??= createObjectStore(location.name, address.url, options.tempDir).then((store) => ({
      location,
      address,
      options,
      store,
      credential: undefined,
      secrets: new Set<string>(),
      quietSsh: undefined,
    }));
    return opening;
  };
  const takeSnapshot = async (): Promise<Snapshot> => {
    latest = await readSnapshot(await session(), latest);
    return latest;
  };
  return {
    name: location.name,
    snapshot: () => enqueue(takeSnapshot),
    read: (snapshot, blobs) => enqueue(async () => readBlobs(await session(), snapshot, blobs)),
    checkWritable: (snapshot) =>
      enqueue(async () => {
        const base = await knownBase(await session(), snapshot, takeSnapshot);
        return checkPush(await session(), base);
      }),
    commit: (request) => enqueue(async () => commit(await session(), request, takeSnapshot)),
    close: () =>
      enqueue(async () => {
        closed = true;
        const opened = await opening?.catch(() => undefined);
        await opened?.store.remove();
      }),
  };
}

// --- internal ---

async function readSnapshot(session: GitSession, latest: Snapshot | undefined): Promise<Snapshot> {
  const head = await findHead(session);
  const { branch, objectFormat } = head;
  const about = { repository: session.location.name, branch, objectFormat };
  await session.store.useFormat(objectFormat);
  if (head.commit === undefined) return { ...about, commit: undefined, files: new Map() };
  if (latest?.commit === head.commit && latest.branch === branch) return latest;
  const present = session.store.commits.has(head.commit);
  const commit = present ? head.commit : await fetchHead(session, branch);
  return { ...about, commit, files: await listTree(session, commit) };
}

async function commit(
  session: GitSession,
  request: CommitRequest,
  takeSnapshot: () => Promise<Snapshot>,
): Promise<CommitResult> {
  const changes = checkWrites(request);
  const base = await knownBase(session, request.base, takeSnapshot);
  if (base.commit !== request.base.commit) return { status: 'moved' };
  return pushCommit(session, base, await importCommit(session, request, changes));
}

/** A snapshot that another opening of the repository took has no objects here yet; the head of today then counts. */
async function knownBase(
  session: GitSession,
  base: Snapshot,
  takeSnapshot: () => Promise<Snapshot>,
): Promise<Snapshot> {
  if (base.commit === undefined) {
    await session.store.useFormat(base.objectFormat);
    return base;
  }
  return session.store.commits.has(base.commit) ? base : takeSnapshot();
}

/** Runs tasks one after another; a task that failed does not stop the next. */
function queue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
