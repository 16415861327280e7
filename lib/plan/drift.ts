import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import type { ObjectId } from '../repository/repository.ts';
import { compareText } from './canonical-json.ts';
import { diffFile, type ResourcePair } from './diff/diff-file.ts';
import type { ParseYaml } from './diff/yaml-reader.ts';
import type { FieldChange, ResourceIdentity } from './plan.ts';
import type { PlannedRepository } from './plan-repository.ts';

/** Version of the drift document. */
export const DRIFT_FORMAT_VERSION = '1.0';

/** What people changed in the files of a project since it was last applied. The published document: JSON field names. */
export interface DriftDocument {
  readonly format_version: string;
  readonly project: string;
  /** False when a repository or a ledger could not be read: there may be more. */
  readonly complete: boolean;
  /** By repository and path. */
  readonly files: readonly DriftedFile[];
}

export interface DriftedFile {
  readonly repository: string;
  readonly path: string;
  readonly address: string;
  readonly source?: SourcePosition;
  readonly change: 'edited' | 'deleted' | 'replaced-by-link';
  /** What was changed in it; null when git no longer has what was written. */
  readonly resources: readonly DriftedResource[] | null;
}

export interface DriftedResource {
  readonly resource: ResourceIdentity;
  readonly action: 'create' | 'update' | 'delete';
  readonly fields: readonly FieldChange[];
}

/** The blobs of files as they were written, which tell what was changed since. */
export function blobsBeforeDrift({ ledger, comparison }: PlannedRepository): readonly ObjectId[] {
  return (comparison?.files ?? []).flatMap(({ drifted, path }) => {
    const last = ledger?.files.get(path)?.blob;
    return drifted && last !== undefined ? [last] : [];
  });
}

/**
 * Lists what was changed by hand.
 *
 * Fields that the program leaves to others are no drift.
 *
 * @param contents what git has now, and what was written as far as git still has it
 */
export function driftOf(
  planned: PlannedRepository,
  contents: ReadonlyMap<ObjectId, Uint8Array>,
  parse: ParseYaml,
): readonly DriftedFile[] {
  const { snapshot, ledger, comparison, wanted } = planned;
  return (comparison?.files ?? [])
    .filter(({ drifted, decision }) => drifted && decision !== 'forget')
    .map((verdict): DriftedFile => {
      const { path, address } = verdict;
      const entry = snapshot.files.get(path);
      const source = wanted.files.get(path)?.origin.position();
      const base = { repository: snapshot.repository, path, address, ...(source === undefined ? {} : { source }) };
      if (entry !== undefined && !entry.mode.startsWith('100')) {
        return { ...base, change: 'replaced-by-link', resources: null };
      }
      const last = contents.get(ledger?.files.get(path)?.blob ?? '');
      const now = entry === undefined ? undefined : contents.get(entry.blob);
      const change = entry === undefined ? 'deleted' : 'edited';
      if (last === undefined || (entry !== undefined && now === undefined)) return { ...base, change, resources: null };
      const after = now === undefined ? undefined : { content: new TextDecoder().decode(now) };
      return { ...base, change, resources: diffFile({ path, before: last, after }, parse).flatMap(drifted) };
    })
    .toSorted((a, b) => compareText(a.path, b.path));
}

// --- internal ---

function drifted({ resource, side, fields = [] }: ResourcePair): readonly DriftedResource[] {
  if (side === 'both') return fields.length === 0 ? [] : [{ resource, action: 'update', fields }];
  return [{ resource, action: side === 'before' ? 'delete' : 'create', fields: [] }];
}
