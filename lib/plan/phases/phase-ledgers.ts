import type { FileSet } from '../../model/file-set.ts';
import type { Hold } from '../../model/hold.ts';
import { recordPath } from '../../model/identity.ts';
import type { RepoPath } from '../../model/repo-path.ts';
import type { Comparison } from '../comparison.ts';
import { type Ledger, type LedgerFile, type LedgerRecord, serializeLedger } from '../ledger.ts';
import { holdText, sortedHolds } from './hold-index.ts';

export interface PhaseLedgerInput {
  readonly project: string;
  readonly ledger: Ledger | undefined;
  readonly comparison: Comparison;
  /** What the program wants. */
  readonly records: readonly LedgerRecord[];
  readonly holds: readonly Hold[];
  /** Ranks above 0 by path. */
  readonly late: ReadonlyMap<string, number>;
}

/**
 * The ledger of a repository when everything up to a rank is done, and nothing later.
 *
 * What is still to come is owned as it is now: a file that waits for its removal stays in the ledger together with its
 * hold, which is all that another run needs to know to go on.
 */
export function ledgerAfter(rank: number, input: PhaseLedgerInput): string {
  const { project, ledger, comparison, late } = input;
  const files = new Map<RepoPath, LedgerFile>(comparison.owned);
  for (const { path } of comparison.files) {
    if ((late.get(path) ?? 0) <= rank) continue;
    const last = ledger?.files.get(path);
    if (last === undefined) files.delete(path);
    else files.set(path, last);
  }
  const known = ledger?.records ?? [];
  const isLater = (record: LedgerRecord) =>
    (late.get(recordPath(record.namespace, record.kind, record.name)) ?? 0) > rank;
  const records = [...input.records.filter((record) => !isLater(record)), ...known.filter(isLater)];
  return serializeLedger({ project, files, records, holds: sortedHolds([...input.holds, ...(ledger?.holds ?? [])]) });
}

/**
 * What the ledger holds in the end: what the program says, and of the rest what files are left for, since they are kept
 * against its will or are not what the plan looks at.
 */
export function finalHolds(
  wanted: FileSet,
  ledger: Ledger | undefined,
  owned: ReadonlyMap<string, unknown>,
): readonly Hold[] {
  const holds = (wanted.holds ?? []).filter(({ when }) => when === 'remove');
  const known = new Set(holds.map(holdText));
  const others = (ledger?.holds ?? []).filter((hold) => !known.has(holdText(hold)));
  if (others.length === 0) return holds;
  const files = wanted.files as ReadonlyMap<string, unknown>;
  const left = [...owned.keys()].filter((path) => !files.has(path));
  const covers = ({ path }: Hold) =>
    left.some((file) => file === path || (path.endsWith('/') && file.startsWith(path)));
  return [...holds, ...others.filter(covers)];
}
