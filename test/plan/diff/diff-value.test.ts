import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Json } from '../../../lib/model/json.ts';
import { canonicalJson } from '../../../lib/plan/canonical-json.ts';
import { diffValues } from '../../../lib/plan/diff/diff-value.ts';
import { parseYaml } from '../../../lib/plan/diff/parse-yaml.ts';
import { patch, unembed } from './patch.ts';

const RUNS = { numRuns: 1500 };

const keys = fc.constantFrom(
  'name',
  'spec',
  'values',
  'app.yaml',
  '[0]',
  'a.b',
  '',
  'kind',
  'port',
  '__proto__',
  'constructor',
  '0',
);

const scalars: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    'a',
    'b',
    'c',
    '',
    'true',
    '1',
    'a\nb\nc\n',
    'a\nb',
    'x\ny\nz\n',
    1,
    0,
    -1.5,
    true,
    false,
    null,
  ),
  fc.constantFrom<Json>(
    'a: 1\nb: 2\n',
    '# c\na: 1\nb: 2\n',
    'b: 2\na: 1\n',
    'a: 1\nb: 3\n',
    '- n: 1\n- n: 2\n',
    '{"a": 1}',
    'a: [1, 2]\nl:\n  - {name: x, v: 1}\n',
  ),
  fc.string({ maxLength: 6 }),
);

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json; list: Json; object: Json; keyed: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalars, tie('list'), tie('object'), tie('keyed')),
  list: fc.oneof(fc.array(tie('value'), { maxLength: 4 }), fc.array(scalars, { maxLength: 6 })),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<Json>,
  keyed: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), v: tie('value') }), {
    maxLength: 4,
    selector: (item) => item.name,
  }) as fc.Arbitrary<Json>,
})).value;

/** A value and another that is near it, so that differences are deep rather than total. */
const pairs = fc.tuple(values, values, fc.boolean()).map(([a, b, near]): readonly [Json, Json] =>
  near
    ? [
        { x: a, same: b },
        { x: b, same: b },
      ]
    : [{ x: a }, { x: b }],
);

describe('diffValues', () => {
  test('applied to the old value gives the new one', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const patched = patch(before, diffValues(before, after, parseYaml));
        expect(unembed(patched ?? null)).toEqual(unembed(after));
      }),
      RUNS,
    );
  });

  test('of equal data is empty, whatever the order of keys', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(diffValues(value, structuredClone(value), parseYaml)).toEqual([]);
        expect(diffValues(value, reordered(value), parseYaml)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('of different data is never empty', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        fc.pre(canonicalJson(before) !== canonicalJson(after));
        expect(diffValues(before, after, parseYaml)).not.toEqual([]);
      }),
      RUNS,
    );
  });

  test('of other formatting of YAML in a text is one text change that says so', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer(), { minKeys: 1, noNullPrototype: true }),
        (data) => {
          const helm = (values: string): Json => ({ helm: { values } });
          const fields = diffValues(helm(`${JSON.stringify(data)}\n`), helm(`# note\n${stringify(data)}`), parseYaml);
          expect(fields).toHaveLength(1);
          expect(fields[0]).toMatchObject({ path: ['helm', 'values'], action: 'change', formatting_only: true });
        },
      ),
    );
  });

  test.each<[string, Json, Json, unknown]>([
    [
      'a changed field',
      { a: { b: 1 } },
      { a: { b: 2 } },
      [{ path: ['a', 'b'], action: 'change', before: 1, after: 2 }],
    ],
    ['null is not absent', { a: null }, {}, [{ path: ['a'], action: 'remove', before: null }]],
    [
      'items by merge key',
      [
        { name: 'http', port: 80 },
        { name: 'tls', port: 443 },
      ],
      [
        { name: 'http', port: 8080 },
        { name: 'tls', port: 443 },
      ],
      [{ path: ['[name=http]', 'port'], action: 'change', before: 80, after: 8080 }],
    ],
    [
      'the order of items by merge key',
      [{ name: 'a' }, { name: 'b' }],
      [{ name: 'b' }, { name: 'a' }],
      [{ path: [], action: 'change', order: true, before: ['[name=a]', '[name=b]'], after: ['[name=b]', '[name=a]'] }],
    ],
    [
      'external secret data by secretKey',
      [{ secretKey: 'a', remoteRef: { key: 'x' } }],
      [
        { secretKey: 'b', remoteRef: { key: 'y' } },
        { secretKey: 'a', remoteRef: { key: 'z' } },
      ],
      [
        { path: ['[secretKey=a]', 'remoteRef', 'key'], action: 'change', before: 'x', after: 'z' },
        { path: ['[secretKey=b]'], action: 'add', after: { secretKey: 'b', remoteRef: { key: 'y' } } },
        {
          path: [],
          action: 'change',
          order: true,
          before: ['[secretKey=a]'],
          after: ['[secretKey=b]', '[secretKey=a]'],
        },
      ],
    ],
    [
      'cluster resources by group and kind',
      [
        { group: '', kind: 'Namespace' },
        { group: 'apps', kind: 'Deployment' },
      ],
      [{ group: '', kind: 'Namespace' }],
      [{ path: ['[group=apps,kind=Deployment]'], action: 'remove', before: { group: 'apps', kind: 'Deployment' } }],
    ],
    [
      'a scalar that changes and moves is removed and added',
      ['a', 'b', 'c', 'd'],
      ['b', 'x', 'd'],
      [
        { path: ['[0]'], action: 'remove', before: 'a' },
        { path: ['[2]'], action: 'remove', before: 'c' },
        { path: ['[1]'], action: 'add', after: 'x' },
      ],
    ],
    ['an inserted scalar', ['a', 'c'], ['a', 'b', 'c'], [{ path: ['[1]'], action: 'add', after: 'b' }]],
    [
      'a changed scalar in its place',
      ['a', 'b', 'c'],
      ['a', 'x', 'c'],
      [{ path: ['[1]'], action: 'change', before: 'b', after: 'x' }],
    ],
    [
      'items without a key by position',
      [{ v: 1 }],
      [{ v: 2 }],
      [{ path: ['[0]', 'v'], action: 'change', before: 1, after: 2 }],
    ],
    [
      'items whose key is not unique by position',
      [
        { name: 'a', v: 1 },
        { name: 'a', v: 2 },
      ],
      [
        { name: 'a', v: 1 },
        { name: 'a', v: 3 },
      ],
      [{ path: ['[1]', 'v'], action: 'change', before: 2, after: 3 }],
    ],
    [
      'helm values as data',
      { spec: { source: { helm: { values: 'replicas: 1\nimage: a\n' } } } },
      { spec: { source: { helm: { values: 'image: a\n# more\nreplicas: 2\n' } } } },
      [{ path: ['spec', 'source', 'helm', 'values', 'replicas'], action: 'change', before: 1, after: 2 }],
    ],
    [
      'JSON in a ConfigMap as data',
      { data: { 'app.json': '{"a": 1, "b": 2}' } },
      { data: { 'app.json': '{"b": 2, "a": 3}' } },
      [{ path: ['data', 'app.json', 'a'], action: 'change', before: 1, after: 3 }],
    ],
    [
      'other texts by line',
      { run: 'one\ntwo\nthree\n' },
      { run: 'one\n2\nthree\n' },
      [{ path: ['run'], action: 'change', text: ['@@ -1,3 +1,3 @@', ' one', '-two', '+2', ' three'] }],
    ],
    ['another type', { a: 'x' }, { a: ['x'] }, [{ path: ['a'], action: 'change', before: 'x', after: ['x'] }]],
  ])('%s', (_, before, after, expected) => {
    expect(diffValues(before, after, parseYaml)).toEqual(expected);
  });
});

