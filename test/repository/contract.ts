import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { isRepoPath } from '../../lib/model/repo-path.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import type { CommitResult, FileWrite, ObjectFormat, Repository, Snapshot } from '../../lib/repository/repository.ts';

import { describeOwnBranch } from './own-branch-contract.ts';

export type Fault = 'unreachable' | 'unauthorized' | 'read-only' | 'protected';

/** A remote as seen from the other side, however it is reached. */
export interface TestRemote {
  open(options?: { readonly branch?: string }): Repository;
  /** Another writer commits. */
  write(
    files: Readonly<Record<string, string | undefined>>,
    options?: { readonly branch?: string; readonly modes?: Readonly<Record<string, string>> },
  ): void;
  read(path: string, branch?: string): string | undefined;
  head(branch?: string): string | undefined;
  countCommits(branch?: string): number;
  /** Breaks the remote by one of the faults of the adapter; returns the code that is expected. */
  breakBy(fault: Fault): Promise<string>;
  dispose(): Promise<void>;
}

export interface TestAdapter {
  readonly name: string;
  readonly objectFormat: ObjectFormat;
  /** The faults that this remote can have. */
  readonly faults: readonly Fault[];
  /** False leaves out what does not depend on how the remote is reached. @default true */
  readonly full?: boolean;
  create(files: Readonly<Record<string, string>> | undefined, branch: string): Promise<TestRemote>;
}

const AUTHOR = { name: 'Kcdk Test', email: 'kcdk@example.invalid', time: 1_750_000_000 };

/** A write of a path that must be a good one. */
export function write(path: string, content: string | undefined): FileWrite {
  if (!isRepoPath(path)) throw new TypeError(`not a repository path: ${path}`);
  return { path, content };
}

/** Commits texts by path on a snapshot. */
export function commit(
  repository: Repository,
  base: Snapshot,
  files: Readonly<Record<string, string | undefined>>,
  message = 'Test commit',
): Promise<CommitResult> {
  const writes = Object.entries(files).map(([path, content]) => write(path, content));
  return repository.commit({ base, writes, message, author: AUTHOR });
}

