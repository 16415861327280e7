/** What stands between the braces of a block, or in a file. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** A file of HCL. */
export interface HclFile extends HclBody {
  /** The first place that Terraform cannot read either; undefined where there is none. */
  readonly problem: { readonly offset: number; readonly what: string } | undefined;
}

export interface HclAttribute {
  readonly name: string;
  /** The expression as it is written, without white space around it. */
  readonly text: string;
  /** Offset of the name in the text, in UTF-16 units. */
  readonly offset: number;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  readonly offset: number;
}

/**
 * Reads the structure of HCL: blocks and attributes, with expressions left as they are.
 *
 * Total and linear: what cannot be read is skipped up to the next line, and the first of it told. Expressions are Terraform's
 * to check.
 *
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function scanHcl(text: string): HclFile {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  const open: Frame[] = [{ attributes, blocks, offset: 0 }];
  let problem: HclFile['problem'];
  const tell = (offset: number, what: string) => {
    problem ??= { offset, what };
  };
  let at = 0;
  while (at < text.length) {
    const frame = open.at(-1);
    if (frame === undefined) break;
    const next = skipBlank(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    if (text[at] === '}') {
      if (open.length > 1) open.pop();
      else tell(at, 'This brace closes nothing.');
      at++;
      continue;
    }
    const header = readHeader(text, at);
    if (header === undefined) {
      tell(at, 'This is neither a block nor an attribute.');
      at = lineEnd(text, at) + 1;
      continue;
    }
    if (header.kind === 'attribute') {
      const end = expressionEnd(text, header.end);
      frame.attributes.push({ name: header.name, text: text.slice(header.end, end).trim(), offset: at });
      at = end;
    } else {
      const body = { attributes: [], blocks: [] };
      frame.blocks.push({ type: header.name, labels: header.labels, body, offset: at });
      open.push({ ...body, offset: at });
      at = header.end;
    }
  }
  if (open.length > 1) tell(open.at(-1)?.offset ?? 0, 'This block is not closed.');
  return { attributes, blocks, problem };
}

/** The attribute of a body, if it has one of this name. */
export function attributeOf({ attributes }: HclBody, name: string): string | undefined {
  return attributes.find((each) => each.name === name)?.text;
}

/** The text that a quoted literal stands for; undefined for every other expression. */
export function literalText(expression: string): string | undefined {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(expression) || /[$%]\{/.test(expression.replace(/[$%]{2}\{/g, ''))) return undefined;
  return expression
    .slice(1, -1)
    .replace(/\\(["\\nrt])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
    .replace(/([$%])[$%]\{/g, '$1{');
}

// --- internal ---

interface Frame {
  readonly attributes: HclAttribute[];
  readonly blocks: HclBlock[];
  readonly offset: number;
}

type Header =
  | { readonly kind: 'attribute'; readonly name: string; readonly end: number }
  | { readonly kind: 'block'; readonly name: string; readonly labels: readonly string[]; readonly end: number };

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
/** @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md, "Identifiers" */
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const LABEL = /[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|([\p{ID_Start}_][\p{ID_Continue}-]*))/uy;

function readHeader(text: string, at: number): Header | undefined {
  const name = match(NAME, text, at)?.[0];
  if (name === undefined) return undefined;
  const labels: string[] = [];
  let end = at + name.length;
  for (;;) {
    const label = match(LABEL, text, end);
    if (label === undefined) break;
    labels.push(label[1] ?? label[2] ?? '');
    end += label[0].length;
  }
  while (text[end] === ' ' || text[end] === '\t') end++;
  if (text[end] === '{') return { kind: 'block', name, labels, end: end + 1 };
  if (text[end] === '=' && text[end + 1] !== '=' && labels.length === 0)
    return { kind: 'attribute', name, end: end + 1 };
  return undefined;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Behind white space and comments, of which there may be none. */
function skipBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) at++;
    else if (isLineComment(text, at)) at = lineEnd(text, at);
    else if (text.startsWith('/*', at)) at = behind(text, '*/', at + 2);
    else break;
  }
  return at;
}

function isLineComment(text: string, at: number): boolean {
  return text[at] === '#' || text.startsWith('//', at);
}

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed === -1 ? text.length : feed;
}

function behind(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  return found === -1 ? text.length : found + mark.length;
}

/** Where an expression ends: at the line break, or the closing brace, that is in none of its own brackets. */
function expressionEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') at = stringEnd(text, at);
    else if (char === '<' && text[at + 1] === '<') at = heredocEnd(text, at);
    else if (isLineComment(text, at)) {
      if (depth === 0) return at;
      at = lineEnd(text, at);
    } else if (text.startsWith('/*', at)) at = behind(text, '*/', at + 2);
    else if (char === '\n' && depth === 0) return at;
    else if ('}])'.includes(char)) {
      if (depth === 0) return at;
      depth--;
      at++;
    } else {
      if ('{[('.includes(char)) depth++;
      at++;
    }
  }
  return at;
}

/** Behind the closing quote; strings hold expressions, and those strings. */
function stringEnd(text: string, start: number): number {
  // At even depth in a string, at odd depth in an expression within it.
  const open: ('"' | '{')[] = ['"'];
  let at = start + 1;
  while (at < text.length && open.length > 0) {
    const char = text[at];
    if (open.at(-1) === '"') {
      if (char === '\\') at++;
      else if (char === '"') open.pop();
      else if ((char === '$' || char === '%') && text[at + 1] === '{' && text[at - 1] !== char) {
        open.push('{');
        at++;
      }
    } else if (char === '"') open.push('"');
    else if (char === '{') open.push('{');
    else if (char === '}') open.pop();
    at++;
  }
  return at;
}

/** Behind the line that ends a heredoc. */
function heredocEnd(text: string, start: number): number {
  const opening = /<<-?([A-Za-z_][\w-]*)[^\n]*\n/y;
  opening.lastIndex = start;
  const found = opening.exec(text);
  if (found === null) return start + 2;
  let at = opening.lastIndex;
  while (at < text.length) {
    const end = lineEnd(text, at);
    if (text.slice(at, end).trim() === found[1]) return end;
    at = end + 1;
  }
  return at;
}
