import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, scopeLabel } from '../../model/identity.ts';
import type { LedgerRecord } from '../ledger.ts';
import type { ResourceChange } from '../plan.ts';
import type { RecordChange } from './record-moves.ts';

/**
 * A construct whose records all change their identity: the platform knows no rename and no change of scope, so it
 * would delete one resource and create another.
 *
 * One organization more or less in a list is no replacement: the others keep theirs.
 */
export function guardReplaced(
  changes: readonly RecordChange[],
  resources: readonly ResourceChange[],
): readonly Diagnostic[] {
  const sources = new Map(resources.map(({ address, source }) => [address, source]));
  return changes.flatMap(({ kind, address, gone, come, kept }) => {
    const [from] = gone;
    const [to] = come;
    // git connections follow from their organization
    if (from === undefined || to === undefined || kept.length > 0 || kind === 'git-account') return [];
    const renamed = from.name !== to.name;
    const what = renamed ? `would be renamed to \`${to.name}\`` : `would move from ${scopes(gone)} to ${scopes(come)}`;
    return [
      error('RECORD_REPLACED', {
        summary: `${titled(kind)} \`${from.name}\` ${what}: the platform deletes it and creates another`,
        detail: renamed ? undefined : 'The scope of a resource cannot be changed after it was made.',
        fix: `Change it back, or plan with \`--allow-replace ${address}\` if it is to be replaced.`,
        address,
        source: sources.get(address),
      }),
    ];
  });
}

// --- internal ---

function titled(kind: string): string {
  return kind.slice(0, 1).toUpperCase() + kind.slice(1).replaceAll('-', ' ');
}

function scopes(records: readonly LedgerRecord[]): string {
  return records
    .map(({ namespace }) => (namespace === GLOBAL_NAMESPACE ? scopeLabel(namespace) : `\`${namespace}\``))
    .toSorted()
    .join(', ');
}
