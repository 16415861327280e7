import { createHash } from 'node:crypto';
import { kcdkError } from '../diagnostics/error.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import { blobId } from './blob-id.ts';
import { checkWrites } from './check-writes.ts';
import type {
  CommitAuthor,
  CommitRequest,
  CommitResult,
  ObjectFormat,
  ObjectId,
  Repository,
  Snapshot,
  SnapshotEntry,
} from './repository.ts';

/** What a memory remote is told to do to everybody who opens it. */
export type MemoryFault = 'unreachable' | 'unauthorized' | 'read-only' | 'protected';

export interface MemoryRemoteOptions {
  /** Name of the repository, as in the platform model. */
  readonly name: string;
  /** Default branch. @default "main" */
  readonly branch?: string | undefined;
  /** Text by path of the first commit. @default none: the repository is empty */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** @default "sha1" */
  readonly objectFormat?: ObjectFormat | undefined;
}

/** One commit of a memory remote, newest last in `commits`. */
export interface MemoryCommit {
  readonly id: ObjectId;
  readonly message: string;
  readonly author: CommitAuthor;
  readonly files: ReadonlyMap<string, SnapshotEntry>;
}

/** A commit by somebody else. */
export interface MemoryWrite {
  /** Text by path; `undefined` removes the path. */
  readonly files: Readonly<Record<string, string | undefined>>;
  /** @default the default branch; made from it when it does not exist */
  readonly branch?: string | undefined;
  readonly message?: string | undefined;
  /** Modes other than `100644` by path, for executable files, links and submodules. */
  readonly modes?: Readonly<Record<string, string>> | undefined;
}

/** A remote repository in memory, for tests: the same behaviour as git, with real blob ids, and switches for faults. */
export interface MemoryRemote {
  readonly name: string;
  /** Opens it as one client among any number; `branch` as in `RepositoryLocation`. */
  open(options?: { readonly branch?: string | undefined }): Repository;
  /** Commits as another writer; whoever holds an older snapshot finds that the branch moved. */
  write(write: MemoryWrite): ObjectId;
  /** Commits as another writer just before the next commit of ours is tried, as in a lost race. */
  writeBeforeNextCommit(write: MemoryWrite): void;
  /** Text of a file at the head; undefined when there is none. */
  read(path: string, branch?: string): string | undefined;
  /** Paths at the head, sorted. */
  paths(branch?: string): readonly string[];
  /** History of a branch, oldest first. */
  commits(branch?: string): readonly MemoryCommit[];
  /** Fails every call that a real server would fail in this state; `undefined` repairs it. */
  fail(fault: MemoryFault | undefined): void;
}

