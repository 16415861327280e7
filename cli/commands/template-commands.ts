import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { globals } from './options.ts';

/** Declares the commands about templates. */
export function templateCommands(program: Command, context: CommandContext): void {
  placeOptions(
    program
      .command('inputs')
      .description('print what a template asks for')
      .argument('<template>', 'folder, or address of a git repository')
      .option('--json', 'print an object'),
  ).action(async (template: string, options: PlaceFlags & { json?: boolean }, command: Command) => {
    const { runInputs } = await import('../run/inputs.ts');
    context.exit(await runInputs({ ...globals(command), ...options, template }, context.io));
  });

  const imports = program.command('import').description('make typed TypeScript from what others wrote');
  placeOptions(
    imports
      .command('template')
      .description('write a typed class for a template, and lock a template of a git repository')
      .argument('<template>', 'folder, or address of a git repository')
      .option('--name <name>', 'name of the class (default: that of the chart or the folder)')
      .option('-o, --output <file>', 'file to write (default: imports/<name>.ts)')
      .option('-p, --stdout', 'print the class instead of writing it'),
  ).action(async (template: string, options: ImportFlags, command: Command) => {
    const { runImportTemplate } = await import('../run/import-template.ts');
    context.exit(await runImportTemplate({ ...globals(command), ...options, template }, context.io));
  });

  const templates = program.command('template').description('templates of git repositories');
  templates
    .command('update')
    .description('move locked templates to where their refs stand now, and show what changes')
    .argument('[templates...]', 'addresses or folders of templates (default: all)')
    .option('--dry-run', 'show what changes and write nothing')
    .option('--json', 'print an object')
    .action(async (names: string[], options: { dryRun?: boolean; json?: boolean }, command: Command) => {
      const { runTemplateUpdate } = await import('../run/template-update.ts');
      context.exit(await runTemplateUpdate({ ...globals(command), ...options, templates: names }, context.io));
    });
}

// --- internal ---

interface PlaceFlags {
  readonly path?: string;
  readonly ref?: string;
}

interface ImportFlags extends PlaceFlags {
  readonly name?: string;
  readonly output?: string;
  readonly stdout?: boolean;
}

function placeOptions(command: Command): Command {
  return command
    .option('--path <folder>', 'folder of the template below that place')
    .option('--ref <ref>', 'branch, tag or commit (default: what konstruct.lock names, else the default branch)');
}
