import { kcdkError } from '../../diagnostics/error.ts';
import { isPlainText } from './plain-text.ts';

/**
 * Writes text on one line: plain where that is safe, else quoted.
 *
 * Double quotes are the rule, and what stands in them is a JSON string. Single quotes are used for text that
 * holds a double quote or a backslash, but neither a single quote nor anything that needs an escape: there
 * they save every escape. Never folds.
 *
 * @throws {KcdkError} `VALUE_NOT_EMITTABLE` for half a surrogate pair: UTF-8 cannot hold it
 */
export function quoteText(text: string): string {
  if (isPlainText(text)) return text;
  if (ONLY_SIMPLE.test(text)) return `"${text}"`;
  if (hasLoneSurrogate(text)) throw kcdkError('VALUE_NOT_EMITTABLE', { detail: LONE_SURROGATE });
  if (/["\\]/.test(text) && !NOT_IN_SINGLE.test(text)) return `'${text}'`;
  return JSON.stringify(text).replace(ESCAPED_BEYOND_JSON, escapeUnit);
}

/** Why `hasLoneSurrogate` is a reason to refuse text. */
export const LONE_SURROGATE = 'text with half a surrogate pair, which UTF-8 cannot hold';

/** True for text that has no UTF-8 form. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/u.test(text);
}

/**
 * True for text whose every character, other than tabs and newlines, may stand in a file as it is.
 *
 * Control characters, line breaks that only some parsers know (U+0085, U+2028, U+2029), the byte order mark and
 * noncharacters may not; nor may marks that turn the direction of text, which make a reviewer see another value.
 *
 * @see https://yaml.org/spec/1.2.2/#51-character-set
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export function isPrintable(text: string): boolean {
  return !NOT_ASCII.test(text) || (!UNPRINTABLE.test(text) && !hasLoneSurrogate(text));
}

/** Shows what is not printable as the escape it has in double quotes. For text that no parser reads, such as comments. */
export function showUnprintable(text: string): string {
  return text.replace(ALL_UNPRINTABLE, escapeUnit).replace(/[\ud800-\udfff]/gu, escapeUnit);
}

// --- internal ---

const BEYOND_JSON = '\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff';
const BELOW_SPACE = '\\u0000-\\u0008\\u000b-\\u001f';

/** Most text is ASCII, and the question whether it is costs little. */
const NOT_ASCII = /[^\t\n -~]/;
const UNPRINTABLE = new RegExp(`[${BELOW_SPACE}${BEYOND_JSON}]`);
const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g');
const NOT_IN_SINGLE = new RegExp(`['\\t\\n${BELOW_SPACE}${BEYOND_JSON}]`);

/** What `JSON.stringify` leaves as it is, and YAML does not. */
const ESCAPED_BEYOND_JSON = new RegExp(`[${BEYOND_JSON}]`, 'g');

/** Text that double quotes hold without any escape. */
const ONLY_SIMPLE = /^[ !#-[\]-~]*$/;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
