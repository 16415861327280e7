/**
 * Makes what a terminal would obey, or hide, readable: control characters and those that reorder text become `\u{…}`.
 *
 * Everything that comes from a repository or a saved plan passes here before it is shown, since a file can hold escape
 * sequences. The result is one line.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** Shortens a text that was made visible to a number of characters; the last one is then `…`. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

// --- internal ---

/** C0, DEL, C1, line and paragraph separators, zero-width and bidirectional marks, tags, lone surrogates, BOM. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Surrogate}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
