import { isJsonObject, type Json } from '../model/json.ts';

/** One value without members, with the way to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

/**
 * The values at the ends of an object; an empty mapping or list is a value by itself.
 *
 * Keys come in the order that they have in a saved plan, so that it is shown as it was before it was saved.
 */
export function leavesOf(value: Json | undefined, path: readonly string[] = []): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, path, leaves);
  return leaves;
}

// --- internal ---

function collect(value: Json | undefined, path: readonly string[], leaves: Leaf[]): void {
  if (value === undefined) return;
  const members = membersOf(value);
  if (members.length === 0) leaves.push({ path, value });
  for (const [segment, member] of members) collect(member, [...path, segment], leaves);
}

function membersOf(value: Json): readonly (readonly [string, Json | undefined])[] {
  if (Array.isArray(value)) return value.map((item, index) => [`[${index}]`, item]);
  if (!isJsonObject(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => [key, value[key]]);
}
