import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { scanFailure } from './token.ts';

/** A scalar's text; `endsLine` tells that it ended at the start of a line, where a key may follow. */
export interface ScannedScalar {
  readonly text: string;
  readonly endsLine: boolean;
}

/** Reads a scalar without quotes. @throws YamlFailure */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): ScannedScalar {
  let text = '';
  let blanks = '';
  let breaks = '';
  let leadingBlanks = false;
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.peek() === HASH) break;
    const start = cursor.pos;
    while (!isBlankOrEnd(cursor.peek())) {
      const code = cursor.peek();
      if (code === COLON && isBlankOrEnd(cursor.peek(1))) break;
      if (inFlow && FLOW_ENDS.has(code)) break;
      cursor.skip();
    }
    if (cursor.pos > start) {
      text += leadingBlanks ? foldBreaks(breaks) : blanks;
      text += cursor.text.slice(start, cursor.pos);
      blanks = '';
      breaks = '';
      leadingBlanks = false;
    }
    if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break;
    while (isBlank(cursor.peek()) || isBreak(cursor.peek())) {
      if (isBlank(cursor.peek())) {
        if (leadingBlanks && cursor.column < indent && cursor.peek() === TAB) {
          throw scanFailure('found a tab character that violates indentation', cursor.line);
        }
        if (!leadingBlanks) blanks += cursor.text[cursor.pos];
        cursor.skip();
      } else {
        if (!leadingBlanks) blanks = '';
        leadingBlanks = true;
        breaks += cursor.takeBreak();
      }
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, endsLine: leadingBlanks };
}

/** Reads a scalar in quotes. @throws YamlFailure */
export function scanQuoted(cursor: Cursor, single: boolean): string {
  const quote = single ? SINGLE_QUOTE : DOUBLE_QUOTE;
  cursor.skip();
  let text = '';
  for (;;) {
    if (cursor.atDocumentIndicator()) throw scanFailure('found unexpected document indicator', cursor.line);
    if (Number.isNaN(cursor.peek())) throw scanFailure('found unexpected end of stream', cursor.line);
    let leadingBlanks = false;
    while (!isBlankOrEnd(cursor.peek())) {
      const code = cursor.peek();
      if (code === quote) {
        if (!single || cursor.peek(1) !== quote) break;
        text += "'";
        cursor.skip(2);
      } else if (!single && code === BACKSLASH && isBreak(cursor.peek(1))) {
        cursor.skip();
        cursor.takeBreak();
        leadingBlanks = true;
        break;
      } else if (!single && code === BACKSLASH) text += takeEscape(cursor);
      else {
        const start = cursor.pos;
        cursor.skip();
        while (!isBlankOrEnd(cursor.peek()) && cursor.peek() !== quote && (single || cursor.peek() !== BACKSLASH)) {
          cursor.skip();
        }
        text += cursor.text.slice(start, cursor.pos);
      }
    }
    if (cursor.peek() === quote) break;
    let blanks = '';
    let breaks = '';
    let folds = false;
    while (isBlank(cursor.peek()) || isBreak(cursor.peek())) {
      if (isBlank(cursor.peek())) {
        if (!leadingBlanks) blanks += cursor.text[cursor.pos];
        cursor.skip();
      } else {
        blanks = '';
        if (!leadingBlanks) folds = true;
        breaks += cursor.takeBreak();
        leadingBlanks = true;
      }
    }
    text += leadingBlanks ? (folds ? foldBreaks(breaks) : breaks) : blanks;
  }
  cursor.skip();
  return text;
}

/** Reads a literal (`|`) or folded (`>`) scalar. @throws YamlFailure */
export function scanBlock(cursor: Cursor, literal: boolean, parentIndent: number): string {
  cursor.skip();
  let chomping = '';
  let increment = 0;
  for (let at = 0; at < 2; at++) {
    const char = cursor.text[cursor.pos] ?? '';
    if (chomping === '' && (char === '+' || char === '-')) chomping = char;
    else if (increment === 0 && char >= '1' && char <= '9') increment = Number(char);
    else if (increment === 0 && char === '0') {
      throw scanFailure('found an indentation indicator equal to 0', cursor.line);
    } else break;
    cursor.skip();
  }
  while (isBlank(cursor.peek())) cursor.skip();
  if (cursor.peek() === HASH) while (!isBreakOrEnd(cursor.peek())) cursor.skip();
  if (!isBreakOrEnd(cursor.peek())) {
    throw scanFailure('did not find expected comment or line break', cursor.line);
  }
  if (isBreak(cursor.peek())) cursor.takeBreak();
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let trailing: string;
  [indent, trailing] = scanBlockBreaks(cursor, indent, parentIndent);
  let text = '';
  let leadingBreak = '';
  let leadingBlank = false;
  while (cursor.column === indent && !Number.isNaN(cursor.peek())) {
    const trailingBlank = isBlank(cursor.peek());
    if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
      if (trailing === '') text += ' ';
    } else text += leadingBreak;
    text += trailing;
    leadingBlank = isBlank(cursor.peek());
    const start = cursor.pos;
    cursor.skipLine();
    text += cursor.text.slice(start, cursor.pos);
    leadingBreak = isBreak(cursor.peek()) ? cursor.takeBreak() : '';
    [indent, trailing] = scanBlockBreaks(cursor, indent, parentIndent);
  }
  if (chomping !== '-') text += leadingBreak;
  if (chomping === '+') text += trailing;
  return text;
}

// --- internal ---

const TAB = 9;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COLON = 58;
const BACKSLASH = 92;
const FLOW_ENDS: ReadonlySet<number> = new Set([...',?[]{}'].map((char) => char.charCodeAt(0)));

/** One break folds to a space, of several the first is dropped. */
function foldBreaks(breaks: string): string {
  if (breaks === '\n') return ' ';
  return breaks.startsWith('\n') ? breaks.slice(1) : breaks;
}

function scanBlockBreaks(cursor: Cursor, given: number, parentIndent: number): [number, string] {
  let indent = given;
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.peek() === 32) cursor.skip();
    if (cursor.column > widest) widest = cursor.column;
    if ((indent === 0 || cursor.column < indent) && cursor.peek() === TAB) {
      throw scanFailure('found a tab character where an indentation space is expected', cursor.line);
    }
    if (!isBreak(cursor.peek())) break;
    breaks += cursor.takeBreak();
  }
  if (indent === 0) indent = Math.max(widest, parentIndent + 1, 1);
  return [indent, breaks];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

const ESCAPE_SIZES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function takeEscape(cursor: Cursor): string {
  const kind = cursor.text[cursor.pos + 1] ?? '';
  const simple = ESCAPES[kind];
  if (simple !== undefined) {
    cursor.skip(2);
    return simple;
  }
  const size = ESCAPE_SIZES[kind];
  if (size === undefined) throw scanFailure('found unknown escape character', cursor.line);
  const digits = cursor.text.slice(cursor.pos + 2, cursor.pos + 2 + size);
  if (digits.length < size || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw scanFailure('did not find expected hexdecimal number', cursor.line);
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw scanFailure('found invalid Unicode character escape code', cursor.line);
  }
  cursor.skip(2 + size);
  return String.fromCodePoint(code);
}
