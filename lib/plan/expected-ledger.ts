import type { FileSet } from '../model/file-set.ts';
import type { RepoPath } from '../model/repo-path.ts';
import { blobId, blobIdOfFile } from '../repository/blob-id.ts';
import type { ObjectFormat, ObjectId } from '../repository/repository.ts';
import { type Ledger, type LedgerFile, type LedgerRecord, serializeLedger, sortedRecords } from './ledger.ts';
import { ownedAs } from './owned-as.ts';
import { sortedHolds } from './phases/hold-index.ts';
import { finalHolds } from './phases/phase-ledgers.ts';

export interface ExpectedLedgerInput {
  readonly project: string;
  readonly wanted: FileSet;
  readonly records: readonly LedgerRecord[];
  readonly objectFormat: ObjectFormat;
}

/**
 * The ledger of a repository, without having read it, where it says what it says after an apply of this very program.
 *
 * A blob id proves its content, so a ledger that has the id of what we would write is what we would write. Undefined where it has
 * another: then something else was written last, or by another version, and it has to be read. What git has of the files by now
 * does not count here.
 */
export function expectedLedger(blob: ObjectId, input: ExpectedLedgerInput): Ledger | undefined {
  const { project, wanted, objectFormat } = input;
  const files = new Map<RepoPath, LedgerFile>();
  for (const file of wanted.files.values()) {
    const id = blobIdOfFile(file, objectFormat);
    files.set(file.path, ownedAs(id, file, id));
  }
  const holds = sortedHolds(finalHolds(wanted, undefined, files));
  const records = sortedRecords(input.records);
  const ledger = { project, files, records, ...(holds.length > 0 && { holds }) };
  return blobId(serializeLedger(ledger), objectFormat) === blob ? ledger : undefined;
}
