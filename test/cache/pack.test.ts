import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { openPack } from '../../lib/cache/pack.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';

describe('openPack', () => {
  it('gives back what was saved, and nothing else, whatever was put in which run', () => {
    const entry = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ maxLength: 40 }).filter(isLine));
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 8 }), { maxLength: 6 }), (runs) => {
        const cache = fresh();
        const saved = new Map<string, string>();
        for (const run of runs) {
          const pack = openPack(cache, 'packed.txt', 'pack', 1_000_000);
          for (const [key, value] of saved) expect(pack.get(key)).toBe(value);
          for (const [key, value] of run) {
            if (!saved.has(key)) expect(pack.get(key)).toBeUndefined();
            pack.put(key, value);
            saved.set(key, value);
            expect(pack.get(key)).toBe(value);
          }
          pack.save();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leaves out first what was not asked for, once the bound is reached', () => {
    const cache = fresh();
    const value = 'v'.repeat(100_000);
    const first = openPack(cache, 'packed.txt', 'pack', 450_000);
    for (const key of ['a', 'b', 'c', 'd']) first.put(key, value);
    first.save();
    const second = openPack(cache, 'packed.txt', 'pack', 450_000);
    for (const key of ['b', 'd']) second.get(key);
    for (const key of ['e', 'f']) second.put(key, value);
    second.save();
    const third = openPack(cache, 'packed.txt', 'pack', 450_000);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => third.get(key) === value)).toEqual(['b', 'd', 'e', 'f']);
  });

  it('does not write a full pack again and again', () => {
    const cache = fresh();
    const puts: string[] = [];
    const watched: Cache = {
      ...cache,
      put(kind, key, value) {
        puts.push(key);
        cache.put(kind, key, value);
      },
    };
    for (let run = 0; run < 3; run++) {
      const pack = openPack(watched, 'packed.txt', 'pack', 250_000);
      for (const key of ['a', 'b', 'c', 'd']) if (pack.get(key) === undefined) pack.put(key, 'v'.repeat(100_000));
      pack.save();
    }
    expect(puts).toHaveLength(1);
  });

  it('writes few bytes for one more entry of many', () => {
    const cache = fresh();
    const first = openPack(cache, 'packed.txt', 'pack', 10_000_000);
    for (let key = 0; key < 50; key++) first.put(`${key}`, 'v'.repeat(20_000));
    first.save();
    let written = 0;
    const watched: Cache = {
      ...cache,
      put(kind, key, value) {
        written += value.length;
        cache.put(kind, key, value);
      },
    };
    const second = openPack(watched, 'packed.txt', 'pack', 10_000_000);
    expect(second.get('7')).toHaveLength(20_000);
    second.put('one more', 'v');
    second.save();
    expect(written).toBeLessThan(1_000);
    expect(openPack(cache, 'packed.txt', 'pack', 10_000_000).get('one more')).toBe('v');
  });

  it('takes a damaged file for none', () => {
    const cache = fresh();
    const pack = openPack(cache, 'packed.txt', 'pack', 1_000);
    pack.put('key', 'value');
    pack.save();
    const folder = dirname(cache.file('packed.txt', 'x'));
    for (const name of readdirSync(folder)) writeFileSync(`${folder}/${name}`, 'not a pack at all\n');
    expect(openPack(cache, 'packed.txt', 'pack', 1_000).get('key')).toBeUndefined();
  });

  it('loses no whole entry to others who save at the same time, and invents none', () => {
    const cache = fresh();
    const packs = Array.from({ length: 4 }, () => openPack(cache, 'packed.txt', 'pack', 1_000_000));
    for (const [index, pack] of packs.entries()) {
      pack.get('read first, so that all begin with the same');
      pack.put(`of ${index}`, `value ${index}`);
    }
    for (const pack of packs) pack.save();
    const after = openPack(cache, 'packed.txt', 'pack', 1_000_000);
    const found = packs.map((_, index) => after.get(`of ${index}`));
    expect(found.at(-1)).toBe('value 3');
    for (const [index, value] of found.entries()) expect([undefined, `value ${index}`]).toContain(value);
  });

  it('keeps nothing that is more than a line', () => {
    const cache = fresh();
    const pack = openPack(cache, 'packed.txt', 'pack', 1_000);
    pack.put('key', 'two\nlines');
    pack.save();
    expect(openPack(cache, 'packed.txt', 'pack', 1_000).get('key')).toBeUndefined();
  });
});

describe('sizes of a cache', () => {
  it('removes the entries used longest ago when a kind has grown too large', () => {
    const cache = openCache({ folder: temporaryFolder(), version: '1', sizes: { 'packed.txt': 3_000 } });
    for (let index = 0; index < 10; index++) cache.put('packed.txt', `${index}`, 'v'.repeat(500));
    const folder = dirname(cache.file('packed.txt', 'x'));
    const sizes = readdirSync(folder).map((name) => statSync(`${folder}/${name}`).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000);
    expect(sizes.length).toBeGreaterThan(3);
  });
});

// --- internal ---

function fresh(): Cache {
  return openCache({ folder: temporaryFolder(), version: '1' });
}

function isLine(text: string): boolean {
  return !text.includes('\n');
}
