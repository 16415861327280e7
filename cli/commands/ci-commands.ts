import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { globals, wholeNumber } from './options.ts';

export interface CiInitFlags {
  readonly provider: 'github' | 'gitlab' | 'argo-workflows';
  readonly mode: 'push' | 'pr';
  readonly branch: string;
  readonly cron: string;
  readonly oidc?: string;
  readonly shards?: number;
  readonly force?: boolean;
}

/** Commands about pipelines. */
export function ciCommands(program: Command, context: CommandContext): void {
  const ci = program.command('ci').description('pipelines that plan in pull requests and apply on merge');
  ci.command('init')
    .description('write a pipeline: plan in pull requests, apply on merge, look for drift on a schedule')
    .addOption(
      new Option('--provider <name>', 'whose pipeline')
        .choices(['github', 'gitlab', 'argo-workflows'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--mode <mode>', 'whether an apply pushes or opens pull requests')
        .choices(['push', 'pr'])
        .default('push'),
    )
    .addOption(
      new Option('--branch <name>', 'the branch that is applied')
        .argParser(matching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, 'It must be the name of a branch.'))
        .default('main'),
    )
    .addOption(
      new Option('--cron <schedule>', 'when to look for drift, in UTC')
        .argParser(matching(/^[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}$/, 'Write five fields, such as "17 5 * * *".'))
        .default('17 5 * * *'),
    )
    .addOption(
      new Option(
        '--oidc <audience>',
        'let an apply ask for an OIDC token for this audience, such as a Vault',
      ).argParser(matching(/^[A-Za-z0-9:/._-]+$/, 'It must be a name or a URL.')),
    )
    .addOption(
      new Option('--shards <n>', 'plan in n parts, each on a machine of its own')
        .argParser(partsOf)
        .default(undefined, '1'),
    )
    .option('--force', 'write files anew that exist')
    .action(async (options: CiInitFlags, command: Command) => {
      const { runCiInit } = await import('../run/ci-init.ts');
      context.exit(await runCiInit({ ...globals(command), ...options }, context.io));
    });
}

// --- internal ---

/** A matrix of GitHub has at most 256 jobs. */
function partsOf(text: string): number {
  const count = wholeNumber(text);
  if (count > 256) throw new InvalidArgumentError('At most 256.');
  return count;
}

function matching(pattern: RegExp, otherwise: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) throw new InvalidArgumentError(otherwise);
    return text;
  };
}
