import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import { blobId } from '../blob-id.ts';
import { checkWrites, type TreeChanges } from '../check-writes.ts';
import type { CommitRequest, CommitResult, ObjectId, Repository, RepositoryLocation, Snapshot } from '../repository.ts';
import { importCommit } from './fast-import.ts';
import { fetchHead, fetchHistory, fetchTreesOf } from './fetch.ts';
import { findHead, type RemoteHead } from './find-head.ts';
import type { GitOptions } from './git-options.ts';
import { createSession, type GitSession } from './git-session.ts';
import { readHistory } from './history.ts';
import { Listing } from './listing.ts';
import { keepListing, knownListing, lastSeen, noteSeen } from './listing-cache.ts';
import { listTree } from './ls-tree.ts';
import { findKept, forgetKept, type KeptKey, keepObjects } from './object-cache.ts';
import { checkPush, pushCommit } from './push.ts';
import { readBlobs } from './read-blobs.ts';
import { parseRemoteAddress } from './remote-address.ts';
import { signCommit } from './sign-commit.ts';

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
  const inTurn = queue();
  let opened: GitSession | undefined;
  let closed = false;
  let latest: Snapshot | undefined;
  const session = (): GitSession => {
    if (closed) throw kcdkError('IMPOSSIBLE', { repository: location.name, detail: 'the repository was closed' });
    opened ??= createSession(location, address, options);
    return opened;
  };
  const takeSnapshot = async (need: Need): Promise<Snapshot> => {
    latest = await readSnapshot(session(), latest, need);
    return latest;
  };
  const takeBase = () => takeSnapshot('objects');
  /** What was kept is only lent: where it is of no use, all is done again without it. */
  const enqueue = <T>(task: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      try {
        return await task();
      } catch (cause) {
        if (!KcdkError.is(cause) || !DAMAGED.has(cause.code) || opened?.lent === undefined) throw cause;
        forgetKept(options.cache, keptKey(opened));
        opened.lent = undefined;
        opened.whole = undefined;
        opened.store.clear();
        latest = undefined;
        return task();
      }
    });
  return {
    name: location.name,
    snapshot: () => enqueue(() => takeSnapshot('names')),
    read: (snapshot, blobs) => enqueue(async () => readBlobs(session(), snapshot, blobs)),
    history: () =>
      enqueue(async () => {
        const { branch, commit, objectFormat } = await findHead(session());
        session().store.useFormat(objectFormat);
        return commit === undefined ? [] : readHistory(session(), branch);
      }),
    snapshotAt: (commit) => enqueue(async () => readSnapshotAt(session(), commit)),
    checkWritable: (snapshot) =>
      enqueue(async () => {
        const base = await knownBase(session(), snapshot, takeBase);
        return checkPush(session(), base);
      }),
    commit: (request) => enqueue(async () => commit(session(), request, takeBase)),
    close: () =>
      enqueue(async () => {
        if (!closed && opened !== undefined) keep(opened);
        closed = true;
        opened?.store.remove();
      }),
  };
}

// --- internal ---

/** How git says that it cannot use what is in the store. */
const DAMAGED: ReadonlySet<string> = new Set(['REPOSITORY_STORE_FAILED', 'REPOSITORY_READ_FAILED']);

/** What a fetch that asked for too much may say. */
const ASKED_ABOUT: ReadonlySet<string> = new Set(['REPOSITORY_BRANCH_MISSING', 'REPOSITORY_READ_FAILED']);

function keptKey({ address, store }: GitSession): KeptKey {
  return { url: address.url, format: store.format() };
}

function keep({ options, store, whole, lent, partial, ...session }: GitSession): void {
  if (options.cache === undefined || whole === undefined || partial === true) return;
  const key = { url: session.address.url, format: store.format() };
  keepObjects(options.cache, key, { objects: store.objects, commit: whole, lent });
}

/** What a snapshot is for: names are enough to compare; a commit is built on the trees, which have to be in the store. */
type Need = 'names' | 'objects';

