import { describe, expect, it } from 'vitest';
import { verbatim } from '../../lib/edit/edit.ts';
import { edited, refused } from './edited.ts';

const set = (
  path: readonly (string | number | Record<string, string>)[],
  value: Parameters<typeof verbatim>[0] | object | number | boolean | null,
) => ({ op: 'set', path, value: value as never }) as const;

describe('set', () => {
  it('keeps the quotes, the comment and everything around', () => {
    const text = '# top\na: "x"   # why\nb:   \'y\' # b\nc: z#1 # c\n';
    expect(edited(text, set(['a'], 'n'), set(['b'], "it's"), set(['c'], 'w'))).toBe(
      "# top\na: \"n\"   # why\nb:   'it''s' # b\nc: w # c\n",
    );
  });

  it('quotes what would be read as something else', () => {
    expect(edited('a: x\nb: y\n', set(['a'], 'true'), set(['b'], '0777'))).toBe('a: "true"\nb: "0777"\n');
    expect(edited("a: x\nc: '1'\n", set(['a'], 'yes'))).toBe("a: 'yes'\nc: '1'\n");
  });

  it('writes tokens as the templates do', () => {
    expect(edited('name: <OLD>\n', set(['name'], 'logs-<CLUSTER_NAME>.<DOMAIN_NAME>'))).toBe(
      'name: logs-<CLUSTER_NAME>.<DOMAIN_NAME>\n',
    );
  });

  it('changes nothing for a value that is there already', () => {
    const text = 'a: "x"\nb: {c: [1, two]}\n';
    expect(edited(text, set(['a'], 'x'), set(['b'], { c: [1, 'two'] }))).toBe(text);
  });

  it('turns a scalar into a collection and back', () => {
    expect(edited('a: 1 # c\nb: 2\n', set(['a'], { x: 1, z: ['p', 'q'] }))).toBe(
      'a: # c\n  x: 1\n  z:\n    - p\n    - q\nb: 2\n',
    );
    expect(edited('a: # c\n  x: 1\n  y: 2 # gone\nb: 2\n', set(['a'], 'flat'))).toBe('a: flat # c\nb: 2\n');
    expect(edited('a:\n  x: 1\n  y: 2', set(['a'], 'flat'))).toBe('a: flat');
  });

  it('follows the indentation and the list style of the document', () => {
    const text = 'a:\n    b:\n    - x\n    - y\nc: 1\n';
    expect(edited(text, set(['c'], { d: [{ e: 1, f: { g: 2 } }] }))).toBe(
      'a:\n    b:\n    - x\n    - y\nc:\n    d:\n    - e: 1\n      f:\n          g: 2\n',
    );
  });

  it('replaces items, also those that start behind their dash', () => {
    const text = '- a: 1\n  b: 2 # k\n-   c: 3\n    d: 4\n- x # note\n';
    expect(edited(text, set([0], 'plain'))).toBe('- plain\n-   c: 3\n    d: 4\n- x # note\n');
    expect(edited(text, set([1], { e: 5, f: 6 }))).toBe('- a: 1\n  b: 2 # k\n-   e: 5\n    f: 6\n- x # note\n');
    expect(edited(text, set([2], { e: 5 }))).toBe('- a: 1\n  b: 2 # k\n-   c: 3\n    d: 4\n- # note\n  e: 5\n');
  });

  it('finds items by what they hold', () => {
    const text = 'ports:\n  - name: http\n    port: 80\n  - {name: metrics, port: 8080}\n';
    expect(
      edited(text, set(['ports', { name: 'metrics' }, 'port'], 9090), set(['ports', { name: 'http' }, 'port'], 81)),
    ).toBe('ports:\n  - name: http\n    port: 81\n  - {name: metrics, port: 9090}\n');
  });

  it('writes blocks for text of several lines, and keeps a comment out of them', () => {
    expect(edited('a: 1 # c\nb: 2\n', set(['a'], 'x\ny\n'))).toBe('a: | # c\n  x\n  y\nb: 2\n');
    expect(edited('a: |\n  old\n\n\nb: 2\n', set(['a'], 'x\ny'))).toBe('a: |-\n  x\n  y\n\n\nb: 2\n');
    expect(edited('a: |\n  old\nb: 2\n', set(['a'], 'one'))).toBe('a: one\nb: 2\n');
  });

  it('keeps the line ends of the file', () => {
    expect(edited('\uFEFFa: 1\r\nb:\r\n  c: 2\r\n', set(['b', 'c'], { d: 'x\ny\n' }))).toBe(
      '\uFEFFa: 1\r\nb:\r\n  c:\r\n    d: |\r\n      x\r\n      y\r\n',
    );
  });

  it('edits within braces', () => {
    expect(edited('a: { b: 1, c: [x, y] } # k\n', set(['a', 'c', 1], 'p, q'), set(['a', 'b'], { d: true }))).toBe(
      'a: { b: {d: true}, c: [x, "p, q"] } # k\n',
    );
    expect(edited('a: {b}\n', set(['a', 'b'], 1))).toBe('a: {b: 1}\n');
  });

  it('fills a place without a value', () => {
    expect(edited('a:\nb: # c\nc: ~\n', set(['a'], 1), set(['b'], { x: 1 }), set(['c', 'd'], 2))).toBe(
      'a: 1\nb: # c\n  x: 1\nc:\n  d: 2\n',
    );
  });

  it('works in files with templates', () => {
    const text =
      'name: {{ .Values.a }}-x # {{ c }}\nimage: "{{ .Values.repo }}:v1"\n{{- if .x }}\nkind: A\n{{- end }}\n';
    expect(edited(text, set(['kind'], 'B'), set(['image'], '{{ .Values.repo }}:v2'))).toBe(
      text.replace('kind: A', 'kind: B').replace(':v1', ':v2'),
    );
    expect(edited('a: {{`"{{ .x }}"`}}\n', set(['a'], verbatim('{{`"{{ .y }}"`}}')))).toBe('a: {{`"{{ .y }}"`}}\n');
  });

  it('refuses what it cannot see or would share', () => {
    expect(refused('a:\n  {{- toYaml .x | nindent 2 }}\n', set(['a'], 1))).toEqual(['EDIT_TEMPLATED']);
    expect(
      refused('a: {{ if .x }}1{{ else }}2{{ end }}\nb:\n{{- if .y }}\n  c: 1\n{{- end }}\n', set(['b'], 1)),
    ).toEqual(['EDIT_TEMPLATED']);
    expect(refused('a: &x\n  b: 1\nc: *x\n', set(['a', 'b'], 2), set(['a'], 1), set(['c', 'b'], 1))).toEqual([
      'EDIT_SHARED',
      'EDIT_SHARED',
      'EDIT_SHARED',
    ]);
    expect(refused('{{- if .x }}\na: 1\n{{- else }}\na: 2\n{{- end }}\n', set(['a'], 3))).toEqual(['EDIT_AMBIGUOUS']);
    expect(refused('a: 1\n', set(['b', 'c'], 3), set(['a'], '\ud800'), set(['a'], Number.NaN))).toEqual([
      'EDIT_NOT_FOUND',
      'EDIT_VALUE_INVALID',
      'EDIT_VALUE_INVALID',
    ]);
    expect(refused('a: 1\n  b: 2\n', set(['a'], 3))).toContain('EDIT_INVALID_YAML');
  });
});
