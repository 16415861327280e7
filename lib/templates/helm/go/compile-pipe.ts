import { KcdkError, kcdkError } from '../../../diagnostics/error.ts';
import { checkCount, coerce, constant, isLiteral, literalArgument, paramAt } from './arguments.ts';
import type { CommandNode, Operand, PipeNode } from './ast.ts';
import { fieldOf, methodOf } from './fields.ts';
import type { GoFunction } from './function.ts';
import { FunctionFailure, type Runtime } from './runtime.ts';
import type { Scope } from './scope.ts';
import type { Place } from './source-file.ts';
import { seen } from './trace.ts';
import { isTrue } from './truth.ts';
import { asInterface, type ParamKind, type Value } from './values.ts';

/** A compiled expression. */
export type Evaluate = (runtime: Runtime, dot: Value, variables: Value[]) => Value;

/** A command that may take the value of the command before it; `MISSING` where there is none. */
type Command = (runtime: Runtime, dot: Value, variables: Value[], final: Value | typeof MISSING) => Value;

const MISSING = Symbol('missing');

/** Compiles a pipeline with its declarations. Go: `evalPipeline`. */
export function compilePipe(pipe: PipeNode, scope: Scope): Evaluate {
  const [first, ...others] = pipe.commands.map((command) => compileCommand(command, scope));
  if (first === undefined) throw kcdkError('IMPOSSIBLE', { detail: 'a pipeline without commands' });
  const value: Evaluate =
    others.length === 0
      ? (runtime, dot, variables) => first(runtime, dot, variables, MISSING) ?? undefined
      : (runtime, dot, variables) => {
          let current = first(runtime, dot, variables, MISSING) ?? undefined;
          for (const command of others) current = command(runtime, dot, variables, current) ?? undefined;
          return current;
        };
  if (pipe.variables.length === 0) return value;
  const stores = pipe.variables.map((name) => compileStore(name, pipe, scope));
  return (runtime, dot, variables) => {
    const result = value(runtime, dot, variables);
    for (const store of stores) store(runtime, variables, result);
    return result;
  };
}

/** Runs an evaluation that may fail without knowing its place. */
export function located(runtime: Runtime, place: Place, cause: unknown): never {
  if (KcdkError.is(cause)) throw cause;
  if (cause instanceof FunctionFailure) throw runtime.error(cause.code, place, { detail: cause.message });
  if (cause instanceof RangeError) {
    throw runtime.error('TEMPLATE_TOO_DEEP', place, { detail: 'values or templates are nested too deeply' });
  }
  throw cause;
}

// --- internal ---

function compileStore(
  name: string,
  pipe: PipeNode,
  scope: Scope,
): (runtime: Runtime, variables: Value[], value: Value) => void {
  const slot = pipe.assigns ? scope.find(name) : scope.declare(name);
  if (slot !== undefined) {
    return (_, variables, value) => {
      variables[slot] = value;
    };
  }
  const place = placeOf(pipe, scope);
  return (runtime) => {
    throw runtime.error('TEMPLATE_OPERAND', place, { detail: `undefined variable: ${name}` });
  };
}

function placeOf(node: { readonly pos: number; readonly end: number }, scope: Scope): Place {
  return { file: scope.file, pos: node.pos, end: node.end, flows: false };
}

function compileCommand(command: CommandNode, scope: Scope): Command {
  const [first, ...args] = command.args;
  if (first === undefined) throw kcdkError('IMPOSSIBLE', { detail: 'a command without operands' });
  const end = command.args.at(-1)?.end ?? first.end;
  switch (first.type) {
    case 'identifier':
      return compileCall(first.name, args, { file: scope.file, pos: first.pos, end, flows: false }, scope);
    case 'field':
      return compilePath((_, dot) => dot, first.path, args, first, scope);
    case 'chain':
      return compilePath(compileChainBase(first, scope), first.path, args, first, scope);
    case 'variable': {
      const base = compileVariable(first, scope);
      return first.path.length === 0
        ? compilePlain(base, first, args, scope)
        : compilePath(base, first.path, args, first, scope);
    }
    case 'pipe':
      return compilePlain(compilePipe(first.pipe, scope), first, args, scope);
    case 'dot':
      return compilePlain((_, dot) => dot, first, args, scope);
    case 'nil': {
      const place = placeOf(first, scope);
      return (runtime) => {
        throw runtime.error('TEMPLATE_OPERAND', place, { detail: 'nil is not a command' });
      };
    }
    default: {
      const value = first.type === 'number' ? constant(first) : first.value;
      return compilePlain(() => value, first, args, scope);
    }
  }
}

