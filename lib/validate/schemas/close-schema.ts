import type { JsonSchema } from '../../json-schema/json-schema.ts';
import { isJsonObject } from '../../model/json.ts';
import { CORE_TYPES } from './kinds/core.ts';
import { translateType } from './notation.ts';

/**
 * Turns a schema in the dialect of Kubernetes into a strict JSON Schema: a member that it does not name is an error, where
 * the API server would drop it in silence.
 *
 * Equal parts become one definition, since definitions of operators repeat theirs hundreds of times. Rules in CEL
 * (`x-kubernetes-validations`) and formats are not checked.
 *
 * @param root  the schema of the whole object
 * @param definitions  what `#/definitions/<name>` or `#/components/schemas/<name>` refer to
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function closeSchema(
  root: OpenApiSchema,
  definitions: Readonly<Record<string, OpenApiSchema>> = {},
): JsonSchema {
  const $defs: Record<string, JsonSchema> = {};
  const names = new Map<string, string>();
  const share = (schema: JsonSchema): JsonSchema => {
    if (schema['properties'] === undefined) return schema;
    const text = JSON.stringify(schema);
    let name = names.get(text);
    if (name === undefined) {
      name = `s${names.size}`;
      names.set(text, name);
      $defs[name] = schema;
    }
    return { $ref: `#/$defs/${name}` };
  };
  const refer = (reference: string): JsonSchema => {
    const name = reference.slice(reference.lastIndexOf('/') + 1).replaceAll('~1', '/');
    const special = SPECIAL.find(([suffix]) => name.endsWith(suffix))?.[1];
    if (special !== undefined) return special;
    const key = `ref ${name}`;
    if (!(key in $defs)) {
      $defs[key] = {};
      const definition = definitions[name];
      if (definition !== undefined) $defs[key] = translate(definition, { share: (schema) => schema, refer });
    }
    return { $ref: `#/$defs/${encodeURIComponent(key)}` };
  };
  const whole = translate(root, { share, refer, isTop: true });
  const properties = {
    ...(whole['properties'] as Readonly<Record<string, JsonSchema>> | undefined),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: translateType('ObjectMeta', CORE_TYPES),
    status: {},
  };
  return { ...whole, type: 'object', properties, $defs };
}

/** A schema as CustomResourceDefinitions and the API's own definitions write it. */
export interface OpenApiSchema {
  readonly [keyword: string]: unknown;
}

// --- internal ---

interface Translation {
  readonly share: (schema: JsonSchema) => JsonSchema;
  readonly refer: (reference: string) => JsonSchema;
  readonly isTop?: boolean;
}

/** What the definitions of the API describe as texts, and take in other forms too. */
const SPECIAL: readonly (readonly [suffix: string, JsonSchema])[] = [
  ['.resource.Quantity', { type: ['number', 'string'] }],
  ['.intstr.IntOrString', { type: ['integer', 'string'] }],
  ['.meta.v1.Time', {}],
  ['.meta.v1.MicroTime', {}],
  ['.meta.v1.FieldsV1', {}],
  ['.runtime.RawExtension', { type: 'object' }],
  ['.meta.v1.ObjectMeta', translateType('ObjectMeta', CORE_TYPES)],
];

/** Keywords that mean in JSON Schema what they mean in Kubernetes. */
const KEPT = [
  ...['enum', 'pattern', 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'uniqueItems', 'required'],
] as const;

function translate(schema: OpenApiSchema, context: Translation): JsonSchema {
  // What is no schema says nothing.
  if (!isJsonObject(schema)) return {};
  const { share, refer, isTop } = context;
  const inner = { share, refer };
  if (typeof schema['$ref'] === 'string') return refer(schema['$ref']);
  if (schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string') {
    return { type: ['integer', 'string'] };
  }
  const result: Record<string, unknown> = rest(schema);
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  if (typeof schema['type'] === 'string') {
    result['type'] = schema['nullable'] === true ? [schema['type'], 'null'] : schema['type'];
  }
  const properties = schemasIn(schema['properties']);
  if (properties !== undefined) {
    const translated = Object.entries(properties).map(([name, one]) => [name, translate(one, inner)]);
    const implied = isEmbedded ? { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: {} } : {};
    result['properties'] = { ...implied, ...Object.fromEntries(translated) };
    if (!isOpen) result['additionalProperties'] = false;
  }
  const additional = schema['additionalProperties'];
  if (typeof additional === 'object' && additional !== null) {
    result['additionalProperties'] = translate(additional as OpenApiSchema, inner);
  } else if (additional === true) delete result['additionalProperties'];
  if (typeof schema['items'] === 'object' && schema['items'] !== null) {
    result['items'] = translate(schema['items'] as OpenApiSchema, inner);
  }
  for (const junctor of ['anyOf', 'oneOf', 'allOf'] as const) {
    const members = schema[junctor];
    if (Array.isArray(members)) result[junctor] = members.map((one) => narrowing(one, inner));
  }
  if (typeof schema['not'] === 'object') result['not'] = narrowing(schema['not'] as OpenApiSchema, inner);
  return isTop ? result : share(result);
}

/** Inside of a choice nothing is described anew, only narrowed: nothing is closed there. */
function narrowing(schema: OpenApiSchema, context: Translation): JsonSchema {
  if (!isJsonObject(schema)) return {};
  if (typeof schema['$ref'] === 'string') return context.refer(schema['$ref']);
  const result: Record<string, unknown> = rest(schema);
  if (typeof schema['type'] === 'string') result['type'] = schema['type'];
  const properties = schemasIn(schema['properties']);
  if (properties !== undefined) {
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, narrowing(one, context)]),
    );
  }
  if (typeof schema['items'] === 'object') result['items'] = narrowing(schema['items'] as OpenApiSchema, context);
  for (const junctor of ['anyOf', 'oneOf', 'allOf'] as const) {
    const members = schema[junctor];
    if (Array.isArray(members)) result[junctor] = members.map((one) => narrowing(one, context));
  }
  if (typeof schema['not'] === 'object') result['not'] = narrowing(schema['not'] as OpenApiSchema, context);
  return result;
}

function schemasIn(value: unknown): Readonly<Record<string, OpenApiSchema>> | undefined {
  return isJsonObject(value) ? (value as unknown as Readonly<Record<string, OpenApiSchema>>) : undefined;
}

function rest(schema: OpenApiSchema): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const keyword of KEPT) if (schema[keyword] !== undefined) kept[keyword] = schema[keyword];
  if (Array.isArray(kept['enum']) && schema['nullable'] === true) kept['enum'] = [...kept['enum'], null];
  return kept;
}
