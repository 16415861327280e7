import { analyze } from './analyze.ts';
import { isBreak, isPrintable } from './characters.ts';
import { isBase60, resolveScalar } from './resolve.ts';

/** Where a scalar stands; `column` is where its first character goes, `indent` where further lines begin. */
export interface ScalarPlace {
  readonly column: number;
  readonly indent: number;
  /** A key of a mapping is kept on one line. */
  readonly isKey: boolean;
}

const BEST_WIDTH = 80;

/** A text as go-yaml v2 writes it: unquoted where it reads back as text, literal where it has lines. */
export function writeScalar(text: string, place: ScalarPlace): string {
  const analysis = analyze(text);
  const readsAsText = resolveScalar(text) === undefined && !isBase60(text);
  if (text.includes('\n')) {
    return analysis.block && !place.isKey ? writeLiteral(text, place.indent) : writeDouble(text, place);
  }
  if (!readsAsText) return writeDouble(text, place);
  if (place.isKey && analysis.multiline) return writeDouble(text, place);
  if (analysis.plain && !(text === '' && place.isKey)) return writePlain(text, place);
  return analysis.single ? writeSingle(text, place) : writeDouble(text, place);
}

// --- internal ---

const SPACE = 32;

function writePlain(text: string, place: ScalarPlace): string {
  if (place.isKey || place.column + text.length <= BEST_WIDTH) return text;
  const line = newLine(place.indent);
  const runes = [...text];
  let result = '';
  let column = place.column;
  let spaces = false;
  for (const [index, rune] of runes.entries()) {
    if (rune === ' ' && !spaces && column > BEST_WIDTH && runes[index + 1] !== ' ') {
      result += line;
      column = place.indent;
    } else {
      result += rune;
      column++;
    }
    spaces = rune === ' ';
  }
  return result;
}

function writeSingle(text: string, place: ScalarPlace): string {
  return fold(
    text,
    place,
    "'",
    (rune) => (rune === "'" ? "''" : rune),
    (next) => next !== ' ',
    '',
  );
}

function writeDouble(text: string, place: ScalarPlace): string {
  // go-yaml asks of each character whether the text begins with a byte order mark, and then escapes it.
  if (text.startsWith('\ufeff')) return `"${Array.from(text, escapeAlways).join('')}"`;
  return fold(text, place, '"', escapeRune, () => true, '\\');
}

function fold(
  text: string,
  place: ScalarPlace,
  quote: string,
  escapeOf: (rune: string) => string,
  mayFoldBefore: (next: string | undefined) => boolean,
  spaceGuard: string,
): string {
  const line = newLine(place.indent);
  const runes = [...text];
  let result = quote;
  let column = place.column + 1;
  let spaces = false;
  for (const [index, rune] of runes.entries()) {
    if (rune !== ' ') {
      const written = escapeOf(rune);
      result += written;
      column += written.length === rune.length ? 1 : written.length;
      spaces = false;
      continue;
    }
    const inside = index > 0 && index < runes.length - 1;
    if (!place.isKey && !spaces && column > BEST_WIDTH && inside && mayFoldBefore(runes[index + 1])) {
      result += line + (runes[index + 1] === ' ' ? spaceGuard : '');
      column = place.indent + (runes[index + 1] === ' ' ? spaceGuard.length : 0);
    } else {
      result += ' ';
      column++;
    }
    spaces = true;
  }
  return result + quote;
}

function writeLiteral(text: string, indent: number): string {
  const first = text.charCodeAt(0);
  const hint = first === SPACE || isBreak(first) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const pad = ' '.repeat(indent);
  const lines = text.split('\n').map((line) => (line === '' ? '' : pad + line));
  return `|${hint}${chomping}\n${lines.join('\n')}`;
}

function newLine(indent: number): string {
  return `\n${' '.repeat(indent)}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escapeRune(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  const escaped = rune === '\u00a0' ? undefined : ESCAPES[rune];
  if (escaped !== undefined) return escaped;
  if (code <= 0xffff && isPrintable(code)) return rune;
  return escapeAlways(rune);
}

function escapeAlways(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  const escaped = ESCAPES[rune];
  if (escaped !== undefined) return escaped;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, size: number): string {
  return code.toString(16).toUpperCase().padStart(size, '0');
}
