/** Classes of characters, by UTF-16 unit; NaN is the end of the text. */

export const isBreak = (code: number): boolean =>
  code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;

export const isBlank = (code: number): boolean => code === 32 || code === 9;

export const isBreakOrEnd = (code: number): boolean => Number.isNaN(code) || isBreak(code);

export const isBlankOrEnd = (code: number): boolean => code === 32 || code === 9 || isBreakOrEnd(code);

/** Text that YAML refuses wherever it stands: control characters and broken surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udfff]/u;

/** What go-yaml's emitter writes without an escape: characters beyond U+FFFF are not among it. */
export function isPrintable(code: number): boolean {
  if (code === 10 || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0) return false;
  return code < 0xd800 || (code >= 0xe000 && code !== 0xfeff && code < 0xfffe);
}
