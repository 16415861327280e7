import { parseFloat64, parseInteger } from '../go/number.ts';

/** What an unquoted scalar stands for. A timestamp is read as text, but written with quotes. */
export type Resolved = null | boolean | number | bigint | { readonly timestamp: true } | undefined;

/**
 * The type that go-yaml v2 gives a scalar without quotes: that of YAML 1.1, with `yes`, `on` and `0777`.
 *
 * @returns undefined where it is text
 */
export function resolveScalar(text: string): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  if (first === 46) return DECIMAL.test(text) ? parseFloat64(text) : undefined;
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45)) return undefined;
  if (isTimestamp(text)) return { timestamp: true };
  const plain = text.replaceAll('_', '');
  const int = parseInteger(plain, 0) ?? unsigned(plain);
  if (int !== undefined) return int;
  if (STYLE_FLOAT.test(plain)) return parseFloat64(plain);
  return undefined;
}

/** Digits that YAML 1.1 may read as base 60, such as `12:30:45`. */
export function isBase60(text: string): boolean {
  return BASE60.test(text);
}

// --- internal ---

const STYLE_FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DECIMAL = /^\.[0-9_]+([eE][-+]?[0-9]+)?$/;
const BASE60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))|(?: (\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?))?$/;

const WORDS: ReadonlyMap<string, Resolved> = new Map<string, Resolved>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

function unsigned(text: string): bigint | undefined {
  if (text.startsWith('-') || text.startsWith('+')) return undefined;
  const value = parseInteger(text, 0, 65);
  return value !== undefined && value >= 0n ? value : undefined;
}

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [, year, month, day, ...time] = match.map(Number);
  const [hour = 0, minute = 0, second = 0] = time.filter((part) => !Number.isNaN(part));
  if (hour > 23 || minute > 59 || second > 59 || (month ?? 0) < 1 || (month ?? 0) > 12 || (day ?? 0) < 1) return false;
  return (day ?? 0) <= new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
}