/** An operand that is no function and so takes no arguments. */
function compilePlain(value: Evaluate, first: Operand, args: readonly Operand[], scope: Scope): Command {
  const place = placeOf(first, scope);
  return (runtime, dot, variables, final) => {
    if (args.length > 0 || final !== MISSING) {
      throw runtime.error('TEMPLATE_ARGUMENTS', place, { detail: "can't give argument to non-function" });
    }
    return value(runtime, dot, variables);
  };
}

function compileVariable(operand: Extract<Operand, { type: 'variable' }>, scope: Scope): Evaluate {
  const slot = scope.find(operand.name);
  if (slot !== undefined) return (_runtime, _dot, variables) => variables[slot];
  const place = placeOf(operand, scope);
  return (runtime) => {
    throw runtime.error('TEMPLATE_OPERAND', place, { detail: `undefined variable: ${operand.name}` });
  };
}

function compileChainBase(operand: Extract<Operand, { type: 'chain' }>, scope: Scope): Evaluate {
  return compileUnseen(operand.base, scope);
}

/** A chain of fields, of which the last may be a method that takes the arguments. */
function compilePath(
  base: Evaluate,
  path: readonly string[],
  args: readonly Operand[],
  operand: Operand,
  scope: Scope,
): Command {
  const place = placeOf(operand, scope);
  const count = path.length;
  const last = path[count - 1] ?? '';
  const given = args.map((arg) => compileMethodArgument(arg, scope));
  return (runtime, dot, variables, final) => {
    let receiver = base(runtime, dot, variables);
    let index = 0;
    try {
      for (; index < count - 1; index++) receiver = memberOf(runtime, receiver, path[index] ?? '');
      if (args.length === 0 && final === MISSING) return memberOf(runtime, receiver, last);
      return callMethod(runtime, receiver, last, given, final, { dot, variables });
    } catch (cause) {
      return located(runtime, place, missingAt(cause, path, index));
    }
  };
}

/** Says which part of a path was not there. */
function missingAt(cause: unknown, path: readonly string[], reached: number): unknown {
  if (!(cause instanceof FunctionFailure) || cause.code !== 'TEMPLATE_NIL' || reached === 0) return cause;
  return new FunctionFailure(`${cause.message}; \`.${path.slice(0, reached).join('.')}\` is missing`, cause.code);
}

/** `.name` without arguments: a method is called, a field is read. */
function memberOf(runtime: Runtime, receiver: Value, name: string): Value {
  if (typeof receiver === 'object' && receiver !== null) {
    const method = methodOf(receiver, name);
    if (method !== undefined) {
      checkCount(name, { params: method.params, rest: undefined }, 0);
      return (method.call as () => Value)();
    }
  }
  return fieldOf(runtime, receiver, name);
}

interface Frame {
  readonly dot: Value;
  readonly variables: Value[];
}

/** The argument of a method, whose parameters are known only when it is called. */
type MethodArgument = (kind: ParamKind, runtime: Runtime, frame: Frame) => Value;

/** Compiled where it stands, since variables of an inner block are forgotten with the block. */
function compileMethodArgument(operand: Operand, scope: Scope): MethodArgument {
  if (isLiteral(operand)) return (kind) => literalArgument(operand, kind);
  const value = compileOperand(operand, scope);
  return (kind, runtime, { dot, variables }) => coerce(value(runtime, dot, variables), kind);
}

function callMethod(
  runtime: Runtime,
  receiver: Value,
  name: string,
  given: readonly MethodArgument[],
  final: Value | typeof MISSING,
  frame: Frame,
): Value {
  const method = methodOf(receiver, name);
  if (method === undefined) {
    fieldOf(runtime, receiver, name);
    throw new FunctionFailure(`${name} is not a method but has arguments`, 'TEMPLATE_ARGUMENTS');
  }
  const shape = { params: method.params, rest: undefined };
  checkCount(name, shape, given.length + (final === MISSING ? 0 : 1));
  const values = given.map((argument, index) => argument(paramAt(shape, index), runtime, frame));
  if (final !== MISSING) values.push(coerce(final, paramAt(shape, values.length)));
  return (method.call as (...args: readonly Value[]) => Value)(...values);
}

