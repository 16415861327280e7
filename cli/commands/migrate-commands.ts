import { type Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { type ClusterAccessFlags, clusterAccessOptions, globals, waitTimeoutOption } from './options.ts';

/** Options of every migration. */
export interface MigrateFlags extends ClusterAccessFlags {
  readonly skipGates?: boolean;
  /** Milliseconds. */
  readonly waitTimeout: number;
  readonly cluster?: readonly string[];
  readonly all?: boolean;
  readonly path?: string;
  readonly domain?: string;
  readonly undo?: boolean;
  readonly write?: boolean;
  readonly pr?: boolean;
  readonly diff?: boolean;
  readonly json?: boolean;
  readonly waves?: string;
  readonly waveSize?: string;
  readonly pause?: string;
  readonly branch?: string;
  readonly out?: string;
  readonly autoApprove?: boolean;
  readonly detailedExitcode?: boolean;
}

/** The migrations that can be named; `kcdk migrate list` says more about them. */
export const MIGRATION_COMMANDS: readonly {
  readonly id: string;
  readonly description: string;
  readonly reversible: boolean;
}[] = [
  {
    id: 'github-app',
    description: 'bring management clusters from personal access tokens to the GitHub App (Konstruct 0.3.6)',
    reversible: true,
  },
  {
    id: 'konstruct-0.5',
    description: 'bring records, environments and ExternalSecrets to what Konstruct 0.5 writes',
    reversible: false,
  },
];

/** Declares `migrate`. */
export function migrateCommands(program: Command, context: CommandContext): void {
  const migrate = program
    .command('migrate')
    .description('bring repositories that exist to another release of Konstruct');
  migrate
    .command('list')
    .description('list the migrations, and what each of them does')
    .option('--json', 'print an array of objects')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { runMigrateList } = await import('../run/migrate-list.ts');
      context.exit(await runMigrateList({ ...globals(command), ...options }, context.io));
    });
  for (const { id, description, reversible } of MIGRATION_COMMANDS) {
    const command = migrate.command(id).description(description);
    if (reversible) command.option('--undo', 'plan the way back');
    migrateOptions(command).action(async (place: string | undefined, options: MigrateFlags, self: Command) => {
      const { runMigrate } = await import('../run/migrate.ts');
      context.exit(await runMigrate({ ...globals(self), ...options, migration: id, place }, context.io));
    });
  }
}

// --- internal ---

function migrateOptions(command: Command): Command {
  return clusterAccessOptions(
    command
      .argument('[repository]', 'address of a git repository (default: the checkout in --cwd)')
      .option('--cluster <name>', 'cluster to migrate; may be repeated', collect)
      .option('--all', 'migrate every cluster that is found')
      .option('--path <folder>', 'only what is below this folder; alone, the folder itself')
      .option('--domain <domain>', 'domain of the platform, where the files do not tell it')
      .option('-w, --write', 'edit the checkout, or commit to the repository; without it nothing is written')
      .option('--pr', 'with --write: propose it to the repository by a pull request, one a wave')
      .option('--diff', 'show every changed line')
      .option('--json', 'print an object')
      .addOption(
        new Option('--waves <number>', 'migrate in so many waves, one a run of a checkout').conflicts('waveSize'),
      )
      .option('--wave-size <number>', 'migrate in waves of so many clusters')
      .option('--pause <duration>', 'wait between two waves of a repository, for example 10m')
      .option('--branch <name>', 'branch of the repository (default: its own default)')
      .option('-o, --out <file>', 'save the change of a repository, for `kcdk apply <file>`')
      .option('-y, --auto-approve', 'do not ask before a repository is written')
      .option('--detailed-exitcode', 'exit 2 when there is something to migrate')
      .addOption(waitTimeoutOption())
      .option('--skip-gates', 'do not look at Vault and clusters before a commit and after it; says what was skipped'),
  );
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
