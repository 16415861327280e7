import type { FileEdit, FileTexts } from '../edit/file-edits.ts';
import type { TextChange } from './migration.ts';

/** What edits made of files, by path; a file that was moved is one change. */
export function textChanges(before: FileTexts, after: FileTexts, edits: readonly FileEdit[]): readonly TextChange[] {
  const cameFrom = new Map<string, string>();
  for (const edit of edits) {
    if (edit.op !== 'move') continue;
    cameFrom.set(edit.to, cameFrom.get(edit.path) ?? edit.path);
    cameFrom.delete(edit.path);
  }
  const moved = new Set(cameFrom.values());
  const changes: TextChange[] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const previousPath = cameFrom.get(path);
    if (previousPath !== undefined)
      changes.push({ path, previousPath, before: before.get(previousPath), after: after.get(path) });
    else if (before.get(path) !== after.get(path) && !(moved.has(path) && !after.has(path)))
      changes.push({ path, before: before.get(path), after: after.get(path) });
  }
  return changes;
}
