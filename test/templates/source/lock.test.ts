import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_LOCK,
  findLockEntry,
  type LockEntry,
  parseLock,
  serializeLock,
  type TemplateLock,
  withLockEntry,
} from '../../../lib/templates/source/lock.ts';
import { codeOf, errorOf } from '../../tools/code-of.ts';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const entry: fc.Arbitrary<LockEntry> = fc.record({
  source: fc.record(
    {
      url: fc.constantFrom('https://a.example/x', 'git@b.example:y', '../z.git'),
      path: fc.constantFrom('', 'a', 'a/b'),
      ref: fc.constantFrom('main', 'v1'),
    },
    { requiredKeys: ['url', 'path'] },
  ),
  commit: hex(40),
  digest: hex(64),
});
const lockOf = (entries: readonly LockEntry[]) => entries.reduce<TemplateLock>(withLockEntry, EMPTY_LOCK);
const one = { format_version: 1, templates: [{ url: 'u', path: '', commit: 'a'.repeat(40), digest: 'b'.repeat(64) }] };

describe('konstruct.lock', () => {
  it('is read as it was written, with one entry a source, in any order of its making', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
        const lock = lockOf(entries);
        expect(parseLock(serializeLock(lock))).toEqual(lock);
        const last = new Map(entries.map((each) => [JSON.stringify(each.source), each]));
        expect(lock.entries.length).toBe(last.size);
        expect(serializeLock(lockOf([...last.values()].reverse()))).toBe(serializeLock(lock));
        for (const each of last.values()) expect(findLockEntry(lock, each.source)).toEqual(each);
      }),
    );
  });

  it('is a text that branches can merge', () => {
    expect(serializeLock({ entries: [] })).toBe('{\n  "format_version": 1,\n  "templates": []\n}\n');
    const text = serializeLock(parseLock(JSON.stringify(one)));
    expect(text.split('\n').length).toBe(12);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['no version', { templates: [] }],
    ['no list', { format_version: 1, templates: {} }],
    ['no mapping', { format_version: 1, templates: [1] }],
    ['a short commit', { ...one, templates: [{ ...one.templates[0], commit: 'abc' }] }],
    ['an option for a commit', { ...one, templates: [{ ...one.templates[0], commit: '--upload-pack=x' }] }],
    ['no digest', { ...one, templates: [{ ...one.templates[0], digest: 'x' }] }],
    ['a folder outside', { ...one, templates: [{ ...one.templates[0], path: '../..' }] }],
    ['an empty ref', { ...one, templates: [{ ...one.templates[0], ref: '' }] }],
    ['no address', { ...one, templates: [{ ...one.templates[0], url: '' }] }],
    ['one source twice', { ...one, templates: [one.templates[0], one.templates[0]] }],
  ])('is refused with %s', (_name, data) => {
    expect(codeOf(() => parseLock(JSON.stringify(data)))).toBe('LOCK_INVALID');
  });

  it('says where a conflict was left, and which version it needs', () => {
    const conflict = errorOf(() => parseLock('{\n  "format_version": 1,\n<<<<<<< HEAD\n'));
    expect([conflict?.code, conflict?.diagnostics[0]?.source]).toEqual([
      'LOCK_INVALID',
      { file: 'konstruct.lock', line: 3, column: 1 },
    ]);
    expect(codeOf(() => parseLock('{"format_version": 2}'))).toBe('LOCK_VERSION');
  });

  it('takes any text without failing otherwise', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['LOCK_INVALID', 'LOCK_VERSION']).toContain(codeOf(() => parseLock(text)));
      }),
    );
  });
});
