import { isPrintable } from './quote-text.ts';

/**
 * Writes text of several lines as a literal block: `|` when it ends in one newline, `|-` in none, `|+` in more.
 *
 * The header names the indentation (`|2`) when the first line is empty or starts with a space or a tab.
 *
 * @param text  holds at least one newline
 * @param pad   indentation of the key or dash; the lines stand two columns further in
 * @param keep  whether text may become a `|+` block
 * @returns header and lines, without the newline that ends the last of them; undefined for text that a block does
 *   not hold exactly in every parser: with characters that need an escape (carriage returns too), of newlines
 *   only, or whose first or last line is nothing but spaces and tabs
 * @see https://yaml.org/spec/1.2.2/#812-literal-style
 */
export function blockText(text: string, pad: string, keep: boolean): string | undefined {
  const end = endOfContent(text);
  const newlines = text.length - end;
  if (end === 0 || (newlines > 1 && !keep)) return undefined;
  const firstLine = text.slice(0, text.indexOf('\n'));
  const lastLine = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  if (BLANK.test(lastLine) || (firstLine !== '' && BLANK.test(firstLine)) || !isPrintable(text)) return undefined;
  const indicator = LEADING_SPACE.test(text) ? '2' : '';
  const chomping = newlines === 0 ? '-' : newlines === 1 ? '' : '+';
  return `|${indicator}${chomping}${indent(text, end, `\n${pad}  `)}${text.slice(end + 1)}`;
}

// --- internal ---

const LEADING_SPACE = /^[ \t\n]/;
const BLANK = /^[ \t]*$/;

/** The length of the text without the newlines at its end. */
function endOfContent(text: string): number {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end--;
  return end;
}

/** The lines up to `end`, each behind `lineStart`; empty lines behind a bare newline, to end in no space. */
function indent(text: string, end: number, lineStart: string): string {
  let out = '';
  for (let from = 0; from <= end; ) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 || newline > end ? end : newline;
    out += to === from ? '\n' : lineStart + text.slice(from, to);
    from = to + 1;
  }
  return out;
}
