import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { UnwrittenFolder } from '../validate/rules/application-folders.ts';
import type { PlannedRepository } from './plan-repository.ts';

/**
 * What to say of folders that Applications sync and that no repository has once the plan is carried out.
 *
 * Nothing of a repository that could not be read or compared: others may have files there.
 */
export function missingFolders(
  unwritten: readonly UnwrittenFolder[],
  planned: readonly PlannedRepository[],
): readonly Diagnostic[] {
  const byName = new Map(planned.map((one) => [one.snapshot.repository, one]));
  const folders = new Map<string, ReadonlySet<string>>();
  return unwritten.flatMap(({ repository, folder, diagnostic }) => {
    const read = byName.get(repository);
    if (read?.comparison === undefined) return [];
    const known = folders.get(repository) ?? foldersAfter(read);
    folders.set(repository, known);
    return known.has(folder) ? [] : [diagnostic];
  });
}

// --- internal ---

/** Every folder that has a file which the plan does not delete, there or below. */
function foldersAfter({ snapshot, comparison }: PlannedRepository): ReadonlySet<string> {
  const deleted = new Set<string>();
  for (const { path, decision } of comparison?.files ?? []) if (decision === 'delete') deleted.add(path);
  const folders = new Set<string>();
  for (const path of snapshot.files.keys()) {
    if (deleted.has(path)) continue;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (folders.has(path.slice(0, end))) break;
      folders.add(path.slice(0, end));
    }
  }
  return folders;
}
