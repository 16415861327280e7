import { describe, expect, it } from 'vitest';
import { localChanges } from '../../lib/settled/local-changes.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a declaration is written as. */
function text(kind: string, address: string, fields: Fields = {}, around: readonly string[] = ['acme']): string {
  return JSON.stringify([{ kind, name: 'a', ...fields, origin: `\0origin ${address}` }, around]);
}

const environment = (description?: string, fields: Fields = {}) =>
  text('environment', 'acme/dev', { ...fields, description });
const deployment = (values: Fields, fields: Fields = {}) =>
  text('catalog-deployment', 'acme/web', { ...fields, values });
const CHART = JSON.stringify(['acme/chart', [], ['acme'], [{ kind: 'ConfigMap' }]]);
const MARKS = JSON.stringify([[], []]);

describe('localChanges', () => {
  it.each<[what: string, before: readonly string[], after: readonly string[], recorded: string[], deployed: string[]]>([
    ['nothing', [environment('a'), CHART, MARKS], [environment('a'), CHART, MARKS], [], []],
    ['nothing of nothing', [], [], [], []],
    ['a description', [environment('a'), CHART], [environment('b'), CHART], ['acme/dev'], []],
    ['a description that is new', [environment()], [environment('')], ['acme/dev'], []],
    ['a description that is gone', [environment('a')], [environment()], ['acme/dev'], []],
    ['values', [deployment({ a: 1 })], [deployment({ a: 2, b: { c: [] } })], [], ['acme/web']],
    ['values in another order', [deployment({ a: 1, b: 2 })], [deployment({ b: 2, a: 1 })], [], ['acme/web']],
    ['both', [environment('a'), deployment({})], [environment('b'), deployment({ a: 1 })], ['acme/dev'], ['acme/web']],
    ...['cluster-template', 'pipeline-template', 'helm-template', 'catalog-application'].map(
      (kind): [string, string[], string[], string[], string[]] => [
        `the description of a ${kind}`,
        [text(kind, 'acme/x', { description: 'a' })],
        [text(kind, 'acme/x', { description: 'b' })],
        ['acme/x'],
        [],
      ],
    ),
  ])('finds %s', (_, before, after, recorded, deployed) => {
    expect(localChanges(before, after)).toEqual({ recorded: new Set(recorded), deployed: new Set(deployed) });
  });

  it.each<[what: string, before: readonly string[], after: readonly string[]]>([
    ['one declaration more', [environment('a')], [environment('a'), deployment({})]],
    ['one declaration less', [environment('a'), deployment({})], [environment('a')]],
    ['declarations in another order', [environment('a'), deployment({})], [deployment({}), environment('a')]],
    ['another field', [environment('a')], [environment('a', { color: '#fff' })]],
    ['another field beside a local one', [environment('a')], [environment('b', { color: '#fff' })]],
    ['a field that is gone', [environment('a', { color: '#fff' })], [environment('b')]],
    ['what is local in another kind', [deployment({}, { description: 'a' })], [deployment({}, { description: 'b' })]],
    ['values of what has none', [environment('a', { values: {} })], [environment('a', { values: { a: 1 } })]],
    [
      'Terraform values',
      [deployment({}, { infrastructureValues: {} })],
      [deployment({}, { infrastructureValues: { a: 1 } })],
    ],
    [
      'a kind of which nothing is local',
      [text('team', 'acme/a', { description: 'a' })],
      [text('team', 'acme/a', { description: 'b' })],
    ],
    ['another kind', [text('helm-template', 'acme/x')], [text('pipeline-template', 'acme/x')]],
    ['another address', [environment('a')], [environment('b').replace('acme/dev', 'acme/qa')]],
    [
      'another place',
      [text('environment', 'a/b', { description: 'a' }, ['a'])],
      [text('environment', 'a/b', { description: 'b' }, ['c'])],
    ],
    ['a chart', [environment('a'), CHART], [environment('b'), CHART.replace('ConfigMap', 'Secret')]],
    ['what was moved', [environment('a'), MARKS], [environment('b'), '[[["acme/a","acme/dev"]],[]]']],
    ['a lifecycle that is new', [environment('a')], [kept(environment('b'))]],
    ['what has a lifecycle', [kept(environment('a'))], [kept(environment('b'))]],
  ])('finds that %s is not local', (_, before, after) => {
    expect(localChanges(before, after)).toBeUndefined();
  });

  it('gives up where many have changed', () => {
    const many = (count: number, description: string) =>
      Array.from({ length: count }, (_, index) => text('environment', `acme/${index}`, { description }));
    expect(localChanges(many(100, 'a'), many(100, 'b'))?.recorded.size).toBe(100);
    expect(localChanges(many(101, 'a'), many(101, 'b'))).toBeUndefined();
    expect(localChanges(many(500, 'a'), [...many(100, 'b'), ...many(500, 'a').slice(100)])?.recorded.size).toBe(100);
  });
});

// --- internal ---

/** With something said of its lifecycle. */
function kept(one: string): string {
  const [declaration, around] = JSON.parse(one);
  return JSON.stringify([
    { ...declaration, origin: [declaration.origin, { protect: true, ignoreChanges: [] }] },
    around,
  ]);
}
