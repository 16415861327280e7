import type { Hold } from '../model/hold.ts';
import type { FieldSelector } from '../model/lifecycle.ts';
import type { RepoPath } from '../model/repo-path.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import { canonicalJson, compareText } from './canonical-json.ts';
import { writeLedgerText } from './ledger-text.ts';
import { holdText, sortedHolds } from './phases/hold-index.ts';

/** The folder of every project's ledger; no wanted path may be in it. */
export const LEDGER_FOLDER = '.konstruct';

/**
 * What a project owns in one repository, committed there with every change it describes.
 *
 * `files` is what we last wrote; a file that is not in it is never deleted.
 */
export interface Ledger {
  readonly project: string;
  /** By path. */
  readonly files: ReadonlyMap<RepoPath, LedgerFile>;
  readonly records: readonly LedgerRecord[];
  /** What must be true of clusters before files of it may be removed; `when` is always `remove`. */
  readonly holds?: readonly Hold[] | undefined;
}

export interface LedgerFile {
  /** The blob as last written. */
  readonly blob: ObjectId;
  /** Construct path of the owner. */
  readonly address: string;
  /** True when destroying it has to be allowed by name, even after the construct is gone. */
  readonly protect?: true;
  /** True for what was written once and then left to those who work there: what became of it is no drift. */
  readonly scaffold?: true;
  /** The blob that the program wanted, where others have a say in the file and something else was written. */
  readonly wanted?: ObjectId;
  /** Fields that people changed and that a merge kept. */
  readonly kept?: readonly FieldSelector[];
  /** Fields that the program leaves to others: still theirs when it wants the file no more. */
  readonly ignored?: readonly FieldSelector[];
}

/** A record of the platform that the repository carries. */
export interface LedgerRecord {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
}

/** Where the ledger of a project is, `.konstruct/<project>.json`. */
export function ledgerPath(project: string): RepoPath {
  return `${LEDGER_FOLDER}/${project}.json` as RepoPath;
}

/** The ledgers of all projects in a repository: blob by path. Links and folders do not count. */
export function findLedgers(snapshot: Snapshot): ReadonlyMap<string, ObjectId> {
  const found = new Map<string, ObjectId>();
  for (const path of snapshot.files.keys()) {
    if (!path.startsWith(`${LEDGER_FOLDER}/`) || !LEDGER_FILE.test(path)) continue;
    const entry = snapshot.files.get(path);
    if (entry?.mode.startsWith('100')) found.set(path, entry.blob);
  }
  return found;
}

/** True for the folder of the ledgers and all that is in it, in any letter case. */
export function isLedgerTerritory(path: string): boolean {
  const folder = path.slice(0, LEDGER_FOLDER.length + 1).toLowerCase();
  return folder === LEDGER_FOLDER || folder === `${LEDGER_FOLDER}/`;
}

/**
 * Writes a ledger: sorted, one line a file and a record, so that a commit changes few lines of it.
 *
 * Equal ledgers give equal bytes. The digest makes an edit by hand visible; it does not prove who wrote it.
 */
export function serializeLedger({ project, files, records, holds = [] }: Ledger): string {
  const sorted = [...files].sort(([a], [b]) => compareText(a, b));
  return writeLedgerText({
    project: JSON.stringify(project),
    files: new Map(sorted.map(([path, file]) => [JSON.stringify(path), canonicalJson(file)])),
    records: sortedRecords(records).map(canonicalJson),
    holds: sortedHolds(holds).map(holdText),
  });
}

/** The same records in the order in which a ledger has them. */
export function sortedRecords(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  return records
    .map((record) => ({ record, order: recordOrder(record) }))
    .sort((a, b) => compareText(a.order, b.order))
    .map(({ record }) => record);
}

/** True when two lists hold the same records in any order. */
export function sameRecords(a: readonly LedgerRecord[], b: readonly LedgerRecord[]): boolean {
  if (a.length !== b.length) return false;
  const known = new Set(a.map(recordOrder));
  return b.every((record) => known.has(recordOrder(record)));
}

// --- internal ---

const LEDGER_FILE = /^\.konstruct\/[^/]+\.json$/;

function recordOrder(record: LedgerRecord): string {
  return JSON.stringify([record.kind, record.namespace, record.name, record.address]);
}
