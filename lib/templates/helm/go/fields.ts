import { FunctionFailure, type Runtime } from './runtime.ts';
import { FollowedMap } from './trace.ts';
import { absentFrom, GoStruct, type Method, typeName, type Value } from './values.ts';

/** A map with methods, such as `.Files`. */
export class MethodMap extends Map<string, Value> {
  readonly methods: ReadonlyMap<string, Method>;

  constructor(methods: Readonly<Record<string, Method>>) {
    super();
    this.methods = new Map(Object.entries(methods));
  }
}

const listMethods = new WeakMap<readonly Value[], ReadonlyMap<string, Method>>();

/** Gives a list methods, as `.Capabilities.APIVersions` has `Has`. */
export function withMethods<T extends Value[]>(list: T, methods: Readonly<Record<string, Method>>): T {
  listMethods.set(list, new Map(Object.entries(methods)));
  return list;
}

/** The method of a value, where it has one of that name. */
export function methodOf(receiver: Value, name: string): Method | undefined {
  if (receiver instanceof GoStruct) return receiver.methods.get(name);
  if (receiver instanceof MethodMap) return receiver.methods.get(name);
  if (Array.isArray(receiver)) return listMethods.get(receiver)?.get(name);
  return undefined;
}

/**
 * `.name` of a value, where it is no method.
 *
 * @throws FunctionFailure `TEMPLATE_NIL`, `TEMPLATE_FIELD_UNKNOWN`
 */
export function fieldOf(runtime: Runtime, receiver: Value, name: string): Value {
  if (receiver instanceof Map) {
    const value = receiver instanceof FollowedMap ? receiver.read(name) : receiver.get(name);
    if (value !== undefined) return value;
    if (runtime.options.missingKey === 'error' && !receiver.has(name)) {
      throw new FunctionFailure(`map has no entry for key "${name}"`, 'TEMPLATE_NIL');
    }
    return absentFrom(receiver);
  }
  if (receiver === undefined) {
    if (runtime.options.missingKey === 'error') {
      throw new FunctionFailure(`nil data; no entry for key "${name}"`, 'TEMPLATE_NIL');
    }
    return undefined;
  }
  if (receiver === null) throw new FunctionFailure(`nil pointer evaluating interface {}.${name}`, 'TEMPLATE_NIL');
  if (receiver instanceof GoStruct && receiver.fields.has(name)) return receiver.fields.get(name);
  throw new FunctionFailure(`can't evaluate field ${name} in type ${typeName(receiver)}`, 'TEMPLATE_FIELD_UNKNOWN');
}