async function readSnapshot(session: GitSession, latest: Snapshot | undefined, need: Need): Promise<Snapshot> {
  const { location, options, store } = session;
  const head = options.heads?.take(location) ?? (await fetchUnseen(session)) ?? (await findHead(session));
  const { branch, objectFormat } = head;
  const about = { repository: location.name, branch, objectFormat };
  store.useFormat(objectFormat);
  noteSeen(options.cache, location, head);
  if (head.commit === undefined) return { ...about, commit: undefined, files: new Map() };
  borrowKept(session);
  const present = store.commits.has(head.commit);
  if (present) session.whole = head.commit;
  if (present || need === 'names') {
    if (latest?.commit === head.commit && latest.branch === branch) return latest;
    const files = knownListing(options.cache, location, head.commit);
    if (files !== undefined) return { ...about, commit: head.commit, files };
  }
  const commit = present ? head.commit : await fetchHead(session, branch);
  session.whole = commit;
  const files = await listTree(session, commit);
  keepListing(options.cache, location, commit, files);
  return { ...about, commit, files };
}

/**
 * The head of a branch that this machine never saw, fetched at once: nothing is known of it, so to ask first where it stands
 * would say nothing. Undefined where there is something to ask about, such as whether there is such a branch, or which format
 * its objects have.
 */
async function fetchUnseen(session: GitSession): Promise<RemoteHead | undefined> {
  const { location, options, store } = session;
  const { branch } = location;
  if (branch === undefined || store.objects !== undefined || lastSeen(options.cache, location)) return undefined;
  try {
    return { branch, commit: await fetchHead(session, branch), objectFormat: store.format() };
  } catch (cause) {
    if (!KcdkError.is(cause) || !ASKED_ABOUT.has(cause.code)) throw cause;
    store.clear();
    return undefined;
  }
}

/** Once for each opening, when the format of the remote is known. */
function borrowKept(session: GitSession): void {
  const { store, options } = session;
  if (session.lent !== undefined || store.objects !== undefined) return;
  session.lent = findKept(options.cache, keptKey(session));
  if (session.lent !== undefined) store.lend(session.lent);
}

async function readSnapshotAt(session: GitSession, commit: ObjectId): Promise<Snapshot> {
  const { branch, objectFormat } = await findHead(session);
  session.store.useFormat(objectFormat);
  if (!session.store.commits.has(commit)) await fetchTrees(session, commit);
  const files = await listTree(session, commit);
  return { repository: session.location.name, branch, objectFormat, commit, files };
}

/** By its name, which every server of protocol 2 knows; from any other with all there is. */
async function fetchTrees(session: GitSession, commit: ObjectId): Promise<void> {
  try {
    await fetchTreesOf(session, commit);
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.code === 'ABORTED') throw cause;
    // Commits that were fetched without their trees would be taken for whole ones.
    session.store.clear();
    await fetchHistory(session);
  }
}

async function commit(
  session: GitSession,
  request: CommitRequest,
  takeBase: () => Promise<Snapshot>,
): Promise<CommitResult> {
  const changes = checkWrites(request);
  const base = await knownBase(session, request.base, takeBase);
  if (base.commit !== request.base.commit) return { status: 'moved' };
  const unsigned = await importCommit(session, request, changes);
  const { signing } = request.author;
  const { onto } = request;
  const from = onto === undefined ? base : { branch: onto.branch, commit: onto.head };
  const signed = signing === undefined ? unsigned : await signCommit(session, request, unsigned);
  const result = await pushCommit(session, from, signed);
  if (result.status === 'committed' && onto === undefined) {
    const { options, location } = session;
    session.whole = signed;
    keepListing(options.cache, location, signed, filesAfter(base, changes));
    noteSeen(options.cache, location, { ...base, commit: signed });
  }
  return result;
}

/** What the branch holds after a commit of ours, so that the next run need not list what this one knows. */
function filesAfter({ files, objectFormat }: Snapshot, changes: TreeChanges): Listing {
  const listing = files instanceof Listing ? files : Listing.fromEntries(files);
  return listing.with(
    new Map([
      ...changes.removals.map((path) => [path, undefined] as const),
      ...changes.files.map(({ path, mode, content }) => [path, { blob: blobId(content, objectFormat), mode }] as const),
    ]),
  );
}

/**
 * A snapshot from the cache, or one that another opening of the repository took, has no objects here yet; the head of
 * today then counts.
 */
async function knownBase(session: GitSession, base: Snapshot, takeBase: () => Promise<Snapshot>): Promise<Snapshot> {
  if (base.commit === undefined) {
    session.store.useFormat(base.objectFormat);
    return base;
  }
  return session.store.commits.has(base.commit) ? base : takeBase();
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
