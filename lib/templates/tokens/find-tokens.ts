/** A `<UPPER_SNAKE>` in a text. */
export interface TokenUse {
  /** With its brackets. */
  readonly token: string;
  /** Offset of `<` in the text, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Finds what has the form of a token: `<`, a capital, then capitals, digits, `_` and `-`, and `>`.
 *
 * `<<EOF>` is no token but the start of a heredoc. Linear; nothing else in the text matters, so `${{ }}`, `{{ }}` and HCL
 * are left alone and tokens inside them are found.
 */
export function findTokens(text: string): readonly TokenUse[] {
  const found: TokenUse[] = [];
  for (const match of text.matchAll(TOKEN)) {
    if (text[match.index - 1] !== '<') found.push({ token: match[0], offset: match.index });
  }
  return found;
}

/**
 * Tells which tokens of a text are as likely elements of HTML or XML: the name of one, or a name that the text also
 * closes. A name with `_` or `-` never is.
 *
 * The text is read once, when first asked.
 *
 * @see https://html.spec.whatwg.org/multipage/indices.html#elements-3
 */
export function markupDetector(text: string): (token: string) => boolean {
  let closed: ReadonlySet<string> | undefined;
  return (token) => {
    if (/[_-]/.test(token)) return false;
    if (HTML.has(token.slice(1, -1).toLowerCase())) return true;
    closed ??= new Set(text.match(CLOSING));
    return closed.has(`</${token.slice(1)}`);
  };
}

// --- internal ---

const TOKEN = /<[A-Z][A-Z0-9_-]*>/g;
const CLOSING = /<\/[A-Za-z][A-Za-z0-9]*>/g;

const HTML: ReadonlySet<string> = new Set(
  (
    'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col ' +
    'colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame ' +
    'h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta ' +
    'meter nav object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section ' +
    'select slot small source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time ' +
    'title tr track tt u ul var video wbr'
  ).split(' '),
);
