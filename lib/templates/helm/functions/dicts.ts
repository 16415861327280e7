import { type FunctionTable, fn, fnIn, type GoFunction, variadic, variadicIn } from '../go/function.ts';
import { type Budget, enter } from '../go/print.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { compareText } from '../go/text.ts';
import { type GoMap, isNil, kindName, stringList, typeName, type Value, withType } from '../go/values.ts';
import { toText } from './cast.ts';
import { mergeMaps } from './merge.ts';

const merge = merging(false);
const mergeOverwrite = merging(true);
const deepCopy = fnIn(['any'], (runtime, value) => {
  if (isNil(value)) throw new FunctionFailure('reflect: call of reflect.Value.Type on zero Value');
  return copied(value, runtime);
});

/**
 * Sprig's functions on maps. Where Go leaves the order of keys to chance (`keys`, `values`), ours is sorted.
 *
 * @see https://masterminds.github.io/sprig/dicts.html
 */
export const DICT_FUNCTIONS: FunctionTable = {
  dict: variadicIn([], 'any', (runtime, values) => {
    const dict: GoMap = new Map();
    for (let at = 0; at < values.length; at += 2) {
      dict.set(toText(values[at], runtime), at + 1 < values.length ? (values[at + 1] ?? null) : '');
    }
    return dict;
  }),
  get: fn(['map', 'string'], (dict, key) => dict.get(key) ?? (dict.has(key) ? null : '')),
  set: fn(['map', 'string', 'any'], (dict, key, value) => dict.set(key, value)),
  unset: fn(['map', 'string'], (dict, key) => {
    dict.delete(key);
    return dict;
  }),
  hasKey: fn(['map', 'string'], (dict, key) => dict.has(key)),
  pluck: variadic(['string'], 'map', (dicts, key) =>
    dicts.filter((dict) => dict.has(key)).map((dict) => dict.get(key) ?? null),
  ),
  keys: variadic([], 'map', (dicts) => stringList(dicts.flatMap((dict) => [...dict.keys()].sort(compareText)))),
  values: fn(['map'], (dict) => [...dict].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value ?? null)),
  pick: variadic(['map'], 'string', (keys, dict) => {
    const picked: GoMap = new Map();
    for (const key of keys) if (dict.has(key)) picked.set(key, dict.get(key) ?? null);
    return picked;
  }),
  omit: variadic(['map'], 'string', (keys, dict) => {
    const omitted = new Set(keys);
    return new Map([...dict].filter(([key]) => !omitted.has(key)));
  }),
  merge,
  mustMerge: merge,
  mergeOverwrite,
  mustMergeOverwrite: mergeOverwrite,
  deepCopy,
  mustDeepCopy: deepCopy,
  dig: variadicIn([], 'any', (_, values) => dig(values)),
};

/** A value with nothing shared with the original. */
export function copied(value: Value, budget: Budget, depth = 0): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    enter(budget, depth);
    const copy = value.map((item) => copied(item, budget, depth + 1));
    const type = typeName(value);
    return type === '[]interface {}' ? copy : withType(copy, type);
  }
  if (value instanceof Map) {
    enter(budget, depth);
    const copy: GoMap = new Map();
    for (const [key, item] of value) copy.set(key, copied(item, budget, depth + 1));
    const type = typeName(value);
    return type === 'map[string]interface {}' ? copy : withType(copy, type);
  }
  return value;
}

// --- internal ---

function merging(overwrite: boolean): GoFunction {
  return variadicIn(['map'], 'map', (runtime, sources, target) => {
    for (const source of sources) {
      mergeMaps(target, source, overwrite, runtime);
    }
    return target;
  });
}

function dig(values: readonly Value[]): Value {
  if (values.length < 3) throw new FunctionFailure('dig needs at least three arguments');
  const keys = values.slice(0, -2);
  const fallback = values.at(-2) ?? null;
  let current: Value = values.at(-1);
  for (const [index, key] of keys.entries()) {
    if (!(current instanceof Map) || typeName(current) === 'map[string]string') {
      throw new FunctionFailure(
        `interface conversion: interface {} is ${isNil(current) ? 'nil' : kindName(current)}, not map[string]interface {}`,
      );
    }
    if (typeof key !== 'string') throw new FunctionFailure('the keys of dig must be strings');
    if (!current.has(key)) return fallback;
    current = current.get(key) ?? null;
    if (index === keys.length - 1) return current;
  }
  return current;
}
