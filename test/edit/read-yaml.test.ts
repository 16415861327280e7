import { describe, expect, it } from 'vitest';
import { dataOf } from '../../lib/edit/data.ts';
import { findDocuments, findNode, findText, formatPath } from '../../lib/edit/path.ts';
import { readYaml } from '../../lib/edit/read-yaml.ts';
import { findActions } from '../../lib/edit/template-parts.ts';

const textAt = (text: string, ...path: Parameters<typeof findText>[1]) =>
  findText(readYaml(text).documents[0]?.root, path);

describe('readYaml', () => {
  it('shows templates where values stand', () => {
    expect(textAt('a: {{ .Values.a }}-x # c\n', 'a')).toBe('{{ .Values.a }}-x');
    expect(textAt('a: "{{ "{{ .githubAppID }}" }}"\n', 'a')).toBe('{{ "{{ .githubAppID }}" }}');
    expect(textAt('a: {{`"{{ .type }}"`}}\n', 'a')).toBe('{{`"{{ .type }}"`}}');
    expect(textAt(`a: $\{{ secrets.X }}\n`, 'a')).toBe(`$\{{ secrets.X }}`);
    expect(textAt('{{ .k }}: v\n', '{{ .k }}')).toBe('v');
  });

  it('takes escapes in plain YAML for those of YAML', () => {
    expect(textAt('a: "{{ index . \\"b\\" }}"\n', 'a')).toBe('{{ index . "b" }}');
  });

  it('tells lines of a template from lines of a text', () => {
    const text = 'a: |\n  x\n  {{- if .y }}\n  y\n  {{- end }}\n{{- if .z }}\nb: 1\n{{- end }}\n';
    expect(textAt(text, 'a')).toBe('x\n{{- if .y }}\ny\n{{- end }}\n');
    const file = readYaml(text);
    expect(file.templateLines.map(({ parts }) => parts[0]?.role)).toEqual(['open', 'end']);
    expect(file.branches.label(findNode(file.documents[0]?.root, ['b'])?.start ?? 0)).toBe('{{- if .z }}');
  });

  it('keeps integers that no number can hold', () => {
    const file = readYaml('a: 123456789012345678901\nb: 1e3\nc: 0x1f\nd: -0\n');
    expect(['a', 'b', 'c', 'd'].map((key) => findNode(file.documents[0]?.root, [key]))).toMatchObject([
      { value: '123456789012345678901' },
      { value: 1000 },
      { value: 31 },
      { value: -0 },
    ]);
  });

  it('says where a file is wrong, once a document', () => {
    const { problems, documents } = readYaml('a: 1\n  b: 2\n---\nc: [\n', 'x.yaml');
    expect(documents).toEqual([]);
    expect(problems.map(({ code, source }) => [code, source?.file, source?.line])).toEqual([
      ['EDIT_INVALID_YAML', 'x.yaml', 1],
      ['EDIT_INVALID_YAML', 'x.yaml', 5],
    ]);
    const codes = (text: string) => readYaml(text).problems.map(({ code }) => code);
    expect(codes('a: *b\n')).toEqual(['EDIT_INVALID_YAML']);
    expect(codes('{{ if .x }}\na: 1\n')).toEqual(['EDIT_TEMPLATE_UNBALANCED']);
    expect(codes('{{ end }}\na: {{ .x }}\n')).toEqual(['EDIT_TEMPLATE_UNBALANCED']);
    expect(codes(`a: ${'['.repeat(300)}${']'.repeat(300)}\n`)).toEqual(['EDIT_TOO_DEEP']);
    expect(codes('['.repeat(100_000))).toHaveLength(1);
  });

  it('finds documents by index or by their resource', () => {
    const file = readYaml(
      'kind: A\nmetadata: {name: x}\n---\n# nothing\n---\nkind: A\nmetadata: {name: y, namespace: n}\n',
    );
    expect(findDocuments(file, 1)).toEqual([1]);
    expect(findDocuments(file, 9)).toEqual([]);
    expect(findDocuments(file, { kind: 'A' })).toEqual([0, 2]);
    expect(findDocuments(file, { kind: 'A', namespace: 'n', name: 'y' })).toEqual([2]);
    expect(dataOf(file, file.documents[1]?.root)).toEqual({ kind: 'scalar', mark: '', value: null });
  });

  it('writes paths as people read them', () => {
    expect(formatPath(['spec', 'ports', { name: 'http' }, 'a.b/c', 0])).toBe('spec.ports[{name: http}]["a.b/c"][0]');
  });
});

describe('findActions', () => {
  it.each([
    ['{{ "}}" }}x', ['{{ "}}" }}']],
    ['{{`}}`}}', ['{{`}}`}}']],
    ['{{/* }} */}} {{- /* {{ */ -}}', ['{{/* }} */}}', '{{- /* {{ */ -}}']],
    ["{{ printf '}' }}", ["{{ printf '}' }}"]],
    ['{{ a\n  b }}', ['{{ a\n  b }}']],
    ['{{ open\nclosed }', []],
    ["{{ don't }} x '", ["{{ don't }}"]],
    ['{{{ triple }}}', ['{{{ triple }}']],
    ['{{ a {{ b }}', ['{{ a {{ b }}']],
  ])('%j', (text, actions) => {
    expect(findActions(text).map(({ start, end }) => text.slice(start, end))).toEqual(actions);
  });
});
