import type { TemplateLines } from './template-lines.ts';

/** Tells which template lines behind a node belong to it. */
export interface TrailingLines {
  /**
   * The end of an entry or item with the template lines that belong to its value.
   *
   * Those are the lines directly behind it, with nothing but empty lines and comments between, that stand further in
   * than the entry. Behind a key without a value, lines that write something are its value wherever they stand:
   * Helm indents what they write, not what stands in the file.
   *
   * @param end     end of the entry without such lines
   * @param column  column of the key or dash
   * @param empty   whether the entry has no value otherwise
   */
  extend(end: number, column: number, empty: boolean): number;
}

/** @param templateLines  in order */
export function findTrailingLines(masked: string, templateLines: readonly TemplateLines[]): TrailingLines {
  if (templateLines.length === 0) return { extend: (end) => end };
  return {
    extend(end, column, empty) {
      let at = end;
      for (let index = firstFrom(templateLines, end); index < templateLines.length; index++) {
        const line = templateLines[index];
        if (line === undefined || !LAYOUT.test(masked.slice(at, line.start))) break;
        const ours = line.indent > column || (empty && line.writes && at === end);
        if (!ours) break;
        at = line.end;
      }
      return at;
    },
  };
}

/** The index of the first template lines at or behind an offset. */
export function firstFrom(templateLines: readonly TemplateLines[], offset: number): number {
  let low = 0;
  let high = templateLines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((templateLines[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// --- internal ---

/** The rest of a line, empty lines and comments. */
const LAYOUT = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*$/;