/** The code that a promise is rejected with; `none` when it is fulfilled. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (caught) {
    if (KcdkError.is(caught)) return caught.code;
    throw caught;
  }
}

/** The `KcdkError` that a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<KcdkError> {
  const caught: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!KcdkError.is(caught)) throw new TypeError('expected a KcdkError', { cause: caught });
  return caught;
}

/** What every adapter of the `Repository` port must do. */
export function describeRepositoryContract(adapter: TestAdapter): void {
  const { objectFormat } = adapter;
  // Not `skipIf`: what is left out on purpose should not count as skipped.
  const itInFull = (title: string, run: () => Promise<void>) => {
    if (adapter.full !== false) it(title, run);
  };
  const itWithFault = (fault: Fault, title: string, run: () => Promise<void>) => {
    if (adapter.faults.includes(fault)) it(title, run);
  };

  describe(`Repository contract: ${adapter.name}`, () => {
    let remote: TestRemote;
    const opened: Repository[] = [];
    const remotes: TestRemote[] = [];

    const create = async (files?: Readonly<Record<string, string>>, branch = 'main') => {
      const made = await adapter.create(files, branch);
      remotes.push(made);
      return made;
    };
    const open = (from: TestRemote = remote, branch?: string) => {
      const repository = from.open(branch === undefined ? {} : { branch });
      opened.push(repository);
      return repository;
    };

    beforeEach(async () => {
      remote = await create({ 'a.yaml': 'a: 1\n', 'dir/b.yaml': 'b: 1\n', 'dir/sub/c.yaml': 'c: 1\n' });
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((repository) => repository.close()));
      await Promise.all(remotes.splice(0).map((made) => made.dispose()));
    });

    describe('history', () => {
      it('lists the commits of the branch, newest first, and what each of them held', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const message = 'Second\n\nKonstruct-Project: acme\n';
        await commit(repository, base, { 'a.yaml': 'a: 2\n', 'new.yaml': 'n: 1\n' }, message);
        remote.write({ 'dir/b.yaml': undefined });
        const history = await open().history();
        expect(history.map(({ message: said }) => said.trim()).slice(0, 2)).toEqual([
          'Change by another writer',
          message.trim(),
        ]);
        expect(history.map(({ parent }) => parent)).toEqual([...history.slice(1).map((one) => one.commit), undefined]);
        expect(history[1]?.time).toBe(AUTHOR.time);
        const reader = open();
        const commits = (await reader.history()).map((one) => one.commit);
        const [latest, second, first] = await Promise.all(commits.map((one) => reader.snapshotAt(one)));
        expect([...(first?.files.keys() ?? [])]).toEqual(['a.yaml', 'dir/b.yaml', 'dir/sub/c.yaml']);
        expect([...(latest?.files.keys() ?? [])].sort()).toEqual(['a.yaml', 'dir/sub/c.yaml', 'new.yaml']);
        if (first === undefined || second === undefined) throw new TypeError('a commit is missing');
        for (const [snapshot, text] of [
          [first, 'a: 1\n'],
          [second, 'a: 2\n'],
        ] as const) {
          const blob = snapshot.files.get('a.yaml')?.blob ?? '';
          expect(blob).toBe(blobId(text, objectFormat));
          const contents = await reader.read(snapshot, [blob]);
          expect(new TextDecoder().decode(contents.get(blob))).toBe(text);
        }
        expect((await reader.snapshot()).commit).toBe(remote.head());
      });
    });

    describe('snapshot', () => {
      it('lists every file of the default branch with its real blob id', async () => {
        const snapshot = await open().snapshot();
        expect(snapshot).toMatchObject({ branch: 'main', commit: remote.head(), objectFormat });
        expect(Object.fromEntries(snapshot.files)).toEqual({
          'a.yaml': { blob: blobId('a: 1\n', objectFormat), mode: '100644' },
          'dir/b.yaml': { blob: blobId('b: 1\n', objectFormat), mode: '100644' },
          'dir/sub/c.yaml': { blob: blobId('c: 1\n', objectFormat), mode: '100644' },
        });
      });

      it('sees a new head, and leaves the older snapshot as it was', async () => {
        const repository = open();
        const before = await repository.snapshot();
        remote.write({ 'a.yaml': undefined, 'new.yaml': 'n: 1\n' });
        const after = await repository.snapshot();
        expect([...before.files.keys()]).toContain('a.yaml');
        expect([...after.files.keys()].sort()).toEqual(['dir/b.yaml', 'dir/sub/c.yaml', 'new.yaml']);
        expect(after.commit).toBe(remote.head());
      });

      it('reads the same commit twice into equal snapshots', async () => {
        const repository = open();
        expect(await repository.snapshot()).toEqual(await repository.snapshot());
      });

      itInFull('uses a default branch of another name, and a configured one', async () => {
        const other = await create({ 'x.yaml': 'x\n' }, 'trunk');
        other.write({ 'y.yaml': 'y\n' }, { branch: 'env/dev' });
        expect((await open(other).snapshot()).branch).toBe('trunk');
        const configured = await open(other, 'env/dev').snapshot();
        expect(configured.branch).toBe('env/dev');
        expect([...configured.files.keys()]).toContain('y.yaml');
      });

      it('names the branches that were probably meant when the configured one is missing', async () => {
        const error = await errorOf(open(remote, 'mian').snapshot());
        expect(error.code).toBe('REPOSITORY_BRANCH_MISSING');
        expect(error.diagnostics[0]?.fix).toContain('`main`');
        expect(error.diagnostics[0]?.detail).toContain('`main`');
      });

      it('refuses an empty repository unless the branch is configured', async () => {
        const empty = await create(undefined);
        expect(await codeOf(open(empty).snapshot())).toBe('REPOSITORY_EMPTY');
        const snapshot = await open(empty, 'release').snapshot();
        expect(snapshot).toMatchObject({ branch: 'release', commit: undefined, objectFormat });
        expect(snapshot.files.size).toBe(0);
      });
    });

    describe('read', () => {
      it('gives the bytes of every blob that was asked for, once', async () => {
        remote.write({ 'crlf.txt': 'one\r\ntwo', 'empty.txt': '', 'same.yaml': 'a: 1\n', 'ü.txt': 'größe 👋\n' });
        const repository = open();
        const snapshot = await repository.snapshot();
        const ids = [...snapshot.files.values()].map((entry) => entry.blob);
        const contents = await repository.read(snapshot, ids);
        expect(contents.size).toBe(new Set(ids).size);
        for (const [id, bytes] of contents) expect(blobId(bytes, objectFormat)).toBe(id);
        expect(textOf(contents, snapshot, 'crlf.txt')).toBe('one\r\ntwo');
        expect(textOf(contents, snapshot, 'empty.txt')).toBe('');
        expect(await repository.read(snapshot, [])).toEqual(new Map());
      });

      itInFull('reads what it has read or written before, and blobs of an older snapshot', async () => {
        const repository = open();
        const before = await repository.snapshot();
        await commit(repository, before, { 'mine.yaml': 'mine\n' });
        const after = await repository.snapshot();
        const mine = await repository.read(after, [blobId('mine\n', objectFormat)]);
        expect(textOf(mine, after, 'mine.yaml')).toBe('mine\n');
        const old = await repository.read(before, [blobId('a: 1\n', objectFormat)]);
        expect(textOf(old, before, 'a.yaml')).toBe('a: 1\n');
      });

      it('fails for a blob that does not exist, and for what is no id at all', async () => {
        const repository = open();
        const snapshot = await repository.snapshot();
        expect(await codeOf(repository.read(snapshot, [blobId('never written', objectFormat)]))).toBe(
          'REPOSITORY_BLOB_MISSING',
        );
        expect(await codeOf(repository.read(snapshot, ['--all\n']))).toBe('REPOSITORY_BLOB_MISSING');
      });
    });

    describe('commit', () => {
      it('creates, changes and removes files, and touches no other', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const result = await commit(repository, base, {
          'a.yaml': 'a: 2\n',
          'dir/b.yaml': undefined,
          'new/d.yaml': 'd: 1\n',
        });
        expect(result).toEqual({ status: 'committed', commit: remote.head() });
        const after = await repository.snapshot();
        expect([...after.files.keys()].sort()).toEqual(['a.yaml', 'dir/sub/c.yaml', 'new/d.yaml']);
        expect(after.files.get('a.yaml')?.blob).toBe(blobId('a: 2\n', objectFormat));
        expect(after.files.get('dir/sub/c.yaml')).toEqual(base.files.get('dir/sub/c.yaml'));
        expect(remote.countCommits()).toBe(2);
      });

      itInFull('stores every name and every byte as given', async () => {
        const files = {
          'with space.txt': 'one\r\ntwo\r\n',
          'quo"te.txt': 'no final newline',
          "apo'strophe.txt": '',
          '-leading-dash.txt': '\n\n',
          'grüße/日本語.txt': '\ufeffbom and 👋\n',
          'tab and $(id) `x` %s.txt': 'M 100644 inline trap\ndata 3\nabc\n',
        };
        const repository = open();
        expect(await commit(repository, await repository.snapshot(), files)).toMatchObject({ status: 'committed' });
        for (const [path, content] of Object.entries(files)) expect(remote.read(path)).toBe(content);
        const snapshot = await repository.snapshot();
        for (const [path, content] of Object.entries(files)) {
          expect(snapshot.files.get(path)?.blob).toBe(blobId(content, objectFormat));
        }
      });

      itInFull('moves a file between a folder and a file of the same name', async () => {
        const repository = open();
        const base = await repository.snapshot();
        await commit(repository, base, { 'dir/b.yaml': undefined, 'dir/sub/c.yaml': undefined, dir: 'now a file\n' });
        const second = await repository.snapshot();
        expect([...second.files.keys()].sort()).toEqual(['a.yaml', 'dir']);
        await commit(repository, second, { dir: undefined, 'dir/x.yaml': 'x\n' });
        expect([...(await repository.snapshot()).files.keys()].sort()).toEqual(['a.yaml', 'dir/x.yaml']);
      });

      itInFull('refuses to replace a folder by a file or the reverse, naming every such path', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const error = await errorOf(commit(repository, base, { dir: 'file', 'a.yaml/x': 'x', n: '1', 'n/m': '2' }));
        expect(error.diagnostics.map((problem) => problem.code)).toEqual(Array(3).fill('REPOSITORY_PATH_CONFLICT'));
        expect(error.diagnostics.map((problem) => problem.path).sort()).toEqual(['a.yaml', 'dir', 'n']);
        expect(remote.countCommits()).toBe(1);
      });

      itInFull('ignores the removal of what is not there', async () => {
        const repository = open();
        await commit(repository, await repository.snapshot(), { 'not/there.yaml': undefined, 'x.yaml': 'x\n' });
        expect([...(await repository.snapshot()).files.keys()]).toHaveLength(4);
      });

      itInFull('keeps the executable bit, and refuses links and submodules', async () => {
        const submodule = remote.head() ?? '';
        remote.write(
          { 'run.sh': 'echo 1\n', link: 'a.yaml', module: submodule },
          { modes: { 'run.sh': '100755', link: '120000', module: '160000' } },
        );
        const repository = open();
        const base = await repository.snapshot();
        expect(await commit(repository, base, { 'run.sh': 'echo 2\n' })).toMatchObject({ status: 'committed' });
        const after = await repository.snapshot();
        expect(after.files.get('run.sh')).toEqual({ blob: blobId('echo 2\n', objectFormat), mode: '100755' });
        expect(after.files.get('link')?.mode).toBe('120000');
        const error = await errorOf(commit(repository, after, { link: 'x', module: 'y' }));
        expect(error.diagnostics.map((problem) => [problem.code, problem.path])).toEqual([
          ['REPOSITORY_PATH_KIND', 'link'],
          ['REPOSITORY_PATH_KIND', 'module'],
        ]);
      });

      it('starts an empty repository with the configured branch', async () => {
        const empty = await create(undefined);
        const repository = open(empty, 'release');
        const base = await repository.snapshot();
        await repository.checkWritable(base);
        expect(await commit(repository, base, { 'a/b.yaml': '1\n' })).toEqual({
          status: 'committed',
          commit: empty.head('release'),
        });
        expect(empty.countCommits('release')).toBe(1);
        expect(empty.read('a/b.yaml', 'release')).toBe('1\n');
      });

      itInFull('writes a branch that is not the default, and no other', async () => {
        remote.write({ 'p.yaml': '1\n' }, { branch: 'prod' });
        const main = remote.head();
        const repository = open(remote, 'prod');
        await commit(repository, await repository.snapshot(), { 'p.yaml': '2\n' });
        expect(remote.read('p.yaml', 'prod')).toBe('2\n');
        expect(remote.head()).toBe(main);
      });

      it('reports a moved head, writes nothing, and succeeds on a new snapshot', async () => {
        const repository = open();
        const base = await repository.snapshot();
        remote.write({ 'theirs.yaml': 't\n' });
        const head = remote.head();
        expect(await commit(repository, base, { 'mine.yaml': 'm\n' })).toMatchObject({ status: 'moved' });
        expect(remote.head()).toBe(head);
        expect(await commit(repository, await repository.snapshot(), { 'mine.yaml': 'm\n' })).toMatchObject({
          status: 'committed',
        });
        expect(remote.read('theirs.yaml')).toBe('t\n');
      });

      itInFull('accepts a snapshot that another opening of the same repository took', async () => {
        const base = await open().snapshot();
        expect(await commit(open(), base, { 'x.yaml': 'x\n' })).toMatchObject({ status: 'committed' });
        expect(await commit(open(), base, { 'y.yaml': 'y\n' })).toMatchObject({ status: 'moved' });
      });

      it('lets exactly one of many racing commits through, and loses nothing when the others try again', async () => {
        const racers = await Promise.all(
          Array.from({ length: 5 }, async (_, index) => {
            const repository = open();
            return { repository, base: await repository.snapshot(), files: { [`racer-${index}.yaml`]: `${index}\n` } };
          }),
        );
        const results = await Promise.all(racers.map((racer) => commit(racer.repository, racer.base, racer.files)));
        expect(results.map((result) => result.status).sort()).toEqual([
          'committed',
          'moved',
          'moved',
          'moved',
          'moved',
        ]);
        expect(remote.countCommits()).toBe(2);
        for (const [index, racer] of racers.entries()) {
          if (results[index]?.status === 'committed') continue;
          expect(await commit(racer.repository, await racer.repository.snapshot(), racer.files)).toMatchObject({
            status: 'committed',
          });
        }
        expect((await open().snapshot()).files.size).toBe(8);
        expect(remote.countCommits()).toBe(6);
      });

      itInFull('lets exactly one of many racers start an empty repository', async () => {
        const empty = await create(undefined);
        const racers = await Promise.all(
          Array.from({ length: 3 }, async (_, index) => {
            const repository = open(empty, 'main');
            return commit(repository, await repository.snapshot(), { [`racer-${index}.yaml`]: `${index}\n` });
          }),
        );
        expect(racers.map((result) => result.status).sort()).toEqual(['committed', 'moved', 'moved']);
        expect(empty.countCommits()).toBe(1);
      });

      itInFull('commits thousands of files at once', async () => {
        const files = Object.fromEntries(
          Array.from({ length: 5_000 }, (_, index) => [`apps/${index % 50}/app-${index}.yaml`, `index: ${index}\n`]),
        );
        const repository = open();
        expect(await commit(repository, await repository.snapshot(), files)).toMatchObject({ status: 'committed' });
        const after = await repository.snapshot();
        expect(after.files.size).toBe(5_003);
        expect(remote.read('apps/49/app-4999.yaml')).toBe('index: 4999\n');
        const contents = await repository.read(
          after,
          [...after.files.values()].map((entry) => entry.blob),
        );
        expect(contents.size).toBe(5_003);
      });
    });

    describeOwnBranch(() => ({ remote, open }));

    describe('faults', () => {
      it('finds a good remote writable, even after it moved', async () => {
        const repository = open();
        const base = await repository.snapshot();
        await expect(repository.checkWritable(base)).resolves.toBeUndefined();
        remote.write({ 'theirs.yaml': 't\n' });
        await expect(repository.checkWritable(base)).resolves.toBeUndefined();
        expect(remote.countCommits()).toBe(2);
      });

      it('tells a remote that is gone', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const code = await remote.breakBy('unreachable');
        expect(await codeOf(repository.snapshot())).toBe(code);
        expect(await codeOf(repository.checkWritable(base))).toBe(code);
        expect(await codeOf(commit(repository, base, { 'x.yaml': 'x\n' }))).toBe(code);
        expect(await codeOf(open().snapshot())).toBe(code);
      });

      itWithFault('unauthorized', 'tells refused credentials', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const code = await remote.breakBy('unauthorized');
        expect(await codeOf(repository.snapshot())).toBe(code);
        expect(await codeOf(commit(repository, base, { 'x.yaml': 'x\n' }))).toBe(code);
      });

      itWithFault('read-only', 'tells a remote that may only be read', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const code = await remote.breakBy('read-only');
        expect((await repository.snapshot()).commit).toBe(base.commit);
        expect(await codeOf(repository.checkWritable(base))).toBe(code);
        expect(await codeOf(commit(repository, base, { 'x.yaml': 'x\n' }))).toBe(code);
        expect(remote.countCommits()).toBe(1);
      });

      it('tells a branch that the server protects', async () => {
        const repository = open();
        const base = await repository.snapshot();
        const code = await remote.breakBy('protected');
        expect(code).toBe('REPOSITORY_PROTECTED');
        const error = await errorOf(commit(repository, base, { 'x.yaml': 'x\n' }));
        expect(error.code).toBe(code);
        expect(error.diagnostics[0]?.repository).toBe(repository.name);
        expect(remote.countCommits()).toBe(1);
      });

      itInFull('refuses to be used after it was closed, and to fail when closed twice', async () => {
        const repository = open();
        await repository.snapshot();
        await repository.close();
        await expect(repository.close()).resolves.toBeUndefined();
        expect(await codeOf(repository.snapshot())).toBe('IMPOSSIBLE');
      });
    });
  });
}

// --- internal ---

function textOf(contents: ReadonlyMap<string, Uint8Array>, snapshot: Snapshot, path: string): string | undefined {
  const bytes = contents.get(snapshot.files.get(path)?.blob ?? '');
  return bytes && Buffer.from(bytes).toString();
}
