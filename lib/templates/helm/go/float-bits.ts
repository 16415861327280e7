import { formatExponent, formatFloat } from './number.ts';

/** A float as `%x` prints it: `0x1.8p+00`. A precision below 0 gives as many digits as are needed. */
export function formatHexFloat(value: number, precision: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  let { mantissa, exponent } = parts(Math.abs(value));
  if (mantissa === 0n) return `${sign}0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
  while (mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  exponent += 52;
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(52 - 4 * precision);
    const rest = mantissa & ((1n << drop) - 1n);
    const half = 1n << (drop - 1n);
    mantissa >>= drop;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
    mantissa <<= drop;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const shown = precision < 0 ? digits.replace(/0+$/, '') : digits.padEnd(precision, '0').slice(0, precision);
  return `${sign}0x1${shown === '' ? '' : `.${shown}`}p${formatExponent(exponent)}`;
}

/** A float as `%b` prints it: `4503599627370496p-52`. */
export function formatBinaryFloat(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const { mantissa, exponent } = parts(Math.abs(value));
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return `${sign}${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** The integer mantissa and binary exponent whose product a finite float is. */
export function parts(value: number): { mantissa: bigint; exponent: number } {
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  return {
    mantissa: biased === 0 ? fraction : fraction | (1n << 52n),
    exponent: (biased === 0 ? 1 : biased) - 1075,
  };
}

// --- internal ---

const scratch = new DataView(new ArrayBuffer(8));
