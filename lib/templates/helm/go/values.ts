/** The integer types of Go that templates can tell apart. */
export type IntegerKind = 'int' | 'int64' | 'int32' | 'uint8' | 'uint64' | 'time.Duration';

/** An integer of Go. A plain JavaScript number is always a `float64`. */
export class GoInt {
  readonly value: bigint;
  readonly kind: IntegerKind;

  constructor(value: bigint, kind: IntegerKind = 'int') {
    this.value = value;
    this.kind = kind;
  }
}

/** A slice of bytes, as `.Files.GetBytes` gives it. */
export class GoBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A method that a template may call on a struct; its parameters are checked as those of a function. */
export type Method = { readonly params: readonly ParamKind[]; readonly call: (...args: never[]) => Value };

/** A Go value with fixed fields and methods, such as `.Capabilities`. */
export class GoStruct {
  /** As `%T` prints it, for example `*chartutil.Capabilities`. */
  readonly typeName: string;
  readonly fields: ReadonlyMap<string, Value>;
  readonly methods: ReadonlyMap<string, Method>;
  /** The text of its `String` method, where it has one. */
  readonly text: (() => string) | undefined;
  /** What `encoding/json` makes of it. */
  readonly json: (() => Value) | undefined;
  /** What a copy of the struct is, where that lacks a method of its pointer. */
  readonly copied: GoStruct | undefined;

  constructor(
    typeName: string,
    fields: Readonly<Record<string, Value>>,
    options: {
      readonly methods?: Readonly<Record<string, Method>>;
      readonly text?: () => string;
      readonly json?: () => Value;
      readonly copied?: GoStruct;
    } = {},
  ) {
    this.typeName = typeName;
    this.fields = new Map(Object.entries(fields));
    this.methods = new Map(Object.entries(options.methods ?? {}));
    this.text = options.text;
    this.json = options.json;
    this.copied = options.copied;
  }
}

export type GoMap = Map<string, Value>;
export type GoList = Value[];

/**
 * A value of a template.
 *
 * `undefined` is Go's invalid value (nothing there), `null` a nil interface: both print and test alike, but a field of
 * the first is nothing again, and a field of the second is an error.
 * A string is UTF-16; a byte that is no UTF-8 is kept as the lone surrogate U+DC00 + byte.
 */
export type Value = undefined | null | boolean | number | string | GoInt | GoBytes | GoList | GoMap | GoStruct;

/** What a parameter of a Go function accepts; `value` is `reflect.Value`, `any` is `interface{}`. */
export type ParamKind =
  | 'any'
  | 'value'
  | 'string'
  | 'int'
  | 'int64'
  | 'float64'
  | 'bool'
  | 'list'
  | 'strings'
  | 'map'
  | 'semver';

const typeNames = new WeakMap<object, string>();

/** Marks a list or map with a Go type other than `[]interface {}` or `map[string]interface {}`. */
export function withType<T extends GoList | GoMap>(value: T, typeName: string): T {
  typeNames.set(value, typeName);
  return value;
}

const nils = new WeakSet<object>();

/** A slice that Go leaves nil: empty, and `null` in JSON. */
export function nilList(): GoList {
  const list: GoList = [];
  nils.add(list);
  return list;
}

export function isNilList(list: readonly Value[]): boolean {
  return list.length === 0 && nils.has(list);
}

/** A map that Go leaves nil: empty, and `null` in JSON. */
export function nilMap(): GoMap {
  const map: GoMap = new Map();
  nils.add(map);
  return map;
}

export function isNilMap(map: GoMap): boolean {
  return map.size === 0 && nils.has(map);
}

/** What a map gives for a key that it does not have: the zero value of its elements. */
export function absentFrom(map: GoMap): Value {
  return typeNames.get(map) === 'map[string]string' ? '' : null;
}

/**
 * A value as an argument of type `interface{}`: a struct is copied, which leaves the `String` method of its pointer behind.
 * So `{{ .Capabilities.KubeVersion }}` prints a version, and `quote` of it the fields.
 */
export function asInterface(value: Value): Value {
  if (value === undefined) return null;
  return value instanceof GoStruct ? (value.copied ?? value) : value;
}

/** A `[]string`. */
export function stringList(values: readonly string[]): GoList {
  return withType([...values], '[]string');
}

export function int(value: number | bigint): GoInt {
  return new GoInt(BigInt(value), 'int');
}

/** An `int64`, wrapped around as Go does on overflow. */
export function int64(value: number | bigint): GoInt {
  return new GoInt(BigInt.asIntN(64, BigInt(value)), 'int64');
}

/** The name of a value's type as `%T` prints it. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'undefined':
      return '<nil>';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
  }
  if (value === null) return '<nil>';
  if (value instanceof GoInt) return value.kind;
  if (value instanceof GoStruct) return value.typeName;
  if (value instanceof GoBytes) return '[]uint8';
  return typeNames.get(value) ?? (Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}');
}

/** The kind of a value as `reflect.Kind` prints it. */
export function kindName(value: Value): string {
  if (value === null || value === undefined) return 'invalid';
  if (value instanceof GoInt) return value.kind === 'time.Duration' ? 'int64' : value.kind;
  if (value instanceof GoStruct) return value.typeName.startsWith('*') ? 'ptr' : 'struct';
  if (value instanceof GoBytes || Array.isArray(value)) return 'slice';
  if (value instanceof Map) return 'map';
  return typeName(value);
}

export function isNil(value: Value): value is null | undefined {
  return value === null || value === undefined;
}
