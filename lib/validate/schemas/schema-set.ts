import type { SchemaSet } from './check-documents.ts';
import { compileSchema } from './compile-schema.ts';
import { knownKinds, schemaOfKind } from './known-kinds.ts';
import type { JsonSchema } from './notation.ts';

/** Schemas that users give. They come before ours. */
export interface UserSchemas {
  /** `apiVersion/kind` of each. */
  readonly kinds: readonly string[];
  /** Changes when any of them does. */
  readonly digest: string;
  /** All of them by kind, ready to compile. */
  load(): Promise<ReadonlyMap<string, JsonSchema>>;
}

/** Our schemas and the user's. Each is compiled when its first object is checked. */
export function createSchemaSet(user?: UserSchemas): SchemaSet {
  const ours = knownKinds();
  const users = new Set(user?.kinds);
  const compiled = new Map<string, ReturnType<SchemaSet['of']>>();
  let loaded: ReturnType<UserSchemas['load']> | undefined;
  const schemaOf = async (kind: string): Promise<JsonSchema> => {
    if (user !== undefined && users.has(kind)) {
      loaded ??= user.load();
      const schema = (await loaded).get(kind);
      if (schema !== undefined) return schema;
    }
    const known = ours.get(kind);
    return known === undefined ? {} : schemaOfKind(known);
  };
  const compile = async (kind: string) => compileSchema(await schemaOf(kind));
  return {
    kinds: new Set([...ours.keys(), ...users]),
    of(kind) {
      const known = compiled.get(kind) ?? compile(kind);
      compiled.set(kind, known);
      return known;
    },
  };
}
