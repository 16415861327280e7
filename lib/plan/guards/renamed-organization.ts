import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { LedgerRecord } from '../ledger.ts';
import { identityOf, type RecordSets } from './record-moves.ts';

/**
 * An organization that goes while one comes that has mostly the same in it: a rename, which would take down every
 * cluster of the one and make those of the other.
 */
export function guardRenamedOrganization({ before, after }: RecordSets): readonly Diagnostic[] {
  const known = new Set(before.map(identityOf));
  const wanted = new Set(after.map(identityOf));
  const gone = before.filter((record) => isOrganization(record) && !wanted.has(identityOf(record)));
  const come = after.filter((record) => isOrganization(record) && !known.has(identityOf(record)));
  if (gone.length === 0 || come.length === 0) return [];
  return come.flatMap((to) => {
    const there = new Set(holdings(to, after));
    const from = gone.find((one) => {
      const had = holdings(one, before);
      return had.length > 0 && 2 * had.filter((held) => there.has(held)).length > had.length;
    });
    if (from === undefined || from.address === to.address) return [];
    return [
      error('RECORD_RENAMED', {
        summary: `Organization \`${from.name}\` would go, and \`${to.name}\` come with mostly the same in it`,
        fix:
          `Keep the old name with \`name: '${from.name}'\`, ` +
          `or plan with \`--allow-replace ${to.address}\` if it is another one.`,
        address: to.address,
        related: [{ message: 'what would go', address: from.address }],
      }),
    ];
  });
}

// --- internal ---

function isOrganization({ kind }: LedgerRecord): boolean {
  return kind === 'organization';
}

/** What is recorded of an organization, by kind and name; git connections are called the same everywhere. */
function holdings({ name }: LedgerRecord, records: readonly LedgerRecord[]): readonly string[] {
  return records.flatMap((record) =>
    record.namespace === name && record.kind !== 'git-account' ? [`${record.kind}/${record.name}`] : [],
  );
}
