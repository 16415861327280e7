import { error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { type Ledger, ledgerPath, serializeLedger } from '../plan/ledger.ts';
import type { CommitAuthor, ObjectId, Repository } from '../repository/repository.ts';
import { type RepositoryLedgers, readLedgers } from './read-ledgers.ts';

export interface RewriteLedgerOptions {
  readonly project: string;
  /** What the ledger becomes; undefined where it stays. Asked again when somebody else wrote to the repository. */
  readonly edit: (found: RepositoryLedgers) => Ledger | undefined;
  /** First line of the commit. */
  readonly subject: string;
  readonly author: CommitAuthor;
}

/**
 * Writes the ledger of a project anew, and nothing else: one commit on the head of the branch, never forced.
 *
 * @returns the commit; undefined where nothing had to be written
 * @throws {KcdkError} `APPLY_CONTENDED` when others were always faster
 */
export async function rewriteLedger(
  repository: Repository,
  { project, edit, subject, author }: RewriteLedgerOptions,
): Promise<ObjectId | undefined> {
  const path = ledgerPath(project);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const found = await readLedgers(repository);
    const ledger = edit(found);
    const before = found.ledgers.find((one) => one.path === path)?.text;
    const empty = ledger !== undefined && ledger.files.size === 0 && ledger.records.length === 0;
    const content = ledger === undefined || empty ? undefined : serializeLedger(ledger);
    if (ledger === undefined || content === before) return undefined;
    const message = `${project}: ${subject}\n\nKonstruct-Project: ${project}\n`;
    const result = await repository.commit({ base: found.snapshot, writes: [{ path, content }], message, author });
    if (result.status === 'committed') return result.commit;
  }
  throw new KcdkError([error('APPLY_CONTENDED', { repository: repository.name, path })]);
}

/** The ledger of a project, which must be readable. */
export function readableLedger({ ledgers }: RepositoryLedgers, project: string): Ledger | undefined {
  const own = ledgers.find((one) => one.project === project);
  if (own === undefined) return undefined;
  if (own.ledger !== undefined) return own.ledger;
  const [first, ...rest] = own.diagnostics;
  throw first === undefined ? kcdkError('IMPOSSIBLE') : new KcdkError([first, ...rest]);
}

// --- internal ---

const MOST_ATTEMPTS = 20;
