import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askHeadsEarly, type EarlyHeads } from '../../../lib/repository/git/early-heads.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { RepositoryLocation } from '../../../lib/repository/repository.ts';
import { countGit, type GitCount } from '../../tools/count-git.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { processesWith } from '../../tools/processes.ts';

let folder: string;
let git: GitCount;
let mark: string;
let bares: BareRepository[];
const started: EarlyHeads[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-early-'));
  git = countGit(folder);
  mark = `early-${process.pid}-${Date.now()}`;
  bares = [0, 1, 2, 3].map((index) => createBareRepository({ 'a.yaml': `${index}\n` }));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((early) => early.close()));
  for (const bare of bares) bare.remove();
  rmSync(folder, { recursive: true });
});

const options = (extra: Readonly<Record<string, string>> = {}) => ({
  env: testGitEnv({ PATH: git.path, KCDK_MARK: mark, ...extra }),
  tempDir: folder,
});
const locations = (): RepositoryLocation[] =>
  bares.map(({ path }, index) => ({ name: `r${index}`, url: path, branch: 'main' }));
const ask = (asked: readonly RepositoryLocation[], more: object = {}, parallelism = 10): EarlyHeads => {
  const early = askHeadsEarly(asked, { git: { ...options(), ...more }, parallelism });
  started.push(early);
  return early;
};
/** An ssh that says nothing, for ever. */
const silentSsh = () => {
  const file = join(folder, 'ssh');
  writeFileSync(file, `#!/bin/sh\n: > '${join(folder, 'connected')}'\nexec sleep 600\n`);
  chmodSync(file, 0o755);
  return { env: options({ GIT_SSH_COMMAND: file }).env };
};
const connected = () => existsSync(join(folder, 'connected'));
const HANGING: RepositoryLocation = { name: 'hanging', url: 'ssh://git@host.invalid/repo.git', branch: 'main' };

describe('heads that are asked for early', () => {
  it('are those of the branches, and are taken in place of asking', async () => {
    const early = ask(locations());
    await vi.waitFor(() => expect(git.asks()).toBe(4), 20_000);
    await early.settle(locations());
    for (const [index, location] of locations().entries()) {
      const repository = openGitRepository(location, { ...options(), heads: early });
      const { commit, branch, objectFormat } = await repository.snapshot();
      expect({ commit, branch, objectFormat }).toEqual({
        commit: bares[index]?.head(),
        branch: 'main',
        objectFormat: 'sha1',
      });
      await repository.close();
    }
    expect(git.asks()).toBe(4);
  });

  it('are good for one look: the next one asks', async () => {
    const [location] = locations() as [RepositoryLocation];
    const early = ask([location]);
    await vi.waitFor(() => expect(git.asks()).toBe(1), 20_000);
    await early.settle([location]);
    const repository = openGitRepository(location, { ...options(), heads: early });
    await repository.snapshot();
    bares[0]?.commit({ 'b.yaml': 'new\n' });
    expect((await repository.snapshot()).commit).toBe(bares[0]?.head());
    expect(git.asks()).toBe(2);
    await repository.close();
  });

  it('say of a repository without a branch what a look would', async () => {
    const empty = createBareRepository();
    bares.push(empty);
    const location = { name: 'empty', url: empty.path, branch: 'main' };
    const early = ask([location]);
    await vi.waitFor(() => expect(git.asks()).toBe(3), 20_000);
    await early.settle([location]);
    expect(early.take(location)).toEqual({ branch: 'main', commit: undefined, objectFormat: 'sha1' });
  });

  it('are of no other branch, name or address', async () => {
    const [location] = locations() as [RepositoryLocation];
    const early = ask([location]);
    await vi.waitFor(() => expect(git.asks()).toBe(1), 20_000);
    await early.settle([location]);
    expect(early.take({ ...location, branch: 'other' })).toBeUndefined();
    expect(early.take({ ...location, name: 'other' })).toBeUndefined();
    expect(early.take({ ...location, url: `${location.url}/` })).toBeUndefined();
    expect(early.take({ ...location, credentials: { env: 'TOKEN' } })).toBeUndefined();
    expect(early.take(location)).toBeDefined();
  });

  it('that fail are asked again by whoever needs them, who hears why', async () => {
    const gone = { name: 'gone', url: join(folder, 'gone.git'), branch: 'main' };
    const refused = { name: 'refused', url: 'https://user:secret@host.invalid/x.git', branch: 'main' };
    const unbranched = { name: 'unbranched', url: bares[0]?.path ?? '', branch: 'none' };
    const early = ask([gone, refused, unbranched]);
    await vi.waitFor(() => expect(git.asks()).toBe(3), 20_000);
    await early.settle([gone, refused, unbranched]);
    expect([gone, refused, unbranched].map((location) => early.take(location))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const repository = openGitRepository(gone, { ...options(), heads: early });
    await expect(repository.snapshot()).rejects.toMatchObject({ code: 'REPOSITORY_NOT_FOUND' });
    await repository.close();
  });

  it('are asked for no more at once than were allowed', async () => {
    const early = ask(locations(), {}, 2);
    await vi.waitFor(() => expect(git.asks()).toBe(4), 20_000);
    await early.settle(locations());
    expect(git.atOnce()).toBe(2);
  });

  it('are not started once it is known that they are not needed, and all others are', async () => {
    const early = ask(locations(), {}, 1);
    const [, second, , fourth] = locations() as [
      RepositoryLocation,
      RepositoryLocation,
      RepositoryLocation,
      RepositoryLocation,
    ];
    await early.settle([second, fourth]);
    expect(locations().map((location) => early.take(location) !== undefined)).toEqual([false, true, false, true]);
    await early.close();
    // the first was under way
    expect(git.asks()).toBeLessThanOrEqual(3);
  });
});

describe('a remote that hangs', () => {
  // less than it is given to answer
  it('is not waited for where nobody needs it, and leaves no process', { timeout: 15_000 }, async () => {
    const early = ask([HANGING, ...locations()], silentSsh());
    await vi.waitFor(() => expect(connected()).toBe(true), 20_000);
    await early.settle(locations());
    expect(early.take(HANGING)).toBeUndefined();
    await early.close();
    expect(processesWith(mark)).toEqual([]);
  });

  it('is left when the run is stopped', async () => {
    const controller = new AbortController();
    const early = ask([HANGING, HANGING], { ...silentSsh(), signal: controller.signal }, 1);
    await vi.waitFor(() => expect(connected()).toBe(true), 20_000);
    controller.abort();
    await early.close();
    expect(processesWith(mark)).toEqual([]);
  });
});
