import type { SourcePosition } from '../diagnostics/diagnostic.ts';

/** Finds lines by offset. Offsets count UTF-16 units; a line ends behind `\n`. */
export interface TextLines {
  /** Where the line of `offset` starts. */
  startOf(offset: number): number;
  /** Where the text of the line of `offset` ends, in front of its line break. */
  endOf(offset: number): number;
  /** Where the next line starts, or the end of the text. */
  nextOf(offset: number): number;
  /** The blanks that the line of `offset` starts with. */
  indentOf(offset: number): string;
  /** Whether nothing but blanks stands in front of `offset` on its line. */
  isFirstOnLine(offset: number): boolean;
  /** Line and column, from 1; a byte order mark takes no column. */
  positionOf(offset: number, file: string): SourcePosition;
}

/** Indexes the lines of a text; each question then takes logarithmic time. */
export function indexLines(text: string): TextLines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  // A byte order mark belongs to no line: what follows it is the first thing on the first line.
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  const startOf = (offset: number) => Math.max(first, starts[lineOf(offset)] ?? 0);
  const nextOf = (offset: number) => starts[lineOf(offset) + 1] ?? text.length;
  const indentOf = (offset: number) => {
    const start = startOf(offset);
    let end = start;
    while (text[end] === ' ' || text[end] === '\t') end++;
    return text.slice(start, end);
  };
  return {
    startOf,
    nextOf,
    indentOf,
    endOf(offset) {
      let end = nextOf(offset);
      if (text[end - 1] === '\n' && end > startOf(offset)) end -= text[end - 2] === '\r' ? 2 : 1;
      return end;
    },
    isFirstOnLine: (offset) => startOf(offset) + indentOf(offset).length >= offset,
    positionOf: (offset, file) => ({ file, line: lineOf(offset) + 1, column: offset - startOf(offset) + 1 }),
  };
}
