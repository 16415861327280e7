import type { Sight } from '../../lib/query/who-sees.ts';
import { toRow } from './list-view.ts';

/** The answer for one record as an object. */
export function sightRow({
  resource,
  label,
  organizations,
  future,
  used_by,
}: Sight): Readonly<Record<string, unknown>> {
  return { ...toRow(resource), label, organizations, future, used_by };
}

/** The answers for people: a paragraph a record. */
export function sightsText(sights: readonly Sight[]): string {
  return sights.map(paragraph).join('\n');
}

// --- internal ---

function paragraph({ resource, label, organizations, future, used_by }: Sight): string {
  const seers = future
    ? `every organization, those that are added later too (now ${count(organizations.length, 'organization')}${names(organizations)})`
    : `only ${organizations.join(', ')}`;
  const uses = used_by.map(({ kind, name, as, address }) => `    ${kind} ${name}, as ${as} (${address})`);
  return [
    `${resource.kind} ${label}`,
    `  declared by ${resource.address}`,
    `  seen by ${seers}`,
    uses.length === 0 ? '  used by nothing' : `  used by ${uses.length}:`,
    ...uses,
    '',
  ].join('\n');
}

function names(organizations: readonly string[]): string {
  return organizations.length === 0 ? '' : `: ${organizations.join(', ')}`;
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
