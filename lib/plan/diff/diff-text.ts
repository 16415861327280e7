import { type Edit, editScript } from './edit-script.ts';

/** A difference by lines: unified hunks, and how many of their lines were left out at the end. */
export interface TextDifference {
  readonly text: readonly string[];
  readonly omitted: number;
}

/**
 * Compares two texts by line, as `diff -U3` prints it without the file headers.
 *
 * A last line without a line break is followed by `\ No newline at end of file`. What is beyond 2,000 lines or 256 KiB
 * is left out and counted.
 */
export function diffText(before: string, after: string): TextDifference {
  const a = splitLines(before);
  const b = splitLines(after);
  const text: string[] = [];
  for (const hunk of groupEdits(editScript(a, b))) writeHunk(hunk, a, b, text);
  return cut(text);
}

// --- internal ---

const CONTEXT = 3;
const MOST_LINES = 2_000;
const MOST_LENGTH = 256 * 1024;
const NO_NEWLINE = '\\ No newline at end of file';

/** Lines with their line breaks, so that the last one differs when only its line break does. */
function splitLines(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => `${line}\n`);
  const last = lines.pop() ?? '\n';
  return last === '\n' ? lines : [...lines, last.slice(0, -1)];
}

/** Edits whose contexts touch share a hunk. */
function groupEdits(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const hunks: Edit[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const edit of edits) {
    if (edit.before - end > 2 * CONTEXT) hunks.push([]);
    hunks.at(-1)?.push(edit);
    end = edit.before + edit.removed;
  }
  return hunks;
}

function writeHunk(edits: readonly Edit[], a: readonly string[], b: readonly string[], text: string[]): void {
  const first = edits[0];
  const last = edits.at(-1);
  if (first === undefined || last === undefined) return;
  const lead = Math.min(CONTEXT, first.before);
  const tail = Math.min(CONTEXT, a.length - last.before - last.removed);
  const endA = last.before + last.removed + tail;
  const endB = last.after + last.added + tail;
  text.push(`@@ -${range(first.before - lead, endA)} +${range(first.after - lead, endB)} @@`);
  let position = first.before - lead;
  for (const edit of edits) {
    pushLines(' ', a, position, edit.before, text);
    pushLines('-', a, edit.before, edit.before + edit.removed, text);
    pushLines('+', b, edit.after, edit.after + edit.added, text);
    position = edit.before + edit.removed;
  }
  pushLines(' ', a, position, endA, text);
}

function range(start: number, end: number): string {
  return `${end > start ? start + 1 : start},${end - start}`;
}

function pushLines(sign: string, lines: readonly string[], start: number, end: number, text: string[]): void {
  for (const line of lines.slice(start, end)) {
    if (line.endsWith('\n')) text.push(sign + line.slice(0, -1));
    else text.push(sign + line, NO_NEWLINE);
  }
}

function cut(text: readonly string[]): TextDifference {
  let length = 0;
  let kept = 0;
  for (const line of text) {
    length += line.length + 1;
    if (kept >= MOST_LINES || length > MOST_LENGTH) break;
    kept++;
  }
  return { text: text.slice(0, kept), omitted: text.length - kept };
}
