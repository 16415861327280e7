import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { Repository } from '../../../lib/repository/repository.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
  testGitEnv,
} from '../../tools/git-server.ts';
import { codeOf, commit, errorOf, write } from '../contract.ts';

/** A repository as an old platform has it. */
const FILES = 100_000;
const pathOf = (index: number) => `huge/d${index % 100}/s${index % 1_000}/f${index}.yaml`;

/** What crosses the wire, and what is left on disk. */
describe('git transfer', () => {
  let bare: BareRepository;
  let tempDir: string;
  const servers: GitServer[] = [];
  const opened: Repository[] = [];

  beforeEach(() => {
    tempDir = mkdtempSync(join(tmpdir(), 'kcdk-transfer-'));
    bare = createBareRepository(
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`d${index % 3}/f${index}.yaml`, `i: ${index}\n`])),
    );
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((repository) => repository.close()));
    expect(readdirSync(tempDir)).toEqual([]);
    await Promise.all(servers.splice(0).map((server) => server.close()));
    rmSync(tempDir, { recursive: true });
    bare.remove();
  });

  const serve = async (options?: GitServerOptions) => {
    const server = await startGitServer(options);
    servers.push(server);
    return server;
  };
  const open = (
    url: string,
    sleep: (milliseconds: number) => Promise<void> = async () => undefined,
    branch?: string,
  ) => {
    const repository = openGitRepository({ name: 'platform', url, branch }, { env: testGitEnv(), tempDir, sleep });
    opened.push(repository);
    return repository;
  };
  const storeOf = () => join(tempDir, readdirSync(tempDir)[0] ?? '');
  const typesIn = (store: string) =>
    execFileSync('git', ['--git-dir', store, 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype)'], {
      env: testGitEnv(),
    })
      .toString()
      .split('\n')
      .filter(Boolean);

  it('reads a tree without any content, then only the contents that were asked for', async () => {
    const server = await serve();
    const repository = open(server.url(bare));
    const snapshot = await repository.snapshot();
    expect(snapshot.files.size).toBe(30);
    expect(new Set(typesIn(storeOf()))).toEqual(new Set(['commit', 'tree']));
    const two = [...snapshot.files.values()].slice(0, 2).map((entry) => entry.blob);
    await repository.read(snapshot, two);
    expect(typesIn(storeOf()).filter((type) => type === 'blob')).toHaveLength(2);
    const before = server.requests.length;
    await repository.read(snapshot, two);
    expect(server.requests.length).toBe(before);
  });

  it('commits without fetching a content', async () => {
    const repository = open((await serve()).url(bare));
    await commit(repository, await repository.snapshot(), { 'd0/f0.yaml': 'new\n' });
    expect(typesIn(storeOf()).filter((type) => type === 'blob')).toHaveLength(1);
    expect(bare.read('d1/f1.yaml')?.toString()).toBe('i: 1\n');
  });

  it('changes one file among 100,000 for what that one costs', async () => {
    bare.commit(Object.fromEntries(Array.from({ length: FILES }, (_, index) => [pathOf(index), `i: ${index}\n`])));
    const repository = open((await serve()).url(bare));
    const before = await repository.snapshot();
    expect(before.files.size).toBe(FILES + 30);
    await commit(repository, before, { [pathOf(4_711)]: 'changed\n' });
    expect(typesIn(storeOf()).filter((type) => type === 'blob')).toHaveLength(1);
    expect(bare.git('diff', '--name-only', 'HEAD~1', 'HEAD').trim()).toBe(pathOf(4_711));
    expect(bare.read(pathOf(99_999))?.toString()).toBe('i: 99999\n');
    bare.git('fsck', '--connectivity-only', 'main');
  });

  it('asks a head that did not move for nothing but its name, also after a commit of ours', async () => {
    const server = await serve();
    const repository = open(server.url(bare));
    const first = await repository.snapshot();
    const fetches = () => server.requests.filter((request) => request.method === 'POST').length;
    const listing = fetches();
    expect(await repository.snapshot()).toBe(first);
    const oneListing = fetches() - listing;
    await commit(repository, first, { 'x.yaml': 'x\n' });
    const before = fetches();
    expect((await repository.snapshot()).files.size).toBe(31);
    expect(fetches() - before).toBe(oneListing);
  });

  it('works with a server that cannot leave out contents, and reads them without asking again', async () => {
    bare.git('config', 'uploadpack.allowFilter', 'false');
    const server = await serve();
    const repository = open(server.url(bare));
    const snapshot = await repository.snapshot();
    const before = server.requests.length;
    const all = [...snapshot.files.values()].map((entry) => entry.blob);
    expect((await repository.read(snapshot, all)).size).toBe(30);
    expect(server.requests.length).toBe(before);
    expect(await commit(repository, snapshot, { 'x.yaml': 'x\n' })).toMatchObject({ status: 'committed' });
  });

  it('fetches the whole head from a server that sends no objects by name', async () => {
    const repository = open((await serve({ protocolV2: false })).url(bare));
    const snapshot = await repository.snapshot();
    expect(new Set(typesIn(storeOf()))).toEqual(new Set(['commit', 'tree']));
    const [entry] = snapshot.files.values();
    expect((await repository.read(snapshot, [entry?.blob ?? ''])).size).toBe(1);
    expect(typesIn(storeOf()).filter((type) => type === 'blob')).toHaveLength(30);
  });

  it('leaves no hooks, work tree or reflog in its store, and the store itself only until it is closed', async () => {
    const repository = open(bare.path);
    await commit(repository, await repository.snapshot(), { 'x.yaml': 'x\n' });
    const store = storeOf();
    for (const name of ['hooks', 'logs', 'index', '.git', 'FETCH_HEAD', 'gc.log'])
      expect(existsSync(join(store, name))).toBe(false);
    await repository.close();
    expect(existsSync(store)).toBe(false);
  });

  it('tries a read again that the network broke, waiting longer each time, and gives up', async () => {
    const delays: number[] = [];
    const sleep = async (milliseconds: number) => {
      delays.push(milliseconds);
    };
    const server = await serve({ failures: [503, 502] });
    expect((await open(server.url(bare), sleep).snapshot()).files.size).toBe(30);
    expect(delays).toHaveLength(2);
    const dead = await serve({ failures: Array.from({ length: 100 }, () => 503) });
    delays.length = 0;
    expect(await codeOf(open(dead.url(bare), sleep).snapshot())).toBe('REPOSITORY_UNREACHABLE');
    expect(delays).toHaveLength(3);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
  });

  it('does not try again what the server refused', async () => {
    const server = await serve({ failures: [404, 404, 404] });
    expect(await codeOf(open(server.url(bare)).snapshot())).toBe('REPOSITORY_NOT_FOUND');
    expect(server.requests).toHaveLength(1);
  });

  it('names the branches of a repository whose default branch does not exist', async () => {
    bare.git('symbolic-ref', 'HEAD', 'refs/heads/gone');
    const error = await errorOf(open(bare.path).snapshot());
    expect(error.code).toBe('REPOSITORY_HEAD_MISSING');
    expect(error.diagnostics[0]?.detail).toContain('`main`');
    expect((await open(bare.path, undefined, 'main').snapshot()).files.size).toBe(30);
  });

  it('finds the branch that a branch of a longer name ends like', async () => {
    bare.commit({ 'other.yaml': 'o\n' }, { branch: 'feature/refs/heads/main' });
    expect((await open(bare.path, undefined, 'main').snapshot()).files.size).toBe(30);
  });

  it('refuses to push to the checked out branch of a work tree', async () => {
    const clone = join(tempDir, '..', `${tempDir.split('/').at(-1)}-clone`);
    execFileSync('git', ['clone', '--quiet', bare.path, clone], { env: testGitEnv() });
    const repository = open(clone);
    const base = await repository.snapshot();
    expect(await codeOf(commit(repository, base, { 'x.yaml': 'x\n' }))).toBe('REPOSITORY_CHECKED_OUT');
    rmSync(clone, { recursive: true });
  });

  it('keeps the message, the names and the time of a commit', async () => {
    const repository = open(bare.path);
    const base = await repository.snapshot();
    const message = 'Title: ü\n\nBody\n\nKcdk-Project: acme\n';
    const author = { name: 'A <b>\nC', email: 'a@b.example', time: 1_750_000_000 };
    await repository.commit({ base, writes: [write('d0/f0.yaml', 'new\n')], message, author });
    expect(bare.git('log', '-1', '--format=%an|%ae|%at|%cn|%ct|%B', 'main')).toBe(
      `A b C|a@b.example|1750000000|A b C|1750000000|${message}`,
    );
  });
});
