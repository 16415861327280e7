import { isJsonObject, type Json } from '../../model/json.ts';

/**
 * Names the items of two lists by a merge key, so that they can be matched wherever they stand.
 *
 * The first key counts that every item of both lists has and that no two items of a list share. Undefined when there
 * is none, as for lists of scalars.
 *
 * @returns the items of each list by path segment, such as `[name=http]`, in the order of the list
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function matchByMergeKey(
  before: readonly Json[],
  after: readonly Json[],
): { readonly before: KeyedItems; readonly after: KeyedItems } | undefined {
  if (!before.every(isJsonObject) || !after.every(isJsonObject)) return undefined;
  for (const key of MERGE_KEYS) {
    const a = itemsByKey(before, key);
    const b = a === undefined ? undefined : itemsByKey(after, key);
    if (a !== undefined && b !== undefined) return { before: a, after: b };
  }
  return undefined;
}

export type KeyedItems = ReadonlyMap<string, Json>;

// --- internal ---

/** What identifies the items of lists that Kubernetes, Argo CD, External Secrets and Helm charts use; first match wins. */
const MERGE_KEYS: readonly (readonly string[])[] = [
  ['name'],
  ['name', 'namespace'],
  ['kind', 'name', 'namespace'],
  ['kind', 'name'],
  ['secretKey'],
  ['key'],
  ['url'],
  ['repoURL', 'chart'],
  ['repoURL', 'path'],
  ['repoURL'],
  ['group', 'kind'],
  ['server', 'namespace'],
  ['namespace'],
  ['containerPort', 'protocol'],
  ['containerPort'],
  ['port'],
  ['mountPath'],
  ['topologyKey'],
  ['host'],
  ['path'],
  ['ip'],
  ['id'],
  ['type'],
];

function itemsByKey(items: readonly Json[], key: readonly string[]): KeyedItems | undefined {
  const found = new Map<string, Json>();
  for (const item of items) {
    const segment = segmentOf(item, key);
    if (segment === undefined || found.has(segment)) return undefined;
    found.set(segment, item);
  }
  return found;
}

function segmentOf(item: Json, key: readonly string[]): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const parts: string[] = [];
  for (const member of key) {
    const value = Object.hasOwn(item, member) ? item[member] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    parts.push(`${member}=${value}`);
  }
  return `[${parts.join(',')}]`;
}
