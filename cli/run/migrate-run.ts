import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { Migration, MigrationRequest, MigrationResult, MigrationUnit } from '../../lib/migrate/migration.ts';
import type { MigrationTarget } from '../../lib/migrate/place.ts';
import { sizeOfWaves } from '../../lib/migrate/waves.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { MigrateFlags } from '../commands/migrate-commands.ts';
import type { MigrationGates } from './migrate-gates.ts';
import type { WaveSettings } from './migrate-settings.ts';
import type { Session } from './session.ts';

/** What says where a migration, or the doctor, reads. */
export interface TargetOptions extends GlobalOptions, Pick<MigrateFlags, 'branch' | 'json' | 'pr'> {
  readonly migration: string;
  readonly place: string | undefined;
}

export interface MigrateOptions extends GlobalOptions, MigrateFlags {
  readonly migration: string;
  readonly place: string | undefined;
}

/** What a run of a migration is about. */
export interface MigrateRun {
  readonly session: Session;
  readonly options: MigrateOptions;
  readonly migration: Migration;
  readonly request: MigrationRequest;
  readonly waves: WaveSettings;
  readonly target: Target;
}

/** Where the migration reads and writes. */
export interface Target extends MigrationTarget {
  /** Absolute folder of the checkout; undefined for a repository. */
  readonly root: string | undefined;
  /** Writes units, all of them or none, with what has to pass before and after. */
  write(units: readonly MigrationUnit[], gates: MigrationGates): Promise<WriteOutcome>;
  /** Saves what would be written as a plan, with what has to pass before and after unless that is skipped. */
  save(file: string, units: readonly MigrationUnit[], gates: MigrationGates): Promise<void>;
}

/** What was written, in a few words, and why it stopped. */
export interface WriteOutcome {
  /** Undefined when nothing was written. */
  readonly said: string | undefined;
  /** True when it waits for a review now, and is not in the branch yet. */
  readonly proposed?: boolean;
  /** Empty when everything was written, and everything passed that it waits for. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The migration of the files of the target; the way back with what they said earlier. */
export async function workOut({ migration, request, target }: MigrateRun): Promise<MigrationResult> {
  const result = migration.migrate(target.files, request);
  if (request.direction === 'forward') return result;
  const paths = result.units.flatMap(({ parts }) => parts.map(({ path }) => path));
  const earlier = await target.earlier([...new Set(paths)].sort());
  return earlier.length === 0 ? result : migration.migrate(target.files, { ...request, earlier });
}

/** The size of the waves of a result; undefined for all in one. */
export function waveSize({ waves }: Pick<MigrateRun, 'waves'>, { units }: MigrationResult): number | undefined {
  return waves.count === undefined ? waves.size : sizeOfWaves(units.length, waves.count);
}

export function findingsOf({ diagnostics, units }: MigrationResult): readonly Diagnostic[] {
  return [...diagnostics, ...units.flatMap((unit) => unit.diagnostics)];
}
