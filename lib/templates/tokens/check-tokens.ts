import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { nearMatches } from '../../diagnostics/near-matches.ts';
import { indexLines, type LineIndex } from '../line-index.ts';
import { markupDetector, type TokenUse } from './find-tokens.ts';

/**
 * Reports the tokens that were left in a text: each once a file, at its first place, with the others related.
 *
 * A name without an underscore that looks like an element of HTML is left out unless a known token is near.
 *
 * @param known  tokens that have a value or could have one, for near matches
 */
export function unresolvedTokens(
  text: string,
  left: readonly TokenUse[],
  known: readonly string[],
  file: string,
): readonly Diagnostic[] {
  if (left.length === 0) return [];
  const lines = indexLines(text, file);
  const places = new Map<string, number[]>();
  for (const { token, offset } of left) {
    const offsets = places.get(token);
    if (offsets === undefined) places.set(token, [offset]);
    else offsets.push(offset);
  }
  const names = known.map(nameOf);
  const isMarkup = markupDetector(text);
  const found: Diagnostic[] = [];
  for (const [token, [first = 0, ...others]] of places) {
    const near = nearMatches(nameOf(token), names).map((name) => `\`<${name}>\``);
    if (near.length === 0 && isMarkup(token)) continue;
    const related = others
      .slice(0, MOST_RELATED)
      .map((offset) => ({ message: 'also here', source: lines.positionAt(offset) }));
    found.push(
      error('TOKEN_UNRESOLVED', {
        summary: `Nothing replaces \`${token}\``,
        source: lines.positionAt(first),
        ...(near.length > 0 ? { fix: `Did you mean ${near.join(' or ')}?` } : {}),
        ...(related.length > 0 ? { related } : {}),
      }),
    );
  }
  return found;
}

/**
 * Reports texts in angle brackets that are a known token but for case, hyphens or white space: `<cluster-name>`.
 *
 * @param known  tokens with their brackets
 * @returns what to call with each text
 */
export function misspeltTokens(known: readonly string[]): (text: string, file: string) => readonly Diagnostic[] {
  const byShape = new Map(known.map((token) => [shapeOf(nameOf(token)), token]));
  const exact = new Set(known);
  return (text, file) => (text.includes('<') ? findMisspelt(text, byShape, exact, file) : []);
}

// --- internal ---

function findMisspelt(
  text: string,
  byShape: ReadonlyMap<string, string>,
  exact: ReadonlySet<string>,
  file: string,
): readonly Diagnostic[] {
  const isMarkup = markupDetector(text);
  let lines: LineIndex | undefined;
  const found: Diagnostic[] = [];
  for (const match of text.matchAll(ALIKE)) {
    const token = byShape.get(shapeOf(match[1] ?? ''));
    if (token === undefined || exact.has(match[0]) || text[match.index - 1] === '<') continue;
    // `<Email>` in a file of markup is no misspelt token.
    if (!/\s/.test(match[0]) && isMarkup(match[0])) continue;
    lines ??= indexLines(text, file);
    const summary = `\`${match[0]}\` is not replaced, since it is not spelt as \`${token}\``;
    found.push(
      warning('TOKEN_MISSPELT', { summary, fix: `Write \`${token}\`.`, source: lines.positionAt(match.index) }),
    );
  }
  return found;
}

const MOST_RELATED = 10;
const ALIKE = /<[ \t]*([A-Za-z][A-Za-z0-9_-]{0,99})[ \t]*>/g;

function nameOf(token: string): string {
  return token.slice(1, -1);
}

function shapeOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
