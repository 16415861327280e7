import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { FileTexts } from '../../lib/edit/file-edits.ts';
import { migrateGithubApp } from '../../lib/migrate/github-app/migrate-github-app.ts';
import type { MigrationRequest, MigrationResult, MigrationUnit, TextChange } from '../../lib/migrate/migration.ts';

export interface MigrationOutcome extends MigrationResult {
  /** All of them, those of units last. */
  readonly findings: readonly Diagnostic[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly changes: readonly TextChange[];
  readonly after: ReadonlyMap<string, string>;
}

/** Migrates a set of files to the GitHub App, forward unless told otherwise. */
export function migrated(files: FileTexts, request: Partial<MigrationRequest>): MigrationOutcome {
  const result = migrateGithubApp(files, { clusters: [], all: false, direction: 'forward', ...request });
  return outcomeOf(files, result);
}

export function outcomeOf(files: FileTexts, result: MigrationResult): MigrationOutcome {
  const findings = [...result.diagnostics, ...result.units.flatMap(({ diagnostics }) => diagnostics)];
  const codes = (severity: string) => findings.filter((each) => each.severity === severity).map(({ code }) => code);
  const changes = result.units.flatMap((unit) => unit.changes);
  return {
    ...result,
    findings,
    errors: codes('error'),
    warnings: codes('warning'),
    changes,
    after: applied(files, changes),
  };
}

/** The files after these changes. */
export function applied(files: FileTexts, changes: readonly TextChange[]): ReadonlyMap<string, string> {
  const after = new Map(files);
  for (const { path, previousPath, after: text } of changes) {
    if (previousPath !== undefined) after.delete(previousPath);
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

/** Steps, eras and documents of a unit. */
export function statesOf(unit: MigrationUnit | undefined): readonly (readonly [string, string, number])[] {
  return (unit?.parts ?? []).map(({ step, era, document }) => [step, era, document]);
}
