import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FileEdit, FileTexts } from '../../edit/file-edits.ts';
import type { GatesAround } from '../../plan/phases/around-commits.ts';
import type { ClusterTree } from '../cluster-trees.ts';
import type { MigrationUnit, UnitPart, VaultEntry } from '../migration.ts';
import { tryEdits } from '../unit.ts';
import { type Assessment, NAMES_OF_PARTS, type Part, type Sighting, STEPS_OF_PARTS } from './part.ts';

/** What was worked out for the documents of a folder. */
export interface TreeWork {
  readonly assessed: readonly Assessed[];
  /** @default none */
  readonly missing?: readonly MissingPart[];
  readonly edits: readonly FileEdit[];
  readonly vault: readonly VaultEntry[];
  /** @default none */
  readonly gates?: GatesAround | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A part that is not there yet, and the file that it is going to be. */
export interface MissingPart {
  readonly part: Part;
  readonly edit: Extract<FileEdit, { op: 'create' }>;
}

export type Assessed = Assessment & { readonly sighting: Sighting };

/** Tries the edits of a folder; without an error anywhere, what they change. */
export function unitOf(files: FileTexts, tree: ClusterTree, work: TreeWork): MigrationUnit {
  return tryEdits(files, tree, { ...work, parts: partsOf(work) });
}

/** The edits of one file together; documents go last, and from the end, so that the others keep their numbers. */
export function editsOf(assessed: readonly Assessed[]): readonly FileEdit[] {
  const byPath = new Map<string, Assessment['edits'][number][]>();
  for (const { sighting, edits } of assessed) {
    if (edits.length === 0) continue;
    byPath.set(sighting.file.path, [...(byPath.get(sighting.file.path) ?? []), ...edits]);
  }
  return [...byPath].map(([path, edits]) => {
    const isRemoval = (edit: (typeof edits)[number]) => edit.op === 'delete-document';
    return {
      op: 'edit',
      path,
      edits: [...edits.filter((each) => !isRemoval(each)), ...edits.filter(isRemoval).reverse()],
    };
  });
}

// --- internal ---

function partsOf({ assessed, missing = [] }: TreeWork): readonly UnitPart[] {
  const named = (part: Part) => ({ step: STEPS_OF_PARTS[part], part: NAMES_OF_PARTS[part] });
  return [
    ...assessed.map(({ sighting: { part, file, document }, era }) => ({
      ...named(part),
      path: file.path,
      document,
      era,
    })),
    ...missing.map(({ part, edit: { path } }) => ({ ...named(part), path, document: 0, era: 'missing' })),
  ];
}
