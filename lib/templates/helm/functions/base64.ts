import { fromBytes, toBytes } from '../go/text.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ALPHABET_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Standard base64 with padding. */
export function base64(bytes: Uint8Array): string {
  return encode(bytes, ALPHABET, 6, 4);
}

/** Standard base32 with padding. */
export function base32(bytes: Uint8Array): string {
  return encode(bytes, ALPHABET_32, 5, 8);
}

/** Decodes base64; where it is none, the offset of the first wrong byte. Line breaks are skipped, as Go does. */
export function decodeBase64(text: string): string | number {
  return decode(text, ALPHABET, 6, 4);
}

/** Decodes base32; where it is none, the offset of the first wrong byte. */
export function decodeBase32(text: string): string | number {
  return decode(text, ALPHABET_32, 5, 8);
}

export function base64OfText(text: string): string {
  return base64(toBytes(text));
}

// --- internal ---

function encode(bytes: Uint8Array, alphabet: string, bits: number, group: number): string {
  let text = '';
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= bits) {
      held -= bits;
      text += alphabet[(buffer >> held) & ((1 << bits) - 1)];
    }
    buffer &= (1 << held) - 1;
  }
  if (held > 0) text += alphabet[(buffer << (bits - held)) & ((1 << bits) - 1)];
  return text.padEnd(Math.ceil(text.length / group) * group, '=');
}

function decode(text: string, alphabet: string, bits: number, group: number): string | number {
  const bytes: number[] = [];
  let buffer = 0;
  let held = 0;
  let count = 0;
  let padding = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n' || char === '\r') continue;
    if (char === '=' && count % group > 0) {
      padding++;
      count++;
      if (count % group === 0)
        return text.slice(at + 1).replace(/[\r\n]/g, '') === '' ? fromBytes(Uint8Array.from(bytes)) : at + 1;
      continue;
    }
    const value = alphabet.indexOf(char);
    if (value < 0 || padding > 0) return at;
    count++;
    buffer = ((buffer << bits) | value) & 0xffff;
    held += bits;
    if (held >= 8) {
      held -= 8;
      bytes.push((buffer >> held) & 0xff);
    }
  }
  return count % group === 0 ? fromBytes(Uint8Array.from(bytes)) : Math.max(0, text.length - (count % group));
}
