import type { FileTexts } from '../../../edit/file-edits.ts';
import { readYaml } from '../../../edit/read-yaml.ts';
import { mergeLines } from '../../merge-lines.ts';
import type { TextChange } from '../../migration.ts';

/**
 * Brings files back to what they were before the migration, with what was edited since.
 *
 * A file that nobody touched since gets its old bytes. One that was edited gets them by a merge of lines; where that is
 * not possible, the change that was worked out without the past stays.
 *
 * @param changes  the way back as it is worked out from the files alone
 * @param migrated  what the migration makes of the files as they were
 */
export function restoreEarlier(
  files: FileTexts,
  changes: readonly TextChange[],
  migrated: readonly TextChange[],
): readonly TextChange[] {
  const known = new Map(migrated.map((change) => [change.path, change]));
  return changes.flatMap((change): readonly TextChange[] => {
    const now = files.get(change.path);
    const past = known.get(change.path);
    if (past === undefined || now === undefined) {
      // The past has no such change: what was there before the migration stays.
      return change.after === undefined ? [] : [change];
    }
    if (now === past.after) return [{ ...change, before: now, after: past.before }];
    if (past.before === undefined || past.after === undefined) return [change];
    const merged = mergeLines({ base: past.after, ours: now, theirs: past.before });
    return merged === undefined || readYaml(merged, change.path).problems.length > 0
      ? [change]
      : [{ ...change, before: now, after: merged }];
  });
}
