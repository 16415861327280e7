/**
 * Where a text that `JSON.parse` refuses stops being JSON: an offset in UTF-16 units, the length when it ends too early.
 *
 * The engine's own message has the position for some errors only.
 */
export function jsonErrorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expect: Expectation = 'value';
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const step = advance(text, offset, expect, open);
    if (step === undefined) return offset;
    expect = step.expect;
    offset = skipSpace(text, step.end);
  }
  return text.length;
}

/** Line and column (from 1) of an offset. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

// --- internal ---

/** What may come next; `…OrEnd` where the collection may also close. */
type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

interface Step {
  readonly end: number;
  readonly expect: Expectation;
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const OTHER_SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

function skipSpace(text: string, start: number): number {
  let offset = start;
  while (offset < text.length && ' \t\r\n'.includes(text.charAt(offset))) offset++;
  return offset;
}

/** The end of the string that starts here. A loop, since one pattern over a huge string exhausts the engine. */
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  let offset = start + 1;
  while (offset < text.length) {
    const sign = text.charAt(offset);
    if (sign === '"') return offset + 1;
    if (sign < ' ') return undefined;
    const next = sign === '\\' ? matchAt(ESCAPE, text, offset) : offset + 1;
    if (next === undefined) return undefined;
    offset = next;
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function advance(text: string, offset: number, expect: Expectation, open: ('{' | '[')[]): Step | undefined {
  const sign = text[offset];
  const afterValue: Expectation = open.length > 0 ? 'commaOrEnd' : 'nothing';
  if (sign === '}' || sign === ']') return close(sign, offset, expect, open);
  if (expect === 'colon') return sign === ':' ? { end: offset + 1, expect: 'value' } : undefined;
  if (expect === 'commaOrEnd') {
    return sign === ',' ? { end: offset + 1, expect: open.at(-1) === '{' ? 'key' : 'value' } : undefined;
  }
  if (expect === 'nothing') return undefined;
  if (expect === 'key' || expect === 'keyOrEnd') {
    const end = endOfString(text, offset);
    return end === undefined ? undefined : { end, expect: 'colon' };
  }
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return { end: offset + 1, expect: sign === '{' ? 'keyOrEnd' : 'valueOrEnd' };
  }
  const end = sign === '"' ? endOfString(text, offset) : matchAt(OTHER_SCALAR, text, offset);
  return end === undefined ? undefined : { end, expect: afterValue };
}

function close(sign: '}' | ']', offset: number, expect: Expectation, open: ('{' | '[')[]): Step | undefined {
  const mayClose = expect === 'commaOrEnd' || expect === (sign === '}' ? 'keyOrEnd' : 'valueOrEnd');
  if (!mayClose || open.at(-1) !== (sign === '}' ? '{' : '[')) return undefined;
  open.pop();
  return { end: offset + 1, expect: open.length > 0 ? 'commaOrEnd' : 'nothing' };
}
