import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import type { Diagnosis } from '../../lib/doctor/diagnose.ts';
import type { MigrationPlace } from '../../lib/migrate/document.ts';
import { renderDiagnostics } from './diagnostic-view.ts';
import { createStyle } from './style.ts';

export interface DoctorReport extends Diagnosis {
  readonly kcdkVersion: string;
  readonly place: MigrationPlace;
}

/** Shows what was found; the last line is `Doctor: N errors, N warnings in N management clusters.` */
export function renderDiagnosis({ clusters, findings }: DoctorReport, { color }: { readonly color: boolean }): string {
  const errors = errorsOf(findings).length;
  const counted = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const where = counted(clusters.length, 'management cluster');
  const last =
    findings.length === 0
      ? `No trouble found in ${where}.`
      : `Doctor: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')} in ${where}.`;
  const shown = renderDiagnostics(findings, { color });
  return `${shown === '' ? '' : `${shown}\n`}${createStyle(color).bold(last)}\n`;
}

/** The same as one JSON document. */
export function doctorJson({ kcdkVersion, place, clusters, findings }: DoctorReport): string {
  const errors = errorsOf(findings).length;
  const document = {
    format_version: '1.0',
    kcdk_version: kcdkVersion,
    place,
    summary: { errors, warnings: findings.length - errors },
    clusters,
    findings,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
