import { byteLength, sliceBytes, toBytes } from '../go/text.ts';

/** Splitting and joining of words, as the packages behind Sprig do it (goutils and xstrings). */

/** The first letter of each word in upper case, as Go's `strings.Title`. */
export function title(text: string): string {
  let previous = ' ';
  let result = '';
  for (const rune of text) {
    result += isSeparator(previous) ? upperRune(rune) : rune;
    previous = rune;
  }
  return result;
}

/** The first letter of each word in lower case. */
export function untitle(text: string): string {
  return text.replace(/(^|\s)(\S)/gu, (_, before: string, letter: string) => before + lowerRune(letter));
}

/** The first letters of the words. */
export function initials(text: string): string {
  return [...text.matchAll(/(?:^|\s)(\S)/gu)].map((match) => firstByte(match[1] ?? '')).join('');
}

/** The first byte of a text as a character, which is what Go makes of `string(text[0])`. */
export function firstByte(text: string): string {
  return String.fromCharCode(toBytes(text)[0] ?? 0);
}

/** Upper case to lower and back; a lower case letter at the start of a word becomes title case. */
export function swapCase(text: string): string {
  let result = '';
  for (const rune of text) {
    if (/^[\p{Lu}\p{Lt}]$/u.test(rune)) result += lowerRune(rune);
    else result += /^\p{Ll}$/u.test(rune) ? upperRune(rune) : rune;
  }
  return result;
}

/** Upper case as Go maps it: one character to one. */
export function upper(text: string): string {
  return mapRunes(text, upperRune, text.toUpperCase());
}

/** Lower case as Go maps it: one character to one. */
export function lower(text: string): string {
  return mapRunes(text, lowerRune, text.toLowerCase());
}

/** As goutils' `AbbreviateFull`; what it refuses gives no text. All lengths are in characters of the input. */
export function abbreviate(text: string, from: number, width: number): string {
  const length = byteLength(text);
  if (text === '' || width < 4) return '';
  if (length <= width) return text;
  let offset = Math.min(from, length);
  if (length - offset < width - 3) offset = length - (width - 3);
  if (offset <= 4) return `${sliceBytes(text, 0, width - 3)}...`;
  if (width < 7) return '';
  if (offset + width - 3 < length) return `...${abbreviate(sliceBytes(text, offset, length), 0, width - 3)}`;
  return `...${sliceBytes(text, length - (width - 3), length)}`;
}

/** As goutils' `WrapCustom`. */
export function wrap(text: string, length: number, newline: string, wrapLongWords: boolean): string {
  const width = Math.max(1, length);
  let offset = 0;
  let wrapped = '';
  while (text.length - offset > width) {
    if (text[offset] === ' ') {
      offset++;
      continue;
    }
    const space = text.slice(offset, offset + width + 1).lastIndexOf(' ') + offset;
    if (space >= offset) {
      wrapped += text.slice(offset, space) + newline;
      offset = space + 1;
    } else if (wrapLongWords) {
      wrapped += text.slice(offset, offset + width) + newline;
      offset += width;
    } else {
      const next = text.indexOf(' ', offset + width);
      if (next < 0) {
        wrapped += text.slice(offset);
        offset = text.length;
      } else {
        wrapped += text.slice(offset, next) + newline;
        offset = next + 1;
      }
    }
  }
  return wrapped + text.slice(offset);
}

// --- internal ---

function mapRunes(text: string, map: (rune: string) => string, whole: string): string {
  if (/^[\p{ASCII}]*$/u.test(text)) return whole;
  let result = '';
  for (const rune of text) result += map(rune);
  return result;
}

/** A character whose upper case is several characters stays as it is in Go. */
export function upperRune(rune: string): string {
  const mapped = rune.toUpperCase();
  return [...mapped].length === 1 ? mapped : rune;
}

export function lowerRune(rune: string): string {
  if (rune === 'İ') return 'i';
  const mapped = rune.toLowerCase();
  return [...mapped].length === 1 ? mapped : rune;
}

function isSeparator(rune: string): boolean {
  if (/^[\p{L}\p{Nd}_]$/u.test(rune)) return false;
  return rune.charCodeAt(0) < 0x80 || /^\s$/u.test(rune);
}
