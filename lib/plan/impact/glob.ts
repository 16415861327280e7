/**
 * Argo CD's globs: `*` and `**` are any text, `?` any character, `{a,b}` alternatives, `[ab]` and `[!a-c]` classes.
 *
 * Linear in the length of the pattern times that of the text. A pattern that is too long or no glob matches nothing but
 * itself.
 *
 * @param separator  what `*` and `?` do not match, but `**` does. @default - nothing
 * @see https://github.com/gobwas/glob, which Argo CD uses
 */
export function globMatches(pattern: string, text: string, separator = ''): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (pattern.length > LONGEST_GLOB || !/[*?{[]/.test(pattern)) return false;
  return alternatives(pattern).some((one) => matches(one, text, separator));
}

// --- internal ---

const LONGEST_GLOB = 1_000;
const MOST_ALTERNATIVES = 50;

function alternatives(pattern: string): readonly string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(pattern);
  if (braces === null) return [pattern];
  const [, head = '', body = '', tail = ''] = braces;
  const ends = alternatives(tail);
  return body
    .split(',')
    .flatMap((one) => ends.map((end) => head + one + end))
    .slice(0, MOST_ALTERNATIVES);
}

function matches(pattern: string, text: string, separator: string): boolean {
  const tokens = pattern.match(/\*\*|\*|\?|\[[^\]]+\]|[\s\S]/g) ?? [];
  let reached = closed(new Set([0]), tokens);
  for (const character of text) {
    const next = new Set<number>();
    for (const position of reached) {
      const token = tokens[position];
      if (token === undefined) continue;
      if (token === '**' || (token === '*' && character !== separator)) next.add(position);
      else if (token !== '*' && takes(token, character, separator)) next.add(position + 1);
    }
    reached = closed(next, tokens);
    if (reached.size === 0) return false;
  }
  return reached.has(tokens.length);
}

/** Stars may also be nothing. */
function closed(positions: Set<number>, tokens: readonly string[]): Set<number> {
  for (const position of positions) if (tokens[position]?.startsWith('*') === true) positions.add(position + 1);
  return positions;
}

function takes(token: string, character: string, separator: string): boolean {
  if (token === '?') return character !== separator;
  if (token.length < 2) return token === character;
  const negated = token[1] === '!' || token[1] === '^';
  const body = token.slice(negated ? 2 : 1, -1);
  const range = /^(.)-(.)$/su.exec(body);
  const inside =
    range === null ? body.includes(character) : (range[1] ?? '') <= character && character <= (range[2] ?? '');
  return inside !== negated;
}
