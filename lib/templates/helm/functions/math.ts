import { type FunctionTable, fn, type GoFunction, variadic, variadicIn } from '../go/function.ts';
import { parseInteger } from '../go/number.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { GoInt, int, int64, type Value } from '../go/values.ts';
import { toFloat, toInteger, toText } from './cast.ts';
import { type DecimalOperation, foldDecimals, roundAt } from './decimal.ts';
import { steps } from './lists.ts';

const biggest = variadic(['any'], 'any', (others, first) =>
  int64(extreme([first, ...others].map(toInteger), (a, b) => a > b)),
);

/** Sprig's arithmetic: integers are `int64`, floats `float64`, and what is no number counts as 0. */
export const MATH_FUNCTIONS: FunctionTable = {
  add: variadic([], 'any', (values) => int64(values.reduce<bigint>((sum, value) => sum + toInteger(value), 0n))),
  add1: fn(['any'], (value) => int64(toInteger(value) + 1n)),
  sub: fn(['any', 'any'], (a, b) => int64(toInteger(a) - toInteger(b))),
  div: fn(['any', 'any'], (a, b) => int64(toInteger(a) / divisor(b))),
  mod: fn(['any', 'any'], (a, b) => int64(toInteger(a) % divisor(b))),
  mul: variadic(['any'], 'any', (others, first) =>
    int64(others.reduce<bigint>((product, value) => BigInt.asIntN(64, product * toInteger(value)), toInteger(first))),
  ),
  max: biggest,
  biggest,
  min: variadic(['any'], 'any', (others, first) => int64(extreme([first, ...others].map(toInteger), (a, b) => a < b))),
  maxf: variadic(['any'], 'any', (others, first) => Math.max(...[first, ...others].map(toFloat))),
  minf: variadic(['any'], 'any', (others, first) => Math.min(...[first, ...others].map(toFloat))),
  addf: variadic([], 'any', (values) => foldDecimals('add', [0, ...values.map(toFloat)])),
  add1f: fn(['any'], (value) => foldDecimals('add', [toFloat(value), 1])),
  subf: folding('sub'),
  divf: folding('div'),
  mulf: folding('mul'),
  ceil: fn(['any'], (value) => Math.ceil(toFloat(value))),
  floor: fn(['any'], (value) => Math.floor(toFloat(value))),
  round: variadic(['any', 'int'], 'float64', ([threshold], value, places) =>
    roundAt(toFloat(value), places, threshold ?? 0.5),
  ),
  int: fn(['any'], (value) => int(toInteger(value))),
  int64: fn(['any'], (value) => int64(toInteger(value))),
  float64: fn(['any'], toFloat),
  atoi: fn(['string'], (text) => int(parseInteger(text, 10) ?? 0n)),
  toDecimal: variadicIn(['any'], 'any', (runtime, _, value) => octal(toText(value, runtime))),
  seq: variadicIn([], 'int', (runtime, params) => sequence(runtime, params)),
};

// --- internal ---

function folding(operation: DecimalOperation): GoFunction {
  return variadic(['any'], 'any', (others, first) => foldDecimals(operation, [first, ...others].map(toFloat)));
}

function extreme(values: readonly bigint[], beats: (a: bigint, b: bigint) => boolean): bigint {
  return values.reduce((best, value) => (beats(value, best) ? value : best));
}

function divisor(value: Value): bigint {
  const number = toInteger(value);
  if (number === 0n) throw new FunctionFailure('runtime error: integer divide by zero');
  return number;
}

function octal(text: string): Value {
  return new GoInt(parseInteger(text, 8) ?? 0n, 'int64');
}

function sequence(runtime: { spend(steps: number): void }, params: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = params;
  const list = (start: number, end: number, step: number): string => steps(runtime, start, end, step).join(' ');
  switch (params.length) {
    case 1: {
      const step = first < 1 ? -1 : 1;
      return list(1, first + step, step);
    }
    case 2: {
      const step = second < first ? -1 : 1;
      return list(first, second + step, step);
    }
    case 3:
      if (third < first && second > 0) return '';
      return list(first, third + (third < first ? -1 : 1), second);
  }
  return '';
}
