/** A piece of a file that is no YAML: an action of a Go template, or a token that stands for whole lines. */
export interface TemplatePart {
  readonly start: number;
  readonly end: number;
  readonly kind: 'action' | 'token';
  /** What the action does to the lines around it. */
  readonly role: TemplateRole;
}

/** `open`, `else` and `end` make branches; `silent` writes nothing (comments, assignments); `content` may. */
export type TemplateRole = 'open' | 'else' | 'end' | 'silent' | 'content';

/**
 * Finds the actions of Go templates, in order.
 *
 * Strings, raw strings and comments inside an action may hold `}}`, as in `{{ "{{ .name }}" }}`. In a text in double
 * quotes the quotes of an action may be escaped (`"{{ index . \"a\" }}"`). What does not lex as an action
 * ends at the next `}}` of its line; without one it is no action.
 *
 * @see https://pkg.go.dev/text/template#hdr-Actions
 */
export function findActions(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (let start = text.indexOf('{{'); start !== -1; ) {
    // Without this, text full of openings would be searched to its end once for each.
    if (!text.includes('}}', start)) break;
    const end = endOfAction(text, start);
    if (end === undefined) {
      start = text.indexOf('{{', start + 2);
      continue;
    }
    parts.push({ start, end, kind: 'action', role: roleOf(text.slice(start, end)) });
    start = text.indexOf('{{', end);
  }
  return parts;
}

/** Finds `<TOKEN>`s that are alone on their line: what replaces them may be any number of lines. */
export function findTokenLines(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  for (const match of text.matchAll(TOKEN_LINE)) {
    const [, before = '', token = ''] = match;
    const start = match.index + before.length;
    parts.push({ start, end: start + token.length, kind: 'token', role: 'content' });
  }
  return parts;
}

// --- internal ---

const TOKEN_LINE = /^([\uFEFF \t]*)(<[A-Z][A-Z0-9_-]*>)(?=[ \t]*(?:#[^\r\n]*)?\r?$)/gm;
const COMMENT = /^\{\{(?:- )?[ \t]*\/\*/;

function endOfAction(text: string, start: number): number | undefined {
  return endOfComment(text, start) ?? endOfLexed(text, start) ?? endOnLine(text, start);
}

function endOfComment(text: string, start: number): number | undefined {
  const opening = COMMENT.exec(text.slice(start, start + 64));
  if (opening === null) return undefined;
  const close = text.indexOf('*/', start + opening[0].length);
  if (close === -1) return undefined;
  const rest = /^\s*(?:-)?\}\}/.exec(text.slice(close + 2, close + 66));
  return rest === null ? undefined : close + 2 + rest[0].length;
}

function endOfLexed(text: string, start: number): number | undefined {
  let at = start + 2;
  while (at < text.length) {
    const char = text[at];
    if (char === '}' && text[at + 1] === '}') return at + 2;
    if (char === '{' && text[at + 1] === '{') return undefined;
    let next: number | undefined = at + 1;
    if (char === '`') next = closing(text, at + 1, '`');
    else if (char === '"') next = endOfString(text, at + 1);
    else if (char === '\\' && text[at + 1] === '"') next = closingOnLine(text, at + 2, '\\"');
    else if (char === "'") next = closingOnLine(text, at + 1, "'");
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

function closing(text: string, from: number, mark: string): number | undefined {
  const at = text.indexOf(mark, from);
  return at === -1 ? undefined : at + mark.length;
}

function closingOnLine(text: string, from: number, mark: string): number | undefined {
  const at = closing(text, from, mark);
  const newline = text.indexOf('\n', from);
  return at === undefined || (newline !== -1 && newline < at) ? undefined : at;
}

function endOnLine(text: string, start: number): number | undefined {
  return closingOnLine(text, start + 2, '}}');
}

function roleOf(action: string): TemplateRole {
  if (COMMENT.test(action)) return 'silent';
  const inner = action.replace(/^\{\{(?:-\s)?\s*/, '');
  const word = /^[a-z]+\b/.exec(inner)?.[0];
  if (word === 'if' || word === 'range' || word === 'with' || word === 'define' || word === 'block') return 'open';
  if (word === 'else' || word === 'end') return word;
  return /^\$[A-Za-z0-9_]*\s*:?=/.test(inner) ? 'silent' : 'content';
}
