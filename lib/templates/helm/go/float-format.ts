import { parts } from './float-bits.ts';
import { formatExponent, formatFloat } from './number.ts';

/**
 * Prints a finite float with the digits asked for, rounded half to even on its exact value, as Go does.
 *
 * @param verb `e`, `f` or `g`
 * @param precision digits after the point, or significant digits for `g`; -1 is the shortest that reads back
 */
export function formatFloatVerb(value: number, verb: 'e' | 'f' | 'g', precision: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  if (precision < 0) return verb === 'g' ? formatFloat(value) : shortest(value, verb);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const exact = exactDecimal(Math.abs(value));
  if (verb === 'f') return sign + fixed(roundAt(exact, exact.point + precision), precision);
  if (verb === 'e') return sign + scientific(roundAt(exact, precision + 1), precision);
  const significant = precision === 0 ? 1 : precision;
  const rounded = roundAt(exact, significant);
  const digits = rounded.digits.replace(/0+$/, '');
  let limit = significant;
  if (limit > digits.length && digits.length >= rounded.point) limit = digits.length;
  const exponent = rounded.point - 1;
  const trimmed = { digits, point: rounded.point };
  if (digits !== '' && (exponent < -4 || exponent >= limit)) {
    return sign + scientific(trimmed, Math.min(significant, digits.length) - 1);
  }
  return sign + fixed(trimmed, Math.max(digits.length - rounded.point, 0));
}

// --- internal ---

/** Decimal digits with the place of the point: `0.d1d2… × 10^point`. No digits is zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

function exactDecimal(value: number): Decimal {
  if (value === 0) return { digits: '', point: 0 };
  const { mantissa, exponent } = parts(value);
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return { digits, point: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits, point: digits.length + exponent };
}

/** Keeps so many digits, rounding half to even. */
function roundAt({ digits, point }: Decimal, keep: number): Decimal {
  if (keep >= digits.length) return { digits, point };
  if (keep < 0) return { digits: '', point };
  const next = digits[keep] ?? '0';
  const rest = digits.slice(keep + 1);
  const odd = keep > 0 && Number(digits[keep - 1]) % 2 === 1;
  const up = next > '5' || (next === '5' && (/[1-9]/.test(rest) || odd));
  const kept = digits.slice(0, keep);
  if (!up) return { digits: kept, point };
  const raised = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(keep, '0');
  return raised.length > keep ? { digits: raised, point: point + 1 } : { digits: raised, point };
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  let fraction = '';
  for (let at = 0; at < precision; at++) fraction += digits[point + at] ?? '0';
  return `${whole === '' ? '0' : whole}${precision > 0 ? `.${fraction}` : ''}`;
}

function scientific({ digits, point }: Decimal, precision: number): string {
  const exponent = digits === '' ? 0 : point - 1;
  const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
  return `${digits[0] ?? '0'}${fraction}e${formatExponent(exponent)}`;
}

function shortest(value: number, verb: 'e' | 'f'): string {
  const text = formatFloat(value, verb === 'f' ? Number.POSITIVE_INFINITY : -5);
  if (verb === 'f') {
    const small = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
    if (small === null) return text;
    return `${small[1]}0.${'0'.repeat(Number(small[4]) - 1)}${small[2]}${small[3] ?? ''}`;
  }
  return text === '0' ? '0e+00' : text;
}
