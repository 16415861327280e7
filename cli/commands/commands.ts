import { type Command, Option } from 'commander';
import { ciCommands } from './ci-commands.ts';
import type { CommandContext } from './context.ts';
import { doctorCommand } from './doctor-command.ts';
import { initCommand } from './init-command.ts';
import { ledgerCommands } from './ledger-commands.ts';
import { migrateCommands } from './migrate-commands.ts';
import { cacheOption, expectDigestOption, globals, offlineOption, waitTimeoutOption, wholeNumber } from './options.ts';
import {
  type CommentFlags,
  commentOptions,
  type ProposeFlags,
  proposeOptions,
  type ReviewFlags,
} from './pull-request-options.ts';
import { registerQueries } from './queries.ts';
import { renderCommand } from './render-command.ts';
import { type ReportFlags, reportOptions } from './report-options.ts';
import { mergeCommand, shardOption, type WatchFlags } from './shard-commands.ts';
import { statusCommand } from './status-command.ts';
import { templateCommands } from './template-commands.ts';
import { whyCommand } from './why-command.ts';

/**
 * Declares every command: its arguments, and where its work is found.
 *
 * Nothing here imports what a command needs, so that `--help` loads the argument parser alone.
 */
export function registerCommands(program: Command, context: CommandContext): void {
  initCommand(program, context);

  program
    .command('synth')
    .description('compile the program and write the files of every repository below the output folder')
    .addOption(new Option('-o, --output <folder>', 'folder to write to').default(undefined, '`output` of cdk8s.yaml'))
    .option('-p, --stdout', 'print the files instead of writing them')
    .addOption(cacheOption())
    .action(async (options: { output?: string; stdout?: boolean; cache: boolean }, command: Command) => {
      const { runSynth } = await import('../run/synth.ts');
      context.exit(await runSynth({ ...globals(command), ...options }, context.io));
    });

  program
    .command('validate')
    .description('compile the program and check it, writing nothing and asking no repository')
    .option('--json', 'print the findings as JSON')
    .addOption(cacheOption())
    .action(async (options: { json?: boolean; cache: boolean }, command: Command) => {
      const { runValidate } = await import('../run/validate.ts');
      context.exit(await runValidate({ ...globals(command), ...options }, context.io));
    });

  planOptions(
    commentOptions(
      reportOptions(
        program
          .command('plan')
          .description('compare what the program wants with what the repositories hold')
          .option('-o, --out <file>', 'save the plan, for `kcdk apply <file>`')
          .option('--attest <file>', 'write an in-toto statement about the plan')
          .addOption(shardOption())
          .option('--watch', 'plan again whenever a file of the program changes'),
      )
        .option('--detailed-exitcode', 'exit 2 when there are changes')
        .addOption(offlineOption()),
    ),
  ).action(async ({ shard, watch, ...options }: PlanFlags & CommentFlags & WatchFlags, command: Command) => {
    if (shard !== undefined) {
      const { runShard } = await import('../run/shard.ts');
      return context.exit(await runShard({ ...globals(command), ...options, shard }, context.io));
    }
    if (watch === true) {
      const { runWatch } = await import('../run/watch.ts');
      return context.exit(await runWatch({ ...globals(command), ...options }, context.io));
    }
    const { runPlan } = await import('../run/plan.ts');
    context.exit(await runPlan({ ...globals(command), ...options }, context.io));
  });

  mergeCommand(program, context);

  reportOptions(
    program.command('show').description('show a saved plan').argument('<plan>', 'file written by `kcdk plan --out`'),
  ).action(async (file: string, options: ReportFlags, command: Command) => {
    const { runShow } = await import('../run/show.ts');
    context.exit(await runShow({ ...globals(command), ...options, file }, context.io));
  });

  planOptions(
    proposeOptions(
      program
        .command('apply')
        .description('write the planned change: one commit a repository, by compare-and-swap')
        .argument('[plan]', 'file written by `kcdk plan --out`; without it the program is planned first')
        .option('-y, --auto-approve', 'do not ask')
        .addOption(new Option('--yes', 'the same as --auto-approve').hideHelp())
        .option('--json', 'print the outcome as JSON')
        .option('--diff', 'show every changed field before asking')
        .addOption(waitTimeoutOption())
        .option('--assume-gate <id...>', 'take these gates as passed, without a look; the commits after them say so')
        .option('--approve <name...>', 'give these approvals')
        .addOption(expectDigestOption())
        .option('--attest <file>', 'write an in-toto statement about the commits that were made'),
    ),
  ).action(async (file: string | undefined, options: ApplyFlags, command: Command) => {
    const { runApply } = await import('../run/apply.ts');
    context.exit(await runApply({ ...globals(command), ...options, file }, context.io));
  });

  planOptions(
    reportOptions(
      program
        .command('rollback')
        .description('plan the way back to what an earlier apply left')
        .argument('<reference>', 'digest of its plan, or one of its commits; `kcdk history` lists them')
        .option('--before', 'back to the state before that apply')
        .option('-o, --out <file>', 'save the plan, for `kcdk apply <file>`')
        .option('--attest <file>', 'write an in-toto statement about the plan'),
    ).option('--detailed-exitcode', 'exit 2 when there are changes'),
  ).action(async (reference: string, options: PlanFlags & { before?: boolean }, command: Command) => {
    const { runRollback } = await import('../run/rollback.ts');
    context.exit(await runRollback({ ...globals(command), ...options, reference }, context.io));
  });

  registerQueries(program, context);
  whyCommand(program, context);

  program
    .command('codeowners')
    .description('print a CODEOWNERS for each repository, from the roles of teams')
    .option('-w, --write', 'write them below the output folder instead')
    .addOption(new Option('-o, --output <folder>', 'folder to write to').default(undefined, '`output` of cdk8s.yaml'))
    .option('--json', 'print an array of objects')
    .addOption(cacheOption())
    .action(async (options: CodeownersFlags, command: Command) => {
      const { runCodeowners } = await import('../run/codeowners.ts');
      context.exit(await runCodeowners({ ...globals(command), ...options }, context.io));
    });

  statusCommand(program, context);
  ciCommands(program, context);
  ledgerCommands(program, context);
  templateCommands(program, context);
  renderCommand(program, context);
  migrateCommands(program, context);
  doctorCommand(program, context);

  program
    .command('completion')
    .description('print a completion script for a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string, _options: object, command: Command) => {
      const { runCompletion } = await import('../run/completion.ts');
      context.exit(await runCompletion({ ...globals(command), shell, program }, context.io));
    });

  program
    .command('version')
    .description('print the versions of kcdk, Node.js and git')
    .option('--json', 'print an object')
    .action(async (options: { json?: boolean }, command: Command) => {
      const { runVersion } = await import('../run/version.ts');
      context.exit(await runVersion({ ...globals(command), ...options }, context.io));
    });
}

