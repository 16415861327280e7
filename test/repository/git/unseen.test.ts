import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCache } from '../../../lib/cache/cache.ts';
import type { GitOptions } from '../../../lib/repository/git/git-options.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { RepositoryLocation } from '../../../lib/repository/repository.ts';
import { gitInFront } from '../../tools/git-in-front.ts';
import { type BareRepository, createBareRepository, supportsObjectFormat, testGitEnv } from '../../tools/git-server.ts';
import { codeOf } from '../contract.ts';

/** What is run of git, in order, for a repository that this machine knows nothing of, and for one that it has seen. */
describe('a repository that was never seen', () => {
  let folder: string;
  let options: GitOptions;
  const bares: BareRepository[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kcdk-unseen-'));
    const PATH = gitInFront(folder, `echo "$1" >> '${join(folder, 'log')}'\nexec "$git" "$@"\n`);
    options = {
      env: testGitEnv({ PATH }),
      tempDir: folder,
      cache: openCache({ folder: join(folder, 'cache'), version: '0.0.0' }),
    };
  });
  afterEach(() => {
    for (const bare of bares.splice(0)) bare.remove();
    rmSync(folder, { recursive: true });
  });

  const create = (...args: Parameters<typeof createBareRepository>): BareRepository => {
    const bare = createBareRepository(...args);
    bares.push(bare);
    return bare;
  };
  const locationOf = ({ path }: BareRepository, branch: string | undefined = 'main'): RepositoryLocation => ({
    name: 'platform',
    url: path,
    branch,
  });
  /** Reads all contents, and gives what git was run for. */
  const read = async (location: RepositoryLocation, using: Partial<GitOptions> = {}) => {
    writeFileSync(join(folder, 'log'), '');
    const repository = openGitRepository(location, { ...options, ...using });
    try {
      const snapshot = await repository.snapshot();
      const blobs = [...snapshot.files.values()].map(({ blob }) => blob);
      const contents = await repository.read(snapshot, blobs);
      const texts = [...snapshot.files].map(([path, { blob }]) => [path, new TextDecoder().decode(contents.get(blob))]);
      return { commit: snapshot.commit, format: snapshot.objectFormat, files: Object.fromEntries(texts), ran: ran() };
    } finally {
      await repository.close();
    }
  };
  const ran = () => readFileSync(join(folder, 'log'), 'utf8').split('\n').filter(Boolean);

  it('is fetched without asking where it stands, and its contents are looked for once', async () => {
    const bare = create({ 'a.yaml': '1\n', 'b/c.yaml': '2\n' });
    const first = await read(locationOf(bare));
    expect(first).toMatchObject({ commit: bare.head(), files: { 'a.yaml': '1\n', 'b/c.yaml': '2\n' } });
    expect(first.ran).toEqual(['fetch', 'ls-tree', 'fetch', 'cat-file']);
    // from then on it is asked, since what is known may still be so
    expect((await read(locationOf(bare))).ran).toEqual(['ls-remote', 'cat-file']);
    bare.commit({ 'a.yaml': '3\n' });
    expect(await read(locationOf(bare))).toMatchObject({
      commit: bare.head(),
      files: { 'a.yaml': '3\n' },
      ran: ['ls-remote', 'fetch', 'ls-tree', 'cat-file', 'fetch', 'cat-file'],
    });
  });

  it('is fetched so in a run without a cache, too', async () => {
    const bare = create({ 'a.yaml': '1\n' });
    expect((await read(locationOf(bare), { cache: undefined })).ran).toEqual(['fetch', 'ls-tree', 'fetch', 'cat-file']);
  });

  it('is asked for its default branch where none is configured', async () => {
    const bare = create({ 'a.yaml': '1\n' }, { branch: 'trunk' });
    const { ran: commands, files } = await read({ name: 'platform', url: bare.path });
    expect(files).toEqual({ 'a.yaml': '1\n' });
    expect(commands[0]).toBe('ls-remote');
  });

  it('may have a server that leaves no contents out: they are not fetched again', async () => {
    const bare = create({ 'a.yaml': '1\n' });
    bare.git('config', 'uploadpack.allowFilter', 'false');
    expect(await read(locationOf(bare))).toMatchObject({
      files: { 'a.yaml': '1\n' },
      ran: ['fetch', 'ls-tree', 'cat-file'],
    });
  });

  it('that has no such branch, or none at all, is found out by asking', async () => {
    const bare = create({ 'a.yaml': '1\n' });
    expect(await codeOf(read(locationOf(bare, 'other')))).toBe('REPOSITORY_BRANCH_MISSING');
    expect(ran()).toEqual(['fetch', 'ls-remote', 'ls-remote']);
    expect(await read(locationOf(create()))).toMatchObject({ commit: undefined, files: {} });
    const gone = create();
    gone.remove();
    expect(await codeOf(read(locationOf(gone)))).toBe('REPOSITORY_NOT_FOUND');
  });

  it.runIf(supportsObjectFormat('sha256'))('may have another object format, which is found out by asking', async () => {
    const bare = create({ 'a.yaml': '1\n' }, { objectFormat: 'sha256' });
    expect(await read(locationOf(bare))).toMatchObject({
      commit: bare.head(),
      format: 'sha256',
      files: { 'a.yaml': '1\n' },
    });
  });
});
