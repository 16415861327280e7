import { relative, resolve, sep } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { listSome } from '../../lib/diagnostics/list-some.ts';
import { clusterNames } from '../../lib/migrate/cluster-trees.ts';
import { describeMigration } from '../../lib/migrate/document.ts';
import type { MigrationRequest, MigrationResult } from '../../lib/migrate/migration.ts';
import { loadMigration } from '../../lib/migrate/migrations.ts';
import { unitState, wavesOf } from '../../lib/migrate/waves.ts';
import type { CliIo } from '../io.ts';
import { renderMigration } from '../view/migrate-view.ts';
import { openMigrationGates } from './migrate-gates.ts';
import { findingsOf, type MigrateOptions, type MigrateRun, type Target, waveSize, workOut } from './migrate-run.ts';
import { readMigrateSettings } from './migrate-settings.ts';
import { openTarget } from './migrate-target.ts';
import { writeWaves } from './migrate-write.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';

/** Works out a migration, shows it, and writes it when told to. */
export async function runMigrate(options: MigrateOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const migration = await loadMigration(options.migration);
  if (migration === undefined) throw kcdkError('IMPOSSIBLE', { detail: `no migration ${options.migration}` });
  const waves = readMigrateSettings(options);
  const target = await openTarget(options, session);
  try {
    const request = requestOf(options, session, target);
    const run: MigrateRun = { session, options, migration, request, waves, target };
    const result = await workOut(run);
    show(run, result);
    const exit = exitCodeOf(findingsOf(result));
    // What was asked for and is not there is a mistake of the request: then nothing of it is written.
    if (errorsOf(result.diagnostics).length > 0) return exit;
    const isPending = result.units.some((unit) => unitState(unit) === 'pending');
    if (options.out !== undefined && isPending) {
      const gates = await openMigrationGates({ ...options, lenient: true }, session);
      await target.save(options.out, result.units, gates);
    }
    if (options.write === true && result.units.length > 0) return (await writeWaves(run, result)) || exit;
    return exit !== 0 ? exit : isPending && options.detailedExitcode === true ? 2 : 0;
  } finally {
    await target.close();
  }
}

// --- internal ---

function requestOf(options: MigrateOptions, session: Session, { files, root }: Target): MigrationRequest {
  const clusters = [...new Set(options.cluster ?? [])];
  const folder = options.path === undefined ? undefined : folderFrom(options.path, session.cwd, root);
  if (clusters.length === 0 && options.all !== true && folder === undefined) {
    const names = clusterNames(files.keys());
    const shown = listSome(names, 20, (name) => `  ${name}`, '  ');
    throw kcdkError('MIGRATE_NOTHING_NAMED', {
      ...(names.length === 0 ? {} : { detail: ['There are folders of these clusters:', ...shown].join('\n') }),
    });
  }
  if (clusters.length > 0 && options.all === true)
    throw kcdkError('MIGRATE_OPTIONS', { detail: '`--all` and `--cluster` exclude each other.' });
  return {
    clusters,
    all: options.all === true,
    folder,
    direction: options.undo === true ? 'back' : 'forward',
    domain: options.domain,
  };
}

/** A path of the repository: in a checkout it is given from the folder that one stands in. */
function folderFrom(path: string, cwd: string, root: string | undefined): string {
  if (root === undefined) return path;
  return relative(root, resolve(cwd, path)).split(sep).join('/');
}

function show(run: MigrateRun, result: MigrationResult): void {
  const { session, options, migration, request, target } = run;
  const document = describeMigration(migration, result, {
    kcdkVersion: session.version,
    place: target.place,
    direction: request.direction,
    waveSize: waveSize(run, result),
  });
  if (options.json === true) {
    session.io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  session.report(findingsOf(result));
  session.io.stdout.write(renderMigration(document, { color: session.color, diff: options.diff === true }));
  if (options.write === true || errorsOf(result.diagnostics).length > 0) return;
  if (wavesOf(result.units, undefined).some(({ state }) => state === 'next'))
    session.say(`Nothing was written. To ${target.root === undefined ? 'commit it' : 'edit the files'}: --write`);
}
