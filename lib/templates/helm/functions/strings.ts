import { type FunctionTable, fn, fnIn, variadicIn, withOpen, withOpenText } from '../go/function.ts';
import { sprintf } from '../go/printf.ts';
import { quoteText } from '../go/quote.ts';
import { FunctionFailure, type Runtime } from '../go/runtime.ts';
import { byteLength, isAscii, sliceBytes, toBytes } from '../go/text.ts';
import { openTextOf } from '../go/trace.ts';
import { GoInt, isNil, type Value } from '../go/values.ts';
import { toText } from './cast.ts';
import { joinWords, separateWords } from './letter-case.ts';
import { abbreviate, initials, lower, swapCase, title, untitle, upper, wrap } from './words.ts';

/** Sprig's functions on text. @see https://masterminds.github.io/sprig/strings.html */
export const STRING_FUNCTIONS: FunctionTable = {
  hello: fn([], () => 'Hello!'),
  abbrev: fn(['int', 'string'], (width, text) => (width < 4 ? text : abbreviate(text, 0, width))),
  abbrevboth: fn(['int', 'int', 'string'], (left, right, text) =>
    right < 4 || (left > 0 && right < 7) ? text : abbreviate(text, left, right),
  ),
  trunc: fn(['int', 'string'], trunc),
  trim: withOpenText(
    fnIn(['string'], (runtime, text) => trimmed(runtime, text)),
    trimSpace,
  ),
  upper: fn(['string'], upper),
  lower: fn(['string'], lower),
  title: fn(['string'], title),
  untitle: fn(['string'], untitle),
  substr: fn(['int', 'int', 'string'], substr),
  repeat: fnIn(['int', 'string'], (runtime, count, text) => {
    if (count < 0) throw new FunctionFailure('strings: negative Repeat count');
    runtime.make(count * text.length);
    return text.repeat(count);
  }),
  trimall: fn(['string', 'string'], trimAll),
  trimAll: fn(['string', 'string'], trimAll),
  trimSuffix: fn(['string', 'string'], (suffix, text) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trimPrefix: fn(['string', 'string'], (prefix, text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  nospace: fn(['string'], withoutSpace),
  initials: fn(['string'], initials),
  swapcase: fn(['string'], swapCase),
  snakecase: fn(['string'], (text) => separateWords(text, '_')),
  kebabcase: fn(['string'], (text) => separateWords(text, '-')),
  camelcase: fn(['string'], joinWords),
  wrap: fn(['int', 'string'], (length, text) => wrap(text, length, '\n', false)),
  wrapWith: fn(['int', 'string', 'string'], (length, newline, text) =>
    wrap(text, length, newline === '' ? '\n' : newline, true),
  ),
  contains: fn(['string', 'string'], (part, text) => text.includes(part)),
  hasPrefix: fn(['string', 'string'], (prefix, text) => text.startsWith(prefix)),
  hasSuffix: fn(['string', 'string'], (suffix, text) => text.endsWith(suffix)),
  quote: withOpenText(
    variadicIn([], 'any', (runtime, values) =>
      present(values)
        .map((value) => quoteText(toText(value, runtime)))
        .join(' '),
    ),
    quoteText,
  ),
  squote: variadicIn([], 'any', (runtime, values) =>
    present(values)
      .map((value) => `'${sprintf('%v', [value], runtime)}'`)
      .join(' '),
  ),
  cat: variadicIn([], 'any', (runtime, values) =>
    present(values)
      .map((value) => sprintf('%v', [value], runtime))
      .join(' '),
  ),
  indent: withOpen(
    fnIn(['int', 'string'], (runtime, spaces, text) => runtime.derive(text, indent(runtime, spaces, text), 0)),
    (args, runtime) => openIndent(args, runtime, ''),
  ),
  nindent: withOpen(
    fnIn(['int', 'string'], (runtime, spaces, text) => runtime.derive(text, `\n${indent(runtime, spaces, text)}`, 1)),
    (args, runtime) => openIndent(args, runtime, '\n'),
  ),
  replace: fnIn(['string', 'string', 'string'], (runtime, from, to, text) => {
    if (to.length > from.length) runtime.make(Math.ceil((text.length + 1) / Math.max(1, from.length)) * to.length);
    return from === '' ? to + [...text].map((rune) => rune + to).join('') : text.replaceAll(from, () => to);
  }),
  plural: fn(['string', 'string', 'int'], (one, many, count) => (count === 1 ? one : many)),
  toString: withOpenText(
    fnIn(['any'], (runtime, value) => toText(value, runtime)),
    (shown) => shown,
  ),
};

/** Space as Go's `strings.TrimSpace` sees it. */
export function trimSpace(text: string): string {
  return text.replace(TRIM_START, '').replace(TRIM_END, '');
}

// --- internal ---

const SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const TRIM_START = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const TRIM_END =
  /(?<![\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

/** The library that Sprig has this from takes bytes for characters as soon as one of them is a space. */
function withoutSpace(text: string): string {
  if (isAscii(text)) return text.replace(SPACES, '');
  const bytes = toBytes(text);
  const kept = bytes.filter((byte) => !(byte === 0x20 || (byte >= 9 && byte <= 13) || byte === 0x85 || byte === 0xa0));
  return kept.length === bytes.length ? text : Array.from(kept, (byte) => String.fromCharCode(byte)).join('');
}

function present(values: readonly Value[]): readonly Value[] {
  return values.filter((value) => !isNil(value));
}

function trimmed(runtime: Runtime, text: string): string {
  const result = trimSpace(text);
  if (result.length === text.length) return text;
  let lines = 0;
  for (let at = 0; at < text.length - result.length && !text.startsWith(result, at); at++) {
    if (text[at] === '\n') lines++;
  }
  return runtime.derive(text, result, -lines);
}

function trunc(count: number, text: string): string {
  if (isAscii(text)) {
    if (count < 0) return text.length + count > 0 ? text.slice(count) : text;
    return text.slice(0, count);
  }
  const length = byteLength(text);
  if (count < 0 && length + count > 0) return sliceBytes(text, length + count, length);
  return count >= 0 && length > count ? sliceBytes(text, 0, count) : text;
}

function substr(start: number, end: number, text: string): string {
  const length = byteLength(text);
  const [from, to] = start < 0 ? [0, end] : end < 0 || end > length ? [start, length] : [start, end];
  if (from > to || to > length || to < 0) {
    throw new FunctionFailure(`slice bounds out of range [${from}:${to}] with length ${length}`);
  }
  return sliceBytes(text, from, to);
}

function trimAll(cutset: string, text: string): string {
  const cut = new Set(cutset);
  const runes = [...text];
  let start = 0;
  let end = runes.length;
  while (start < end && cut.has(runes[start] ?? '')) start++;
  while (end > start && cut.has(runes[end - 1] ?? '')) end--;
  return runes.slice(start, end).join('');
}

/** Indented text, where a text is open: a name has no line break. */
function openIndent([spaces, text]: readonly Value[], runtime: Runtime, before: string): Value {
  if (!(spaces instanceof GoInt)) return undefined;
  return openTextOf(text)?.map((shown) => `${before}${indent(runtime, Number(spaces.value), shown)}`);
}

function indent(runtime: Runtime, spaces: number, text: string): string {
  if (spaces < 0) throw new FunctionFailure('strings: negative Repeat count');
  runtime.make(spaces);
  const pad = ' '.repeat(spaces);
  const lines = text.split('\n');
  runtime.make(spaces * lines.length);
  return pad + lines.join(`\n${pad}`);
}
