// biome-ignore lint/correctness/noNodejsModules: loading a module is no look at the world
import { createRequire } from 'node:module';
import type { JsonSchema } from './json-schema.ts';
import type { IsRight } from './ready-checks.ts';

/** What is wrong with a value, as ajv says it. */
export interface SchemaProblem {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  /** JSON pointer to the keyword, from the definition that it stands in. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key that is wrong, where keys have a schema. */
  readonly propertyName?: string | undefined;
  /** The schema that the keyword stands in. */
  readonly parentSchema?: JsonSchema | undefined;
  /** The value. It may be a secret. */
  readonly data?: unknown;
}

export type SchemaCheck = (value: unknown) => readonly SchemaProblem[];

/** How all schemas but those of charts are read: ours and those of users, here and when the build compiles ours. */
export const CHECK_OPTIONS = {
  // Ours are checked by tests, those of users are translated.
  strict: false,
  validateSchema: false,
  meta: false,
  validateFormats: false,
  addUsedSchema: false,
  // Inlined, what definitions share would be compiled again for each use.
  inlineRefs: false,
  unicodeRegExp: false,
} as const;

/**
 * Makes a check of a schema, which is compiled when the first value is not known to be right: to load ajv and to compile
 * costs more than most checks.
 *
 * @param schema  is asked for when it is compiled
 * @param isRight  a check that is compiled already. @default - all values are checked by ajv
 */
export function schemaCheck(schema: () => JsonSchema, isRight?: IsRight): SchemaCheck {
  let check: SchemaCheck | undefined;
  return (value) => {
    if (isRight?.(value) === true) return [];
    check ??= compileSchema(schema());
    return check(value);
  };
}

/** Compiles a schema at once, and loads ajv for it. */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');
  // To optimize the code of a check takes longer than to run it unoptimized on what is new to a cache.
  const code = { regExp: goPattern, optimize: false };
  const check = new Ajv({ ...CHECK_OPTIONS, allErrors: true, verbose: true, code }).compile(schema);
  return (value) => (check(value) ? [] : (check.errors ?? []));
}

// --- internal ---

interface Matcher {
  test(text: string): boolean;
}

/** Patterns are Go's. What cannot be read as ECMAScript's is taken to fit: a check must not refuse what Kubernetes takes. */
function createMatcher(pattern: string): Matcher {
  const flags = /^\^?\(\?([ims]+)\)/.exec(pattern);
  const body = pattern
    .replace(/\(\?[ims]+\)/, '')
    .replaceAll('(?P<', '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
  try {
    return new RegExp(body, flags?.[1] ?? '');
  } catch {
    return { test: () => true };
  }
}

/** As ajv wants it: `code` is how generated code would name it, which is not used. */
const goPattern = Object.assign((pattern: string) => createMatcher(pattern), { code: 'new RegExp' }) as unknown as {
  (pattern: string, flags: string): RegExp;
  readonly code: string;
};
