import { type SchemaCheck, schemaCheck } from '../../json-schema/compile-schema.ts';
import type { JsonSchema } from '../../json-schema/json-schema.ts';
import { readyCheck } from '../../json-schema/ready-checks.ts';
import type { SchemaSet } from './check-documents.ts';
import { knownKinds, schemaOfKind } from './known-kinds.ts';

/** Schemas that users give. They come before ours. */
export interface UserSchemas {
  /** `apiVersion/kind` of each. */
  readonly kinds: readonly string[];
  /** Changes when any of them does. */
  readonly digest: string;
  /** All of them by kind, ready to compile. */
  load(): Promise<ReadonlyMap<string, JsonSchema>>;
}

/** Our schemas and the user's. Each is compiled when the first object is checked that is not known to be right. */
export function createSchemaSet(user?: UserSchemas): SchemaSet {
  const ours = knownKinds();
  const users = new Set(user?.kinds);
  const checks = new Map<string, ReturnType<SchemaSet['of']>>();
  let loaded: ReturnType<UserSchemas['load']> | undefined;
  const create = async (kind: string): Promise<SchemaCheck> => {
    if (user !== undefined && users.has(kind)) {
      loaded ??= user.load();
      const schema = (await loaded).get(kind);
      if (schema !== undefined) return schemaCheck(() => schema);
    }
    const known = ours.get(kind);
    if (known === undefined) return () => [];
    return schemaCheck(() => schemaOfKind(known), await readyCheck(kind));
  };
  return {
    kinds: new Set([...ours.keys(), ...users]),
    of(kind) {
      const check = checks.get(kind) ?? create(kind);
      checks.set(kind, check);
      return check;
    },
  };
}
