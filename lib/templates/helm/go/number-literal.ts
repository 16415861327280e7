import type { NumberLiteral } from './ast.ts';
import { parseFloat64, parseInteger } from './number.ts';
import { unquoteChar } from './unquote.ts';

/**
 * Reads a number or character literal.
 *
 * @returns undefined where it is none; a string says why, as Go does
 */
export function parseNumberLiteral(text: string): NumberLiteral | string {
  if (text.startsWith("'")) {
    const rune = unquoteChar(text);
    if (rune === undefined) return `malformed character constant: ${text}`;
    return { int: BigInt(rune), float: rune, prefersFloat: false };
  }
  if (text.endsWith('i')) return `complex numbers are not supported: ${text}`;
  let int = parseInteger(text, 0);
  let float: number | undefined;
  if (int === undefined && isUnsigned(text)) return `integer overflow: "${text}"`;
  if (int !== undefined) {
    float = Number(int);
  } else {
    const parsed = parseFloat64(text);
    if (parsed !== undefined) {
      if (!/[.eEpP]/.test(text)) return `integer overflow: "${text}"`;
      float = parsed;
      if (Number.isInteger(parsed) && Math.abs(parsed) < 2 ** 63) int = BigInt(parsed);
    }
  }
  if (int === undefined && float === undefined) return `illegal number syntax: "${text}"`;
  const hex = /^[+-]?0[xX]/.test(text);
  return { int, float, prefersFloat: !(hex && !/[pP]/.test(text)) && /[.eEpP]/.test(text) };
}

// --- internal ---

/** True for a literal that only `uint64` could hold. */
function isUnsigned(text: string): boolean {
  const value = parseInteger(text, 0, 65);
  return value !== undefined && value >= 2n ** 63n && value < 2n ** 64n;
}
