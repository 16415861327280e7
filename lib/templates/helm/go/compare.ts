import { type Budget, enter } from './print.ts';
import { FunctionFailure } from './runtime.ts';
import { compareText } from './text.ts';
import { GoBytes, GoInt, GoStruct, isNil, kindName, typeName, type Value } from './values.ts';

/** `eq` of two values, with Go's rules of which types can be compared. @throws FunctionFailure */
export function equalValues(a: Value, b: Value): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (left !== right) {
    if (!isNil(a) && !isNil(b)) throw incompatible();
    return false;
  }
  switch (left) {
    case 'int':
      return (a as GoInt).value === (b as GoInt).value;
    case 'bool':
    case 'float':
    case 'string':
      return a === b;
    case undefined:
      return equalOthers(a, b);
  }
}

/** `lt` of two values. @throws FunctionFailure */
export function lessThan(a: Value, b: Value): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (left === undefined || right === undefined) throw new FunctionFailure('invalid type for comparison');
  if (left !== right) throw incompatible();
  switch (left) {
    case 'int':
      return (a as GoInt).value < (b as GoInt).value;
    case 'float':
      return (a as number) < (b as number);
    case 'string':
      return compareText(a as string, b as string) < 0;
    case 'bool':
      throw new FunctionFailure('invalid type for comparison');
  }
}

/** Whether two values are equal all the way down, types included (`reflect.DeepEqual`). */
export function deepEqual(a: Value, b: Value, budget: Budget, depth = 0): boolean {
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (typeName(a) !== typeName(b)) return false;
  enter(budget, depth);
  if (a instanceof GoInt) return b instanceof GoInt && a.value === b.value;
  if (a instanceof GoBytes) {
    return b instanceof GoBytes && a.bytes.length === b.bytes.length && a.bytes.every((x, i) => x === b.bytes[i]);
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i], budget, depth + 1));
  }
  const left = a instanceof GoStruct ? a.fields : a;
  const right = b instanceof GoStruct ? b.fields : b;
  if (!(right instanceof Map) || left.size !== right.size) return false;
  for (const [key, item] of left) {
    if (!right.has(key) || !deepEqual(item, right.get(key), budget, depth + 1)) return false;
  }
  return true;
}

// --- internal ---

type BasicKind = 'bool' | 'int' | 'float' | 'string';

function basicKind(value: Value): BasicKind | undefined {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
  }
  return value instanceof GoInt ? 'int' : undefined;
}

function equalOthers(a: Value, b: Value): boolean {
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (kindName(a) !== kindName(b)) {
    throw new FunctionFailure(`non-comparable types ${typeName(a)}, ${typeName(b)}`);
  }
  if (a instanceof GoStruct) return a === b;
  throw new FunctionFailure(`non-comparable type ${typeName(b)}`);
}

function incompatible(): FunctionFailure {
  return new FunctionFailure('incompatible types for comparison');
}
