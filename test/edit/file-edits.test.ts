import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../lib/edit/decode.ts';
import { applyFileEdits } from '../../lib/edit/file-edits.ts';
import { codeOf } from '../tools/code-of.ts';

const files = new Map([
  ['a/x.yaml', 'a: 1 # one\r\n'],
  ['a/y.yaml', 'b: 2\n'],
]);

describe('applyFileEdits', () => {
  it('edits, creates, moves and removes', () => {
    const result = applyFileEdits(files, [
      { op: 'edit', path: 'a/x.yaml', edits: [{ op: 'set', path: ['a'], value: 3 }] },
      { op: 'move', path: 'a/x.yaml', to: 'b/x.yaml' },
      { op: 'create', path: 'a/z.yaml', text: 'z: 1\n' },
      { op: 'remove', path: 'a/y.yaml' },
    ]);
    expect(result.diagnostics).toEqual([]);
    expect(Object.fromEntries(result.files)).toEqual({ 'b/x.yaml': 'a: 3 # one\r\n', 'a/z.yaml': 'z: 1\n' });
    expect(result.changed).toEqual(['a/x.yaml', 'a/y.yaml', 'a/z.yaml', 'b/x.yaml']);
  });

  it('does all or nothing, and says all that is wrong', () => {
    const result = applyFileEdits(files, [
      { op: 'edit', path: 'a/x.yaml', edits: [{ op: 'set', path: ['a'], value: 3 }] },
      { op: 'edit', path: 'a/x.yaml', edits: [{ op: 'delete', path: ['b'] }] },
      { op: 'edit', path: 'none.yaml', edits: [] },
      { op: 'create', path: 'a/y.yaml', text: '' },
      { op: 'move', path: 'a/x.yaml', to: 'a/y.yaml' },
      { op: 'create', path: '../y.yaml', text: '' },
      { op: 'move', path: 'a/x.yaml', to: '.git/config' },
    ]);
    expect(result.diagnostics.map(({ code }) => code)).toEqual([
      'EDIT_NOT_FOUND',
      'EDIT_FILE_MISSING',
      'EDIT_FILE_EXISTS',
      'EDIT_FILE_EXISTS',
      'EDIT_PATH_UNSAFE',
      'EDIT_PATH_UNSAFE',
    ]);
    expect(result.files).toBe(files);
    expect(result.changed).toEqual([]);
  });
});

describe('decodeUtf8', () => {
  it('keeps every byte, the byte order mark too', () => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0x3a, 0x20, 0xc3, 0xa4, 0x0d, 0x0a);
    expect(new TextEncoder().encode(decodeUtf8(bytes, 'f'))).toEqual(bytes);
  });

  it('refuses what is no UTF-8', () => {
    expect(codeOf(() => decodeUtf8(Uint8Array.of(0x61, 0xff), 'f'))).toBe('EDIT_NOT_UTF8');
  });
});
