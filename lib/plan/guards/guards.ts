import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Ledger, LedgerRecord } from '../ledger.ts';
import type { ResourceChange } from '../plan.ts';
import { guardDetached } from './detached.ts';
import { guardOrganizations, type OwnedAfter } from './organizations.ts';
import { recordChanges } from './record-moves.ts';
import { guardRenamed } from './renamed.ts';
import { guardRenamedOrganization } from './renamed-organization.ts';
import { guardReplaced } from './replaced.ts';

export interface GuardInput {
  /** Those that could be read. */
  readonly ledgers: readonly Ledger[];
  /** Every record that the program wants, of all repositories. */
  readonly records: readonly LedgerRecord[];
  readonly changes: readonly ResourceChange[];
  /** What is owned when the plan is carried out. */
  readonly owned: readonly OwnedAfter[];
  /** Addresses of what may be replaced; one covers everything below it. */
  readonly allowReplace: readonly string[];
  /** Addresses of what may be deleted although something would be lost; one covers everything below it. */
  readonly allowDelete: readonly string[];
}

/** What a plan would do to resources that the platform cannot undo, over all repositories together. */
export function guard(input: GuardInput): readonly Diagnostic[] {
  const before = input.ledgers.flatMap(({ records }) => records);
  // nothing was ever written: nothing can be lost
  if (before.length === 0) return [];
  const changes = recordChanges({ before, after: input.records });
  const renamed = guardRenamed(input.changes);
  const told = new Set(renamed.map(({ address }) => address));
  const replaced = [
    ...guardReplaced(changes, input.changes),
    ...renamed,
    ...guardRenamedOrganization({ before, after: input.records }).filter(({ address }) => !told.has(address)),
  ];
  const deleted = guardOrganizations(changes, input.owned);
  return [
    ...replaced.filter((finding) => !isAllowed(finding, input.allowReplace)),
    ...deleted.filter((finding) => !isAllowed(finding, input.allowDelete)),
    ...guardDetached(input.changes, changes),
  ];
}

/** True for an address that is allowed, or that stands below one that is. */
export function isAllowed(
  { address = '' }: { readonly address?: string | undefined },
  allowed: readonly string[],
): boolean {
  return allowed.some((one) => address === one || address.startsWith(`${one}/`));
}
