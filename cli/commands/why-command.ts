import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { cacheOption, globals, jsonOption, offlineOption } from './options.ts';

export interface WhyFlags {
  readonly unused?: boolean;
  readonly json?: boolean;
  readonly cache: boolean;
  readonly offline?: boolean;
}

/** Declares `kcdk why`. */
export function whyCommand(program: Command, context: CommandContext): void {
  program
    .command('why')
    .description('say where a file or a line of it comes from: the construct, the line of the program, the template')
    .argument('[place]', '`<repository>:<path>[:<line>]`, or a path that only one repository has')
    .option('--unused', 'list declarations and inputs that decide nothing instead')
    .addOption(jsonOption('an object, or with --unused an array'))
    .addOption(cacheOption())
    .addOption(offlineOption())
    .action(async (place: string | undefined, options: WhyFlags, command: Command) => {
      const { runWhy } = await import('../run/why.ts');
      context.exit(await runWhy({ ...globals(command), ...options, place }, context.io));
    });
}
