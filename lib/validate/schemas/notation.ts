import type { JsonSchema } from '../../json-schema/json-schema.ts';

/**
 * A type in our short form of JSON Schema:
 *
 * - `string`, `int`, `number`, `bool`, `any`; `object` is a mapping of which nothing is known; `map` a mapping of texts
 * - `intOrString`; `quantity` is that or a number, as `500m` and `0.5`
 * - `=a|b` one of some texts; `/pattern/` a text of a form; the name of a type of `Types`, in capitals
 * - `…[]` a list, `…{}` a mapping with any keys
 * - an object: a closed mapping, `!` behind a key that must be there, `1` for a mapping with exactly one of its keys; in a
 *   list of one, a list of such mappings
 */
export type Notation = string | Members | readonly [Members];

export interface Members {
  readonly [member: string]: Notation;
}

/** Types that others are made of, by name. */
export type Types = Readonly<Record<string, Notation>>;

/** A kind of object, without what all objects have. */
export interface KindNotation {
  readonly group: string;
  readonly versions: readonly string[];
  readonly kind: string;
  /** Members beside `apiVersion`, `kind` and `metadata`. */
  readonly members: Members;
}

/** The JSON Schema of a kind, with the definitions that it uses and no others. */
export function toJsonSchema(kind: KindNotation, types: Types): JsonSchema {
  const $defs: Record<string, JsonSchema> = {};
  const pending: string[] = [];
  const use = (name: string) => {
    if (!(name in $defs)) {
      $defs[name] = {};
      pending.push(name);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const schema = closed(
    { 'apiVersion!': 'string', 'kind!': 'string', metadata: 'ObjectMeta', ...kind.members, status: 'any' },
    use,
  );
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    $defs[name] = translate(types[name] ?? 'any', use);
  }
  return { ...schema, $defs };
}

/** The JSON Schema of a type that is made of no other. */
export function translateType(name: string, types: Types): JsonSchema {
  return translate(types[name] ?? 'any', () => ({}));
}

// --- internal ---

const EXACTLY_ONE = '1';
const ONE = { minProperties: 1, maxProperties: 1 };

type Use = (type: string) => JsonSchema;

const SIMPLE: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  number: { type: 'number' },
  bool: { type: 'boolean' },
  any: {},
  object: { type: 'object' },
  map: { type: 'object', additionalProperties: { type: 'string' } },
  intOrString: { type: ['integer', 'string'] },
  quantity: { type: ['number', 'string'] },
};

function translate(notation: Notation, use: Use): JsonSchema {
  if (typeof notation !== 'string') {
    return isList(notation) ? { type: 'array', items: closed(notation[0], use) } : closed(notation, use);
  }
  if (notation.startsWith('=')) return { enum: notation.slice(1).split('|') };
  if (notation.startsWith('/')) return { type: 'string', pattern: notation.slice(1, notation.lastIndexOf('/')) };
  if (notation.endsWith('[]')) return { type: 'array', items: translate(notation.slice(0, -2), use) };
  if (notation.endsWith('{}')) return { type: 'object', additionalProperties: translate(notation.slice(0, -2), use) };
  return SIMPLE[notation] ?? use(notation);
}

function closed(members: Members, use: Use): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [member, type] of Object.entries(members)) {
    if (member === EXACTLY_ONE) continue;
    const isRequired = member.endsWith('!');
    const name = isRequired ? member.slice(0, -1) : member;
    properties[name] = translate(type, use);
    if (isRequired) required.push(name);
  }
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    ...(EXACTLY_ONE in members && ONE),
  };
}

function isList(notation: Members | readonly [Members]): notation is readonly [Members] {
  return Array.isArray(notation);
}