/** Makes a remote in memory. Pure: ids depend on contents, authors and order alone. */
export function createMemoryRemote(options: MemoryRemoteOptions): MemoryRemote {
  const state: RemoteState = {
    name: options.name,
    defaultBranch: options.branch ?? 'main',
    objectFormat: options.objectFormat ?? 'sha1',
    branches: new Map(),
    blobs: new Map(),
    fault: undefined,
    beforeNext: undefined,
  };
  if (options.files) writeAsOther(state, { files: options.files, message: 'First commit' });
  const history = (branch = state.defaultBranch) => state.branches.get(branch) ?? [];
  return {
    name: options.name,
    open: ({ branch } = {}) => openMemoryRepository(state, branch),
    write: (write) => writeAsOther(state, write),
    writeBeforeNextCommit: (write) => {
      state.beforeNext = write;
    },
    read: (path, branch) => {
      const entry = history(branch).at(-1)?.files.get(path);
      const bytes = entry && state.blobs.get(entry.blob);
      return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    paths: (branch) => [...(history(branch).at(-1)?.files.keys() ?? [])].sort(),
    commits: (branch) => [...history(branch)],
    fail: (fault) => {
      state.fault = fault;
    },
  };
}

// --- internal ---

interface RemoteState {
  readonly name: string;
  readonly defaultBranch: string;
  readonly objectFormat: ObjectFormat;
  /** Commits of each branch, oldest first. */
  readonly branches: Map<string, readonly MemoryCommit[]>;
  readonly blobs: Map<ObjectId, Uint8Array>;
  fault: MemoryFault | undefined;
  beforeNext: MemoryWrite | undefined;
}

const OTHER_WRITER: CommitAuthor = { name: 'Another Writer', email: 'writer@example.invalid', time: 1_700_000_000 };

const FAULT_CODES = {
  unreachable: 'REPOSITORY_UNREACHABLE',
  unauthorized: 'REPOSITORY_AUTHENTICATION_FAILED',
  'read-only': 'REPOSITORY_READ_ONLY',
  protected: 'REPOSITORY_PROTECTED',
} as const;

function openMemoryRepository(state: RemoteState, branch: string | undefined): Repository {
  let closed = false;
  const enter = (...faults: readonly MemoryFault[]) => {
    if (closed) throw kcdkError('IMPOSSIBLE', { repository: state.name, detail: 'the repository was closed' });
    if (state.fault && faults.includes(state.fault))
      throw kcdkError(FAULT_CODES[state.fault], { repository: state.name });
  };
  return {
    name: state.name,
    snapshot: async () => {
      enter('unreachable', 'unauthorized');
      return snapshotOf(state, branch);
    },
    read: async (_snapshot, blobs) => {
      enter('unreachable', 'unauthorized');
      return readFrom(state, blobs);
    },
    history: async () => {
      enter('unreachable', 'unauthorized');
      const commits = state.branches.get(branch ?? state.defaultBranch) ?? [];
      return commits
        .map(({ id, message, author }, index) => ({
          commit: id,
          parent: commits[index - 1]?.id,
          time: author.time,
          message,
        }))
        .reverse();
    },
    snapshotAt: async (id) => {
      enter('unreachable', 'unauthorized');
      const name = branch ?? state.defaultBranch;
      const found = [...state.branches.values()].flat().find((one) => one.id === id);
      if (found === undefined) throw kcdkError('REPOSITORY_BLOB_MISSING', { repository: state.name, detail: id });
      const { name: repository, objectFormat } = state;
      return { repository, branch: name, commit: id, objectFormat, files: found.files };
    },
    checkWritable: async () => {
      enter('unreachable', 'unauthorized', 'read-only');
    },
    commit: async (request) => {
      enter('unreachable', 'unauthorized', 'read-only');
      const changes = checkWrites(request);
      if (state.beforeNext) {
        writeAsOther(state, state.beforeNext);
        state.beforeNext = undefined;
      }
      const to = request.onto ?? { branch: request.base.branch, head: request.base.commit };
      if (state.branches.get(to.branch)?.at(-1)?.id !== to.head) return { status: 'moved' };
      enter('protected');
      return commitTo(state, request, changes);
    },
    close: async () => {
      closed = true;
    },
  };
}

function snapshotOf(state: RemoteState, configured: string | undefined): Snapshot {
  const repository = state.name;
  const about = { repository, branch: configured ?? state.defaultBranch, objectFormat: state.objectFormat };
  const head = state.branches.get(about.branch)?.at(-1);
  if (head) return { ...about, commit: head.id, files: head.files };
  if (configured === undefined)
    throw kcdkError(state.branches.size === 0 ? 'REPOSITORY_EMPTY' : 'REPOSITORY_HEAD_MISSING', { repository });
  if (state.branches.size === 0) return { ...about, commit: undefined, files: new Map() };
  throw kcdkError('REPOSITORY_BRANCH_MISSING', {
    repository,
    summary: `The branch \`${configured}\` does not exist in the repository \`${repository}\``,
    detail: `The default branch is \`${state.defaultBranch}\`.`,
    fix: didYouMean(configured, state.branches.keys()),
  });
}

function readFrom(state: RemoteState, blobs: Iterable<ObjectId>): ReadonlyMap<ObjectId, Uint8Array> {
  const found = new Map<ObjectId, Uint8Array>();
  for (const id of blobs) {
    const content = state.blobs.get(id);
    if (!content) throw kcdkError('REPOSITORY_BLOB_MISSING', { repository: state.name, detail: `missing: ${id}` });
    found.set(id, content.slice());
  }
  return found;
}

function commitTo(
  state: RemoteState,
  { base, message, author, onto }: CommitRequest,
  changes: ReturnType<typeof checkWrites>,
): CommitResult {
  const files = new Map(base.files);
  for (const path of changes.removals) files.delete(path);
  for (const { path, mode, content } of changes.files) files.set(path, { blob: store(state, content), mode });
  if (onto !== undefined) {
    const past = state.branches.get(base.branch) ?? [];
    state.branches.set(onto.branch, past.slice(0, past.findIndex(({ id }) => id === base.commit) + 1));
  }
  return { status: 'committed', commit: append(state, onto?.branch ?? base.branch, { message, author, files }) };
}

function writeAsOther(
  state: RemoteState,
  { files: changes, branch = state.defaultBranch, message, modes = {} }: MemoryWrite,
): ObjectId {
  const start = state.branches.get(branch) ?? state.branches.get(state.defaultBranch);
  const files = new Map(start?.at(-1)?.files);
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(path);
    else files.set(path, { blob: store(state, content), mode: modes[path] ?? files.get(path)?.mode ?? '100644' });
  }
  return append(state, branch, { message: message ?? 'Change by another writer', author: OTHER_WRITER, files });
}

function store(state: RemoteState, content: string): ObjectId {
  const id = blobId(content, state.objectFormat);
  if (!state.blobs.has(id)) state.blobs.set(id, Buffer.from(content));
  return id;
}

/** Names a commit by its whole past and content, as git does, though not with git's bytes. */
function append(state: RemoteState, branch: string, commit: Omit<MemoryCommit, 'id'>): ObjectId {
  const past = state.branches.get(branch) ?? state.branches.get(state.defaultBranch) ?? [];
  const hash = createHash(state.objectFormat).update(
    JSON.stringify([past.at(-1)?.id ?? null, commit.message, commit.author]),
  );
  for (const [path, { blob, mode }] of commit.files) hash.update(`${mode} ${blob}\t${path}\0`);
  const id = hash.digest('hex');
  state.branches.set(branch, [...past, { ...commit, id }]);
  return id;
}
