import type { FieldPath } from '../model/field-path.ts';
import type { WantedFile } from '../model/file-set.ts';
import type { Json } from '../model/json.ts';
import { type FieldSelector, isAtOrBelow } from '../model/lifecycle.ts';
import type { RepoPath } from '../model/repo-path.ts';
import { blobIdOfFile } from '../repository/blob-id.ts';
import type { ObjectId, SnapshotEntry } from '../repository/repository.ts';
import { canonicalJson, compareText } from './canonical-json.ts';
import {
  type CompareInput,
  type CompareOptions,
  type Comparison,
  type FileVerdict,
  showsContent,
} from './comparison.ts';
import { isSameData } from './diff/same-data.ts';
import { type ForeignOwners, findForeignOwner } from './foreign-owners.ts';
import { isLedgerTerritory, type LedgerFile, ledgerPath } from './ledger.ts';
import { ownedAs } from './owned-as.ts';
import { findPathConflicts, foldersOf } from './path-conflicts.ts';
import { type ReconciledFile, standsAsLeft } from './reconcile/candidates.ts';
import { type Refusal, refusalDiagnostics } from './refusals.ts';
import { decideFile, type FileDecision } from './three-way.ts';

/**
 * Compares what the program wants of a repository with the ledger and with what git has, without reading a file.
 *
 * Reports all refusals at once: files that are not ours, files changed by hand, paths that cannot be written. The order
 * of the wanted files does not matter.
 */
export function compareFiles(input: CompareInput): Comparison {
  const state: State = {
    input,
    files: [],
    refusals: ledgerRefusals(input),
    owned: new Map(),
    scaffolded: scaffoldedIn(input),
    unchanged: 0,
    stale: false,
  };
  const foreign: ForeignOwners = {
    project: input.project,
    texts: input.otherLedgers ?? new Map(),
    snapshot: input.snapshot,
  };
  for (const file of input.wanted.files.values()) judgeWanted(file, state, foreign);
  for (const [path, last] of input.ledger?.files ?? []) {
    if (!input.wanted.files.has(path)) judgeUnwanted(path, last, state);
  }
  refuseConflicts(state);
  state.files.sort((a, b) => compareText(a.path, b.path));
  return {
    repository: input.wanted.repository,
    files: state.files,
    unchanged: state.unchanged,
    owned: state.owned,
    ownershipChanged: state.stale,
    blobsToRead: blobsToRead(state.files),
    diagnostics: refusalDiagnostics(state.refusals, input, foreign),
  };
}

// --- internal ---

interface State {
  readonly input: CompareInput;
  readonly files: FileVerdict[];
  readonly refusals: Refusal[];
  readonly owned: Map<RepoPath, LedgerFile>;
  /** Addresses that have written their scaffold: what its template got since is not for them. */
  readonly scaffolded: ReadonlySet<string>;
  unchanged: number;
  stale: boolean;
}

function judgeWanted(file: WantedFile, state: State, foreign: ForeignOwners): void {
  const { snapshot, ledger, options } = state.input;
  const last = ledger?.files.get(file.path);
  if (!isLookedAt(state.input, file.origin.address, last?.address)) {
    own(state, file.path, last, last);
    return;
  }
  const entry = snapshot.files.get(file.path);
  if (file.scaffold === true && (last !== undefined || state.scaffolded.has(file.origin.address))) {
    own(state, file.path, last, last && { ...last, address: file.origin.address, scaffold: true });
    state.unchanged += 1;
    return;
  }
  // What is there already counts more than a scaffold, also where it is taken over.
  const taken = file.scaffold === true && options.ownership === 'adopt' ? entry?.blob : undefined;
  const wanted = taken ?? blobIdOfFile(file, snapshot.objectFormat);
  const verdict = verdictOf(file.path, last, entry, file.origin.address, wanted);
  const reconciled = state.input.reconciled?.get(file.path);
  const basis = reconciled?.wanted ?? wanted;
  const stands = last?.wanted !== undefined && standsAsLeft(last, entry?.blob, basis, options.onDrift);
  const states = {
    last: last && lastOf(last, entry, reconciled),
    now: entry?.blob,
    wanted: stands ? last.blob : wanted,
  };
  const { decision, drifted } = decideFile(states, options);
  const refusal = refusalOf(file, entry, decision, {
    foreign: last === undefined ? foreign : undefined,
    conflicts: reconciled?.conflicts ?? [],
  });
  if (refusal !== undefined) {
    state.refusals.push(refusal);
    own(state, file.path, last, last);
    state.files.push({ ...verdict, decision: refusedDecision(refusal), drifted: refusal.kind === 'drift' });
    return;
  }
  const kept = keptOf(last, reconciled, options);
  if (kept.length > 0) state.refusals.push({ kind: 'fields-kept', path: file.path, file, fields: kept });
  if (decision === 'keep') state.refusals.push({ kind: 'kept', path: file.path, file, gone: entry === undefined });
  const written = stands ? last.blob : wanted;
  const next = decision === 'keep' ? last : ownedAs(written, file, basis, kept);
  // What others have a say in moves without us; the ledger takes it in with the next change that it records.
  const quiet = decision === 'unchanged' && reconciled?.merged === false && sameOwner(last, next);
  if (quiet && next !== undefined) state.owned.set(file.path, next);
  else own(state, file.path, last, next);
  if (quiet || (decision === 'unchanged' && sameOwnership(last, next))) state.unchanged += 1;
  else {
    const byHand = drifted || reconciled?.merged === true;
    state.files.push({ ...verdict, decision: decision === 'unchanged' ? 'refresh' : decision, drifted: byHand });
  }
}

