import type { NumberLiteral, Operand } from './ast.ts';
import type { GoFunction } from './function.ts';
import { FunctionFailure } from './runtime.ts';
import { seen } from './trace.ts';
import { asInterface, GoInt, GoStruct, isNil, type ParamKind, typeName, type Value } from './values.ts';

/** The type of the parameter that takes the argument of an index. */
export function paramAt(fn: Pick<GoFunction, 'params' | 'rest'>, index: number): ParamKind {
  return fn.params[index] ?? fn.rest ?? 'any';
}

/** @throws FunctionFailure `TEMPLATE_ARGUMENTS` when a function does not take so many arguments */
export function checkCount(name: string, fn: Pick<GoFunction, 'params' | 'rest'>, count: number): void {
  const want = fn.params.length;
  if (fn.rest === undefined ? count === want : count >= want) return;
  const least = fn.rest === undefined ? '' : 'at least ';
  throw new FunctionFailure(
    `wrong number of args for ${name}: want ${least}${want} got ${count}`,
    'TEMPLATE_ARGUMENTS',
  );
}

/**
 * Checks a value against the type of a parameter, as Go's `validateType` does, and gives it in the form that our
 * functions take: an `int` as a number, an `int64` as a bigint.
 */
export function coerce(given: Value, kind: ParamKind): Value {
  const value = seen(given);
  switch (kind) {
    case 'any':
      return asInterface(value);
    case 'value':
      return value;
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'float64':
      if (typeof value === 'number') return value;
      break;
    case 'int':
      if (value instanceof GoInt && value.kind === 'int') return Number(value.value);
      break;
    case 'int64':
      if (value instanceof GoInt && value.kind === 'int64') return value.value as unknown as Value;
      break;
    case 'list':
      if (value === undefined) return [];
      if (Array.isArray(value) && typeName(value) === '[]interface {}') return value;
      break;
    case 'strings':
      if (value === undefined) return [];
      if (Array.isArray(value) && typeName(value) === '[]string') return value;
      break;
    case 'map':
      if (value === undefined) return new Map();
      // A named map type with the same underlying type is assignable.
      if (value instanceof Map && ASSIGNABLE_MAPS.has(typeName(value))) return value;
      break;
    case 'semver':
      if (value instanceof GoStruct && value.typeName === '*semver.Version') return value;
      break;
  }
  const expected = GO_TYPES[kind];
  const reason =
    value === undefined
      ? `invalid value; expected ${expected}`
      : `wrong type for value; expected ${expected}; got ${value === null ? 'interface {}' : typeName(value)}`;
  throw new FunctionFailure(reason, 'TEMPLATE_ARGUMENTS');
}

/** A literal as the argument of a parameter; the type of the parameter decides what it stands for. */
export function literalArgument(operand: Literal, kind: ParamKind): Value {
  if (operand.type === 'nil') {
    if (kind === 'value') return undefined;
    if (kind === 'any') return null;
    if (kind === 'list' || kind === 'strings' || kind === 'map') return coerce(undefined, kind);
    throw new FunctionFailure(`cannot assign nil to ${GO_TYPES[kind]}`, 'TEMPLATE_ARGUMENTS');
  }
  if (kind === 'any' || kind === 'value') return operand.type === 'number' ? constant(operand) : operand.value;
  if (kind === 'string' && operand.type === 'string') return operand.value;
  if (kind === 'bool' && operand.type === 'bool') return operand.value;
  if (operand.type === 'number') {
    const { int, float } = operand.number;
    if (kind === 'int' && int !== undefined) return Number(int);
    if (kind === 'int64' && int !== undefined) return int as unknown as Value;
    if (kind === 'float64' && float !== undefined) return float;
  }
  const found = operand.type === 'number' ? operand.text : String(operand.value);
  throw new FunctionFailure(`expected ${GO_TYPES[kind]}; found ${found}`, 'TEMPLATE_ARGUMENTS');
}

/** What a number literal is where nothing says which type is wanted. */
export function constant(operand: { readonly number: NumberLiteral; readonly text: string }): Value {
  const { int, float, prefersFloat } = operand.number;
  if (prefersFloat || int === undefined) return float;
  return new GoInt(int);
}

/** An operand whose value is written in the template. */
export type Literal = { readonly pos: number; readonly end: number } & (
  | { readonly type: 'nil' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly number: NumberLiteral; readonly text: string }
);

export function isLiteral(operand: Operand): operand is Literal {
  return LITERALS.has(operand.type);
}

/** Two nothings are both nil for a function of any type. */
export function orNull(value: Value): Value {
  return isNil(value) ? null : value;
}

// --- internal ---

const LITERALS: ReadonlySet<Operand['type']> = new Set(['nil', 'bool', 'string', 'number']);

const ASSIGNABLE_MAPS: ReadonlySet<string> = new Set(['map[string]interface {}', 'chartutil.Values', 'common.Values']);

const GO_TYPES: Readonly<Record<ParamKind, string>> = {
  any: 'interface {}',
  value: 'reflect.Value',
  string: 'string',
  int: 'int',
  int64: 'int64',
  float64: 'float64',
  bool: 'bool',
  list: '[]interface {}',
  strings: '[]string',
  map: 'map[string]interface {}',
  semver: '*semver.Version',
};
