import { deepEqual } from '../go/compare.ts';
import { type FunctionTable, fn, fnIn, variadic, withOpen } from '../go/function.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { openTextOf } from '../go/trace.ts';
import { isTrue } from '../go/truth.ts';
import { GoStruct, isNil, kindName, typeName, type Value } from '../go/values.ts';

/** Sprig's defaults, choices and questions about types. */
export const FLOW_FUNCTIONS: FunctionTable = {
  default: withOpen(
    variadic(['any'], 'any', (given, fallback) => (given.length === 0 || isEmpty(given[0]) ? fallback : given[0])),
    ([fallback, given, ...others]) => {
      if (openTextOf(given) !== undefined) return given;
      // Of the given value, what is no text is looked at by the function itself.
      const isPlain = given === null || typeof given !== 'object';
      return isPlain && others.length === 0 && !isTrue(given) && openTextOf(fallback) ? fallback : undefined;
    },
  ),
  empty: fn(['any'], isEmpty),
  coalesce: variadic([], 'any', (values) => values.find((value) => !isEmpty(value)) ?? null),
  all: variadic([], 'any', (values) => !values.some(isEmpty)),
  any: variadic([], 'any', (values) => values.some((value) => !isEmpty(value))),
  ternary: fn(['any', 'any', 'bool'], (yes, no, test) => (test ? yes : no)),
  fail: fn(['string'], (message) => {
    throw new FunctionFailure(message, 'TEMPLATE_FAILED');
  }),
  typeOf: fn(['any'], typeName),
  typeIs: fn(['string', 'any'], (name, value) => name === typeName(value)),
  typeIsLike: fn(['string', 'any'], (name, value) => name === typeName(value) || `*${name}` === typeName(value)),
  kindOf: fn(['any'], kindName),
  kindIs: fn(['string', 'any'], (name, value) => name === kindName(value)),
  deepEqual: fnIn(['any', 'any'], (runtime, a, b) => deepEqual(a, b, runtime)),
};

// --- internal ---

/** Sprig's emptiness: that of Go's truth, but a struct never is. */
function isEmpty(value: Value): boolean {
  if (isNil(value)) return true;
  return !(value instanceof GoStruct) && !isTrue(value);
}
