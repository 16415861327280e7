import type { Command } from 'commander';
import type { FromValuesOptions } from '../run/init-from-values.ts';
import type { CommandContext } from './context.ts';
import { globals } from './options.ts';

/** Declares `kcdk init`. */
export function initCommand(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description('make a new platform that runs at once, with local repositories to try it on')
    .argument('[folder]', 'where to make it', '.')
    .option('--name <name>', 'name of the platform (default: that of the folder)')
    .option('--from-values <file>', 'write a deployment with these values; its part alone where there is a program')
    .option('--item <template>', 'what the values are for: folder, git repository, or builtin:catalog/<item>')
    .option('--path <folder>', 'folder of the item below that place')
    .option('--ref <ref>', 'branch, tag or commit of the item')
    .option('--release <name>', 'name of the deployment (default: that of the file, else of the item)')
    .option('-p, --stdout', 'print the deployment instead of writing anything')
    .action(async (folder: string, options: InitFlags, command: Command) => {
      const { runInit } = await import('../run/init.ts');
      context.exit(await runInit({ ...globals(command), ...options, folder }, context.io));
    });
}

// --- internal ---

interface InitFlags extends FromValuesOptions {
  readonly name?: string;
}
