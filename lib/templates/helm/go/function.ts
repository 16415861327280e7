import type { Runtime } from './runtime.ts';
import { openTextOf } from './trace.ts';
import type { GoList, GoMap, GoStruct, ParamKind, Value } from './values.ts';

/** A function that templates can call, with the Go types of its parameters. */
export interface GoFunction {
  readonly params: readonly ParamKind[];
  /** The type of each further argument, where the function takes any number. */
  readonly rest: ParamKind | undefined;
  readonly call: (runtime: Runtime, args: readonly Value[]) => Value;
  /** The same for arguments among which a text is open, if it can do without looking at that; undefined if it cannot. */
  readonly open?: OpenCall | undefined;
}

/** Arguments are as they come: of no type, and unseen. */
export type OpenCall = (args: readonly Value[], runtime: Runtime) => Value;

export type FunctionTable = Readonly<Record<string, GoFunction>>;

interface ParamTypes {
  readonly any: Value;
  readonly value: Value;
  readonly string: string;
  readonly int: number;
  readonly int64: bigint;
  readonly float64: number;
  readonly bool: boolean;
  readonly list: GoList;
  readonly strings: readonly string[];
  readonly map: GoMap;
  readonly semver: GoStruct;
}

type Args<P extends readonly ParamKind[]> = { -readonly [K in keyof P]: ParamTypes[P[K]] };

/** A function of fixed parameters. */
export function fn<const P extends readonly ParamKind[]>(params: P, call: (...args: Args<P>) => Value): GoFunction {
  const body = call as unknown as (...args: readonly Value[]) => Value;
  return { params, rest: undefined, call: (_, args) => body(...args) };
}

/** A function of fixed parameters that needs the state of the rendering. */
export function fnIn<const P extends readonly ParamKind[]>(
  params: P,
  call: (runtime: Runtime, ...args: Args<P>) => Value,
): GoFunction {
  const body = call as unknown as (runtime: Runtime, ...args: readonly Value[]) => Value;
  return { params, rest: undefined, call: (runtime, args) => body(runtime, ...args) };
}

/** A function whose last parameter takes any number of arguments, given as one list. */
export function variadic<const P extends readonly ParamKind[], R extends ParamKind>(
  params: P,
  rest: R,
  call: (rest: readonly ParamTypes[R][], ...args: Args<P>) => Value,
): GoFunction {
  return variadicIn(params, rest, (_, values, ...args) => call(values, ...args));
}

/** A function that can also do with open texts. */
export function withOpen(plain: GoFunction, open: OpenCall): GoFunction {
  return { ...plain, open };
}

/** A function of one text that does the same to it whatever names stand at its marks. */
export function withOpenText(plain: GoFunction, change: (shown: string) => string): GoFunction {
  return withOpen(plain, (args) => (args.length === 1 ? openTextOf(args[0])?.map(change) : undefined));
}

/** As `variadic`, with the state of the rendering. */
export function variadicIn<const P extends readonly ParamKind[], R extends ParamKind>(
  params: P,
  rest: R,
  call: (runtime: Runtime, rest: readonly ParamTypes[R][], ...args: Args<P>) => Value,
): GoFunction {
  const count = params.length;
  const body = call as unknown as (runtime: Runtime, rest: readonly Value[], ...args: readonly Value[]) => Value;
  return { params, rest, call: (runtime, args) => body(runtime, args.slice(count), ...args.slice(0, count)) };
}
