import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/plan/canonical-json.ts';
import { matchSimilar } from '../../../lib/plan/diff/similarity.ts';
import { app, chart, impactOf, object, type Tree } from './platform.ts';

const RUNS = { numRuns: 40 };

/** A platform of roots, environments and objects, of which any part may be there. */
const parts: Tree = {
  'platform:root/root.yaml': app('root', 'platform:root'),
  'platform:root/dev.yaml': app('dev', 'apps:dev', { cluster: 'lon1', to: 'dev' }),
  'platform:root/qa.yaml': app('qa', 'apps:qa', { cluster: 'lon1', to: 'qa', prune: false }),
  'platform:root/cm.yaml': app('cm', '', { cluster: 'lon1', source: chart('cert-manager') }),
  'apps:dev/a.yaml': object('v1', 'ConfigMap', 'a', { data: { a: 'b' } }),
  'apps:dev/issuer.yaml': object('cert-manager.io/v1', 'ClusterIssuer', 'le'),
  'apps:dev/child.yaml': app('child', 'apps:dev/child', { namespace: 'dev' }),
  'apps:dev/child/x.yaml': object('v1', 'ConfigMap', 'x', { data: { c: 'd' } }),
  'apps:qa/a.yaml': object('v1', 'ConfigMap', 'qa-a', { data: { e: 'f' } }),
};

const trees = fc.subarray(Object.keys(parts)).map((paths) => treeOf(paths));

function treeOf(paths: readonly string[]): Tree {
  return Object.fromEntries(paths.map((path) => [path, parts[path] ?? '']));
}

describe('laws of the impact', () => {
  test('nothing is found where nothing changes', async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (tree) => {
        expect(await impactOf(tree, tree)).toEqual([]);
      }),
      RUNS,
    );
  });

  test('nothing that only comes destroys', async () => {
    await fc.assert(
      fc.asyncProperty(trees, trees, async (before, more) => {
        const found = await impactOf(before, { ...before, ...more });
        expect(found.filter(({ severity }) => severity === 'destructive')).toEqual([]);
      }),
      RUNS,
    );
  });

  test('the order of files does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(trees, trees, async (before, after) => {
        const reversed = (tree: Tree): Tree => Object.fromEntries(Object.entries(tree).reverse());
        const a = await impactOf(before, after);
        const b = await impactOf(reversed(before), reversed(after));
        expect(canonicalJson(b)).toBe(canonicalJson(a));
      }),
      RUNS,
    );
  });

  test('who takes away more reaches no less', async () => {
    const all = Object.keys(parts);
    const reached = async (gone: readonly string[]) => {
      const found = await impactOf(parts, treeOf(all.filter((path) => !gone.includes(path))));
      const causes = found.map(({ cause }) => `${cause.repository}:${cause.path}`);
      const reach = found.flatMap((one) => one.reach.map(({ repository, path }) => `${repository}:${path}`));
      // what goes by itself is told as destroyed, too
      return new Set([...causes, ...reach, ...gone]);
    };
    await fc.assert(
      fc.asyncProperty(fc.subarray(all), fc.constantFrom(...all), async (gone, more) => {
        const less = await reached(gone);
        const greater = await reached([...new Set([...gone, more])]);
        expect([...less].filter((path) => !greater.has(path))).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('matchSimilar', () => {
  const item = (name: string, text: string) => ({ group: 'File', name, parts: text.split('\n') });
  const long = (id: string) => Array.from({ length: 20 }, (_, line) => `${id} ${line}`).join('\n');

  test('finds what moved and changed a little, whatever the order', () => {
    const going = ['a', 'b', 'c'].map((id) => item(id, long(id)));
    const coming = ['c', 'a', 'b'].map((id) => item(`${id}2`, `${long(id)}\nnew`));
    expect(matchSimilar(going, coming, 0.5)).toEqual([
      [2, 0],
      [0, 1],
      [1, 2],
    ]);
  });

  test('leaves alone what is alike to several, and what is not alike enough', () => {
    const twice = [item('x', long('a')), item('y', long('a'))];
    expect(matchSimilar(twice, [item('z', long('a'))], 0.5)).toEqual([]);
    expect(matchSimilar([item('x', long('a'))], [item('x', `${long('b')}\na 1`)], 0.5)).toEqual([]);
    expect(matchSimilar([item('x', '')], [item('x', '')], 0.5)).toEqual([[0, 0]]);
  });

  test('pairs each thing at most once', () => {
    const things = fc.array(fc.record({ name: fc.constantFrom('a', 'b'), text: fc.constantFrom('1\n2', '1\n3', '4') }));
    fc.assert(
      fc.property(things, things, (going, coming) => {
        const pairs = matchSimilar(
          going.map(({ name, text }) => item(name, text)),
          coming.map(({ name, text }) => item(name, text)),
          0.5,
        );
        for (const side of [0, 1] as const) expect(new Set(pairs.map((pair) => pair[side])).size).toBe(pairs.length);
      }),
    );
  });
});
