import { type Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { cacheOption, globals, jsonOption } from './options.ts';

/** Options of a question about the platform. */
export interface QueryFlags {
  readonly json?: boolean;
  readonly cache: boolean;
}

export interface ListFlags extends QueryFlags {
  readonly org?: string;
}

/** Declares the commands that answer questions and change nothing. */
export function registerQueries(program: Command, context: CommandContext): void {
  program
    .command('list')
    .description('list the resources of the platform')
    .argument('[kind]', 'a kind of resource, for example `environment`; `kcdk explain` lists them')
    .option('--org <name>', 'only what this organization sees')
    .addOption(jsonOption('an array of objects'))
    .addOption(cacheOption())
    .action(async (kind: string | undefined, options: ListFlags, command: Command) => {
      const { runList } = await import('../run/list.ts');
      context.exit(await runList({ ...globals(command), ...options, kind }, context.io));
    });

  program
    .command('who-sees')
    .description('say which organizations see a resource, and what uses it')
    .argument('<resource>', '`<kind>/<name>` or `<kind>/<namespace>/<name>`, for example `environment/staging`')
    .addOption(jsonOption('an array with an object a record'))
    .addOption(cacheOption())
    .action(async (resource: string, options: QueryFlags, command: Command) => {
      const { runWhoSees } = await import('../run/who-sees.ts');
      context.exit(await runWhoSees({ ...globals(command), ...options, resource }, context.io));
    });

  const whatIf = program.command('what-if').description('say what a change would mean, without making it');
  whatIf
    .command('org')
    .description('what a new organization would see and receive')
    .argument('<name>', 'name of the organization')
    .addOption(jsonOption('an object'))
    .addOption(cacheOption())
    .action(async (name: string, options: QueryFlags, command: Command) => {
      const { runWhatIfOrganization } = await import('../run/what-if.ts');
      context.exit(await runWhatIfOrganization({ ...globals(command), ...options, name }, context.io));
    });

  program
    .command('graph')
    .description('print the platform as a graph')
    .addOption(new Option('--format <format>', 'language of the graph').choices(['dot', 'mermaid']).default('dot'))
    .addOption(cacheOption())
    .action(async (options: { format: 'dot' | 'mermaid'; cache: boolean }, command: Command) => {
      const { runGraph } = await import('../run/graph.ts');
      context.exit(await runGraph({ ...globals(command), ...options }, context.io));
    });
}
