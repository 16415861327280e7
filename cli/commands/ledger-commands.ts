import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { cacheOption, globals, jsonOption, offlineOption } from './options.ts';

/** Options of a command that looks at ledgers. */
export interface LedgerFlags {
  readonly json?: boolean;
  readonly cache: boolean;
  readonly offline?: boolean;
}

export interface LedgerEditFlags extends LedgerFlags {
  readonly autoApprove?: boolean;
}

/** Declares `drift`, `history` and `ledger`. */
export function ledgerCommands(program: Command, context: CommandContext): void {
  program
    .command('drift')
    .description('list what was changed by hand in the repositories since the last apply')
    .option('--detailed-exitcode', 'exit 2 when something was changed')
    .addOption(jsonOption('an object'))
    .addOption(cacheOption())
    .addOption(offlineOption())
    .action(async (options: LedgerFlags & { detailedExitcode?: boolean }, command: Command) => {
      const { runDrift } = await import('../run/drift.ts');
      context.exit(await runDrift({ ...globals(command), ...options }, context.io));
    });

  program
    .command('history')
    .description('list the applies of the project, from the commits of its repositories')
    .addOption(jsonOption('an array of objects'))
    .addOption(cacheOption())
    .action(async (options: LedgerFlags, command: Command) => {
      const { runHistory } = await import('../run/rollback.ts');
      context.exit(await runHistory({ ...globals(command), ...options }, context.io));
    });

  const ledger = program.command('ledger').description('look at, and repair, what says which files are whose');
  const reading = (name: string, description: string) =>
    ledger
      .command(name)
      .description(description)
      .addOption(jsonOption('an array of objects'))
      .addOption(cacheOption())
      .addOption(offlineOption());
  const editing = (name: string, description: string) =>
    ledger
      .command(name)
      .description(description)
      .option('-y, --auto-approve', 'do not ask')
      .addOption(jsonOption('an array of objects'))
      .addOption(cacheOption());

  reading('list', 'the ledgers of all projects in the repositories of the program').action(
    async (options: LedgerFlags, command: Command) => {
      const { runLedgerList } = await import('../run/ledger.ts');
      context.exit(await runLedgerList({ ...globals(command), ...options }, context.io));
    },
  );
  reading('show', 'the files that the project owns, and their constructs')
    .argument('[address]', 'only what stands at or below it')
    .action(async (address: string | undefined, options: LedgerFlags, command: Command) => {
      const { runLedgerShow } = await import('../run/ledger.ts');
      context.exit(await runLedgerShow({ ...globals(command), ...options, address }, context.io));
    });
  reading('verify', 'check the ledgers against the files and each other').action(
    async (options: LedgerFlags, command: Command) => {
      const { runLedgerVerify } = await import('../run/ledger.ts');
      context.exit(await runLedgerVerify({ ...globals(command), ...options }, context.io));
    },
  );
  editing('mv', 'give what stands at an address another one')
    .argument('<from>', 'address now')
    .argument('<to>', 'address from now on')
    .action(async (from: string, to: string, options: LedgerEditFlags, command: Command) => {
      const { runLedgerMove } = await import('../run/ledger-edit.ts');
      context.exit(await runLedgerMove({ ...globals(command), ...options, from, to }, context.io));
    });
  editing('forget', 'give up what stands at an address; it stays in git')
    .argument('<address>', 'with all that stands below it')
    .action(async (address: string, options: LedgerEditFlags, command: Command) => {
      const { runLedgerForget } = await import('../run/ledger-edit.ts');
      context.exit(await runLedgerForget({ ...globals(command), ...options, address }, context.io));
    });
  editing('repair', 'make a ledger again that a merge or an edit by hand has broken').action(
    async (options: LedgerEditFlags, command: Command) => {
      const { runLedgerRepair } = await import('../run/ledger-edit.ts');
      context.exit(await runLedgerRepair({ ...globals(command), ...options }, context.io));
    },
  );
}
