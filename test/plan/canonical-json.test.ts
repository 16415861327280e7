import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, isDeeperThan } from '../../lib/plan/canonical-json.ts';

const keys = fc.oneof(
  fc.constantFrom('9', '10', '1', 'a', 'B', '__proto__', '', 'é', '\ud83d\ude80', '\uffff'),
  fc.string({ maxLength: 3 }),
);

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

describe('canonicalJson', () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: { d: [], c: undefined } }, '{"a":{"d":[]},"b":1}'],
    [{ 9: 1, 10: 2 }, '{"10":2,"9":1}'],
    [{ x: { 9: 1, 10: 2, a: [{ z: 1, b: 2 }] } }, '{"x":{"10":2,"9":1,"a":[{"b":2,"z":1}]}}'],
    [['b', 'a', undefined], '["b","a",null]'],
    ['\ud800', '"\\ud800"'],
    [undefined, 'null'],
    [JSON.parse('{"b":1,"__proto__":2}'), '{"__proto__":2,"b":1}'],
  ])('%j', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test('is the same for equal data in any order of keys, and holds that data', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isDeeperThan', () => {
  test.each<[unknown, number, boolean]>([
    [1, 0, false],
    [[], 1, false],
    [[], 0, true],
    [[[1]], 2, false],
    [{ a: [[1]] }, 2, true],
  ])('%j and %i', (value, limit, expected) => {
    expect(isDeeperThan(value, limit)).toBe(expected);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