/** What we are taken to have written: where nothing was changed but what is left to others, that is what git has. */
function lastOf(last: LedgerFile, entry: SnapshotEntry | undefined, reconciled: ReconciledFile | undefined): ObjectId {
  const settled = reconciled !== undefined && (reconciled.settled || reconciled.merged);
  return settled && entry !== undefined ? entry.blob : last.blob;
}

/** The fields that people changed and that stay so. */
function keptOf(
  last: LedgerFile | undefined,
  reconciled: ReconciledFile | undefined,
  { onDrift }: CompareOptions,
): readonly FieldSelector[] {
  const before = onDrift === 'overwrite' ? [] : (last?.kept ?? []);
  const all = [...before, ...(reconciled?.kept ?? [])];
  return [...new Map(all.map((field) => [canonicalJson(field), field])).values()];
}

/** @param foreign  given where the file is not in our own ledger */
function refusalOf(
  file: WantedFile,
  entry: SnapshotEntry | undefined,
  decision: FileDecision,
  { foreign, conflicts }: { readonly foreign: ForeignOwners | undefined; readonly conflicts: readonly FieldPath[] },
): Refusal | undefined {
  const { path } = file;
  if (isLedgerTerritory(path)) return { kind: 'reserved', path, file };
  if (entry !== undefined && !isRegular(entry)) return { kind: 'not-a-file', path, file };
  const owner = foreign === undefined ? undefined : findForeignOwner(path, foreign);
  if (owner !== undefined) return { kind: 'foreign', path, file, owner };
  if (decision === 'not-owned') return { kind: 'not-owned', path, file };
  if (decision === 'drift') return { kind: 'drift', path, file, gone: entry === undefined, conflicts };
  return undefined;
}

function refusedDecision(refusal: Refusal): FileVerdict['decision'] {
  if (refusal.kind === 'drift') return 'drift';
  return refusal.kind === 'foreign' || refusal.kind === 'not-owned' ? 'not-owned' : 'refused';
}

function scaffoldedIn({ ledger }: CompareInput): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const { scaffold, address } of ledger?.files.values() ?? []) if (scaffold === true) addresses.add(address);
  return addresses;
}

function judgeUnwanted(path: RepoPath, last: LedgerFile, state: State): void {
  const { snapshot, options, forgotten = [] } = state.input;
  if (!isLookedAt(state.input, last.address)) {
    own(state, path, last, last);
    return;
  }
  const entry = snapshot.files.get(path);
  if (forgotten.some((address) => isAtOrBelow(last.address, address))) {
    own(state, path, last, undefined);
    const stays = entry?.blob ?? null;
    const drifted = entry?.blob !== last.blob;
    state.files.push({ ...verdictOf(path, last, entry, last.address, stays), decision: 'forget', drifted });
    return;
  }
  if (last.scaffold === true) {
    own(state, path, last, last);
    state.unchanged += 1;
    return;
  }
  const verdict = verdictOf(path, last, entry, last.address, null);
  if (entry !== undefined && !isRegular(entry) && options.onDrift !== 'keep') {
    state.refusals.push({ kind: 'not-a-file', path, address: last.address });
    own(state, path, last, last);
    state.files.push({ ...verdict, decision: 'refused', drifted: true });
    return;
  }
  // A link may have the very blob of the file it replaced; it is a change by hand all the same.
  const now = entry !== undefined && !isRegular(entry) ? `${entry.mode} ${entry.blob}` : entry?.blob;
  // A file of which only such fields were changed that were left to others is as we left it.
  const written = state.input.reconciled?.get(path)?.settled === true ? now : last.blob;
  const { decision, drifted } = decideFile({ last: written, now, wanted: undefined }, options);
  if (decision === 'drift') {
    state.refusals.push({ kind: 'drift', path, address: last.address, gone: false, conflicts: [] });
  }
  if (decision === 'keep') state.refusals.push({ kind: 'kept', path, address: last.address, gone: false });
  own(state, path, last, decision === 'drift' || decision === 'keep' ? last : undefined);
  if (decision !== 'unchanged') state.files.push({ ...verdict, decision, drifted });
}

