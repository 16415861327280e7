import type { TemplatePart } from './template-parts.ts';

/** Whole lines that hold nothing but template parts and perhaps a comment. YAML never sees them. */
export interface TemplateLines {
  /** Start of the first line. */
  readonly start: number;
  /** End of the last line, in front of its line break. */
  readonly end: number;
  /** Blanks in front of the first part. */
  readonly indent: number;
  readonly parts: readonly TemplatePart[];
  /** Whether the lines may come out as text, not only as branches and nothing. */
  readonly writes: boolean;
}

/** Groups the parts that have their lines for themselves. @param parts  in order, none within another */
export function findTemplateLines(text: string, parts: readonly TemplatePart[]): readonly TemplateLines[] {
  const found: TemplateLines[] = [];
  let lineStart = text.startsWith('\uFEFF') ? 1 : 0;
  for (let index = 0; index < parts.length; ) {
    const first = parts[index];
    if (first === undefined) break;
    lineStart = Math.max(lineStart, text.lastIndexOf('\n', first.start - 1) + 1);
    const group: TemplatePart[] = [];
    let at = lineStart;
    let part: TemplatePart | undefined = first;
    // Several actions on one line, and an action over several lines, are one group.
    while (part !== undefined && BLANK.test(text.slice(at, part.start))) {
      group.push(part);
      at = part.end;
      part = parts[index + group.length];
      if (part !== undefined && text.slice(at, part.start).includes('\n')) break;
    }
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline - (text[newline - 1] === '\r' ? 1 : 0);
    if (group.length > 0 && REST.test(text.slice(at, lineEnd))) {
      found.push({
        start: lineStart,
        end: lineEnd,
        indent: first.start - lineStart,
        parts: group,
        writes: group.some((member) => member.role === 'content'),
      });
      index += group.length;
    } else {
      // The line holds YAML too: none of its parts stands alone.
      index += Math.max(1, group.length);
      while (parts[index] !== undefined && (parts[index]?.start ?? 0) < lineEnd) index++;
    }
    lineStart = lineEnd;
  }
  return found;
}

// --- internal ---

const BLANK = /^[ \t]*$/;
const REST = /^[ \t]*(?:#.*)?$/;
