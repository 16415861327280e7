import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { globals } from './options.ts';
import { type ReportFlags, reportOptions } from './report-options.ts';

/** A part of a plan, as `--shard` names it. */
export interface ShardFlag {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Ways to plan that are no single plan. */
export interface WatchFlags {
  readonly shard?: ShardFlag;
  readonly watch?: boolean;
}

export interface MergeFlags extends ReportFlags {
  readonly out?: string;
  readonly attest?: string;
  readonly detailedExitcode?: boolean;
}

/** Lets `plan` make one of several parts. */
export function shardOption(): Option {
  return new Option('--shard <i/n>', 'plan only part i of n, into the file of --out, for `kcdk merge`').argParser(
    (text): ShardFlag => {
      const [, i = '', n = ''] = /^([1-9][0-9]{0,3})\/([1-9][0-9]{0,3})$/.exec(text) ?? [];
      const shard = { index: Number(i), count: Number(n) };
      if (i === '' || shard.index > shard.count)
        throw new InvalidArgumentError('Write it as 2/7: the second of seven.');
      return shard;
    },
  );
}

/** Declares `merge`. */
export function mergeCommand(program: Command, context: CommandContext): void {
  reportOptions(
    program
      .command('merge')
      .description('join the parts of a plan to the plan that one run would have made')
      .argument('<shards...>', 'files written by `kcdk plan --shard`, all of them')
      .option('-o, --out <file>', 'save the plan, for `kcdk apply <file>`')
      .option('--attest <file>', 'write an in-toto statement about the plan')
      .option('--detailed-exitcode', 'exit 2 when there are changes'),
  ).action(async (files: readonly string[], options: MergeFlags, command: Command) => {
    const { runMerge } = await import('../run/merge.ts');
    context.exit(await runMerge({ ...globals(command), ...options, files }, context.io));
  });
}
