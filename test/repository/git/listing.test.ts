import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Listing } from '../../../lib/repository/git/listing.ts';
import type { SnapshotEntry } from '../../../lib/repository/repository.ts';

const ID = 'a'.repeat(40);

const path = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '\t', 'é') }),
  )
  .filter((text) => text !== '' && !text.includes('\0'));
const entry: fc.Arbitrary<SnapshotEntry> = fc.record({
  blob: fc.constantFrom(ID, 'b'.repeat(64)),
  mode: fc.constantFrom('100644', '100755', '120000', '160000'),
});
const files = fc.dictionary(path, entry, { maxKeys: 20 }).map((record) => new Map(Object.entries(record)));

/** As git prints them, in the order of the map. */
function printed(map: ReadonlyMap<string, SnapshotEntry>): Buffer {
  const type = (mode: string) => (mode === '160000' ? 'commit' : 'blob');
  return Buffer.from([...map].map(([name, { blob, mode }]) => `${mode} ${type(mode)} ${blob}\t${name}\0`).join(''));
}

function inOrder(map: ReadonlyMap<string, SnapshotEntry>): [string, SnapshotEntry][] {
  return [...map].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

describe('Listing', () => {
  it('is a map of what git prints, in whatever order, in the order of its bytes', () => {
    fc.assert(
      fc.property(files, (map) => {
        const listing = Listing.of(printed(map));
        expect([...listing]).toEqual(inOrder(map));
        expect([...listing.keys()]).toEqual(inOrder(map).map(([name]) => name));
        expect([...listing.values()]).toEqual(inOrder(map).map(([, value]) => value));
        expect(listing.size).toBe(map.size);
        const each: [string, SnapshotEntry][] = [];
        listing.forEach((value, name) => {
          each.push([name, value]);
        });
        expect(each).toEqual(inOrder(map));
        expect(Listing.fromEntries(map).text).toEqual(listing.text);
      }),
    );
  });

  it('finds the same in its text as in its index, of names that are there and names that are not', () => {
    fc.assert(
      fc.property(files, fc.array(path), (map, others) => {
        const { text } = Listing.of(printed(map));
        for (const name of [...map.keys(), ...others]) {
          const searched = Listing.again(text);
          expect(searched.get(name)).toEqual(map.get(name));
          expect(Listing.again(text).has(name)).toBe(map.has(name));
          expect(searched.size).toBe(map.size);
          expect(searched.get(name)).toEqual(map.get(name));
        }
      }),
    );
  });

  it('comes with changes to what a map comes to', () => {
    const changes = fc.dictionary(path, fc.option(entry, { nil: undefined }), { maxKeys: 20 });
    fc.assert(
      fc.property(files, changes, fc.boolean(), (map, record, sameNames) => {
        const names = [...map.keys()];
        const edits = Object.entries(record).map(
          ([name, value], index) => [sameNames ? (names[index] ?? name) : name, value] as const,
        );
        const wanted = new Map(map);
        for (const [name, value] of new Map(edits)) value === undefined ? wanted.delete(name) : wanted.set(name, value);
        const before = Listing.fromEntries(map);
        const copy = Buffer.from(before.text);
        const later = new Map(edits);
        // one that keeps the changes beside its text, and one that has worked them in
        for (const after of [Listing.again(before.text, later), before.with(later), before.with(later).joined()]) {
          for (const name of [...wanted.keys(), ...later.keys()]) {
            expect(Listing.again(after.text, after.changes).get(name)).toEqual(wanted.get(name));
          }
          expect([...after]).toEqual(inOrder(wanted));
          expect(after.size).toBe(wanted.size);
          expect(after.joined().text).toEqual(Listing.fromEntries(wanted).text);
        }
        expect(before.text).toEqual(copy);
      }),
    );
  });

  it('does not copy its text for a few changes, and works many of them in', () => {
    const entryOf = (blob: string) => ({ blob, mode: '100644' });
    const names = Array.from({ length: 1_000 }, (_, index) => `files/${index}`);
    const first = Listing.fromEntries(names.map((name) => [name, entryOf(ID)]));
    const few = first.with(new Map([['files/1', undefined]])).with(new Map([['files/new', entryOf(ID)]]));
    expect(few.text).toBe(first.text);
    expect([...few.changes.keys()]).toEqual(['files/1', 'files/new']);
    const many = few.with(new Map(names.slice(2).map((name) => [name, entryOf('c'.repeat(40))])));
    expect(many.changes.size).toBe(0);
    expect([many.has('files/1'), many.get('files/2')?.blob, many.has('files/new')]).toEqual([
      false,
      'c'.repeat(40),
      true,
    ]);
  });

  it('keeps modes, and sees files whose name is not UTF-8', () => {
    const odd = Buffer.concat([Buffer.from(`100755 blob ${ID}\tx`), Buffer.from([0xff, 0])]);
    const text = Buffer.from(`120000 blob ${ID}\tl\u0000160000 commit ${ID}\tmodule\0`);
    const listing = Listing.of(Buffer.concat([text, odd]));
    const modes = [
      ['l', '120000'],
      ['module', '160000'],
      ['x\ufffd', '100755'],
    ];
    expect([...listing].map(([name, { mode }]) => [name, mode])).toEqual(modes);
    for (const [name = '', mode] of modes) expect(Listing.again(listing.text).get(name)?.mode).toBe(mode);
  });

  it('finds all of many names, before and after it has made an index', () => {
    const map = new Map(
      Array.from({ length: 500 }, (_, index) => [`d${index % 7}/${index}`, { blob: ID, mode: '100644' }]),
    );
    const listing = Listing.again(Listing.fromEntries(map).text);
    for (const name of map.keys()) {
      expect(listing.has(name)).toBe(true);
      expect(listing.get(`${name}0000`)).toBeUndefined();
    }
  });
});
