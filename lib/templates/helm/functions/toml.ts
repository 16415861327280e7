import { type FunctionTable, fnIn } from '../go/function.ts';
import { formatFloat } from '../go/number.ts';
import { type Budget, enter } from '../go/print.ts';
import { compareText } from '../go/text.ts';
import { GoInt, type GoMap, int64, isNil, type Value } from '../go/values.ts';
import { toml } from '../packages.ts';

/** Helm's `toToml`, as BurntSushi/toml writes it, and `fromToml`, whose mistakes are a map with the key `Error`. */
export const TOML_FUNCTIONS: FunctionTable = {
  toToml: fnIn(['any'], (runtime, value) => {
    if (!(value instanceof Map)) return 'toml: top-level values must be Go maps or structs';
    return writeTable(value, [], runtime);
  }),
  fromToml: fnIn(['string'], (runtime, text) => {
    runtime.spend(text.length);
    try {
      return fromTomlValue(toml().parse(text, { integersAsBigInt: true }), runtime, 0);
    } catch (cause) {
      if (cause instanceof toml().TomlError) {
        return new Map([['Error', `toml: ${cause.message.split('\n')[0]}`]]);
      }
      throw cause;
    }
  }),
};

// --- internal ---

function fromTomlValue(data: unknown, budget: Budget, depth: number): Value {
  if (typeof data === 'bigint') return int64(data);
  if (data instanceof toml().TomlDate) return data.toISOString();
  if (typeof data !== 'object' || data === null) return data as Value;
  enter(budget, depth);
  if (Array.isArray(data)) return data.map((item) => fromTomlValue(item, budget, depth + 1));
  return new Map(Object.entries(data).map(([key, item]) => [key, fromTomlValue(item, budget, depth + 1)]));
}

function writeTable(table: GoMap, path: readonly string[], budget: Budget): string {
  enter(budget, path.length);
  const entries = [...table].filter(([, value]) => !isNil(value)).sort(([a], [b]) => compareText(a, b));
  let text = '';
  const indent = '  '.repeat(Math.max(0, path.length - 1) + (path.length > 0 ? 1 : 0));
  for (const [key, value] of entries) {
    if (!isTable(value) && !isTableList(value)) text += `${indent}${keyText(key)} = ${inline(value, budget)}\n`;
  }
  for (const [key, value] of entries) {
    const inner = [...path, keyText(key)];
    const heading = '  '.repeat(path.length);
    budget.make(heading.length + inner.join('.').length);
    if (isTable(value)) {
      text += `${path.length === 0 && text !== '' ? '\n' : ''}${heading}[${inner.join('.')}]\n`;
      text += writeTable(value, inner, budget);
    } else if (isTableList(value)) {
      for (const item of value) {
        text += `${text === '' ? '' : '\n'}${heading}[[${inner.join('.')}]]\n${writeTable(item, inner, budget)}`;
      }
    }
  }
  return text;
}

function isTable(value: Value): value is GoMap {
  return value instanceof Map;
}

function isTableList(value: Value): value is GoMap[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable);
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key);
}

function inline(value: Value, budget: Budget): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    const text = formatFloat(value, 21);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  if (value instanceof GoInt) return value.value.toString();
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, budget)).join(', ')}]`;
  if (value instanceof Map) {
    const entries = [...value].sort(([a], [b]) => compareText(a, b));
    return `{${entries.map(([key, item]) => `${keyText(key)} = ${inline(item, budget)}`).join(', ')}}`;
  }
  return String(value);
}

function quoted(text: string): string {
  const escaped = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: TOML escapes them
    /["\\\0-\x1f\x7f]/g,
    (char) => NAMED[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
};
