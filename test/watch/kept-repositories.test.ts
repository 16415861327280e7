import { describe, expect, it } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import type { LocatedRepository } from '../../lib/locate-repositories.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { createMemoryRemote } from '../../lib/repository/memory-repository.ts';
import type { ObjectId, Repository } from '../../lib/repository/repository.ts';
import { keepRepositories } from '../../lib/watch/kept-repositories.ts';

const LOCATION = { name: 'platform', url: 'https://git.example.com/platform' };

describe('keepRepositories', () => {
  it('asks the remote again only when its answer has become old', async () => {
    const world = kept();
    const open = () => world.repositories.open(LOCATION);
    const first = await open().snapshot();
    expect(await open().snapshot()).toBe(first);
    world.pass(1_001);
    expect(await open().snapshot()).not.toBe(first);
    expect(world.asked.snapshots).toBe(2);
  });

  it('reads again only what it did not read last', async () => {
    const world = kept();
    const [a, b, c] = ['a\n', 'b\n', 'c\n'].map((content) => blobId(content, 'sha1')) as [ObjectId, ObjectId, ObjectId];
    const read = async (...blobs: readonly ObjectId[]) => {
      const repository = world.repositories.open(LOCATION);
      const contents = await repository.read(await repository.snapshot(), blobs);
      return Object.fromEntries([...contents].map(([blob, bytes]) => [blob, new TextDecoder().decode(bytes)]));
    };
    expect(await read(a, b)).toEqual({ [a]: 'a\n', [b]: 'b\n' });
    expect(await read(b, c)).toEqual({ [b]: 'b\n', [c]: 'c\n' });
    expect(await read()).toEqual({});
    expect(await read(c, b)).toEqual({ [b]: 'b\n', [c]: 'c\n' });
    expect(await read(a)).toEqual({ [a]: 'a\n' });
    expect(world.asked.blobs).toEqual([a, b, c, a]);
  });

  it('says where branches stand by the answers that it has, and nothing where there is none', async () => {
    const world = kept();
    const { heads } = world.repositories;
    expect(heads.peek(LOCATION)).toBeUndefined();
    await heads.settle([{ location: LOCATION } as LocatedRepository], {} as Config);
    const { commit } = await world.repositories.open(LOCATION).snapshot();
    expect([heads.peek(LOCATION)?.commit, world.asked.snapshots]).toEqual([commit, 1]);
    world.fail();
    world.pass(1_001);
    await heads.settle([{ location: LOCATION } as LocatedRepository], {} as Config);
    expect(heads.peek(LOCATION)).toBeUndefined();
    await expect(world.repositories.open(LOCATION).snapshot()).rejects.toThrow('gone');
    expect(world.asked.snapshots).toBe(3);
  });
});

// --- internal ---

/** A repository that stays open, what its remote was asked, and its clock. */
function kept() {
  const remote = createMemoryRemote({ name: 'platform', files: { a: 'a\n', b: 'b\n', c: 'c\n' } });
  const asked = { snapshots: 0, blobs: [] as ObjectId[] };
  const open = (): Repository => {
    const repository = remote.open();
    return {
      ...repository,
      snapshot() {
        asked.snapshots += 1;
        return isGone ? Promise.reject(new Error('gone')) : repository.snapshot();
      },
      read(snapshot, blobs) {
        const all = [...blobs];
        asked.blobs.push(...all);
        return repository.read(snapshot, all);
      },
    };
  };
  let time = 0;
  let isGone = false;
  return {
    fail() {
      isGone = true;
    },
    asked,
    repositories: keepRepositories(open, 1_000, () => time),
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}