/** A file that passes from one construct to another is looked at when either is. */
function isLookedAt({ isTarget }: CompareInput, ...addresses: readonly (string | undefined)[]): boolean {
  return isTarget === undefined || addresses.some((address) => address !== undefined && isTarget(address));
}

function verdictOf(
  path: RepoPath,
  last: LedgerFile | undefined,
  entry: SnapshotEntry | undefined,
  address: string,
  after: ObjectId | null,
): Omit<FileVerdict, 'decision' | 'drifted'> {
  const moved = last !== undefined && last.address !== address;
  return {
    path,
    address,
    ...(moved ? { previousAddress: last.address } : {}),
    before: entry?.blob ?? null,
    after,
    protect: last?.protect === true,
  };
}

function own(state: State, path: RepoPath, last: LedgerFile | undefined, next: LedgerFile | undefined): void {
  if (next !== undefined) state.owned.set(path, next);
  if (!sameOwnership(last, next)) state.stale = true;
}

function sameOwnership(a: LedgerFile | undefined, b: LedgerFile | undefined): boolean {
  return a?.blob === b?.blob && a?.wanted === b?.wanted && sameOwner(a, b);
}

/**
 * Two states of a file that belongs to the same construct in the same way. What is left to others is not asked: the ledger takes that in
 * with the next change that it records.
 */
function sameOwner(a: LedgerFile | undefined, b: LedgerFile | undefined): boolean {
  return (
    a?.address === b?.address &&
    a?.scaffold === b?.scaffold &&
    a?.protect === b?.protect &&
    isSameData(toJson(a?.kept), toJson(b?.kept))
  );
}

function toJson(kept: readonly FieldSelector[] | undefined): Json {
  return (kept ?? []).map(({ kind = null, name = null, path }) => ({ kind, name, path: [...path] }));
}

function isRegular(entry: SnapshotEntry): boolean {
  return entry.mode.startsWith('100');
}

/** Refuses new files that cannot stand beside what stays in the repository. */
function refuseConflicts(state: State): void {
  const created = new Set<string>();
  const removed = new Set<string>();
  for (const file of state.files) {
    if (file.decision === 'create') created.add(file.path);
    if (file.decision === 'delete') removed.add(file.path);
  }
  const staying: string[] = [];
  if (created.size > 0) {
    for (const path of state.input.snapshot.files.keys()) if (!removed.has(path)) staying.push(path);
  }
  const conflicts = new Map(findPathConflicts([...created].sort(compareText), staying).map((one) => [one.path, one]));
  if (conflicts.size === 0) return;
  for (const [index, verdict] of state.files.entries()) {
    const conflict = conflicts.get(verdict.path);
    if (conflict === undefined) continue;
    const file = state.input.wanted.files.get(verdict.path);
    state.refusals.push({ kind: conflict.kind, path: verdict.path, file, other: conflict.other });
    state.files[index] = { ...verdict, decision: 'refused' };
  }
}

/** The place of our own ledger must be a file in a folder. */
function ledgerRefusals(input: CompareInput): Refusal[] {
  if (input.wanted.files.size === 0 && input.ledger === undefined) return [];
  const path = ledgerPath(input.project);
  const entry = input.snapshot.files.get(path);
  if (entry !== undefined && !isRegular(entry)) return [{ kind: 'not-a-file', path }];
  for (const folder of foldersOf(path)) {
    if (input.snapshot.files.has(folder)) return [{ kind: 'blocked', path, other: folder }];
  }
  for (const other of input.snapshot.files.keys()) {
    if (other.startsWith(`${path}/`)) return [{ kind: 'blocked', path, other }];
  }
  return [];
}

function blobsToRead(files: readonly FileVerdict[]): readonly ObjectId[] {
  const blobs = new Set<ObjectId>();
  for (const file of files) {
    if (!showsContent(file) || file.before === null) continue;
    if (file.before !== file.after || file.decision === 'forget') blobs.add(file.before);
  }
  return [...blobs].sort(compareText);
}
