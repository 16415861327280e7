/** Go strings are bytes; ours are UTF-16 with each byte that is no UTF-8 as the lone surrogate U+DC00 + byte. */

const encoder = new TextEncoder();

const LONE_SURROGATE = /[\ud800-\udfff]/u;

const ASCII = /^[\0-\x7f]*$/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** The bytes of a Go string. */
export function toBytes(text: string): Uint8Array {
  if (!hasEscapes(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    if (isEscape(code)) bytes.push(code - 0xdc00);
    else bytes.push(...encoder.encode(rune));
  }
  return Uint8Array.from(bytes);
}

/** The Go string of some bytes. */
export function fromBytes(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      let end = at + 1;
      while (end < bytes.length && (bytes[end] ?? 0) < 0x80) end++;
      text += asciiOf(bytes, at, end);
      at = end;
      continue;
    }
    const size = sequenceLength(bytes, at);
    if (size === 0) {
      text += String.fromCharCode(0xdc00 + first);
      at++;
    } else {
      text += String.fromCodePoint(decodeAt(bytes, at, size));
      at += size;
    }
  }
  return text;
}

/** The length in bytes. */
export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  let length = 0;
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    length += isEscape(code) ? 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** `text[start:end]` of Go, in bytes. */
export function sliceBytes(text: string, start: number, end: number): string {
  if (isAscii(text)) return text.slice(start, end);
  return fromBytes(toBytes(text).subarray(start, end));
}

/** True for text whose every byte belongs to a character. */
export function isValidUtf8(text: string): boolean {
  return !hasEscapes(text);
}

/** Orders as Go compares strings: by bytes, which is by code point. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    let left = a.charCodeAt(at);
    let right = b.charCodeAt(at);
    if (left === right) continue;
    if (isLoneByte(a, at) || isLoneByte(b, at)) return compareBytes(toBytes(a), toBytes(b));
    // Surrogates stand for code points above all that fit one unit.
    if (left >= 0xd800 && right >= 0xd800) {
      left = left >= 0xe000 ? left - 0x800 : left + 0x2000;
      right = right >= 0xe000 ? right - 0x800 : right + 0x2000;
    }
    return left < right ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

/** Bytes that are no UTF-8 become U+FFFD, as when Go decodes text for an encoder. */
export function replaceInvalid(text: string): string {
  return hasEscapes(text) ? text.replace(/[\ud800-\udfff]/gu, '\ufffd') : text;
}

// --- internal ---

function hasEscapes(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

function isLoneByte(text: string, at: number): boolean {
  const before = at === 0 ? 0 : text.charCodeAt(at - 1);
  return isEscape(text.charCodeAt(at)) && !(before >= 0xd800 && before <= 0xdbff);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function isEscape(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function asciiOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 8192)));
  }
  return text;
}

/** The length of the valid UTF-8 sequence at a place, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const follows = (offset: number): boolean => ((bytes[at + offset] ?? 0) & 0xc0) === 0x80;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (first === 0xe0 && second < 0xa0) return 0;
    if (first === 0xed && second > 0x9f) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (first === 0xf0 && second < 0x90) return 0;
    if (first === 0xf4 && second > 0x8f) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

function decodeAt(bytes: Uint8Array, at: number, size: number): number {
  let code = (bytes[at] ?? 0) & (0xff >> (size + 1));
  for (let offset = 1; offset < size; offset++) code = (code << 6) | ((bytes[at + offset] ?? 0) & 0x3f);
  return code;
}
