import { formatFloat, plainDecimal, shortestDigits } from '../go/number.ts';
import { type Budget, enter } from '../go/print.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { compareText, isValidUtf8 } from '../go/text.ts';
import { GoBytes, GoInt, GoStruct, isNil, isNilList, isNilMap, type Value } from '../go/values.ts';
import { base64 } from './base64.ts';
import { jsonFailure } from './json-failure.ts';

export interface JsonOptions {
  /** Text of one level of indentation; none is the compact form. */
  readonly indent?: string;
  /** Writes `<`, `>` and `&` as they are. */
  readonly raw?: boolean;
}

/** Writes a value as Go's `encoding/json` does: keys sorted, `<>&` escaped. @throws FunctionFailure */
export function encodeJson(value: Value, budget: Budget, options: JsonOptions = {}): string {
  return write(value, budget, options, 0, '');
}

/** Reads JSON the way Go does into `interface{}`: every number a float. @throws FunctionFailure */
export function decodeJson(text: string): Value {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FunctionFailure(jsonFailure(text));
  }
  return toValue(parsed);
}

/** Data as JSON has it, as a value of a template; integers of Go, as `--set` makes them, stay what they are. */
export function toValue(data: unknown): Value {
  if (data === null || typeof data === 'boolean' || typeof data === 'number') return data;
  if (typeof data === 'string' || data instanceof GoInt) return data;
  if (Array.isArray(data)) return data.map(toValue);
  if (data instanceof Map) return new Map([...data].map(([key, item]) => [String(key), toValue(item)]));
  if (typeof data === 'object') {
    return new Map(
      Object.entries(data)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, toValue(item)]),
    );
  }
  return null;
}

// --- internal ---

function write(value: Value, budget: Budget, options: JsonOptions, depth: number, line: string): string {
  if (isNil(value)) return 'null';
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'string':
      budget.make(value.length);
      return quoteJson(value, options.raw === true);
    case 'number':
      return numberText(value);
  }
  if (value instanceof GoInt) return value.value.toString();
  if (value instanceof GoBytes) return `"${base64(value.bytes)}"`;
  enter(budget, depth);
  if (value instanceof GoStruct && value.json !== undefined) return write(value.json(), budget, options, depth, line);
  const inner = options.indent === undefined ? '' : `${line === '' ? '\n' : line}${options.indent}`;
  const outer = options.indent === undefined ? '' : line === '' ? '\n' : line;
  if (Array.isArray(value)) {
    if (value.length === 0) return isNilList(value) ? 'null' : '[]';
    const items = value.map((item) => inner + write(item, budget, options, depth + 1, inner));
    return `[${items.join(',')}${outer}]`;
  }
  const entries = value instanceof GoStruct ? [...value.fields] : [...value].sort(([a], [b]) => compareText(a, b));
  if (entries.length === 0) return value instanceof Map && isNilMap(value) ? 'null' : '{}';
  const colon = options.indent === undefined ? ':' : ': ';
  const members = entries.map(
    ([key, item]) =>
      `${inner}${quoteJson(key, options.raw === true)}${colon}${write(item, budget, options, depth + 1, inner)}`,
  );
  return `{${members.join(',')}${outer}}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new FunctionFailure(`json: unsupported value: ${formatFloat(value)}`);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const { negative, digits, exponent } = shortestDigits(value);
  if (exponent < -6 || exponent >= 21) return formatFloat(value).replace(/e-0(\d)$/, 'e-$1');
  return `${negative ? '-' : ''}${plainDecimal(digits, exponent)}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const ESCAPED = /["\\<>&\0-\x1f\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ESCAPED_RAW = /["\\\0-\x1f\u2028\u2029]/g;

function escapeOf(char: string): string {
  return NAMED[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function quoteJson(text: string, raw: boolean): string {
  const quoted = text.replace(raw ? ESCAPED_RAW : ESCAPED, escapeOf);
  return `"${isValidUtf8(quoted) ? quoted : quoted.replace(/[\ud800-\udfff]/gu, '\\ufffd')}"`;
}
