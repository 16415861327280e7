import { beforeAll, describe, expect, it } from 'vitest';
import { shardsDiffer } from '../../lib/shard/check-shards.ts';
import { mergeShards } from '../../lib/shard/merge.ts';
import type { Shard } from '../../lib/shard/shard.ts';
import { parseShard, serializeShard } from '../../lib/shard/shard-file.ts';
import { memoryRemotes } from '../tools/memory-platform.ts';
import { buildFleet, FLEET_REPOSITORIES, type Fleet, shardsOf } from './shards.ts';

const PLATFORM: Fleet = {
  global: ['staging'],
  organizations: ['amber', 'blue'].map((name) => ({
    name,
    shares: undefined,
    environments: ['dev'],
    clusters: [`${name}-lon1`],
    team: true,
    deployments: [{ name: `${name}-alpha`, size: 1, cluster: 0 }],
  })),
  reaches: undefined,
};

let shards: readonly Shard[];

beforeAll(async () => {
  shards = await shardsOf(buildFleet(PLATFORM), memoryRemotes(FLEET_REPOSITORIES), 3);
});

const codes = (given: readonly Shard[]) => shardsDiffer(given).map(({ code }) => code);

describe('parts that do not belong together', () => {
  it('takes all of them, in any order', () => {
    expect(codes(shards)).toEqual([]);
    expect(codes(shards.toReversed())).toEqual([]);
  });

  it.each<[string, Partial<Shard>]>([
    ['another version', { kcdkVersion: '9.9.9' }],
    ['another project', { project: 'other' }],
    ['another program', { program: 'f'.repeat(64) }],
    ['another number of parts', { count: 4 }],
  ])('refuses %s', (_, change) => {
    expect(codes([...shards.slice(0, 2), { ...shards[2], ...change } as Shard])).toEqual(['SHARDS_DIFFER']);
  });

  it.each<[string, Partial<Shard['settings']>]>([
    ['other targets', { targets: { target: ['acme'], exclude: [] } }],
    ['another actor', { actor: 'ann' }],
    ['other permissions to delete', { allowDelete: ['acme'] }],
    ['another way with drift', { compare: { ownership: 'strict', onDrift: 'keep' } }],
  ])('refuses %s', (_, change) => {
    const [first, second, third] = shards;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three parts');
    expect(codes([first, second, { ...third, settings: { ...third.settings, ...change } }])).toEqual(['SHARDS_DIFFER']);
  });

  it('names every part that is missing or given twice', async () => {
    expect(codes(shards.slice(1))).toEqual(['SHARD_MISSING']);
    expect(codes([...shards, ...shards.slice(0, 1)])).toEqual(['SHARD_TWICE']);
    expect(codes([...shards.slice(0, 1), ...shards.slice(0, 1)])).toEqual([
      'SHARD_TWICE',
      'SHARD_MISSING',
      'SHARD_MISSING',
    ]);
    await expect(mergeShards([])).rejects.toMatchObject({ code: 'SHARD_MISSING' });
  });
});

describe('the file of a part', () => {
  const text = () => serializeShard(shards[0] as Shard);
  const codeOf = (content: string) => parseShard(content, 'shard.json').diagnostics.map(({ code }) => code);

  it('is read as it was written', () => {
    const { shard } = parseShard(text(), 'shard.json');
    expect(serializeShard(shard as Shard)).toBe(text());
  });

  it('is refused with any byte changed, and when it is cut', () => {
    const content = text();
    for (let at = content.indexOf('\n') + 1; at < content.length; at += 997) {
      const changed = `${content.slice(0, at)}\u0001${content.slice(at + 1)}`;
      expect(codeOf(changed)).toEqual(['SHARD_FILE_EDITED']);
    }
    expect(codeOf(content.slice(0, -10))).toEqual(['SHARD_FILE_EDITED']);
  });

  it('is refused when it is something else, or newer', () => {
    expect(codeOf('')).toEqual(['SHARD_FILE_INVALID']);
    expect(codeOf('{"format_version":"1.2","plan":{}}')).toEqual(['SHARD_FILE_INVALID']);
    expect(codeOf(text().replace('"format_version":"1.0"', '"format_version":"2.0"'))).toEqual(['SHARD_VERSION_NEWER']);
  });
});
