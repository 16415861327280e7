import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programTexts } from '../../lib/settled/program-text.ts';
import type { CollectedDeclarations } from '../../lib/synth/resolve-program.ts';

const ORIGIN = { address: 'acme/web', position: () => undefined };
const scope = new Chart(new App(), 'acme');

/** What a program says whose one deployment has these values. */
function textsOf(values: unknown, origin: object = ORIGIN): readonly string[] | undefined {
  const declaration = { kind: 'catalog-deployment', name: 'web', values, origin };
  return programTexts({
    isWhole: true,
    declarations: [{ declaration, around: [] }],
    charts: [],
    lifecycle: { movedFrom: [], forgotten: [] },
    diagnostics: [],
  } as unknown as CollectedDeclarations);
}

const data = fc.jsonValue({ maxDepth: 3 });

describe('programTexts', () => {
  it('is the same for equal data, and another for any other', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        expect(textsOf(structuredClone(a))).toEqual(textsOf(a));
        expect(textsOf(a)).toBeDefined();
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(textsOf(a)).not.toEqual(textsOf(b));
      }),
    );
  });

  const construct = new Construct(scope, 'web');
  it.each([
    ['a member that is undefined, and none', { a: undefined }, {}],
    ['an item that is undefined, and null', [undefined], [null]],
    ['something undefined, and its mark', { a: undefined }, { a: 'undefined' }],
    ['a construct, and its path', construct, construct.node.path],
    ['a construct, and what looks like one', construct, { construct: construct.node.path }],
    ['an origin, and its address', ORIGIN, ORIGIN.address],
    ['an origin with a lifecycle, and a list', { ...ORIGIN, lifecycle: { protect: true } }, [ORIGIN.address]],
    ['0 and its text', 0, '0'],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ])('tells apart %s', (_, a, b) => {
    expect(textsOf(a)).toBeDefined();
    expect(textsOf(b)).toBeDefined();
    expect(textsOf(a)).not.toEqual(textsOf(b));
  });

  it('says nothing of an address but the address, and what is to become of it', () => {
    const elsewhere = { ...ORIGIN, position: () => ({ file: 'main.ts', line: 7, column: 1 }) };
    expect(textsOf({}, elsewhere)).toEqual(textsOf({}));
    expect(textsOf({}, { ...ORIGIN, lifecycle: { protect: true } })).not.toEqual(textsOf({}));
  });

  it.each([
    ['a function', () => 1],
    ['what writes itself', { toJSON: () => 1 }],
    ['a list that writes itself', Object.assign([1], { toJSON: () => 1 })],
    ['what hides that it writes itself', Object.defineProperty({}, 'toJSON', { value: () => 1 })],
    ['an object of a class', new Map()],
    ['a date', new Date(0)],
    ['-0', -0],
    ['no number', Number.NaN],
    ['a symbol', Symbol('a')],
    ['a large integer', 1n],
    ['a list with a hole', new Array(1)],
    ['a text that begins as a mark does', '\0undefined'],
  ])('is undefined for %s, wherever it stands', (_, value) => {
    for (const values of [value, { a: value }, [value], { a: [{ b: value }] }]) expect(textsOf(values)).toBeUndefined();
  });

  it('takes objects without a class, and of another realm', () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    expect(textsOf(bare)).toEqual(textsOf({ a: 1 }));
  });
});
