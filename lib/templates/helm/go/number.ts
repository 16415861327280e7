/**
 * Parses an integer as `strconv.ParseInt` does: base 0 reads the prefixes `0x`, `0o`, `0b`, `0` and underscores.
 *
 * @returns undefined for anything else, and for what does not fit `bits`
 */
export function parseInteger(text: string, base: number, bits = 64): bigint | undefined {
  const match = /^([+-]?)(.*)$/s.exec(text);
  let digits = match?.[2] ?? '';
  let radix = base;
  if (base === 0) {
    radix = 10;
    const prefix = /^0([xXbBoO]?)/.exec(digits);
    if (prefix !== null && digits.length > 1) {
      radix = RADIX[(prefix[1] ?? '').toLowerCase()] ?? 8;
      if (!underscoresFit(digits)) return undefined;
      digits = digits.slice(prefix[0].length).replaceAll('_', '');
    } else if (digits.includes('_')) {
      if (!underscoresFit(digits)) return undefined;
      digits = digits.replaceAll('_', '');
    }
  }
  const allowed = DIGITS[radix];
  if (allowed === undefined || !allowed.test(digits)) return undefined;
  const value = radix === 10 ? BigInt(digits) : BigInt(`${PREFIX[radix]}${digits}`);
  const signed = match?.[1] === '-' ? -value : value;
  const limit = 1n << BigInt(bits - 1);
  return signed >= -limit && signed < limit ? signed : undefined;
}

/** Parses a float as `strconv.ParseFloat` does, infinities and hexadecimal floats included; out of range is undefined. */
export function parseFloat64(text: string): number | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return special[1] === '' ? Number.NaN : undefined;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d+)$/.exec(text);
  if (hex !== null) {
    const fraction = hex[3] ?? '';
    const digits = `${hex[2]}${fraction}`;
    if (digits === '') return undefined;
    const value = Number(BigInt(`0x${digits}`)) * 2 ** (Number(hex[4]) - 4 * fraction.length);
    return finite(hex[1] === '-' ? -value : value);
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  return finite(Number(text));
}

/**
 * Prints a float as `strconv.FormatFloat(value, 'g', -1, 64)` does, which is what `%v` prints.
 *
 * @param most exponent from which on the form with `e` is used; JSON has 21
 */
export function formatFloat(value: number, most = 6): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const { negative, digits, exponent } = shortestDigits(value);
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= most) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${formatExponent(exponent)}`;
  }
  return sign + plainDecimal(digits, exponent);
}

/** The exponent of Go's forms with `e`: a sign and at least two digits. */
export function formatExponent(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The shortest digits that give a number back, `0.d1d2…` times ten to `exponent + 1`. */
export function shortestDigits(value: number): { negative: boolean; digits: string; exponent: number } {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential());
  return {
    negative: match?.[1] === '-',
    digits: `${match?.[2] ?? '0'}${match?.[3] ?? ''}`,
    exponent: Number(match?.[4] ?? 0),
  };
}

export function plainDecimal(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits + '0'.repeat(exponent + 1 - digits.length);
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

// --- internal ---

const RADIX: Readonly<Record<string, number>> = { x: 16, b: 2, o: 8 };
const PREFIX: Readonly<Record<number, string>> = { 16: '0x', 8: '0o', 2: '0b' };
const DIGITS: Readonly<Record<number, RegExp>> = { 10: /^\d+$/, 16: /^[0-9a-f]+$/i, 8: /^[0-7]+$/, 2: /^[01]+$/ };

/** An underscore must stand between digits, or between the prefix and a digit. */
function underscoresFit(digits: string): boolean {
  if (!digits.includes('_')) return true;
  const rest = digits.replace(/^0[xXbBoO]/, '0');
  return /^[0-9a-fA-F]+(_[0-9a-fA-F]+)*$/.test(rest);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
