import { isManifest } from '../diff/diff-file.ts';
import { callsTool, folderOfSource } from './application.ts';
import { isToolFile } from './directory.ts';
import { mayHoldObjects } from './may-hold-objects.ts';
import { at, listAt } from './placed-object.ts';
import type { ImpactRepository } from './world.ts';

/**
 * Folders in which a file may be no object, since a tool renders what is there: those with the file of a tool, and those of an
 * Application that calls for one.
 *
 * Without slashes at their ends, and not by repository: some may be plain folders, none that is rendered is left out.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/
 */
export function* toolFolders({
  wanted,
  snapshot,
  entries,
}: Pick<ImpactRepository, 'wanted' | 'snapshot' | 'entries'>): Generator<string> {
  for (const path of snapshot.files.keys()) if (isToolFile(path)) yield folderOf(path);
  for (const file of wanted.files.values()) {
    if (isToolFile(file.path)) yield folderOf(file.path);
    // what stands in a text may name any folder
    if (mayHoldObjects(file, wanted) && file.content.includes('Application')) yield '';
    for (const document of file.documents ?? []) yield* calledFor(document);
  }
  for (const { pair } of entries) yield* calledFor(pair.before);
}

// --- internal ---

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Of several sources, each is rendered as soon as one is. */
function* calledFor(value: unknown): Generator<string> {
  if (!isManifest(value) || value.kind !== 'Application') return;
  const sources = [at(value, 'spec', 'source'), ...listAt(value, 'spec', 'sources')];
  const folders = sources.map(folderOfSource).filter((folder) => folder !== undefined);
  if (folders.length > 1 || sources.some(callsTool)) yield* folders;
}
