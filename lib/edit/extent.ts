import { error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import type { EditableFile } from './editable-file.ts';
import type { Splice } from './splice.ts';
import { firstFrom } from './trailing-lines.ts';

/** A finding about a place of the file that is edited. */
export function refuse(
  file: EditableFile,
  offset: number,
  code: 'EDIT_TEMPLATED' | 'EDIT_UNSUPPORTED' | 'EDIT_SHARED' | 'EDIT_EXISTS' | 'EDIT_NOT_FOUND',
  detail: string,
): KcdkError {
  return kcdkError(code, { path: file.path, source: file.lines.positionOf(offset, file.path), detail });
}

/**
 * Takes whole lines away, from the one of `start` to the one of `end`.
 *
 * At the end of a file without a final newline, the line break in front goes instead of the one behind. The lines are
 * extended over template lines that close what they open.
 *
 * @param cautious  whether empty lines behind go too, and every line break in front stays: both may be text of a block
 */
export function removeLines(file: EditableFile, start: number, end: number, cautious: boolean): Splice {
  const { lines, text } = file;
  const from = lines.startOf(start);
  const last = closeBranches(file, from, end);
  const next = lines.nextOf(last);
  const to = next + (cautious ? (/^(?:[ \t]*\r?\n)+/.exec(text.slice(next))?.[0].length ?? 0) : 0);
  if (to < text.length || text.endsWith('\n') || from === 0 || cautious) return { start: from, end: to, text: '' };
  return { start: from - (text[from - 2] === '\r' ? 2 : 1), end: to, text: '' };
}

/** The end of what starts at `start`, extended over template lines behind it until every branch that opens is closed. */
export function closeBranches(file: EditableFile, start: number, end: number): number {
  const { branches, templateLines, text } = file;
  let last = end;
  for (let index = firstFrom(templateLines, end); !branches.isBalanced(start, last); index++) {
    const next = templateLines[index];
    if (next === undefined || !/^\s*$/.test(text.slice(last, next.start))) {
      throw refuse(file, start, 'EDIT_TEMPLATED', 'a branch of the template starts or ends within this place');
    }
    last = next.end;
  }
  return last;
}

/** Whether template lines that write something stand between two offsets. */
export function hasWritingLines(file: EditableFile, start: number, end: number): boolean {
  for (let index = firstFrom(file.templateLines, start); index < file.templateLines.length; index++) {
    const line = file.templateLines[index];
    if (line === undefined || line.start >= end) return false;
    if (line.writes) return true;
  }
  return false;
}

/** Whether the rest of the line behind an offset is blank. */
export function isLastOnLine(file: EditableFile, offset: number): boolean {
  return /^[ \t]*$/.test(file.text.slice(offset, file.lines.endOf(offset)));
}

/** Marks findings of writing a value with the place it was meant for. */
export function atPlace(file: EditableFile, offset: number, write: () => readonly Splice[]): readonly Splice[] {
  try {
    return write();
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.diagnostics[0]?.source !== undefined) throw cause;
    const source = file.lines.positionOf(offset, file.path);
    throw new KcdkError(
      cause.diagnostics.map((finding) => error(finding.code, { ...finding, path: file.path, source })),
      cause,
    );
  }
}
