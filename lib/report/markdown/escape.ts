import { shorten, visible } from '../visible.ts';

/**
 * Text of others inside Markdown.
 *
 * Names, paths and messages come from repositories and programs. Shown as code or as words without any mark they can be
 * neither markup, nor a mention that notifies somebody, nor a quick action that a forge carries out.
 */

/** A code span of one line. */
export function code(text: string, most: number = MOST_CHARACTERS): string {
  const shown = shorten(visible(text), most);
  if (shown.trim() === '') return '`(empty)`';
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${ticks}${space}${shown}${space}${ticks}`;
}

/** A code element for where Markdown is not read, such as a `<summary>`. */
export function htmlCode(text: string, most: number = MOST_CHARACTERS): string {
  return `<code>${escapeHtml(shorten(visible(text), most))}</code>`;
}

/** The five characters that mean something in HTML, as entities. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * A sentence of ours with names of others in it: what stands between backticks becomes code, and so does every word that
 * holds a character with a meaning.
 */
export function prose(text: string, most: number = MOST_CHARACTERS): string {
  const shown = shorten(visible(text), most);
  let result = '';
  let end = 0;
  for (const match of shown.matchAll(QUOTED)) {
    const [whole, before = '', quoted = ''] = match;
    result += words(shown.slice(end, match.index)) + before + code(quoted, most);
    end = match.index + whole.length;
  }
  return result + words(shown.slice(end));
}

/** A fenced block that nothing inside can end. */
export function fence(language: 'diff' | 'text', lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line)), 2);
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${lines.join('\n')}\n${ticks}`;
}

// --- internal ---

const MOST_CHARACTERS = 300;

/** Quoted by us: with space or brackets around, so that two of them never touch. */
const QUOTED = /(?<=^|\s)(\(*)`([^`]+)`(?=[.,;:)]*(?:\s|$))/g;

function words(text: string): string {
  return text
    .split(/( +)/)
    .map((word, index) => (index % 2 === 1 || isPlain(word) ? word : code(word)))
    .join('');
}

/** Letters, digits and marks that no Markdown gives a meaning inside of a sentence; no address, no `:emoji:`. */
function isPlain(word: string): boolean {
  return (
    /^[\p{L}\p{N}.,;:()'’"“”/?=→–—-]*$/u.test(word) && !/www\.|:\/\/|^\/|:[a-z0-9-]+:|^(?:mailto|xmpp):/i.test(word)
  );
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
