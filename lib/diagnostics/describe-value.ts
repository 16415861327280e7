/** What a value is, in words that do not show it: `a list`, `a text`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return 'true or false';
  return describeType(typeof value);
}

/** A type of JSON Schema, or of JavaScript, in the same words. */
export function describeType(type: string): string {
  return WORDS[type] ?? `a ${type}`;
}

/** A path of keys as a message names it: `` `spec.env.0` ``; keys that are no words in quotes. */
export function describePath(path: readonly string[]): string {
  return `\`${path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.')}\``;
}

// --- internal ---

const WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  null: 'nothing',
  integer: 'a whole number',
};
