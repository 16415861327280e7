/** A place where a Helm template reads a value. */
export interface ValueReference {
  /** Keys below `.Values`; empty where the values are used as a whole. */
  readonly path: readonly string[];
  /** Offset in the text, in UTF-16 units. */
  readonly offset: number;
  /** True where Helm asks whether the value itself is true: `if .Values.x`, `not .Values.x`, `and`, `or`. */
  readonly asCondition: boolean;
}

/**
 * Finds what the actions of a Helm template read below `.Values`.
 *
 * Knows strings and comments, not what expressions mean: a value that goes through a variable counts as used whole.
 * Linear; any text is accepted.
 */
export function findValueReferences(text: string): readonly ValueReference[] {
  const found: ValueReference[] = [];
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at)) {
    at = readAction(text, at + 2, found);
  }
  return found;
}

// --- internal ---

/** What is not closed ends with the text (a string with its line), so that nothing is read twice. */
const TOKEN =
  /\s+|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|`[^`]*`?|\/\*[\s\S]*?(?:\*\/|$)|\}\}|(?:\$\w*)?(?:\.[A-Za-z_]\w*)+|\$?[A-Za-z_]\w*|[()|]|[\s\S]/y;

const KEYWORDS: ReadonlySet<string> = new Set(['if', 'else', 'with']);
/** Functions that ask for the truth of their arguments. */
const TRUTH: ReadonlySet<string> = new Set(['if', 'with', 'not', 'and', 'or']);
/** Functions that look a key up by name. */
const LOOKUP: ReadonlySet<string> = new Set(['index', 'get', 'hasKey']);

/** Reads up to the end of the action and returns the offset behind it. */
function readAction(text: string, start: number, found: ValueReference[]): number {
  // The function that takes the arguments of each open parenthesis; undefined until it is read.
  const heads: (string | undefined)[] = [undefined];
  let pending: { path: string[]; offset: number } | undefined;
  const settle = () => {
    if (pending !== undefined) found.push({ ...pending, asCondition: false });
    pending = undefined;
  };
  for (let at = start; at < text.length; ) {
    TOKEN.lastIndex = at;
    const [token = ''] = TOKEN.exec(text) ?? [];
    const offset = at;
    at += token.length || 1;
    if (token === '}}') {
      settle();
      return at;
    }
    if (/^\s/.test(token) || token.startsWith('/*')) continue;
    const isText = /^["`]/.test(token) && token.length > 1;
    if (pending !== undefined && isText) {
      pending.path.push(token.slice(1, -1));
      continue;
    }
    settle();
    const segments = token.startsWith('$') || token.startsWith('.') ? token.split('.') : [];
    const root = segments.indexOf('Values');
    if (token === '(') heads.push(undefined);
    else if (token === ')') {
      if (heads.length > 1) heads.pop();
    } else if (token === '|') heads[heads.length - 1] = undefined;
    else if (/^[A-Za-z_]/.test(token)) {
      const head = heads.at(-1);
      // `else if x` and `if not x`: the last word before the arguments decides.
      if (head === undefined || KEYWORDS.has(head)) heads[heads.length - 1] = token;
    } else if (root !== -1) {
      const path = segments.slice(root + 1);
      const head = heads.at(-1);
      if (head !== undefined && LOOKUP.has(head)) pending = { path, offset };
      else found.push({ path, offset, asCondition: head !== undefined && TRUTH.has(head) });
    }
  }
  settle();
  return text.length;
}
