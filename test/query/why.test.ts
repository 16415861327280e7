import { describe, expect, test } from 'vitest';
import type { FileSet, WantedFile } from '../../lib/model/file-set.ts';
import { findFiles, suggestFiles } from '../../lib/query/find-files.ts';
import { explainFile, lineCount } from '../../lib/query/why.ts';

const TEXT = `# Managed
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data:
  plain: x
  values.yaml: |
    one: 1
    list:
      - name: deep
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: c
spec:
  ports:
    - port: 80
    - port: 81
`;

const origin = { address: 'acme/app', position: () => ({ file: 'main.ts', line: 3, column: 1 }) };
const file = (path: string, rest: Partial<WantedFile> = {}): WantedFile => ({
  path: path as WantedFile['path'],
  content: TEXT,
  origin,
  ...rest,
});
const set = (repository: string, ...files: readonly WantedFile[]): FileSet => ({
  repository,
  files: new Map(files.map((one) => [one.path, one])),
});
const sets = [set('org/platform', file('a.yaml'), file('dir/b.yaml')), set('org/apps', file('a.yaml'))];

describe('findFiles', () => {
  test.each([
    ['org/platform:a.yaml', ['org/platform'], undefined],
    ['org/platform:a.yaml:12', ['org/platform'], 12],
    ['org/platform: dir/b.yaml', ['org/platform'], undefined],
    ['dir/b.yaml:3', ['org/platform'], 3],
    ['dir/b.yaml:3:14', ['org/platform'], 3],
    ['./dir/b.yaml', ['org/platform'], undefined],
    ['org/platform:./dir/b.yaml:2', ['org/platform'], 2],
    ['dir/b.yaml:0', [], undefined],
    ['a.yaml', ['org/platform', 'org/apps'], undefined],
    ['org/other:a.yaml', [], undefined],
    ['', [], undefined],
  ])('%j', (place, repositories, line) => {
    const found = findFiles(sets, place);
    expect([found.files.map(({ repository }) => repository), found.line]).toEqual([repositories, line]);
  });
});

describe('suggestFiles', () => {
  test.each([
    ['dir', 'It is a folder; give a file in it, such as `org/platform:dir/b.yaml`.'],
    ['org/platform:dir/', 'It is a folder; give a file in it, such as `org/platform:dir/b.yaml`.'],
    ['org/platform:dir/c.yaml:4', 'Did you mean `org/platform:dir/b.yaml`?'],
    ['dir/bb.yaml', 'Did you mean `org/platform:dir/b.yaml`?'],
    ['dist/org/platform/dir/b.yaml', 'Did you mean `org/platform:dir/b.yaml`?'],
    ['out/org/apps/a.yaml', 'Did you mean `org/apps:a.yaml`?'],
    ['bc.yaml', 'Did you mean `org/platform:a.yaml`, `org/platform:dir/b.yaml`, `org/apps:a.yaml`?'],
    ['other/a.yaml', 'Did you mean `org/platform:a.yaml`, `org/apps:a.yaml`?'],
    ['nothing/like.it', undefined],
    ['', undefined],
  ])('%j', (place, fix) => {
    expect(suggestFiles(sets, place)).toBe(fix);
  });
});

describe('explainFile', () => {
  const why = (line?: number, rest: Partial<WantedFile> = {}) =>
    explainFile({ repository: 'org/platform', file: file('a.yaml', rest) }, line);

  test('says construct and line of the program for a file', () => {
    expect(why()).toEqual({
      repository: 'org/platform',
      path: 'a.yaml',
      address: 'acme/app',
      source: { file: 'main.ts', line: 3, column: 1 },
    });
  });

  test.each([
    [5, 'a', ['metadata', 'name']],
    [6, 'a', ['data']],
    [7, 'a', ['data', 'plain']],
    [9, 'a', ['data', 'values.yaml', 'one']],
    [11, 'a', ['data', 'values.yaml', 'list', '[0]', 'name']],
    [17, 'b', ['metadata', 'namespace']],
    [21, 'b', ['spec', 'ports', '[1]', 'port']],
  ])('says object and field of line %i', (line, name, field) => {
    const { resource, field: found } = why(line);
    expect([resource?.name, found]).toEqual([name, field]);
  });

  test('knows no field of a comment, of what does not parse, and of what is no YAML', () => {
    expect(why(1).field).toBeUndefined();
    expect(why(2, { content: 'a: [\nb: {{ x }}\n' }).line).toBe(2);
    expect(explainFile({ repository: 'r', file: file('README.md') }, 5).field).toBeUndefined();
  });

  test('says the line of the template and what it reads', () => {
    const provenance = {
      source: { url: 'https://git.example.com/t', path: '', ref: 'main' } as never,
      label: 'templates/civo',
      digest: '',
      lines: () => [undefined, { file: 'a.yaml', line: 7 }],
      reads: () => ['<CLUSTER_NAME>'],
      textOf: () => undefined,
      placeOfLine: () => undefined,
      lineOf: () => undefined,
    };
    const { template, inputs } = why(2, { provenance });
    expect(template).toEqual({ label: 'templates/civo', file: 'a.yaml', line: 7 });
    expect(inputs).toEqual(['<CLUSTER_NAME>']);
    expect(why(1, { provenance }).template).toBeUndefined();
  });

  test('counts lines', () => {
    expect([TEXT, 'a', 'a\n', ''].map((content) => lineCount(file('x', { content })))).toEqual([21, 1, 1, 1]);
  });
});
