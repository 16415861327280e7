import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cache, openCache } from '../../../lib/cache/cache.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { Repository } from '../../../lib/repository/repository.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  startGitServer,
  testGitEnv,
} from '../../tools/git-server.ts';
import { commit } from '../contract.ts';

/** Paths that a careless format of the cache would break, one of them beyond ASCII. */
const FILES = { 'a.yaml': '1\n', 'd/tab\tand space.yaml': '2\n', 'é.yaml': '4\n' };

describe('names of files kept between runs', () => {
  let folder: string;
  let cache: Cache;
  let bare: BareRepository;
  let server: GitServer;
  const opened: Repository[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kcdk-listing-'));
    cache = openCache({ folder: join(folder, 'cache'), version: '0.0.0' });
    bare = createBareRepository(FILES);
    server = await startGitServer();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((repository) => repository.close()));
    await server.close();
    bare.remove();
    rmSync(folder, { recursive: true });
  });

  const open = (using: Cache | undefined = cache): Repository => {
    const options = { env: testGitEnv(), cache: using, tempDir: folder };
    const repository = openGitRepository({ name: 'platform', url: server.url(bare) }, options);
    opened.push(repository);
    return repository;
  };
  const stores = () => readdirSync(folder).filter((name) => name.startsWith('kcdk-git-'));

  it('are those that git lists, and need no object of the remote', async () => {
    const fetched = await open(undefined).snapshot();
    expect([...fetched.files.keys()].sort()).toEqual(Object.keys(FILES).sort());
    expect(await open().snapshot()).toEqual(fetched);
    const before = stores().length;
    expect(await open().snapshot()).toEqual(fetched);
    expect(stores()).toHaveLength(before);
  });

  it('are known after a commit of ours as git lists them', async () => {
    const repository = open();
    const snapshot = await repository.snapshot();
    await commit(repository, snapshot, { 'a.yaml': undefined, 'd/new.yaml': 'ü\n', 'é.yaml': '5\n', 'x/y/z.yaml': '' });
    await repository.close();
    const listed = await open(undefined).snapshot();
    const before = stores().length;
    expect(await open().snapshot()).toEqual(listed);
    expect(stores()).toHaveLength(before);
    expect(listed.files.size).toBe(4);
  });

  it('are known after many small commits, of which none writes all names again', async () => {
    bare.commit(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`files/${index}.yaml`, `${index}\n`])));
    await open().snapshot();
    const listings = join(folder, 'cache', 'kcdk-0.0.0', 'listing');
    const texts = () => readdirSync(listings).map((name) => readFileSync(join(listings, name), 'utf8'));
    const before = texts();
    for (const writes of [{ 'files/1.yaml': 'new\n' }, { 'files/2.yaml': undefined }, { 'files/2.yaml': 'back\n' }]) {
      const repository = open();
      await commit(repository, await repository.snapshot(), writes);
      await repository.close();
      expect(texts()).toEqual(before);
      const kept = stores().length;
      const known = await open().snapshot();
      expect(stores()).toHaveLength(kept);
      expect(known).toEqual(await open(undefined).snapshot());
    }
  });

  it('are listed anew when another process has kept another text under the same changes', async () => {
    bare.commit(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`files/${index}.yaml`, `${index}\n`])));
    await open().snapshot();
    const listings = join(folder, 'cache', 'kcdk-0.0.0', 'listing');
    const [name = ''] = readdirSync(listings);
    const other = join(folder, 'other');
    cpSync(listings, other, { recursive: true });
    bare.commit({ 'theirs.yaml': '1\n' });
    await open().snapshot();
    const repository = open();
    await commit(repository, await repository.snapshot(), { 'files/1.yaml': 'ours\n' });
    await repository.close();
    cpSync(join(other, name), join(listings, name));
    expect(await open().snapshot()).toEqual(await open(undefined).snapshot());
  });

  it('are listed anew when the branch has moved', async () => {
    await open().snapshot();
    bare.commit({ 'b.yaml': 'new\n' });
    const moved = await open().snapshot();
    expect(moved.commit).toBe(bare.head());
    expect([...moved.files.keys()].sort()).toEqual([...Object.keys(FILES), 'b.yaml'].sort());
  });

  it('are a base to read from, to check and to commit on', async () => {
    await open().snapshot();
    const repository = open();
    const base = await repository.snapshot();
    const blob = base.files.get('a.yaml')?.blob ?? '';
    expect(Buffer.from((await repository.read(base, [blob])).get(blob) ?? []).toString()).toBe('1\n');
    await repository.checkWritable(base);
    expect((await commit(repository, base, { 'a.yaml': 'changed\n' })).status).toBe('committed');
    expect(bare.read('a.yaml')?.toString()).toBe('changed\n');
    expect(bare.read('é.yaml')?.toString()).toBe('4\n');
  });

  it('never land on a head that moved since', async () => {
    await open().snapshot();
    const repository = open();
    const base = await repository.snapshot();
    bare.commit({ 'a.yaml': 'theirs\n' });
    expect((await commit(repository, base, { 'a.yaml': 'ours\n' })).status).toBe('moved');
    expect(bare.read('a.yaml')?.toString()).toBe('theirs\n');
  });

  it('are listed anew when what is kept is damaged', async () => {
    const first = await open().snapshot();
    const [name = ''] = readdirSync(join(folder, 'cache', 'kcdk-0.0.0', 'listing'));
    const file = join(folder, 'cache', 'kcdk-0.0.0', 'listing', name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('a.yaml', 'x.yaml'));
    expect(await open().snapshot()).toEqual(first);
  });
});
