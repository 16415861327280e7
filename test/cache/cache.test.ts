import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { defaultCacheFolder } from '../../lib/cache/cache-folder.ts';
import { digest } from '../../lib/cache/digest.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';

describe('openCache', () => {
  it('gives back what was put, in this and in another instance', () => {
    const folder = temporaryFolder();
    const cache = openCache({ folder, version: '1.0.0' });
    const other = openCache({ folder, version: '1.0.0' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (key, value) => {
        cache.put('some.txt', key, value);
        expect(cache.get('some.txt', key)).toBe(value);
        expect(other.get('some.txt', key)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps kinds, keys and versions apart', () => {
    const folder = temporaryFolder();
    const cache = openCache({ folder, version: '1.0.0' });
    cache.put('a.txt', 'key', 'value');
    expect(cache.get('b.txt', 'key')).toBeUndefined();
    expect(cache.get('a.txt', 'other')).toBeUndefined();
    expect(openCache({ folder, version: '1.0.1' }).get('a.txt', 'key')).toBeUndefined();
  });

  it('replaces a value', () => {
    const cache = openCache({ folder: temporaryFolder(), version: '1.0.0' });
    cache.put('a.txt', 'key', 'one');
    cache.put('a.txt', 'key', 'two');
    expect(cache.get('a.txt', 'key')).toBe('two');
  });

  it('takes every damage for a miss', () => {
    const cache = openCache({ folder: temporaryFolder(), version: '1.0.0' });
    const file = cache.file('a.txt', 'key');
    cache.put('a.txt', 'key', 'the value that was kept');
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ by;
        writeFileSync(file, damaged);
        expect(cache.get('a.txt', 'key')).toBeUndefined();
        writeFileSync(file, whole);
        truncateSync(file, at);
        expect(cache.get('a.txt', 'key')).toBeUndefined();
      }),
    );
    writeFileSync(file, whole);
    expect(cache.get('a.txt', 'key')).toBe('the value that was kept');
    rmSync(file);
    mkdirSync(file);
    expect(cache.get('a.txt', 'key')).toBeUndefined();
    expect(() => cache.put('a.txt', 'key', 'x')).not.toThrow();
    expect(readdirSync(join(file, '..'))).toHaveLength(1);
  });

  it('is a miss and no error where nothing can be kept', () => {
    const folder = temporaryFolder({ file: '' });
    const openToAll = join(folder, 'open');
    mkdirSync(openToAll);
    chmodSync(openToAll, 0o777);
    for (const place of [undefined, join(folder, 'file'), join(folder, 'file/below'), '/proc/none', openToAll]) {
      const cache = openCache({ folder: place, version: '1.0.0' });
      expect(() => cache.put('a.txt', 'key', 'value')).not.toThrow();
      expect(cache.get('a.txt', 'key')).toBeUndefined();
    }
    expect(readdirSync(openToAll)).toEqual([]);
  });

  it('removes the entries used longest ago when there are too many, and left-overs of dead writers', () => {
    const cache = openCache({ folder: temporaryFolder(), version: '1.0.0', limit: 8 });
    const leftOver = `${cache.file('a.txt', '0')}.tmp`;
    for (let index = 0; index < 8; index++) {
      cache.put('a.txt', String(index), 'value');
      utimesSync(cache.file('a.txt', String(index)), index + 1, index + 1);
    }
    writeFileSync(leftOver, '');
    utimesSync(leftOver, 1, 1);
    expect(cache.get('a.txt', '0')).toBe('value'); // used now, so it stays
    cache.put('a.txt', 'new', 'value');
    const kept = ['0', '1', '2', '3', '4', '5', '6', '7', 'new'].filter((key) => cache.get('a.txt', key) === 'value');
    expect(kept).toEqual(['0', '4', '5', '6', '7', 'new']);
    expect(readdirSync(join(leftOver, '..'))).toHaveLength(6);
  });

  it('never holds more entries or bytes than it may, whatever is put', () => {
    const entries = fc.array(fc.record({ key: fc.nat(30), size: fc.nat(900) }), { maxLength: 60 });
    fc.assert(
      fc.property(entries, (puts) => {
        const folder = temporaryFolder();
        const cache = openCache({ folder, version: '1.0.0', limit: 8, sizes: { 'sized.txt': 3000 } });
        const held = (kind: string) => {
          const place = join(folder, 'kcdk-1.0.0', kind);
          return readdirSync(place).map((name) => statSync(join(place, name)).size);
        };
        for (const { key, size } of puts) {
          cache.put('sized.txt', `${key}`, 'x'.repeat(size));
          cache.put('counted.txt', `${key}`, 'x');
          expect(held('counted').length).toBeLessThanOrEqual(8);
          expect(held('sized').length).toBeLessThanOrEqual(8);
          expect(held('sized').reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(3000);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps a few versions and touches nothing else in its folder', () => {
    const folder = temporaryFolder({ 'mine/notes.txt': '' });
    for (let minor = 0; minor < 6; minor++) {
      openCache({ folder, version: `1.${minor}.0` }).put('a.txt', 'key', 'value');
      utimesSync(join(folder, `kcdk-1.${minor}.0`), minor + 1, minor + 1);
    }
    const left = readdirSync(folder).sort();
    expect(left).toContain('mine');
    expect(left).toContain('kcdk-1.5.0');
    expect(left.length).toBeLessThan(7);
    expect(left).not.toContain('kcdk-1.0.0');
  });

  it('is safe with writers in several processes', async () => {
    const folder = temporaryFolder();
    const library = new URL('../../dist/lib/cache/cache.js', import.meta.url).href;
    const script = `
      const { openCache } = await import(${JSON.stringify(library)});
      const cache = openCache({ folder: ${JSON.stringify(folder)}, version: '1', limit: 20 });
      let bad = 0;
      for (let round = 0; round < 150; round++) {
        const key = String(round % 25);
        cache.put('a.txt', key, key.repeat(5000));
        const value = cache.get('a.txt', key);
        if (value !== undefined && value !== key.repeat(5000)) bad++;
      }
      process.stdout.write(String(bad));
    `;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const results = await Promise.all([run(), run(), run()]);
    expect(results.map(({ stdout, stderr }) => stdout + stderr)).toEqual(['0', '0', '0']);
  });
});

describe('digest', () => {
  it('is SHA-256 of one part', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('differs for different lists', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2 }), fc.array(fc.string(), { minLength: 2 }), (a, b) => {
        expect(digest(...a) === digest(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    expect(digest('ab', 'c')).not.toBe(digest('a', 'bc'));
  });
});

describe('defaultCacheFolder', () => {
  it.each([
    [{ KCDK_CACHE_DIR: '/x', HOME: '/h' }, 'linux', '/x'],
    [{ KCDK_CACHE_DIR: '', HOME: '/h' }, 'linux', '/h/.cache/konstruct-cdk'],
    [{ XDG_CACHE_HOME: '/c', HOME: '/h' }, 'linux', '/c/konstruct-cdk'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/h' }, 'linux', '/h/.cache/konstruct-cdk'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Caches/konstruct-cdk'],
    [{ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\L\\konstruct-cdk'],
    [{ USERPROFILE: 'C:\\U' }, 'win32', 'C:\\U\\AppData\\Local\\konstruct-cdk'],
    [{}, 'linux', undefined],
  ])('%j on %s', (env, platform, expected) => {
    expect(defaultCacheFolder(env, platform)).toBe(expected);
  });
});
