/** A JSON Schema, draft 7. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** What a schema says about the values that it is for, or about those of one of their members. */
export function descriptionIn(schema: JsonSchema | undefined, member?: string): string | undefined {
  const described = member === undefined ? schema : membersIn(schema)[member];
  const text = described?.['description'];
  return typeof text === 'string' ? text : undefined;
}

/** The members that a schema names, each with its own schema. */
export function membersIn(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  return (schema?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}