// --- internal ---

/** What decides how a program is compared with its repositories. */
export interface ComparisonFlags {
  readonly adopt?: boolean;
  readonly onDrift: 'refuse' | 'overwrite' | 'keep' | 'merge';
  readonly allowDelete?: readonly string[];
  readonly allowReplace?: readonly string[];
  readonly actor?: string;
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
  readonly parallelism?: number;
}

export interface PlanFlags extends ComparisonFlags, ReportFlags {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly attest?: string;
  readonly cache: boolean;
  readonly offline?: boolean;
}

/** How an apply deals with what it waits for between two phases. */
export interface GateFlags {
  /** Milliseconds. */
  readonly waitTimeout: number;
  readonly assumeGate?: readonly string[];
  readonly approve?: readonly string[];
}

export interface ApplyFlags extends ComparisonFlags, GateFlags, ProposeFlags, ReviewFlags {
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly attest?: string;
  /** `sha256:<hex>`. */
  readonly expectDigest?: string;
  readonly cache: boolean;
  readonly autoApprove?: boolean;
  readonly yes?: boolean;
}

export interface CodeownersFlags {
  readonly write?: boolean;
  readonly output?: string;
  readonly json?: boolean;
  readonly cache: boolean;
}

function planOptions(command: Command): Command {
  return command
    .option('--adopt', 'take over files that exist and are not ours')
    .addOption(
      new Option('--on-drift <what>', 'what to do with files that were edited by hand since')
        .choices(['refuse', 'overwrite', 'keep', 'merge'])
        .default('refuse'),
    )
    .option('--allow-delete <address...>', 'what may be deleted although it is protected or owns something')
    .option('--allow-replace <address...>', 'what may be replaced: a rename or a change of scope')
    .option('--target <address...>', 'plan only these constructs and what stands below them; globs are allowed')
    .option('--exclude <address...>', 'leave these constructs out')
    .addOption(
      new Option('--parallelism <n>', 'how many repositories are read at once')
        .argParser(wholeNumber)
        .default(undefined, '10'),
    )
    .addOption(
      new Option('--actor <name>', 'judge the changes by what this user or group may do').default(
        undefined,
        '`actor` of cdk8s.yaml',
      ),
    )
    .addOption(cacheOption());
}
