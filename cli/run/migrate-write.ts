import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { MigrationResult, MigrationUnit } from '../../lib/migrate/migration.ts';
import { gatesOfUnits } from '../../lib/migrate/plan-units.ts';
import { unitState, type Wave, wavesOf } from '../../lib/migrate/waves.ts';
import { renderReleases } from '../view/migrate-view.ts';
import { sleep } from './apply.ts';
import { approve } from './approve.ts';
import { openMigrationGates } from './migrate-gates.ts';
import { type MigrateRun, waveSize, workOut } from './migrate-run.ts';

/**
 * Writes what is pending, wave by wave. In a repository each wave is one commit between two gates, with a pause before
 * the next one; in a checkout it is one wave a run, since what is written has to be committed and looked at.
 *
 * How far it came is found in the files: waves that are done have their gates looked at again, which costs little when
 * all is well and keeps a run from going on over clusters that are not.
 *
 * @throws {KcdkError} what stopped it, after what was written has been said
 */
export async function writeWaves(run: MigrateRun, first: MigrationResult): Promise<ExitCode> {
  const { session, options, target } = run;
  const isRepository = target.root === undefined;
  const gates = await openMigrationGates({ ...options, lenient: !isRepository }, session);
  const waves = wavesOf(first.units, waveSize(run, first));
  const closed = await gates.check(waves.flatMap(({ units }) => everyGate(units)));
  if (closed.length > 0) throw new KcdkError(closed);
  if (isRepository && options.pr !== true && first.units.some(isPending))
    await approve('Apply this plan?', options, session.io);
  const finished: MigrationUnit[] = [];
  let result = first;
  let written = 0;
  for (const wave of waves) {
    const isNext = unitsOf(result, wave).some(isPending);
    if (isNext && written > 0 && !isRepository) break;
    if (isNext && written > 0) result = await pauseBefore(wave, waves.length, run);
    const units = unitsOf(result, wave).filter((unit) => unitState(unit) !== 'refused');
    const { said, diagnostics, proposed = false } = await target.write(units, gates);
    const label = waves.length === 1 ? '' : `Wave ${wave.number} of ${waves.length}: `;
    if (said !== undefined && options.json !== true) session.io.stdout.write(`${label}${said}\n`);
    if (diagnostics.length > 0) throw new KcdkError(diagnostics);
    if (proposed) {
      session.say('When it is merged, run the same command again.');
      break;
    }
    written += said === undefined ? 0 : 1;
    if (isRepository || !isNext) finished.push(...units);
  }
  await sayReleases(finished, { ...run, isStale: written > 0, looked: !gates.skipped });
  const left = isRepository ? 0 : waves.filter((wave) => unitsOf(result, wave).some(isPending)).length - written;
  if (left > 0)
    session.say(
      `${left} more wave${left === 1 ? '' : 's'} to go: commit, see that all is well, and run the same command again.`,
    );
  return 0;
}

// --- internal ---

const isPending = (unit: MigrationUnit) => unitState(unit) === 'pending';

function everyGate(units: readonly MigrationUnit[]) {
  const { before, after } = gatesOfUnits(units.filter((unit) => unitState(unit) !== 'refused'));
  return [...before, ...after];
}

function unitsOf({ units }: MigrationResult, wave: Wave): readonly MigrationUnit[] {
  const folders = new Set(wave.units.map(({ folder }) => folder));
  return units.filter((unit) => folders.has(unit.folder));
}

/** Others may have written while we waited. */
async function pauseBefore(wave: Wave, count: number, run: MigrateRun): Promise<MigrationResult> {
  const { session, options, waves, target } = run;
  if (waves.pause > 0) session.say(`Pausing ${options.pause} before wave ${wave.number} of ${count}.`);
  await sleep(waves.pause, session.io.signal);
  await target.refresh();
  return workOut(run);
}

/** What may leave Vault now: what no file reads any more, those of clusters that are still to come among them. */
async function sayReleases(
  finished: readonly MigrationUnit[],
  run: MigrateRun & { readonly isStale: boolean; readonly looked: boolean },
): Promise<void> {
  const { session, options, migration, request, target, isStale, looked } = run;
  const names = new Set(finished.filter((unit) => unit.gates !== undefined).map(({ name }) => name));
  if (names.size === 0 || options.json === true) return;
  if (isStale) await target.refresh();
  const { units } = migration.migrate(target.files, { ...request, clusters: [...names], all: false });
  const done = units.filter((unit) => names.has(unit.name) && unitState(unit) === 'done');
  session.io.stdout.write(renderReleases(done, { color: session.color, looked }));
}
