import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findLedgers, type Ledger } from '../plan/ledger.ts';
import { parseLedger } from '../plan/parse-ledger.ts';
import type { Repository, Snapshot } from '../repository/repository.ts';

/** A ledger as a repository has it. */
export interface FoundLedger {
  readonly project: string;
  readonly path: string;
  readonly text: string;
  /** Undefined where it cannot be read; `diagnostics` then says why. */
  readonly ledger: Ledger | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The ledgers of all projects in one repository, by path. */
export interface RepositoryLedgers {
  readonly snapshot: Snapshot;
  readonly ledgers: readonly FoundLedger[];
}

/**
 * Reads every ledger of a repository.
 *
 * @throws {KcdkError} when the repository cannot be read
 */
export async function readLedgers(repository: Repository): Promise<RepositoryLedgers> {
  const snapshot = await repository.snapshot();
  const found = [...findLedgers(snapshot)];
  const contents = await repository.read(
    snapshot,
    found.map(([, blob]) => blob),
  );
  const ledgers = found.map(([path, blob]): FoundLedger => {
    const text = new TextDecoder().decode(contents.get(blob));
    const project = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
    const context = { repository: repository.name, project, objectFormat: snapshot.objectFormat };
    return { project, path, text, ...parseLedger(text, context) };
  });
  return { snapshot, ledgers: ledgers.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}
