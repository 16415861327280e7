import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { cacheOption, globals, jsonOption, offlineOption } from './options.ts';

export interface StatusFlags {
  readonly json?: boolean;
  readonly detailedExitcode?: boolean;
  readonly cache: boolean;
  readonly offline?: boolean;
}

/** Declares `status`. */
export function statusCommand(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('say what earlier applies have begun and not ended: phases that wait for a gate')
    .option('--detailed-exitcode', 'exit 2 when something is unfinished')
    .addOption(jsonOption('an object'))
    .addOption(cacheOption())
    .addOption(offlineOption())
    .action(async (options: StatusFlags, command: Command) => {
      const { runStatus } = await import('../run/status.ts');
      context.exit(await runStatus({ ...globals(command), ...options }, context.io));
    });
}
