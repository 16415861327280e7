import type { NewOrganization } from '../../lib/query/what-if.ts';
import { toRow } from './list-view.ts';
import { table } from './table.ts';

/** The answer as an object. */
export function newOrganizationRow(found: NewOrganization): Readonly<Record<string, unknown>> {
  return { ...found, sees: found.sees.map(toRow) };
}

/** The answer for people. */
export function newOrganizationText(found: NewOrganization): string {
  const { organization, sees, receives, release_names_taken: releases, slugs_taken: slugs, hidden } = found;
  return [
    `Organization ${organization} would have the namespace ${found.namespace}.\n`,
    section(
      `It would see ${sees.length} Global resource${sees.length === 1 ? '' : 's'}:`,
      sees.map(({ kind, name, address }) => [kind, name, address]),
    ),
    section(
      'The platform would make for it:',
      receives.map(({ kind, name, path }) => [kind, name, `from ${path}`]),
    ),
    taken('Release names it could not use', releases),
    taken('Slugs its environments could not have', slugs),
    `It would not see ${hidden} resource${hidden === 1 ? '' : 's'} of other organizations.\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

// --- internal ---

function section(title: string, rows: readonly (readonly string[])[]): string {
  return `${title}\n${table(rows.map((row) => ['', ...row]))}`;
}

function taken(title: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${title}: ${names.join(', ')}\n`;
}
