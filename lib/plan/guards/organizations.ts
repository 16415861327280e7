import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { RecordChange } from './record-moves.ts';

/** What a repository holds of the project after the plan. */
export interface OwnedAfter {
  readonly repository: string;
  /** Of the files that it owns. */
  readonly addresses: () => ReadonlySet<string>;
  /** Addresses of the organizations that had it and that the program no longer declares. */
  readonly departed: readonly string[];
}

/**
 * An organization that goes while files of what stands in it stay, since the plan is limited or hand edits are kept.
 *
 * With its record goes the only trace of its repositories, so what is in them would be found by no later plan.
 */
export function guardOrganizations(
  changes: readonly RecordChange[],
  repositories: readonly OwnedAfter[],
): readonly Diagnostic[] {
  return changes.flatMap(({ kind, address, gone, come, kept }) => {
    const [organization] = gone;
    if (kind !== 'organization' || organization === undefined || come.length + kept.length > 0) return [];
    const left = leftOf(address, repositories);
    if (left.length === 0) return [];
    return [
      error('ORGANIZATION_NOT_EMPTY', {
        summary: `Organization \`${organization.name}\` would go while it owns ${left.map((one) => `\`${one}\``).join(', ')}`,
        fix:
          'Remove what it owns in the same plan or before, then the organization; ' +
          `or plan with \`--allow-delete ${address}\`.`,
        address,
      }),
    ];
  });
}

// --- internal ---

/** What stays of an organization, by address: constructs directly below it, or others that have files where it had. */
function leftOf(address: string, repositories: readonly OwnedAfter[]): readonly string[] {
  const left = new Set<string>();
  for (const { addresses, departed } of repositories) {
    for (const one of addresses()) {
      if (one.startsWith(`${address}/`)) {
        const [child = ''] = one.slice(address.length + 1).split('/');
        left.add(`${address}/${child}`);
      } else if (departed.includes(address)) left.add(one);
    }
  }
  return [...left].sort();
}
