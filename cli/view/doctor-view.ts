import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import type { Diagnosis } from '../../lib/doctor/diagnose.ts';
import type { Unread } from '../../lib/doctor/live/live-cluster.ts';
import type { MigrationPlace } from '../../lib/migrate/document.ts';
import { visible } from '../../lib/report/visible.ts';
import { renderDiagnostics } from './diagnostic-view.ts';
import { createStyle } from './style.ts';

export interface DoctorReport extends Diagnosis {
  readonly kcdkVersion: string;
  readonly place: MigrationPlace;
}

/** Shows what was found; the last line is `Doctor: N errors, N warnings in N management clusters.` */
export function renderDiagnosis(
  { clusters, findings, unread }: DoctorReport,
  { color }: { readonly color: boolean },
): string {
  const errors = errorsOf(findings).length;
  const counted = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const where = counted(clusters.length, 'management cluster');
  const last =
    findings.length === 0
      ? `No trouble found in ${where}.`
      : `Doctor: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')} in ${where}.`;
  const shown = renderDiagnostics(findings, { color });
  const blocks = [...(shown === '' ? [] : [shown]), ...unreadLines(unread), createStyle(color).bold(last)];
  return `${blocks.join('\n')}\n`;
}

/** The same as one JSON document. */
export function doctorJson({ kcdkVersion, place, clusters, findings, unread }: DoctorReport): string {
  const errors = errorsOf(findings).length;
  const document = {
    format_version: '1.1',
    kcdk_version: kcdkVersion,
    place,
    summary: { errors, warnings: findings.length - errors },
    clusters,
    findings,
    unread,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

// --- internal ---

/** Of very many clusters, only so many are listed. */
const MOST = 10;

/** A line a reason, with all clusters that have it. */
function unreadLines(unread: readonly Unread[]): readonly string[] {
  const byReason = new Map<string, { readonly first: Unread; readonly clusters: string[] }>();
  for (const each of unread) {
    const key = JSON.stringify([each.what, each.reason]);
    const known = byReason.get(key) ?? { first: each, clusters: [] };
    byReason.set(key, known);
    known.clusters.push(each.cluster);
  }
  const lines = [...byReason.values()].map(({ first: { what, reason }, clusters }) => {
    const others = clusters.length > 3 ? ` and ${clusters.length - 3} more` : '';
    return visible(`Not looked at on ${clusters.slice(0, 3).join(', ')}${others}: ${what} (${reason})`);
  });
  const more = lines.length > MOST ? [`and ${lines.length - MOST} more that were not looked at`] : [];
  return [...lines.slice(0, MOST), ...more];
}
