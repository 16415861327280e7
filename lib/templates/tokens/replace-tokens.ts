import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { indexLines, type LineIndex } from '../line-index.ts';
import { findTokens, type TokenUse } from './find-tokens.ts';

/** What tokens become, by token with its brackets. A list becomes a line or an element for each of its members. */
export type TokenValues = ReadonlyMap<string, string | readonly string[]>;

export interface ReplacedText {
  readonly text: string;
  /** Tokens that have no value and stay as they are, in the order of the text. */
  readonly left: readonly TokenUse[];
  /** Values that have no place where their token stands. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Replaces whole tokens of a text by their values, once: what a value brings along is not looked at again.
 *
 * - A text goes where the token stands, and must be one line.
 * - A token alone on its line stands for whole lines: each line of its value gets the indentation of the token, and an
 *   empty value removes the line.
 * - A list repeats the line of its token where the token is a list item of YAML (`- <ENVIRONMENT>`) or a line, and
 *   becomes elements between brackets (`["<ENVIRONMENT>"]`).
 *
 * Everything else stays byte for byte. Linear in the text and the result.
 *
 * @param file  the name to show
 */
export function replaceTokens(text: string, values: TokenValues, file: string): ReplacedText {
  if (!text.includes('<')) return { text, left: [], diagnostics: [] };
  const left: TokenUse[] = [];
  const diagnostics: Diagnostic[] = [];
  const parts: string[] = [];
  const lines = indexLines(text, file);
  let done = 0;
  for (const group of byLine(text, findTokens(text))) {
    const known = group.uses.filter(({ token }) => values.has(token));
    left.push(...group.uses.filter(({ token }) => !values.has(token)));
    if (known.length === 0) continue;
    parts.push(text.slice(done, group.start));
    parts.push(replaceLine(text, group, known, values, lines, diagnostics));
    done = group.end;
  }
  if (done === 0) return { text, left, diagnostics };
  parts.push(text.slice(done));
  return { text: parts.join(''), left, diagnostics };
}

// --- internal ---

interface LineGroup {
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
  readonly uses: readonly TokenUse[];
}

function* byLine(text: string, uses: readonly TokenUse[]): Generator<LineGroup> {
  for (let at = 0; at < uses.length; ) {
    const first = uses[at]?.offset ?? 0;
    const start = text.lastIndexOf('\n', first - 1) + 1;
    const feed = text.indexOf('\n', first);
    const end = feed === -1 ? text.length : feed + 1;
    const from = at;
    while (at < uses.length && (uses[at]?.offset ?? end) < end) at++;
    yield { start, end, uses: uses.slice(from, at) };
  }
}

function replaceLine(
  text: string,
  { start, end, uses }: LineGroup,
  known: readonly TokenUse[],
  values: TokenValues,
  lines: LineIndex,
  diagnostics: Diagnostic[],
): string {
  const line = text.slice(start, end);
  const [only] = known;
  if (only !== undefined && uses.length === 1) {
    const whole = wholeLine(line, only, only.offset - start, values.get(only.token) ?? '', lines, diagnostics);
    if (whole !== undefined) return whole;
  }
  const parts: string[] = [];
  let done = start;
  for (const use of known) {
    const value = values.get(use.token) ?? '';
    const close = use.offset + use.token.length;
    let next = value;
    if (typeof next !== 'string')
      next = betweenBrackets(text, use, next, start, end) ?? refuseList(use, lines, diagnostics);
    if (/[\r\n]/.test(next)) next = refuseLines(use, lines, diagnostics);
    parts.push(text.slice(done, use.offset), next);
    done = close;
  }
  parts.push(text.slice(done, end));
  return parts.join('');
}

const LINE_BREAK = /\r?\n$/;
const ITEM = /^[ \t]*-[ \t]+(["']?)$/;

/** The lines that stand for a line which is nothing but its token, or a list item that is; undefined for other lines. */
function wholeLine(
  line: string,
  { token, offset }: TokenUse,
  column: number,
  value: string | readonly string[],
  lines: LineIndex,
  diagnostics: Diagnostic[],
): string | undefined {
  const ending = LINE_BREAK.exec(line)?.[0] ?? '';
  const before = line.slice(0, column);
  const after = line.slice(column + token.length, line.length - ending.length);
  const eol = ending === '' ? '\n' : ending;
  if (/^[ \t]*$/.test(before) && after.trim() === '') {
    const texts = (typeof value === 'string' ? [value] : value).flatMap((each) => each.split(/\r?\n/));
    while (texts.length > 0 && texts.at(-1) === '') texts.pop();
    if (texts.length === 0) return '';
    return texts.map((each) => (each === '' ? '' : before + each)).join(eol) + after + ending;
  }
  const quote = ITEM.exec(before)?.[1];
  if (typeof value === 'string' || quote === undefined || !isAfterItem(after, quote)) return undefined;
  const refused = value.some((each) => /[\r\n]/.test(each));
  if (value.length === 0 || refused) {
    const summary =
      value.length === 0 ? `The list of \`${token}\` is empty` : `\`${token}\` has a member of several lines`;
    diagnostics.push(error('TOKEN_VALUE_MISPLACED', { summary, source: lines.positionAt(offset) }));
    return line;
  }
  return value.map((each) => before + each + after).join(eol) + ending;
}

/** Behind an item come its closing quote, and at most white space and a comment. */
function isAfterItem(after: string, quote: string): boolean {
  return after.startsWith(quote) && /^[ \t]*(?:$|[ \t]#)/.test(after.slice(quote.length));
}

/** `[<X>]`, `["<X>", other]`: the elements, with the quotes that the token has. */
function betweenBrackets(
  text: string,
  { token, offset }: TokenUse,
  list: readonly string[],
  start: number,
  end: number,
): string | undefined {
  const quote = /["']/.test(text[offset - 1] ?? '') ? (text[offset - 1] ?? '') : '';
  let before = offset - quote.length - 1;
  let after = offset + token.length + quote.length;
  if (quote !== '' && text[after - 1] !== quote) return undefined;
  while (before >= start && /[ \t]/.test(text[before] ?? '')) before--;
  while (after < end && /[ \t]/.test(text[after] ?? '')) after++;
  const opens = before >= start && /[[,]/.test(text[before] ?? '');
  const closes = after < end && /[\],]/.test(text[after] ?? '');
  if (!opens || !closes || (list.length === 0 && quote !== '')) return undefined;
  return list.join(`${quote}, ${quote}`);
}

function refuseList(use: TokenUse, lines: LineIndex, diagnostics: Diagnostic[]): string {
  const summary = `\`${use.token}\` stands for a list, which has no place here`;
  diagnostics.push(error('TOKEN_VALUE_MISPLACED', { summary, source: lines.positionAt(use.offset) }));
  return use.token;
}

function refuseLines(use: TokenUse, lines: LineIndex, diagnostics: Diagnostic[]): string {
  const summary = `The value of \`${use.token}\` has several lines, which have no place here`;
  diagnostics.push(error('TOKEN_VALUE_MISPLACED', { summary, source: lines.positionAt(use.offset) }));
  return use.token;
}
