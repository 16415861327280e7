import type { JsonSchema } from './notation.ts';

/** What is wrong with a value, as ajv says it. */
export interface SchemaProblem {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  /** JSON pointer to the keyword, from the definition that it stands in. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that the keyword stands in. */
  readonly parentSchema?: JsonSchema | undefined;
}

export type SchemaCheck = (value: unknown) => readonly SchemaProblem[];

/** Compiles a schema. Loads ajv, which costs more than most checks: do it for what is not known to be right. */
export async function compileSchema(schema: JsonSchema): Promise<SchemaCheck> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    // Inlined, what definitions share would be compiled again for each use.
    inlineRefs: false,
    // To optimize the code of a check takes longer than to run it unoptimized on what is new to a cache.
    code: { regExp: goPattern, optimize: false },
  });
  const check = ajv.compile(schema);
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
