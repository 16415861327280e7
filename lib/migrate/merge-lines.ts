import { type Edit, editScript } from '../plan/diff/edit-script.ts';

/**
 * Merges two changes of a text by lines.
 *
 * @returns undefined when both change the same lines, or lines that touch
 */
export function mergeLines(texts: {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}): string | undefined {
  const base = linesOf(texts.base);
  const ours = linesOf(texts.ours);
  const theirs = linesOf(texts.theirs);
  const pending = [
    ...editScript(base, ours).map((edit) => ({ edit, lines: ours })),
    ...editScript(base, theirs).map((edit) => ({ edit, lines: theirs })),
  ].sort((a, b) => a.edit.before - b.edit.before);
  const merged: string[] = [];
  let position = 0;
  let last: Edit | undefined;
  for (const { edit, lines } of pending) {
    if (last !== undefined && edit.before <= last.before + last.removed) return undefined;
    merged.push(...base.slice(position, edit.before), ...lines.slice(edit.after, edit.after + edit.added));
    position = edit.before + edit.removed;
    last = edit;
  }
  return [...merged, ...base.slice(position)].join('');
}

// --- internal ---

/** With their line breaks, so that the last one differs when only its line break does. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
