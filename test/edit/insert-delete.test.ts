import { describe, expect, it } from 'vitest';
import type { Edit, InsertEdit } from '../../lib/edit/edit.ts';
import { edited, refused } from './edited.ts';

type Path = InsertEdit['path'];
const insert = (path: Path, key: string | undefined, value: InsertEdit['value'], at?: InsertEdit['at']): Edit => ({
  op: 'insert',
  path,
  key,
  value,
  at,
});
const remove = (...path: Path): Edit => ({ op: 'delete', path });

describe('insert', () => {
  it('adds behind a sibling and leaves comments where they belong', () => {
    const text = 'a: 1 # a\n# about b\nb: 2\n\n# end\n';
    expect(edited(text, insert([], 'k', 'x', { after: 'a' }))).toBe('a: 1 # a\nk: x\n# about b\nb: 2\n\n# end\n');
    expect(edited(text, insert([], 'k', 'x', { before: 'b' }))).toBe('a: 1 # a\nk: x\n# about b\nb: 2\n\n# end\n');
    expect(edited(text, insert([], 'k', 'x', 'first'))).toBe('k: x\na: 1 # a\n# about b\nb: 2\n\n# end\n');
    expect(edited(text, insert([], 'k', 'x'))).toBe('a: 1 # a\n# about b\nb: 2\nk: x\n\n# end\n');
  });

  it('adds to a file without a final newline and leaves it so', () => {
    expect(edited('a:\n  b: 1', insert(['a'], 'c', [1]), insert([], 'd', 2))).toBe('a:\n  b: 1\n  c:\n    - 1\nd: 2');
    expect(edited('a: 1\r\nb: 2', insert([], 'c', 3), insert([], 'd', 4))).toBe('a: 1\r\nb: 2\r\nc: 3\r\nd: 4');
  });

  it('adds items in the style of the list', () => {
    expect(edited('p:\n- {a: 1}\n- a: 2\nq: 1\n', insert(['p'], undefined, { a: 3, b: [4] }))).toBe(
      'p:\n- {a: 1}\n- a: 2\n- a: 3\n  b:\n  - 4\nq: 1\n',
    );
    expect(
      edited('p:\n  - a\n', insert(['p'], undefined, 'z', 'first'), insert(['p'], undefined, 'w', { after: 0 })),
    ).toBe('p:\n  - z\n  - w\n  - a\n');
    expect(edited('- a: 1\n  b: 2\n', insert([0], 'k', 0, 'first'))).toBe('- k: 0\n  a: 1\n  b: 2\n');
    expect(edited('- name: x\n- name: y\n', insert([], undefined, { name: 'm' }, { before: { name: 'y' } }))).toBe(
      '- name: x\n- name: m\n- name: y\n',
    );
  });

  it('adds within braces', () => {
    expect(edited('a: {b: 1}\n', insert(['a'], 'c', 2), insert(['a'], 'd', 'x'))).toBe('a: {b: 1, c: 2, d: x}\n');
    expect(edited('a: [ 1,\n  2, ] # k\n', insert(['a'], undefined, 3), insert(['a'], undefined, 0, 'first'))).toBe(
      'a: [ 0, 1,\n  2,\n  3, ] # k\n',
    );
    expect(
      edited('a: {}\nb: [{}, []]\n', insert(['a'], 'c', 2), insert(['b', 0], 'x', 1), insert(['b', 1], undefined, 'w')),
    ).toBe('a:\n  c: 2\nb: [{x: 1}, [w]]\n');
  });

  it('adds behind a block that keeps its empty lines', () => {
    const text = 'a: |+\n  x\n\n\nb: 1\n';
    expect(edited(text, insert([], 'c', 2, { after: 'a' }))).toBe('a: |+\n  x\n\n\nc: 2\nb: 1\n');
    expect(edited(text, remove('a'))).toBe('b: 1\n');
    expect(edited('a: |+\n  x\n\nb: 1', remove('b'))).toBe('a: |+\n  x\n\n');
    expect(edited('a:\r\n  b: |+\r\n    x\r\n\r\n', insert([], 'c', 2))).toBe('a:\r\n  b: |+\r\n    x\r\n\r\nc: 2\r\n');
  });

  it('follows the quotes of the neighbours', () => {
    const text = 'data:\n  type: "{{ .type }}"\n  url: "{{ .url }}"\n';
    expect(edited(text, insert(['data'], 'id', '{{ .id }}'))).toBe(`${text}  id: "{{ .id }}"\n`);
    expect(edited("a: 'x'\nb: 'y'\n", insert([], 'c', 'z'))).toBe("a: 'x'\nb: 'y'\nc: 'z'\n");
  });

  it('stays in the branch of its collection', () => {
    const text = 'm:\n  a: 1\n  {{- if .x }}\n  b: 2\n  {{- end }}\nn: 1\n';
    expect(edited(text, insert(['m'], 'c', 3))).toBe(
      'm:\n  a: 1\n  {{- if .x }}\n  b: 2\n  {{- end }}\n  c: 3\nn: 1\n',
    );
    expect(edited(text, insert(['m'], 'c', 3, { after: 'a' }))).toBe(
      'm:\n  a: 1\n  c: 3\n  {{- if .x }}\n  b: 2\n  {{- end }}\nn: 1\n',
    );
    const whole = '{{- if .x }}\na: 1\n{{- if .y }}\nb: 2\n{{- end }}\n{{- end }}\n';
    expect(edited(whole, insert([], 'c', 3))).toBe(
      '{{- if .x }}\na: 1\n{{- if .y }}\nb: 2\n{{- end }}\nc: 3\n{{- end }}\n',
    );
    expect(refused('m:\n  {{- if .x }}\n  b: 2\n  {{- end }}\n', insert(['m'], 'c', 3, 'first'))).toEqual([
      'EDIT_TEMPLATED',
    ]);
  });

  it('adds beside lines that a template writes', () => {
    const text = 'labels:\n  a: b\n  {{- include "labels" . | nindent 2 }}\n  <MORE_LABELS>\nn: 1\n';
    expect(edited(text, insert(['labels'], 'c', 'd'))).toBe(text.replace('  a: b\n', '  a: b\n  c: d\n'));
    expect(refused('labels:\n  {{- include "labels" . | nindent 2 }}\n', insert(['labels'], 'c', 'd'))).toEqual([
      'EDIT_TEMPLATED',
    ]);
  });

  it('refuses what is there, what is not, and what holds no members', () => {
    expect(
      refused(
        'a: 1\nb: [x]\n',
        insert([], 'a', 2),
        insert(['a'], 'c', 2),
        insert(['b'], 'c', 2),
        insert(['z'], 'c', 2),
        insert([], 'c', 2, { after: 'z' }),
      ),
    ).toEqual(['EDIT_EXISTS', 'EDIT_NOT_FOUND', 'EDIT_NOT_FOUND', 'EDIT_NOT_FOUND', 'EDIT_NOT_FOUND']);
  });
});

