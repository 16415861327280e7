import type { SourcePosition } from '../diagnostics/diagnostic.ts';

/** Finds lines and columns of offsets in one text. */
export interface LineIndex {
  /** Place of an offset in UTF-16 units; an offset outside the text counts as its nearest end. */
  positionAt(offset: number): SourcePosition;
  /** Number of the line of an offset, from 1. */
  lineAt(offset: number): number;
}

/**
 * Reads a text once; every question after that takes logarithmic time.
 *
 * @param file  the name to show
 */
export function indexLines(text: string, file: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (offset: number) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return {
    lineAt,
    positionAt(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      const line = lineAt(inside);
      return { file, line, column: inside - (starts[line - 1] ?? 0) + 1 };
    },
  };
}
