import { Command, Option } from 'commander';
import { COLOR_CHOICES } from './color.ts';
import { registerCommands } from './commands/commands.ts';
import type { CommandContext } from './commands/context.ts';
import { version } from './version.ts';

/** The command line as commander knows it; parsing one runs the command. */
export function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.io;
  const program = new Command('kcdk')
    .description('Compile a platform written in TypeScript into its GitOps repositories, plan the change, apply it.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addOption(new Option('--cwd <folder>', 'folder to start in').default(undefined, 'the current one'))
    .addOption(new Option('--config <file>', 'configuration file').default(undefined, 'the nearest cdk8s.yaml'))
    .addOption(new Option('--color <when>', 'colour the output').choices(COLOR_CHOICES).default('auto'))
    .addOption(new Option('--no-color', 'the same as --color never').hideHelp())
    .addOption(new Option('--no-input', 'never ask, fail instead'))
    .addOption(new Option('-q, --quiet', 'no progress, no hints'))
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
      outputError: (text, write) => write(usageError(text)),
    })
    .exitOverride();
  registerCommands(program, context);
  return program;
}

// --- internal ---

/** Words of other tools for our commands; naming ours is kinder than a bare refusal. */
const FOREIGN_WORDS: Readonly<Record<string, string>> = {
  diff: 'plan',
  preview: 'plan',
  up: 'apply',
  deploy: 'apply',
  new: 'init',
  ls: 'list',
  build: 'synth',
  check: 'validate',
};

/** commander's own text, with a hint where it has none. */
function usageError(text: string): string {
  const ours = FOREIGN_WORDS[/unknown command '([^']*)'/.exec(text)?.[1] ?? ''];
  const hint = ours === undefined || text.includes('Did you mean') ? '' : `(Did you mean ${ours}?)\n`;
  return text.replace(/^error: /, 'error[USAGE]: ') + hint;
}
