import { isJsonObject, type Json } from '../../model/json.ts';

/** The type constraint of a variable. */
export type VariableType =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'map'; readonly of: VariableType }
  | { readonly kind: 'tuple'; readonly members: readonly VariableType[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, ObjectMember> };

interface ObjectMember {
  readonly type: VariableType;
  readonly optional: boolean;
}

/**
 * Reads a type constraint; what it does not know is `any`, and left to Terraform.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function parseVariableType(expression: string): VariableType {
  const tokens = expression.replace(COMMENTS, '\n').match(/[A-Za-z_][\w-]*|"[^"]*"|[()[\]{},=:]|\n/g) ?? [];
  const reader = { tokens, at: 0 };
  const type = readType(reader, 0);
  return type === undefined ? ANY : type;
}

/**
 * Why a value does not fit a type, in one sentence; undefined when it does. Texts that are numbers or booleans count as
 * such, as with Terraform; a number where a text belongs is most often a mistake, and is refused.
 *
 * @param at  the place within the value
 */
export function variableProblem(value: Json, type: VariableType, at = ''): string | undefined {
  const refused = () =>
    `${at === '' ? 'It' : `\`${at}\``} is ${describe(value)}, and the variable takes ${nameOf(type)}.`;
  if (value === null || type.kind === 'any') return undefined;
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' ? undefined : refused();
    case 'number': {
      const isNumeric = typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value);
      return isNumeric || (typeof value === 'number' && Number.isFinite(value)) ? undefined : refused();
    }
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false' ? undefined : refused();
    case 'list':
      return Array.isArray(value) ? firstOf(value.map((each, i) => [`${at}[${i}]`, each, type.of])) : refused();
    case 'tuple':
      if (!Array.isArray(value) || value.length !== type.members.length) return refused();
      return firstOf(value.map((each, i) => [`${at}[${i}]`, each, type.members[i] ?? ANY]));
    case 'map':
      if (!isJsonObject(value)) return refused();
      return firstOf(Object.entries(value).map(([key, each]) => [below(at, key), each ?? null, type.of]));
    case 'object':
      return isJsonObject(value) ? objectProblem(value, type.members, at) : refused();
  }
}

/** The type in words, for people. */
export function nameOf(type: VariableType): string {
  switch (type.kind) {
    case 'any':
      return 'anything';
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'bool':
      return 'a boolean';
    case 'list':
      return 'a list';
    case 'tuple':
      return `a list of ${type.members.length}`;
    case 'map':
    case 'object':
      return 'a mapping';
  }
}

/** The type as Terraform calls it, without the members of an object: `list(string)`. */
export function typeText(type: VariableType): string {
  return type.kind === 'list' || type.kind === 'map' ? `${type.kind}(${typeText(type.of)})` : type.kind;
}

// --- internal ---

const ANY: VariableType = { kind: 'any' };
const COMMENTS = /(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//g;
const DEEPEST = 64;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function next(reader: Reader): string | undefined {
  while (reader.tokens[reader.at] === '\n') reader.at++;
  return reader.tokens[reader.at++];
}

function peek(reader: Reader): string | undefined {
  while (reader.tokens[reader.at] === '\n') reader.at++;
  return reader.tokens[reader.at];
}

function expect(reader: Reader, token: string): boolean {
  return next(reader) === token;
}

/** Undefined for what is no type that we know. */
function readType(reader: Reader, depth: number): VariableType | undefined {
  const word = next(reader)?.replace(/^"(.*)"$/, '$1');
  if (word === undefined || depth > DEEPEST) return undefined;
  if (word === 'string' || word === 'number' || word === 'bool' || word === 'any') return { kind: word };
  if (peek(reader) !== '(') return word === 'list' || word === 'map' ? { kind: word, of: ANY } : undefined;
  next(reader);
  if (word === 'list' || word === 'set' || word === 'map') {
    const of = readType(reader, depth + 1);
    if (of === undefined || !expect(reader, ')')) return undefined;
    return { kind: word === 'map' ? 'map' : 'list', of };
  }
  if (word === 'tuple') return readTuple(reader, depth);
  return word === 'object' ? readObject(reader, depth) : undefined;
}

function readTuple(reader: Reader, depth: number): VariableType | undefined {
  if (!expect(reader, '[')) return undefined;
  const members: VariableType[] = [];
  while (peek(reader) !== ']') {
    const member = readType(reader, depth + 1);
    if (member === undefined) return undefined;
    members.push(member);
    if (peek(reader) === ',') next(reader);
  }
  next(reader);
  return expect(reader, ')') ? { kind: 'tuple', members } : undefined;
}

function readObject(reader: Reader, depth: number): VariableType | undefined {
  if (!expect(reader, '{')) return undefined;
  const members = new Map<string, ObjectMember>();
  while (peek(reader) !== '}') {
    const name = next(reader)?.replace(/^"(.*)"$/, '$1');
    const separator = next(reader);
    if (name === undefined || (separator !== '=' && separator !== ':')) return undefined;
    const isOptional = peek(reader) === 'optional';
    if (isOptional) {
      next(reader);
      if (!expect(reader, '(')) return undefined;
    }
    const type = readType(reader, depth + 1);
    if (type === undefined) return undefined;
    if (isOptional) skipDefault(reader);
    members.set(name, { type, optional: isOptional });
    if (peek(reader) === ',') next(reader);
  }
  next(reader);
  return expect(reader, ')') ? { kind: 'object', members } : undefined;
}

/** Behind the bracket that closes `optional(`, whatever its default is. */
function skipDefault(reader: Reader): void {
  for (let depth = 1; depth > 0 && reader.at < reader.tokens.length; ) {
    const token = next(reader) ?? '';
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
  }
}

function objectProblem(
  value: Readonly<Record<string, Json | undefined>>,
  members: ReadonlyMap<string, ObjectMember>,
  at: string,
): string | undefined {
  for (const [name, { optional }] of members) {
    if (!optional && value[name] === undefined) return `${at === '' ? 'It' : `\`${at}\``} has no \`${name}\`.`;
  }
  // What Terraform does not know it drops in silence, which is most often a name with a mistake.
  const unknown = Object.keys(value).find((name) => !members.has(name));
  if (unknown !== undefined) return `\`${below(at, unknown)}\` is none of ${[...members.keys()].join(', ')}.`;
  return firstOf(
    Object.entries(value).map(([name, each]) => [below(at, name), each ?? null, members.get(name)?.type ?? ANY]),
  );
}

function firstOf(parts: readonly (readonly [string, Json, VariableType])[]): string | undefined {
  for (const [at, value, type] of parts) {
    const problem = variableProblem(value, type, at);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function below(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}

function describe(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (isJsonObject(value)) return 'a mapping';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
