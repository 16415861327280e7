import type { FieldPath } from '../../model/field-path.ts';
import type { FileSet, WantedFile } from '../../model/file-set.ts';
import type { FieldSelector } from '../../model/lifecycle.ts';
import type { RepoPath } from '../../model/repo-path.ts';
import { blobIdOfFile } from '../../repository/blob-id.ts';
import type { ObjectId, Snapshot } from '../../repository/repository.ts';
import type { Ledger, LedgerFile } from '../ledger.ts';
import type { OnDrift, Ownership } from '../three-way.ts';
import { selects } from './fields.ts';

export interface ReconcileInput {
  readonly wanted: FileSet;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger | undefined;
  readonly options: { readonly ownership: Ownership; readonly onDrift: OnDrift };
  readonly isTarget?: ((address: string) => boolean) | undefined;
}

/** A file whose contents have to be read before it can be judged. */
export interface Candidate {
  readonly path: RepoPath;
  /** Undefined where the program wants the file no more. */
  readonly file: WantedFile | undefined;
  readonly fields: readonly FieldSelector[];
  /** In git now. */
  readonly now: ObjectId;
  /** As last written, where git has something else now. */
  readonly last: ObjectId | undefined;
}

/** What was found out about a file in which others have a say. */
export interface ReconciledFile {
  /** What the program wants, before others had their say. */
  readonly wanted: ObjectId;
  readonly settled: boolean;
  readonly kept: readonly FieldSelector[];
  /** True where hand edits were merged in this run. */
  readonly merged: boolean;
  /** Fields that both sides changed; nothing was merged then. */
  readonly conflicts: readonly FieldPath[];
}

/**
 * Finds the files in which others have a say and that are not as they were left.
 *
 * Those are few: a file that git has as it was written, and that the program wants as it did then, is not looked into.
 */
export function findCandidates(input: ReconcileInput): readonly Candidate[] {
  const { wanted, snapshot, ledger, options, isTarget } = input;
  const candidates: Candidate[] = [];
  for (const file of wanted.files.values()) {
    if (file.scaffold === true || isTarget?.(file.origin.address) === false) continue;
    const last = ledger?.files.get(file.path);
    if (last === undefined && options.ownership === 'strict') continue;
    const fields = fieldsOf(file, last, options.onDrift);
    if (options.onDrift !== 'merge' && fields.length === 0) continue;
    const entry = snapshot.files.get(file.path);
    if (entry === undefined || !entry.mode.startsWith('100')) continue;
    const drifted = last !== undefined && entry.blob !== last.blob;
    if (!drifted && fields.length === 0) continue;
    const id = blobIdOfFile(file, snapshot.objectFormat);
    if (id === entry.blob || standsAsLeft(last, entry.blob, id, options.onDrift)) continue;
    const { path } = file;
    candidates.push({ path, file, fields, now: entry.blob, last: drifted ? last?.blob : undefined });
  }
  return [...candidates, ...departing(input)];
}

/** What the program says is others' in the manifests of a file. */
export function ignoredIn(file: WantedFile): readonly FieldSelector[] {
  const all = ignoredOf(file);
  const { documents } = file;
  if (all.length === 0 || documents === undefined) return all;
  return all.filter((selector) => documents.some((document) => selects(selector, document)));
}

/** True when git has the file as it was written, and the program wants what it wanted then. */
export function standsAsLeft(
  last: LedgerFile | undefined,
  now: ObjectId | undefined,
  wanted: ObjectId,
  onDrift: OnDrift,
): boolean {
  if (last === undefined || last.blob !== now || (last.wanted ?? last.blob) !== wanted) return false;
  return onDrift !== 'overwrite' || last.kept === undefined;
}

/** The blobs that the candidates need: what git has, and what was written where that is something else. */
export function blobsOf(candidates: readonly Candidate[]): {
  readonly now: readonly ObjectId[];
  readonly last: readonly ObjectId[];
} {
  return {
    now: candidates.map(({ now }) => now),
    last: candidates.flatMap(({ last }) => (last === undefined ? [] : [last])),
  };
}

// --- internal ---

/** Files that are to go, were changed by hand, and have fields that were others' to change. */
function departing({ wanted, snapshot, ledger, options, isTarget }: ReconcileInput): readonly Candidate[] {
  if (options.onDrift === 'overwrite') return [];
  const candidates: Candidate[] = [];
  for (const [path, { blob, address, ignored = [], kept = [] }] of ledger?.files ?? []) {
    if (ignored.length === 0 || wanted.files.has(path) || isTarget?.(address) === false) continue;
    const entry = snapshot.files.get(path);
    if (entry === undefined || !entry.mode.startsWith('100') || entry.blob === blob) continue;
    candidates.push({ path, file: undefined, fields: [...ignored, ...kept], now: entry.blob, last: blob });
  }
  return candidates;
}

const NONE: readonly FieldSelector[] = [];

function ignoredOf(file: WantedFile): readonly FieldSelector[] {
  if (file.ignoreChanges === undefined && file.origin.lifecycle === undefined) return NONE;
  return [...(file.ignoreChanges ?? []), ...(file.origin.lifecycle?.ignoreChanges ?? [])];
}

function fieldsOf(file: WantedFile, last: LedgerFile | undefined, onDrift: OnDrift): readonly FieldSelector[] {
  const own = ignoredOf(file);
  return onDrift === 'overwrite' || last?.kept === undefined ? own : [...own, ...last.kept];
}
