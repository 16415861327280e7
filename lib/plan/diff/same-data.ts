import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/** True for equal data: the order of keys does not count, and a member that is undefined is not there. */
export function isSameData(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameData(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((key) => isSameData(memberOf(a, key), memberOf(b, key)));
}

/** Keys whose members are defined. */
export function keysOf(value: JsonObject): readonly string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

/** A member by key; undefined for what is only inherited, such as `constructor`. */
export function memberOf(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
