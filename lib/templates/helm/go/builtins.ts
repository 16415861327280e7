import { equalValues, lessThan } from './compare.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escape.ts';
import { type FunctionTable, fn, variadic, variadicIn, withOpen } from './function.ts';
import { sprint } from './print.ts';
import { sprintf } from './printf.ts';
import { FunctionFailure, type Runtime } from './runtime.ts';
import { byteLength, sliceBytes, toBytes } from './text.ts';
import { openTextOf } from './trace.ts';
import { isTrue } from './truth.ts';
import { absentFrom, GoBytes, GoInt, int, isNil, typeName, type Value } from './values.ts';

/**
 * The functions that Go's text/template has of its own. `and` and `or` are carried out by the compiler, since they do
 * not evaluate all of their arguments.
 *
 * @see https://pkg.go.dev/text/template#hdr-Functions
 */
export const BUILTINS: FunctionTable = {
  and: variadic(['value'], 'value', (rest, first) => [first, ...rest].find((value) => !isTrue(value)) ?? rest.at(-1)),
  or: variadic(['value'], 'value', (rest, first) => [first, ...rest].find(isTrue) ?? rest.at(-1)),
  not: fn(['value'], (value) => !isTrue(value)),
  len: fn(['value'], (value) => int(lengthOf(value))),
  index: variadic(['value'], 'value', (keys, value) => keys.reduce<Value>(indexed, present(value, 'index'))),
  slice: variadic(['value'], 'value', (bounds, value) => sliced(value, bounds)),
  call: variadic(['value'], 'value', (_, value) => {
    throw new FunctionFailure(isNil(value) ? 'call of nil' : `non-function of type ${typeName(value)}`);
  }),
  print: variadicIn([], 'any', (runtime, values) => sprint(values, runtime)),
  println: variadicIn([], 'any', (runtime, values) => `${values.map((value) => sprint([value], runtime)).join(' ')}\n`),
  printf: withOpen(
    variadicIn(['string'], 'any', (runtime, values, format) => sprintf(format, values, runtime)),
    ([format, ...values], runtime) => {
      const texts = values.map((value) => openTextOf(value)?.shown ?? value);
      const isPlain = texts.every((value) => typeof value === 'string');
      if (typeof format !== 'string' || !isPlain || !/^(?:[^%]|%%|%[sv])*$/.test(format)) return undefined;
      return runtime.trace?.open(sprintf(format, texts, runtime));
    },
  ),
  html: variadicIn([], 'any', (runtime, values) => escapeHtml(evaluated(runtime, values))),
  js: variadicIn([], 'any', (runtime, values) => escapeJs(evaluated(runtime, values))),
  urlquery: variadicIn([], 'any', (runtime, values) => escapeQuery(evaluated(runtime, values))),
  eq: variadic(['value'], 'value', (others, value) => equalToAny(value, others)),
  ne: fn(['value', 'value'], (a, b) => !equalValues(a, b)),
  lt: fn(['value', 'value'], lessThan),
  le: fn(['value', 'value'], (a, b) => lessThan(a, b) || equalValues(a, b)),
  gt: fn(['value', 'value'], (a, b) => !(lessThan(a, b) || equalValues(a, b))),
  ge: fn(['value', 'value'], (a, b) => !lessThan(a, b)),
};

// --- internal ---

function equalToAny(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionFailure('missing argument for comparison');
  return others.some((other) => equalValues(value, other));
}

function evaluated(runtime: Runtime, values: readonly Value[]): string {
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return only;
  return sprint(
    values.map((value) => (isNil(value) ? '<no value>' : value)),
    runtime,
  );
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  if (value instanceof GoBytes) return value.bytes.length;
  if (isNil(value)) throw new FunctionFailure('len of nil pointer');
  throw new FunctionFailure(`len of type ${typeName(value)}`);
}

function present(value: Value, action: string): Value {
  if (isNil(value)) throw new FunctionFailure(`${action} of untyped nil`);
  return value;
}

function indexed(value: Value, key: Value): Value {
  if (isNil(value)) throw new FunctionFailure('index of nil pointer');
  if (value instanceof Map) {
    if (typeof key === 'string') return value.get(key) ?? absentFrom(value);
    if (isNil(key)) throw new FunctionFailure('value is nil; should be of type string');
    throw new FunctionFailure(`value has type ${typeName(key)}; should be string`);
  }
  if (typeof value === 'string') {
    const bytes = toBytes(value);
    return new GoInt(BigInt(bytes[position(key, bytes.length)] ?? 0), 'uint8');
  }
  if (value instanceof GoBytes) return new GoInt(BigInt(value.bytes[position(key, value.bytes.length)] ?? 0), 'uint8');
  if (Array.isArray(value)) return value[position(key, value.length)] ?? null;
  throw new FunctionFailure(`can't index item of type ${typeName(value)}`);
}

function position(key: Value, length: number, inclusive = false): number {
  if (isNil(key)) throw new FunctionFailure('cannot index slice/array with nil');
  if (!(key instanceof GoInt)) throw new FunctionFailure(`cannot index slice/array with type ${typeName(key)}`);
  const at = Number(key.value);
  if (at < 0 || at > length || (at === length && !inclusive)) throw new FunctionFailure(`index out of range: ${at}`);
  return at;
}

function sliced(value: Value, bounds: readonly Value[]): Value {
  const item = present(value, 'slice');
  if (bounds.length > 3) throw new FunctionFailure(`too many slice indexes: ${bounds.length}`);
  if (typeof item === 'string' && bounds.length === 3) throw new FunctionFailure('cannot 3-index slice a string');
  const length = typeof item === 'string' ? byteLength(item) : Array.isArray(item) ? item.length : undefined;
  if (length === undefined) throw new FunctionFailure(`can't slice item of type ${typeName(item)}`);
  const [start = 0, end = length, limit = length] = bounds.map((bound) => position(bound, length, true));
  if (start > end) throw new FunctionFailure(`invalid slice index: ${start} > ${end}`);
  if (end > limit) throw new FunctionFailure(`invalid slice index: ${end} > ${limit}`);
  return typeof item === 'string' ? sliceBytes(item, start, end) : (item as readonly Value[]).slice(start, end);
}
