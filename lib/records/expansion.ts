/** Deepest nesting that is read, aliases followed. */
export const MAX_DEPTH = 100;

/** What aliases may make of a text, as a multiple of it. */
const MOST_TIMES = 10;

/** What a short text may expand to in any case. */
const ALWAYS_ALLOWED = 10_000;

/**
 * True when data with shared parts is far larger than the text it was written as, deeper than is read, or contains
 * itself. Stops as soon as that is known, so it costs no more than what is allowed.
 *
 * @param written length of the text
 */
export function expandsTooFar(data: unknown, written: number): boolean {
  let left = MOST_TIMES * written + ALWAYS_ALLOWED;
  const pending: { readonly value: unknown; readonly depth: number }[] = [{ value: data, depth: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    left -= 1 + (typeof value === 'string' ? value.length : 0);
    if (left < 0 || depth > MAX_DEPTH) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      left -= key.length;
      pending.push({ value: item, depth: depth + 1 });
    }
  }
  return false;
}
