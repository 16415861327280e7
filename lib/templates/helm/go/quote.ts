/** Quotes text as `strconv.Quote` does: what cannot be printed is escaped, a byte that is no UTF-8 as `\xNN`. */
export function quoteText(text: string, asciiOnly = false): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const rune of text) quoted += quoteRune(rune, '"', asciiOnly);
  return `${quoted}"`;
}

/** Quotes a code point as `strconv.QuoteRune` does. */
export function quoteCodePoint(code: number): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return `'${quoteRune(String.fromCodePoint(valid ? code : 0xfffd), "'", false)}'`;
}

/** Whether Go calls a character printable; of all spaces only U+0020 is. */
export function isPrintable(rune: string): boolean {
  return rune === ' ' || PRINTABLE.test(rune);
}

// --- internal ---

const PLAIN = /^[ !#-[\]-~]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

function quoteRune(rune: string, quote: string, asciiOnly: boolean): string {
  if (rune === quote) return `\\${quote}`;
  const named = NAMED[rune];
  if (named !== undefined) return named;
  const code = rune.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (isPrintable(rune) && !(asciiOnly && code > 126)) return rune;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
