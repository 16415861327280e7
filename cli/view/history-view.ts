import type { Apply } from '../../lib/plan/applies.ts';
import { visible } from '../../lib/report/visible.ts';
import { table } from './table.ts';

/** Applies as a table, newest first; empty when there are none. */
export function historyTable(applies: readonly Apply[]): string {
  if (applies.length === 0) return '';
  return table([
    ['WHEN', 'PLAN', 'SOURCE', 'REPOSITORIES', 'WHAT'],
    ...applies.map(({ plan, time, subject, source, commits }) =>
      [
        new Date(time * 1000).toISOString().replace('.000Z', 'Z'),
        plan?.slice('sha256:'.length, 'sha256:'.length + 12) ?? '–',
        source?.slice(0, 10) ?? '–',
        [...commits].map(([repository, commit]) => `${repository}@${commit.slice(0, 7)}`).join(' '),
        subject,
      ].map(visible),
    ),
  ]);
}
