import { deepEqual } from '../go/compare.ts';
import { type FunctionTable, fn, fnIn, type GoFunction, variadic, variadicIn } from '../go/function.ts';
import type { Budget } from '../go/print.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { compareText } from '../go/text.ts';
import { isTrue } from '../go/truth.ts';
import {
  GoBytes,
  GoInt,
  type GoList,
  int,
  isNil,
  kindName,
  nilList,
  stringList,
  typeName,
  type Value,
  withType,
} from '../go/values.ts';
import { toInteger, toText, toTexts } from './cast.ts';

const listOf = variadic([], 'any', (values) => [...values]);
const push = fn(['any', 'any'], (list, value) => [...items(list, 'push on'), value]);
const prepend = fn(['any', 'any'], (list, value) => [value, ...items(list, 'prepend on')]);
const first = fn(['any'], (list) => items(list, 'find first on')[0] ?? null);
const last = fn(['any'], (list) => items(list, 'find last on').at(-1) ?? null);
const rest = fn(['any'], (list) => orNil(items(list, 'find rest on'), (all) => all.slice(1)));
const initial = fn(['any'], (list) => orNil(items(list, 'find initial on'), (all) => all.slice(0, -1)));
const compact = fn(['any'], (list) => items(list, 'compact on').filter(isTrue));
const reverse = fn(['any'], (list) => [...items(list, 'find reverse on')].reverse());
const uniq = fnIn(['any'], (runtime, list) => unique(items(list, 'find uniq on'), runtime));
const without = variadicIn(['any'], 'any', (runtime, omitted, list) =>
  items(list, 'find without on').filter((item) => !omitted.some((other) => deepEqual(item, other, runtime))),
);
const has = fnIn(['any', 'any'], (runtime, needle, list) =>
  isNil(list) ? false : items(list, 'find has on').some((item) => deepEqual(needle, item, runtime)),
);
const slice = variadic(['any'], 'any', (bounds, list) => sliced(list, bounds));
const chunk = fnIn(['int', 'any'], (runtime, size, list) => {
  const all = items(list, 'chunk type');
  if (size <= 0) throw new FunctionFailure('integer divide by zero');
  runtime.spend(all.length);
  const chunks: GoList = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size));
  return withType(chunks, '[][]interface {}');
});

/** Sprig's functions on lists. @see https://masterminds.github.io/sprig/lists.html */
export const LIST_FUNCTIONS: FunctionTable = {
  list: listOf,
  tuple: listOf,
  ...both('append', push),
  ...both('push', push),
  ...both('prepend', prepend),
  ...both('first', first),
  ...both('last', last),
  ...both('rest', rest),
  ...both('initial', initial),
  ...both('compact', compact),
  ...both('reverse', reverse),
  ...both('uniq', uniq),
  ...both('without', without),
  ...both('has', has),
  ...both('slice', slice),
  ...both('chunk', chunk),
  concat: variadic([], 'any', (lists) => {
    const all = lists.flatMap((list) => items(list, 'concat type', false));
    return all.length === 0 ? nilList() : all;
  }),
  sortAlpha: fnIn(['any'], (runtime, list) => sortedTexts(list, runtime)),
  join: fnIn(['string', 'any'], (runtime, separator, list) => {
    const texts = toTexts(list, runtime);
    runtime.make(separator.length * texts.length);
    return texts.join(separator);
  }),
  toStrings: fnIn(['any'], (runtime, list) => stringList(toTexts(list, runtime))),
  splitList: fnIn(['string', 'string'], (runtime, separator, text) => {
    runtime.spend(text.length);
    return stringList(splitText(text, separator));
  }),
  split: fn(['string', 'string'], (separator, text) => numbered(splitText(text, separator))),
  splitn: fn(['string', 'int', 'string'], (separator, count, text) => numbered(splitText(text, separator, count))),
  until: fnIn(['int'], (runtime, count) => intList(steps(runtime, 0, count, count < 0 ? -1 : 1))),
  untilStep: fnIn(['int', 'int', 'int'], (runtime, start, stop, step) => intList(steps(runtime, start, stop, step))),
};

/** `start`, `start + step`, … before `stop`. */
export function steps(runtime: { spend(steps: number): void }, start: number, stop: number, step: number): number[] {
  const values: number[] = [];
  if (stop < start ? step >= 0 : step <= 0) return values;
  runtime.spend(Math.ceil((stop - start) / step));
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) values.push(at);
  return values;
}

/** Go's `strings.SplitN`; an empty separator splits into characters. */
export function splitText(text: string, separator: string, count = -1): string[] {
  if (count === 0) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

// --- internal ---

function sortedTexts(list: Value, budget: Budget): GoList {
  if (!Array.isArray(list) && !(list instanceof GoBytes)) return stringList([toText(list, budget)]);
  return stringList(toTexts(list, budget).sort(compareText));
}

function both(name: string, entry: GoFunction): FunctionTable {
  return { [name]: entry, [`must${name[0]?.toUpperCase()}${name.slice(1)}`]: entry };
}

function items(value: Value, action: string, article = true): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof GoBytes) return [...value.bytes].map((byte) => new GoInt(BigInt(byte), 'uint8'));
  const type = article ? 'type ' : '';
  throw new FunctionFailure(`Cannot ${action} ${type}${isNil(value) ? 'nil' : kindName(value)}`);
}

function orNil(all: readonly Value[], take: (all: readonly Value[]) => GoList): Value {
  return all.length === 0 ? nilList() : take(all);
}

function unique(all: readonly Value[], budget: Budget): GoList {
  const seen = new Set<Value>();
  const kept: GoList = [];
  const objects: GoList = [];
  for (const item of all) {
    if (typeof item === 'object' && item !== null) {
      if (objects.some((other) => deepEqual(item, other, budget))) continue;
      objects.push(item);
    } else if (seen.has(item)) continue;
    else seen.add(item);
    kept.push(item);
  }
  return kept;
}

function sliced(list: Value, bounds: readonly Value[]): Value {
  const all = items(list, 'slice on');
  if (all.length === 0) return null;
  const start = bounds.length > 0 ? Number(toInteger(bounds[0])) : 0;
  const end = bounds.length > 1 ? Number(toInteger(bounds[1])) : all.length;
  if (start < 0 || end < start || end > all.length) {
    throw new FunctionFailure('reflect.Value.Slice: slice index out of bounds');
  }
  return withType(all.slice(start, end), typeName(list));
}

function numbered(parts: readonly string[]): Value {
  const entries = parts.map((part, index) => [`_${index}`, part] as const);
  return withType(new Map<string, Value>(entries), 'map[string]string');
}

function intList(values: readonly number[]): GoList {
  return withType(values.map(int), '[]int');
}
