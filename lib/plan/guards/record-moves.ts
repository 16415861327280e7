import type { LedgerRecord } from '../ledger.ts';

/** What is known of records: those the ledgers keep, and those the program wants. */
export interface RecordSets {
  readonly before: readonly LedgerRecord[];
  readonly after: readonly LedgerRecord[];
}

/** The records of one construct and kind that go or come. */
export interface RecordChange {
  readonly kind: string;
  readonly address: string;
  readonly gone: readonly LedgerRecord[];
  readonly come: readonly LedgerRecord[];
  /** Those that stay. */
  readonly kept: readonly LedgerRecord[];
}

/** `kind/namespace/name`. */
export function identityOf({ kind, namespace, name }: Omit<LedgerRecord, 'address'>): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * What changes about the records, by construct and kind; a record that merely changes its construct does not count.
 */
export function recordChanges({ before, after }: RecordSets): readonly RecordChange[] {
  const wanted = new Set(after.map(identityOf));
  const known = new Set(before.map(identityOf));
  const changes = new Map<string, { gone: LedgerRecord[]; come: LedgerRecord[]; kept: LedgerRecord[] }>();
  const group = ({ kind, address }: LedgerRecord) => {
    const key = JSON.stringify([kind, address]);
    const found = changes.get(key) ?? { gone: [], come: [], kept: [] };
    changes.set(key, found);
    return found;
  };
  for (const record of before) if (!wanted.has(identityOf(record))) group(record).gone.push(record);
  for (const record of after) {
    const { come, kept } = group(record);
    (known.has(identityOf(record)) ? kept : come).push(record);
  }
  return [...changes].flatMap(([key, change]) => {
    if (change.gone.length + change.come.length === 0) return [];
    const [kind, address] = JSON.parse(key) as [string, string];
    return [{ kind, address, ...change }];
  });
}