describe('delete', () => {
  it('takes the lines of an entry and nothing else', () => {
    const text = '# a\na: 1 # a\n# b\nb:\n  c: |\n    x\n\n  d: 2\n\n# e\ne: 3\n';
    expect(edited(text, remove('a'))).toBe(text.replace('a: 1 # a\n', ''));
    expect(edited(text, remove('b'))).toBe('# a\na: 1 # a\n# b\n\n# e\ne: 3\n');
    expect(edited(text, remove('b', 'c'))).toBe('# a\na: 1 # a\n# b\nb:\n\n  d: 2\n\n# e\ne: 3\n');
    expect(edited('a: 1\nb: 2', remove('b'))).toBe('a: 1');
    expect(edited('a: 1\r\nb: 2\r\nc: 3', remove('b'), remove('c'))).toBe('a: 1');
  });

  it('leaves an empty collection', () => {
    expect(edited('a: # k\n  # l\n  b: 1\nc:\n- x\n', remove('a', 'b'), remove('c', 0))).toBe(
      'a: {} # k\n  # l\nc: []\n',
    );
    expect(edited('a: 1\nb: 2\n', remove('a'), remove('b'))).toBe('{}\n');
  });

  it('moves up what stood below the first entry of an item', () => {
    expect(edited('- a: 1 # k\n  b: 2\n- c: 3\n', remove(0, 'a'))).toBe('- b: 2\n- c: 3\n');
    expect(edited('- a: 1\n  # note\n  b: 2\n', remove(0, 'a'))).toBe('- # note\n  b: 2\n');
    expect(refused('- a: 1\n  {{- if .x }}\n  b: 2\n  {{- end }}\n', remove(0, 'a'))).toEqual(['EDIT_TEMPLATED']);
  });

  it('takes members out of braces', () => {
    const text = 'a: {b: 1, c: 2, d: 3}\nl: [\n  x, # x\n  y,\n  z,\n]\n';
    expect(edited(text, remove('a', 'b'))).toBe(text.replace('b: 1, ', ''));
    expect(edited(text, remove('a', 'd'), remove('a', 'c'), remove('a', 'b'))).toBe(
      text.replace('b: 1, c: 2, d: 3', ''),
    );
    expect(edited(text, remove('l', 1))).toBe(text.replace('  y,\n', ''));
    expect(edited(text, remove('l', 2))).toBe(text.replace('y,\n  z,', 'y,'));
  });

  it('keeps branches whole', () => {
    const text =
      'a: 1\n{{- if .x }}\nb: 2\n{{- else }}\nb: 3\n{{- end }}\nc:\n  d: |\n    x\n{{- if .y }}\n    y\n{{- end }}\n  e: 1\n';
    expect(edited(text, remove('a'))).toBe(text.replace('a: 1\n', ''));
    expect(edited(text, remove('c', 'd'))).toBe(`${text.slice(0, text.indexOf('  d:'))}  e: 1\n`);
    expect(refused(text, remove('b'))).toEqual(['EDIT_AMBIGUOUS']);
    expect(edited('a: 1\nm:\n  {{- with .x }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\nb: 2\n', remove('m'))).toBe(
      'a: 1\nb: 2\n',
    );
  });

  it('refuses what others refer to', () => {
    expect(refused('a: &x 1\nb: *x\n', remove('a'))).toEqual(['EDIT_SHARED']);
    expect(edited('a: &x 1\nb: *x\nc: 1\n', remove('b'), remove('a'))).toBe('c: 1\n');
  });
});

