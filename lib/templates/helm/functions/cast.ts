import { parseFloat64, parseInteger } from '../go/number.ts';
import { type Budget, printed } from '../go/print.ts';
import { fromBytes } from '../go/text.ts';
import { GoBytes, GoInt, isNil, type Value } from '../go/values.ts';

/** What Sprig makes of a value where it wants an integer: anything without one is 0. */
export function toInteger(value: Value): bigint {
  if (value instanceof GoInt) return value.value;
  if (typeof value === 'number') {
    if (Number.isNaN(value) || value >= 2 ** 63 || value < -(2 ** 63)) return -(2n ** 63n);
    return BigInt(Math.trunc(value));
  }
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') return parseInteger(trimZeroDecimal(value), 0) ?? 0n;
  return 0n;
}

/** What Sprig makes of a value where it wants a float: anything without one is 0. */
export function toFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (value instanceof GoInt) return Number(value.value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return parseFloat64(value) ?? 0;
  return 0;
}

/** The text of a value, as Sprig's string functions take it. */
export function toText(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value;
  if (value instanceof GoBytes) return fromBytes(value.bytes);
  return printed(value, budget);
}

/** A list of texts: of a list without its nils, of any other value that value alone. */
export function toTexts(value: Value, budget: Budget): string[] {
  if (Array.isArray(value)) return value.filter((item) => !isNil(item)).map((item) => toText(item, budget));
  if (value instanceof GoBytes) return [...value.bytes].map(String);
  return isNil(value) ? [] : [toText(value, budget)];
}

// --- internal ---

/** `1.00` is taken for the integer 1. */
function trimZeroDecimal(text: string): string {
  return text.replace(/\.0+$/, '');
}
