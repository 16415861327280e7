/**
 * Whether a text fits a pattern as Argo CD's projects have them: `*` any text, `**` the same across separators, `?` one
 * character, `[ab]`, `[!ab]` and `{a,b}` one of several.
 *
 * @param separator what `*` and `?` do not cross; `/` for URLs of repositories, none for names and namespaces
 * @see https://github.com/gobwas/glob#performance (the language that Argo CD uses)
 */
export function globMatches(pattern: string, text: string, separator = ''): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (!/[*?[{\\]/.test(pattern)) return false;
  return compiled(pattern, separator).test(text);
}

// --- internal ---

/** Patterns are few, and each is asked about many texts. */
const known = new Map<string, RegExp>();
const MOST_KNOWN = 500;

function compiled(pattern: string, separator: string): RegExp {
  const key = `${separator} ${pattern}`;
  let expression = known.get(key);
  if (expression === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    expression = new RegExp(`^${translate(pattern, separator)}$`, 's');
    known.set(key, expression);
  }
  return expression;
}

function translate(pattern: string, separator: string): string {
  const one = separator === '' ? '.' : `[^${separator}]`;
  let result = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const close = character === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (character === '\\' && at + 1 < pattern.length) result += quote(pattern.charAt(++at));
    else if (character === '*') {
      const across = pattern.charAt(at + 1) === '*';
      if (across) at++;
      result += across ? '.*' : `${one}*`;
    } else if (character === '?') result += one;
    else if (close !== -1) {
      const members = pattern.slice(at + 1, close);
      const negated = members.startsWith('!');
      result += `[${negated ? '^' : ''}${members.slice(negated ? 1 : 0).replace(/[\\\]^]/g, '\\$&')}]`;
      at = close;
    } else if (character === '{') {
      depth++;
      result += '(?:';
    } else if (character === '}' && depth > 0) {
      depth--;
      result += ')';
    } else result += character === ',' && depth > 0 ? '|' : quote(character);
  }
  // An alternative that nobody closed is no pattern that Argo CD would take.
  return depth === 0 ? result : quote(pattern);
}

function quote(text: string): string {
  return text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');
}