describe('secrets', () => {
  const secret = (password: string): Json => ({
    kind: 'Secret',
    metadata: { name: 's' },
    data: { password, user: 'u' },
  });

  test('a changed value is said and not shown', () => {
    expect(diffValues(secret('canary-1'), secret('canary-2'), parseYaml)).toEqual([
      { path: ['data', 'password'], action: 'change', before: '(sensitive)', after: '(sensitive)', sensitive: true },
    ]);
  });

  test('no value of a Secret is ever in a difference', () => {
    const holders: readonly ((inner: Json) => Json)[] = [
      (inner) => inner,
      (inner) => ({ kind: 'List', items: [inner] }),
      (inner) => ({ data: { 'secret.yaml': stringify(inner) } }),
      (inner) => ({ data: { text: `no YAML: [\n${stringify(inner)}` } }),
      (inner) => ({ wrapped: JSON.stringify(JSON.stringify(inner)) }),
      (inner) => ({
        ...(inner as object),
        metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(inner) } },
      }),
      (inner) => ({ kind: 'SecretList', items: [{ data: { a: JSON.stringify(inner) } }] }),
    ];
    const members = fc.constantFrom('data', 'stringData');
    const secrets = fc
      .tuple(members, fc.array(fc.constantFrom('canary-1', 'canary-2', 'canary\n3\n'), { maxLength: 3 }))
      .map(
        ([member, list]): Json => ({
          apiVersion: 'v1',
          kind: 'Secret',
          [member]: Object.fromEntries(list.map((value, index) => [`k${index}`, value])),
        }),
      );
    const held = fc.tuple(secrets, fc.constantFrom(...holders)).map(([inner, hold]) => hold(inner));
    fc.assert(
      fc.property(fc.oneof(held, fc.constant<Json>({})), fc.oneof(held, fc.constant<Json>({})), (before, after) => {
        expect(JSON.stringify(diffValues({ x: before }, { x: after }, parseYaml))).not.toContain('canary');
        expect(JSON.stringify(diffValues({ x: before }, {}, parseYaml))).not.toContain('canary');
      }),
      { numRuns: 800 },
    );
  });
});

function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Readonly<Record<string, Json>>).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reordered(member)]));
}
