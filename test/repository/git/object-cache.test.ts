import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const FILES = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [`d${index % 3}/f${index}.yaml`, `i: ${index}\n`]),
);
const SECRET = 'a-secret-of-nobody';

describe('objects kept between runs', () => {
  let folder: string;
  let cache: Cache;
  let bare: BareRepository;
  let server: GitServer;

  beforeAll(async () => {
    server = await startGitServer({ auth: { username: 'x-access-token', password: SECRET } });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kcdk-objects-'));
    cache = openCache({ folder: join(folder, 'cache'), version: '0.0.0' });
    bare = createBareRepository(FILES);
  });
  afterEach(() => {
    bare.remove();
    rmSync(folder, { recursive: true });
  });

  /** One run: opens the repository, does something, and closes it. Says how many objects the server has sent for it. */
  async function run(body: (repository: Repository) => Promise<unknown>, using: Cache | 'none' = cache) {
    const tempDir = mkdtempSync(join(folder, 'run-'));
    const location = { name: 'platform', url: server.url(bare), credentials: { env: 'TOKEN' } };
    const options = {
      env: testGitEnv({ TOKEN: SECRET }),
      cache: using === 'none' ? undefined : using,
      tempDir,
      sleep: async () => undefined,
    };
    const repository = openGitRepository(location, options);
    const before = server.sent();
    try {
      await body(repository);
      return { objects: objectsIn(tempDir), bytes: server.sent() - before };
    } finally {
      await repository.close();
      expect(readdirSync(tempDir)).toEqual([]);
    }
  }
  const all = async (repository: Repository) => {
    const snapshot = await repository.snapshot();
    const blobs = [...snapshot.files.values()].map(({ blob }) => blob);
    expect((await repository.read(snapshot, blobs)).size).toBe(new Set(blobs).size);
  };
  const writeOne = (content: string) => async (repository: Repository) =>
    expect(await commit(repository, await repository.snapshot(), { 'd0/f0.yaml': content })).toMatchObject({
      status: 'committed',
    });
  const keptFiles = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const packs = () => keptFiles().filter((file) => file.endsWith('.pack'));

  it('are not fetched again, and of a branch that moved only what is new is', async () => {
    const first = await run(all);
    expect(first.objects).toBe(1 + 4 + 30);
    const second = await run(all);
    expect(second.objects).toBe(0);
    expect(second.bytes).toBeLessThan(first.bytes / 2);
    bare.commit({ 'd0/f0.yaml': 'new\n' });
    // The commit, two trees, and the content; a pack is made whole with what its differences build on.
    expect((await run(all)).objects).toBeLessThanOrEqual(1 + 2 + 1 + 2);
    expect((await run(all, 'none')).objects).toBe(1 + 4 + 30);
  });

  it('hold what a run has written, so that the next one writes without fetching', async () => {
    await run(writeOne('1\n'));
    // What it makes: a commit, two trees, a content; and nothing that is fetched.
    expect((await run(writeOne('2\n'))).objects).toBe(1 + 2 + 1);
    expect((await run(writeOne('3\n'))).objects).toBe(1 + 2 + 1);
    expect(bare.read('d0/f0.yaml')?.toString()).toBe('3\n');
    expect(bare.read('d1/f1.yaml')?.toString()).toBe('i: 1\n');
    bare.git('fsck', '--strict', 'main');
  });

  it('are of no use to the history of a branch that was written anew, and do no harm', async () => {
    await run(all);
    bare.git('update-ref', '-d', 'refs/heads/main');
    bare.commit({ 'other.yaml': 'x\n' });
    await run(all);
    await run(async (repository) => {
      expect([...(await repository.snapshot()).files.keys()]).toEqual(['other.yaml']);
      expect(await repository.history()).toHaveLength(1);
    });
    await run(writeOne('1\n'));
    bare.git('fsck', '--strict', 'main');
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, 20)],
    ['taken away', (file: string) => rmSync(file)],
    ['overwritten', (file: string) => writeFileSync(file, Buffer.alloc(statSync(file).size, 7))],
  ])('are fetched again when they were %s', async (_what, damage) => {
    await run(writeOne('1\n'));
    for (const file of packs()) {
      chmodSync(file, 0o600);
      damage(file);
    }
    await run(writeOne('2\n'));
    await run(all);
    expect((await run(all)).objects).toBe(0);
    bare.git('fsck', '--strict', 'main');
  });

  it('are shared by runs at the same time', async () => {
    await Promise.all(Array.from({ length: 4 }, () => run(all)));
    await Promise.all(
      Array.from({ length: 3 }, () => run(async (one) => commit(one, await one.snapshot(), { 'd0/x.yaml': 'x\n' }))),
    );
    expect(bare.countCommits()).toBe(2);
    await run(all);
    expect((await run(all)).objects).toBe(0);
  });

  it('hold no secret, and nothing at all without a cache', async () => {
    await run(all, 'none');
    expect(keptFiles()).toEqual([]);
    await run(writeOne('1\n'));
    expect(packs().length).toBeGreaterThan(0);
    for (const file of keptFiles()) {
      expect(readFileSync(file).includes(SECRET), file).toBe(false);
    }
  });
});

// --- internal ---

/** Objects of the packs of the store in a folder, without those that it was lent. */
function objectsIn(tempDir: string): number {
  return readdirSync(tempDir, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.idx'))
    .map(({ parentPath, name }) => execFileSync('git', ['show-index'], { input: readFileSync(join(parentPath, name)) }))
    .reduce((sum, list) => sum + list.toString().split('\n').filter(Boolean).length, 0);
}
