import { kcdkError } from '../../diagnostics/error.ts';

/**
 * Writes a number so that JavaScript and Go, YAML 1.1 and 1.2, read the same double.
 *
 * Integers up to 2^53 are plain digits. Larger ones get a fraction and an exponent (`1.0e+21`): as digits Go
 * would read a 64-bit integer, and those digits are not the value of the double. YAML 1.1 takes an exponent
 * only with a fraction and a sign. Negative zero is `-0.0`.
 *
 * @throws {KcdkError} `VALUE_NOT_EMITTABLE` for NaN and the infinities
 * @see https://yaml.org/type/float.html
 */
export function formatNumber(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  if (!Number.isFinite(value)) throw kcdkError('VALUE_NOT_EMITTABLE', { detail: `the number ${value}` });
  const text = Number.isInteger(value) && Math.abs(value) !== 2 ** 53 ? value.toExponential() : String(value);
  return /^-?[0-9]e/.test(text) ? text.replace('e', '.0e') : text;
}
