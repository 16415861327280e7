import { fromBytes } from './text.ts';

/** Reads a quoted or raw string of Go; undefined where it is none (`strconv.Unquote`). */
export function unquote(text: string): string | undefined {
  if (text.startsWith('`')) return text.slice(1, -1).replaceAll('\r', '');
  const inner = text.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  let result = '';
  let bytes: number[] = [];
  let at = 0;
  const flush = (): void => {
    if (bytes.length > 0) result += fromBytes(Uint8Array.from(bytes));
    bytes = [];
  };
  while (at < inner.length) {
    if (inner[at] !== '\\') {
      flush();
      result += inner[at];
      at++;
      continue;
    }
    const read = readEscape(inner, at, '"');
    if (read === undefined) return undefined;
    if (read.byte) bytes.push(read.code);
    else {
      flush();
      result += String.fromCodePoint(read.code);
    }
    at = read.end;
  }
  flush();
  return result;
}

/** The code point of a character literal with its quotes; undefined where it holds not exactly one. */
export function unquoteChar(text: string): number | undefined {
  if (text.length < 3 || !text.endsWith("'")) return undefined;
  const inner = text.slice(1, -1);
  if (inner.startsWith('\\')) {
    const read = readEscape(inner, 0, "'");
    return read !== undefined && read.end === inner.length ? read.code : undefined;
  }
  const code = inner.codePointAt(0) ?? 0;
  return String.fromCodePoint(code).length === inner.length ? code : undefined;
}

// --- internal ---

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const SIZES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(text: string, at: number, quote: string): { code: number; byte: boolean; end: number } | undefined {
  const kind = text[at + 1] ?? '';
  const simple = kind === quote ? quote.charCodeAt(0) : SIMPLE[kind];
  if (simple !== undefined) return { code: simple, byte: false, end: at + 2 };
  if (kind >= '0' && kind <= '7') {
    const octal = text.slice(at + 1, at + 4);
    if (!/^[0-7]{3}$/.test(octal)) return undefined;
    const code = Number.parseInt(octal, 8);
    return code > 255 ? undefined : { code, byte: true, end: at + 4 };
  }
  const size = SIZES[kind];
  if (size === undefined) return undefined;
  const digits = text.slice(at + 2, at + 2 + size);
  if (digits.length < size || !/^[0-9a-fA-F]+$/.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  if (kind !== 'x' && (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))) return undefined;
  return { code, byte: kind === 'x', end: at + 2 + size };
}
