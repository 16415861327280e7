import type { CST } from 'yaml';
import type { Parsed } from './parse-masked.ts';
import type { TemplateLines } from './template-lines.ts';
import type { TemplatePart } from './template-parts.ts';

/**
 * True for a file that is valid as it is and in which every template part is text or comment: there is nothing to mask.
 *
 * `kind: {{ .Values.kind }}` is valid YAML too, a mapping within a mapping, but there the part is no text. Nor is a
 * template line that YAML takes for text without quotes.
 *
 * @param parsed  the text parsed as it is
 * @param parts   in order, none within another
 */
export function isPlainYaml(
  parsed: Parsed,
  parts: readonly TemplatePart[],
  templateLines: readonly TemplateLines[],
): boolean {
  const alone = new Set(templateLines.flatMap((line) => line.parts));
  if (parsed.problems.length > 0) return false;
  const texts = textsOf(parsed).sort((a, b) => a.start - b.start);
  let index = 0;
  return parts.every((part) => {
    while (index < texts.length && (texts[index]?.end ?? 0) < part.end) index++;
    const text = texts[index];
    return text !== undefined && text.start <= part.start && (text.exact || !alone.has(part));
  });
}

/**
 * The template lines that stand within a text of several lines and are part of it.
 *
 * In a block those that are indented like the block or more; what stands further out would end the block, so for YAML
 * these are empty lines.
 *
 * @param parsed  the masked text, with all template lines empty
 */
export function findLiteralLines(
  parsed: Parsed,
  masked: string,
  templateLines: readonly TemplateLines[],
): ReadonlySet<TemplateLines> {
  const found = new Set<TemplateLines>();
  if (templateLines.length === 0) return found;
  const texts = textsOf(parsed).sort((a, b) => a.start - b.start);
  let index = 0;
  for (const line of templateLines) {
    while ((texts[index + 1]?.start ?? Number.POSITIVE_INFINITY) <= line.start) index++;
    const text = texts[index];
    if (text === undefined || text.start > line.start) continue;
    if (text.block === undefined) {
      if (line.end <= text.end) found.add(line);
      continue;
    }
    // The parser ends a block in front of the empty lines at its end, and there the last lines of it may be.
    if (!/^\s*$/.test(masked.slice(Math.min(text.end, line.start), line.start))) continue;
    text.indent ??= indentOfBlock(masked, text.block, text.parent, line);
    if (text.indent !== undefined && line.indent >= text.indent) found.add(line);
  }
  return found;
}

// --- internal ---

interface TextExtent {
  readonly start: number;
  readonly end: number;
  /** Whether every character of it is its own: a block or a quoted text, or a comment. */
  readonly exact: boolean;
  /** Where the lines of a block are; undefined for other texts. */
  readonly block: { readonly start: number; readonly end: number } | undefined;
  /** Indentation of what the block belongs to. */
  readonly parent: number;
  indent?: number | undefined;
}

function textsOf(parsed: Parsed): TextExtent[] {
  const texts: TextExtent[] = [];
  for (const { token } of parsed.documents) {
    if (token !== undefined) collect(token, texts);
  }
  return texts;
}

function collect(token: CST.Document | CST.Token, texts: TextExtent[]): void {
  const comments = (tokens: readonly CST.Token[] | undefined) => {
    for (const each of tokens ?? []) {
      if (each.type === 'comment') texts.push(extent(each.offset, each.offset + each.source.length, true));
    }
  };
  switch (token.type) {
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar': {
      texts.push(extent(token.offset, token.offset + token.source.length, token.type !== 'scalar'));
      comments(token.end);
      return;
    }
    case 'block-scalar': {
      const last = token.props.at(-1);
      const start = last === undefined ? token.offset : last.offset + ('source' in last ? last.source.length : 0);
      const end = start + token.source.length;
      comments(token.props);
      texts.push({ start, end, exact: true, block: { start, end }, parent: token.indent });
      return;
    }
    case 'document':
      comments(token.start);
      if (token.value !== undefined) collect(token.value, texts);
      comments(token.end);
      return;
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      for (const item of token.items as CST.CollectionItem[]) {
        comments(item.start);
        if (item.key) collect(item.key, texts);
        comments(item.sep);
        if (item.value) collect(item.value, texts);
      }
      if (token.type === 'flow-collection') comments(token.end);
      return;
    default:
  }
}

const extent = (start: number, end: number, exact: boolean): TextExtent => ({
  start,
  end,
  exact,
  block: undefined,
  parent: 0,
});

/** The indentation of the first line that is not empty, or of the first template line when all are. */
function indentOfBlock(
  masked: string,
  block: { readonly start: number; readonly end: number },
  parent: number,
  line: TemplateLines,
): number | undefined {
  const first = /^ *(?=[^\s])/m.exec(masked.slice(block.start, block.end));
  if (first !== null) return first[0].length;
  return line.indent > parent ? line.indent : undefined;
}
