import { type Diagnostic, errorsOf } from '../diagnostics/diagnostic.ts';
import { applyFileEdits, type FileEdit, type FileTexts } from '../edit/file-edits.ts';
import type { GatesAround } from '../plan/phases/around-commits.ts';
import type { ClusterTree } from './cluster-trees.ts';
import type { MigrationUnit, UnitPart, VaultEntry } from './migration.ts';
import { textChanges } from './text-changes.ts';

/** What was worked out for a folder. */
export interface UnitWork {
  readonly parts: readonly UnitPart[];
  readonly edits: readonly FileEdit[];
  /** @default none */
  readonly vault?: readonly VaultEntry[];
  /** @default none */
  readonly gates?: GatesAround | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Tries the edits of a folder; without an error anywhere, what they change. */
export function tryEdits(files: FileTexts, { name, folder, paths }: ClusterTree, work: UnitWork): MigrationUnit {
  const gates = work.gates === undefined ? {} : { gates: work.gates };
  const about = { name, folder, parts: work.parts, vault: work.vault ?? [], ...gates };
  if (errorsOf(work.diagnostics).length > 0) return { ...about, changes: [], diagnostics: work.diagnostics };
  // Of this folder only: a fleet has as many folders as its repository has files.
  const before = new Map(paths.map((path) => [path, files.get(path) ?? '']));
  const tried = applyFileEdits(before, work.edits);
  return {
    ...about,
    changes: textChanges(before, tried.files, work.edits),
    diagnostics: [...work.diagnostics, ...tried.diagnostics],
  };
}
