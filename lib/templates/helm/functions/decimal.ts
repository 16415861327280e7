import { shortestDigits } from '../go/number.ts';
import { FunctionFailure } from '../go/runtime.ts';

/** An exact decimal number, `unscaled × 10^-scale`. */
interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

export type DecimalOperation = 'add' | 'sub' | 'mul' | 'div';

/** Folds floats with exact decimal arithmetic, as Sprig does for `addf` and friends; a quotient has 16 decimals. */
export function foldDecimals(operation: DecimalOperation, values: readonly number[]): number {
  const [first = 0, ...others] = values;
  let result = decimalOf(first);
  for (const value of others) result = apply(operation, result, decimalOf(value));
  return toNumber(result);
}

/** Rounds half away from zero at so many decimals, with Sprig's own threshold. */
export function roundAt(value: number, places: number, threshold: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const fraction = digit % 1;
  const up = fraction >= threshold;
  return (up ? Math.ceil(digit) : Math.floor(digit)) / power;
}

// --- internal ---

const DIVISION_DIGITS = 16;

function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FunctionFailure(`Cannot create a Decimal from ${value}`);
  if (value === 0) return { unscaled: 0n, scale: 0 };
  const { negative, digits, exponent } = shortestDigits(value);
  const unscaled = BigInt(digits) * (negative ? -1n : 1n);
  const scale = digits.length - 1 - exponent;
  return scale >= 0 ? { unscaled, scale } : { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

function apply(operation: DecimalOperation, a: Decimal, b: Decimal): Decimal {
  if (operation === 'mul') return { unscaled: a.unscaled * b.unscaled, scale: a.scale + b.scale };
  if (operation === 'div') return divide(a, b);
  const scale = Math.max(a.scale, b.scale);
  const left = a.unscaled * 10n ** BigInt(scale - a.scale);
  const right = b.unscaled * 10n ** BigInt(scale - b.scale);
  return { unscaled: operation === 'add' ? left + right : left - right, scale };
}

function divide(a: Decimal, b: Decimal): Decimal {
  if (b.unscaled === 0n) throw new FunctionFailure('decimal division by 0');
  const shift = DIVISION_DIGITS + b.scale - a.scale;
  const numerator = shift >= 0 ? a.unscaled * 10n ** BigInt(shift) : a.unscaled;
  const denominator = shift >= 0 ? b.unscaled : b.unscaled * 10n ** BigInt(-shift);
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const size = denominator < 0n ? -denominator : denominator;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  return { unscaled: twice >= size ? quotient + away : quotient, scale: DIVISION_DIGITS };
}

function toNumber({ unscaled, scale }: Decimal): number {
  return Number(`${unscaled}e${-scale}`);
}
