/**
 * Writes data as JSON that is the same for equal data: keys sorted by UTF-16, no white space, no `undefined` members.
 *
 * The value must be a tree of JSON no deeper than `isDeeperThan` was asked about.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += (text === '' ? '' : ',') + canonicalJson(item);
    return `[${text}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** True when collections nest more than `limit` levels deep. Needs no stack itself, so it is safe on hostile data. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= limit) return true;
    for (const member of Object.values(next.value)) {
      if (typeof member === 'object' && member !== null) open.push({ value: member, depth: next.depth + 1 });
    }
  }
  return false;
}

/** UTF-16 order, the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// --- internal ---

/** Most objects come sorted already, since they were written by us. */
function sortedKeys(object: object): readonly string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index] ?? '') < (keys[index - 1] ?? '')) return keys.sort(compareText);
  }
  return keys;
}
