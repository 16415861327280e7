import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../lib/render/yaml/format-number.ts';
import { codeOf } from '../../tools/code-of.ts';
import { hostileNumber } from './hostile.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '-0.0'],
    [-17, '-17'],
    [0.1, '0.1'],
    [2 ** 53, '9007199254740992'],
    [-(2 ** 53), '-9007199254740992'],
    [2 ** 53 + 2, '9.007199254740994e+15'],
    [2 ** 60, '1.152921504606847e+18'],
    [1e20, '1.0e+20'],
    [1e21, '1.0e+21'],
    [-1e21, '-1.0e+21'],
    [1e-7, '1.0e-7'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5.0e-324'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('keeps the value, in forms that YAML 1.1 knows as decimal integers and floats', () => {
    fc.assert(
      fc.property(hostileNumber, (value) => {
        const text = formatNumber(value);
        expect(Number(text)).toBe(value);
        expect(text).toMatch(/^-?(?:0|[1-9][0-9]*|[0-9]+\.[0-9]+(?:e[-+][0-9]+)?)$/);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(codeOf(() => formatNumber(value))).toBe('VALUE_NOT_EMITTABLE');
  });
});