function compileCall(name: string, operands: readonly Operand[], place: Place, scope: Scope): Command {
  const fn = scope.functions[name];
  if (fn === undefined) throw kcdkError('IMPOSSIBLE', { detail: `the function ${name} was parsed but is not there` });
  if (name === 'and' || name === 'or') return compileShortCircuit(name === 'or', fn, name, operands, place, scope);
  const args = operands.map((operand, index) => compileArgument(operand, paramAt(fn, index), scope));
  const count = args.length;
  const finalKind = paramAt(fn, count);
  const open = compileOpenCall(fn, operands, scope);
  return (runtime, dot, variables, final) => {
    try {
      checkCount(name, fn, count + (final === MISSING ? 0 : 1));
      runtime.spend(1);
      if (open !== undefined && runtime.trace !== undefined) return open(runtime, dot, variables, final);
      const values: Value[] = [];
      for (let index = 0; index < count; index++) values.push(args[index]?.(runtime, dot, variables));
      if (final !== MISSING) values.push(coerce(final, finalKind));
      runtime.place = place;
      const result = fn.call(runtime, values);
      if (typeof result === 'string' && result.length > 64) runtime.make(result.length);
      return result;
    } catch (cause) {
      return located(runtime, place, callFailure(cause, name));
    }
  };
}

/** The same call where a rendering is followed, of a function that can do with open texts. */
function compileOpenCall(fn: GoFunction, operands: readonly Operand[], scope: Scope): Command | undefined {
  const { open } = fn;
  if (open === undefined) return undefined;
  const args = operands.map((operand) => compileUnseen(operand, scope));
  return (runtime, dot, variables, final) => {
    const values = args.map((arg) => arg(runtime, dot, variables));
    if (final !== MISSING) values.push(final);
    return (
      open(values, runtime) ??
      fn.call(
        runtime,
        values.map((value, index) => coerce(value, paramAt(fn, index))),
      )
    );
  };
}

function callFailure(cause: unknown, name: string): unknown {
  if (!(cause instanceof FunctionFailure) || cause.code !== 'TEMPLATE_CALL_FAILED') return cause;
  return new FunctionFailure(`error calling ${name}: ${cause.message}`, cause.code);
}

/** `and` and `or` evaluate no more of their arguments than they need. */
function compileShortCircuit(
  stopsAt: boolean,
  fn: GoFunction,
  name: string,
  operands: readonly Operand[],
  place: Place,
  scope: Scope,
): Command {
  const args = operands.map((operand) => compileUnseen(operand, scope));
  return (runtime, dot, variables, final) => {
    try {
      checkCount(name, fn, args.length + (final === MISSING ? 0 : 1));
      runtime.spend(1);
    } catch (cause) {
      located(runtime, place, cause);
    }
    let value: Value;
    for (const arg of args) {
      value = arg(runtime, dot, variables);
      if (isTrue(value) === stopsAt) return value;
    }
    return final === MISSING ? value : final;
  };
}

/** An operand as the argument of a parameter. Go: `evalArg`. */
export function compileArgument(operand: Operand, kind: ParamKind, scope: Scope): Evaluate {
  if (isLiteral(operand)) {
    const place = placeOf(operand, scope);
    try {
      const value = literalArgument(operand, kind);
      // A fresh list or map each time: functions may change what they are given.
      return typeof value === 'object' && value !== null ? () => literalArgument(operand, kind) : () => value;
    } catch (cause) {
      return (runtime) => located(runtime, place, cause);
    }
  }
  const value = compileOperand(operand, scope);
  if (kind === 'value') return (runtime, dot, variables) => seen(value(runtime, dot, variables));
  if (kind === 'any') return (runtime, dot, variables) => asInterface(seen(value(runtime, dot, variables)));
  const place = placeOf(operand, scope);
  return (runtime, dot, variables) => {
    const result = value(runtime, dot, variables);
    if (kind === 'string' && typeof result === 'string') return result;
    try {
      return coerce(result, kind);
    } catch (cause) {
      return located(runtime, place, cause);
    }
  };
}

/** An operand that is only handed on. */
function compileUnseen(operand: Operand, scope: Scope): Evaluate {
  return isLiteral(operand) ? compileArgument(operand, 'value', scope) : compileOperand(operand, scope);
}

function compileOperand(operand: Operand, scope: Scope): Evaluate {
  const command = compileCommand({ pos: operand.pos, args: [operand] }, scope);
  return (runtime, dot, variables) => command(runtime, dot, variables, MISSING);
}
