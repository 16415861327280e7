import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorOffset, positionAt } from '../../lib/plan/json-error-offset.ts';

/** Where the engine says that a text stops being JSON, when it does say so. */
function enginePosition(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (caught) {
    const match = /at position (\d+)/.exec(String(caught));
    return match === null ? undefined : Number(match[1]);
  }
}

describe('jsonErrorOffset', () => {
  test.each<[string, number]>([
    ['', 0],
    ['{', 1],
    ['{"a":}', 5],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['"a', 0],
    ['[1}', 2],
    ['{} x', 3],
    ['01', 1],
    ['nul', 0],
    ['"\\x"', 0],
  ])('%j stops at %i', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  test('reaches the end of every JSON text', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t'), (text, space) => {
        expect(jsonErrorOffset(space + text + space)).toBe(text.length + 2 * space.length);
      }),
    );
  });

  test('stops no later than the engine, and not before what is still JSON', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 2 }),
        fc.nat(),
        fc.constantFrom('x', '}', ']', ',', ':', '"', '{'),
        (json, at, sign) => {
          const position = at % (json.length + 1);
          const text = json.slice(0, position) + sign + json.slice(position);
          const engine = enginePosition(text);
          fc.pre(engine !== undefined);
          const offset = jsonErrorOffset(text);
          expect(offset).toBeLessThanOrEqual(engine ?? 0);
          expect(jsonErrorOffset(text.slice(0, offset))).toBe(offset);
        },
      ),
    );
  });

  test('survives a huge string and deep nesting', () => {
    expect(jsonErrorOffset(`["${'x'.repeat(5_000_000)}"`)).toBe(5_000_003);
    expect(jsonErrorOffset('['.repeat(1_000_000))).toBe(1_000_000);
  });

  test('counts lines and columns from 1', () => {
    expect(positionAt('ab\ncd\n', 4)).toEqual({ line: 2, column: 2 });
    expect(positionAt('', 0)).toEqual({ line: 1, column: 1 });
  });
});