describe('rename and documents', () => {
  it('renames a key in its quotes', () => {
    const rename = (path: Path, key: string): Edit => ({ op: 'rename', path, key });
    expect(edited('"a" : 1\nb:   {c: 2} # k\n', rename(['a'], 'x'), rename(['b', 'c'], 'd'), rename(['b'], 'on'))).toBe(
      '"x" : 1\n"on":   {d: 2} # k\n',
    );
    expect(refused('a: 1\nb: 2\n', rename(['a'], 'b'))).toEqual(['EDIT_EXISTS']);
  });

  it('adds and takes away documents', () => {
    const text = '# head\na: 1\n---\nb: 2\n';
    expect(edited(text, { op: 'add-document', value: { c: [3] } })).toBe(`${text}---\nc:\n  - 3\n`);
    expect(edited(text, { op: 'add-document', value: { c: 3 }, before: 1 })).toBe(
      '# head\na: 1\n---\nc: 3\n---\nb: 2\n',
    );
    expect(edited(text, { op: 'add-document', value: { c: 3 }, before: 0 })).toBe(
      'c: 3\n---\n# head\na: 1\n---\nb: 2\n',
    );
    expect(edited('a: 1', { op: 'add-document', value: { c: 3 } })).toBe('a: 1\n---\nc: 3\n');
    expect(edited('', { op: 'add-document', value: { c: 3 } })).toBe('c: 3\n');
    expect(edited(text, { op: 'delete-document', document: 1 })).toBe('# head\na: 1\n');
    expect(edited(text, { op: 'delete-document', document: 0 })).toBe('---\nb: 2\n');
    expect(refused('a: 1\n', { op: 'delete-document', document: 0 })).toEqual(['EDIT_UNSUPPORTED']);
  });

  it('finds documents by their resource', () => {
    const text = 'kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata: {name: x}\n---\nkind: B\nmetadata: {name: y}\n';
    const set = (document: Edit extends { document?: infer D } ? D : never): Edit =>
      ({ op: 'set', document, path: ['v'], value: 1 }) as Edit;
    expect(edited(text, set({ kind: 'B', name: 'y' } as never))).toBe(`${text}v: 1\n`);
    expect(refused(text, set({ kind: 'B' } as never), set({ kind: 'C' } as never))).toEqual([
      'EDIT_AMBIGUOUS',
      'EDIT_NOT_FOUND',
    ]);
  });
});
