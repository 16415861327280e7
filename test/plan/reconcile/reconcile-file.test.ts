import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFieldPath, parseFieldPath } from '../../../lib/model/field-path.ts';
import type { Json } from '../../../lib/model/json.ts';
import { parseYaml } from '../../../lib/plan/diff/parse-yaml.ts';
import { carryIgnored, mergeHandEdits } from '../../../lib/plan/reconcile/reconcile-file.ts';
import { emitYaml } from '../../../lib/render/yaml/emit-yaml.ts';

describe('a path to a field', () => {
  const segments = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !/^\[.*\]$/s.test(key) && key !== '*'),
    fc.constantFrom('spec', 'argocd.argoproj.io/sync-wave', 'a"b', '[0]', '[12]', '[name=http]', '[kind=A,name=b]'),
  );

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.array(segments, { minLength: 1, maxLength: 6 }), (path) => {
        expect(parseFieldPath(formatFieldPath(path))).toEqual(path);
      }),
    );
  });

  it.each(['', '.a', 'a.', 'a..b', 'a[', 'a[]', 'a[b]', 'a["x]', 'a b', '[name=]x y'])('is none: %j', (text) => {
    expect(parseFieldPath(text)).toBeUndefined();
  });

  it.each([
    ['spec.sources[*].path', ['spec', 'sources', '*', 'path']],
    ['a.*.b', ['a', '*', 'b']],
    ['a["b.c"].d', ['a', 'b.c', 'd']],
    ['ports[name=http].port', ['ports', '[name=http]', 'port']],
  ])('is one: %s', (text, path) => {
    expect(parseFieldPath(text)).toEqual(path);
  });
});

const application = (spec: Json) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a' },
  spec,
});

describe('fields that others decide', () => {
  it.each<[string, Json, Json, string, Json]>([
    ['a scalar', { a: 1, b: 1 }, { a: 2, b: 2 }, 'spec.a', { a: 2, b: 1 }],
    ['a mapping', { a: { x: 1 } }, { a: { x: 2, y: 3 } }, 'spec.a', { a: { x: 2, y: 3 } }],
    ['one that is gone in git', { a: 1, b: 1 }, { b: 1 }, 'spec.a', { b: 1 }],
    ['one that only git has', { b: 1 }, { b: 1, c: { d: 5 } }, 'spec.c.d', { b: 1, c: { d: 5 } }],
    [
      'one in an item',
      { l: [{ name: 'x', v: 1 }] },
      {
        l: [
          { name: 'y', v: 9 },
          { name: 'x', v: 2 },
        ],
      },
      'spec.l[name=x].v',
      { l: [{ name: 'x', v: 2 }] },
    ],
    [
      'one in every item',
      { l: [{ v: 1 }, { v: 1 }] },
      { l: [{ v: 2 }, { v: 3 }] },
      'spec.l[*].v',
      { l: [{ v: 2 }, { v: 3 }] },
    ],
    ['none that matches', { a: 1 }, { a: 2 }, 'spec.z', { a: 1 }],
  ])('%s', (_, wanted, now, path, expected) => {
    const result = carryIgnored(
      { wanted: emitYaml([application(wanted)]), now: emitYaml([application(now)]), last: undefined },
      [{ path: parseFieldPath(path) ?? [] }],
      parseYaml,
    );
    expect(parseYaml(result?.content ?? '')).toEqual([application(expected)]);
  });

  it('are those of the kind and name that are given', () => {
    const texts = (revision: string) =>
      emitYaml([application({ r: revision }), { ...application({ r: revision }), metadata: { name: 'b' } }]);
    const result = carryIgnored(
      { wanted: texts('HEAD'), now: texts('v2'), last: undefined },
      [{ kind: 'Application', name: 'b', path: ['spec', 'r'] }],
      parseYaml,
    );
    expect(parseYaml(result?.content ?? '')?.map((document) => (document as { spec: Json }).spec)).toEqual([
      { r: 'HEAD' },
      { r: 'v2' },
    ]);
  });

  it('leave a text alone that is no YAML', () => {
    expect(
      carryIgnored({ wanted: 'a: 1\n', now: 'a: [', last: undefined }, [{ path: ['a'] }], parseYaml),
    ).toBeUndefined();
  });
});

describe('a merge', () => {
  const keys = ['a', 'b', 'c', 'd'] as const;
  const sides = fc.record(Object.fromEntries(keys.map((key) => [key, fc.integer({ min: 0, max: 2 })])));

  it('keeps what each side changed alone, and refuses exactly what both changed to different things', () => {
    fc.assert(
      fc.property(sides, sides, sides, (last, now, wanted) => {
        const text = (spec: object) => emitYaml([application(spec as Json)]);
        const merge = mergeHandEdits({ last: text(last), now: text(now), wanted: text(wanted) }, parseYaml);
        const clashes = keys.filter(
          (key) => now[key] !== last[key] && wanted[key] !== last[key] && now[key] !== wanted[key],
        );
        if (clashes.length > 0) {
          expect(merge).toEqual({ kind: 'conflict', fields: clashes.map((key) => ['spec', key]) });
          return;
        }
        const expected = Object.fromEntries(
          keys.map((key) => [key, wanted[key] === last[key] ? now[key] : wanted[key]]),
        );
        expect(merge?.kind === 'merged' && parseYaml(merge.result.content)).toEqual([application(expected as Json)]);
      }),
    );
  });

  it('keeps comments that people wrote', () => {
    const last = emitYaml([application({ a: 1, b: 1 })]);
    const now = last.replace('a: 1', 'a: 1 # do not touch');
    const merge = mergeHandEdits({ last, now, wanted: emitYaml([application({ a: 1, b: 2 })]) }, parseYaml);
    expect(merge?.kind === 'merged' && merge.result.content).toContain('a: 1 # do not touch');
  });

  it('takes an edit inside a text that is data as an edit of the text', () => {
    const values = (text: string) => emitYaml([application({ values: text, x: 1 })]);
    const texts = { last: values('a: 1\nb: 1\n'), now: values('a: 2\nb: 1\n'), wanted: values('a: 1\nb: 2\n') };
    expect(mergeHandEdits(texts, parseYaml)).toEqual({ kind: 'conflict', fields: [['spec', 'values']] });
  });
});
