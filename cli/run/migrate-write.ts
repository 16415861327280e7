import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import type { MigrationResult, MigrationUnit } from '../../lib/migrate/migration.ts';
import { unitState, type Wave, wavesOf } from '../../lib/migrate/waves.ts';
import { sleep } from './apply.ts';
import { approve } from './approve.ts';
import { type MigrateRun, waveSize, workOut } from './migrate-run.ts';

/**
 * Writes what is pending. In a checkout that is one wave: what is written has to be committed and looked at before the
 * next one. In a repository it is one commit a wave, with a pause between two of them.
 *
 * A run that stops in between goes on when it is repeated: what is done is found to be done.
 */
export async function writeWaves(run: MigrateRun, result: MigrationResult): Promise<ExitCode> {
  const { session, options, target } = run;
  const waves = wavesOf(result.units, waveSize(run, result));
  const pending = waves.filter(({ state }) => state !== 'done');
  const chosen = target.root === undefined ? pending : pending.slice(0, 1);
  if (target.root === undefined) await approve('Apply this plan?', options, session.io);
  for (const [index, wave] of chosen.entries()) {
    if (index > 0) {
      if (run.waves.pause > 0) session.say(`Pausing ${options.pause} before wave ${wave.number} of ${waves.length}.`);
      await sleep(run.waves.pause, session.io.signal);
    }
    const units = index === 0 ? pendingOf(result, wave) : pendingOf(await lookAgain(run), wave);
    if (units.length === 0) continue;
    const said = await target.write(units);
    const label = waves.length === 1 ? '' : `Wave ${wave.number} of ${waves.length}: `;
    if (options.json !== true) session.io.stdout.write(`${label}${said}\n`);
  }
  const left = pending.length - chosen.length;
  if (left > 0)
    session.say(
      `${left} more wave${left === 1 ? '' : 's'} to go: commit, see that all is well, and run the same command again.`,
    );
  return 0;
}

// --- internal ---

function pendingOf({ units }: MigrationResult, wave: Wave): readonly MigrationUnit[] {
  const folders = new Set(wave.units.map(({ folder }) => folder));
  return units.filter((unit) => folders.has(unit.folder) && unitState(unit) === 'pending');
}

/** Others may have written while we waited. */
async function lookAgain(run: MigrateRun): Promise<MigrationResult> {
  await run.target.refresh();
  return workOut(run);
}
