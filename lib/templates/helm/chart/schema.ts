import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Diagnostic, error } from '../../../diagnostics/diagnostic.ts';
import type { GoMap, Value } from '../go/values.ts';
import { re2 } from '../packages.ts';

/** Checks the values of one chart; `path` is where they stand in those of the root chart. */
export type SchemaValidator = (values: GoMap, path: string) => readonly Diagnostic[];

/**
 * Compiles `values.schema.json`. Drafts 4, 6, 7 and 2020-12 are understood; formats are not checked, and a reference to
 * another document makes the schema unusable, since nothing is fetched.
 */
export function compileSchema(text: string, folder: string): SchemaValidator {
  const file = folder === '' ? 'values.schema.json' : `${folder}/values.schema.json`;
  const source = { file, line: 1, column: 1 };
  try {
    const schema: unknown = JSON.parse(text);
    const options = {
      strict: false,
      validateSchema: false,
      allErrors: true,
      logger: false,
      validateFormats: false,
      code: { regExp: LINEAR },
    } as const;
    const ajv = /2019-09|2020-12/.test(String(field(schema, '$schema'))) ? new Ajv2020(options) : new Ajv(options);
    const validate = ajv.compile(modern(schema) as object);
    return (values, path) => {
      if (validate(plain(values)) === true) return [];
      return (validate.errors ?? []).map((problem) => {
        const at = problem.instancePath.slice(1).replaceAll('/', '.');
        const place = [path, at].filter((part) => part !== '').join('.') || '(root)';
        return error('HELM_SCHEMA_MISMATCH', { detail: `\`${place}\` ${problem.message ?? 'does not match'}`, source });
      });
    };
  } catch (cause) {
    const detail = `the schema cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`;
    return () => [error('HELM_SCHEMA_MISMATCH', { detail, fix: 'Correct the schema.', source })];
  }
}

// --- internal ---

/** Patterns of a schema are Go's, and are matched in linear time. */
const LINEAR = Object.assign(
  (pattern: string) => {
    const regex = re2().compile(pattern);
    return { test: (text: string) => regex.matcher(text).find() };
  },
  { code: 'new RegExp' },
);

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Draft 4 has booleans for exclusive limits, and `id` for `$id`. */
function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema' || (key === 'id' && typeof value === 'string')) continue;
    if (key === 'exclusiveMinimum' && typeof value === 'boolean') {
      if (value) result['exclusiveMinimum'] = field(schema, 'minimum');
    } else if (key === 'exclusiveMaximum' && typeof value === 'boolean') {
      if (value) result['exclusiveMaximum'] = field(schema, 'maximum');
    } else result[key] = key === 'enum' || key === 'const' || key === 'default' ? value : modern(value);
  }
  return result;
}

function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (typeof value === 'object' && value !== null && 'kind' in value) return Number(value.value);
  return value;
}
