import { type Command, Option } from 'commander';
import { wholeNumber } from './options.ts';

/** How an apply goes through pull requests, and which review it wants to see. */
export interface ProposeFlags {
  readonly pr?: boolean;
  readonly merged?: boolean;
}

export interface ReviewFlags {
  readonly reviewed?: boolean;
  readonly approvals: number;
}

/** Where a plan is shown to reviewers. */
export interface CommentFlags {
  readonly comment?: boolean;
  readonly pullRequest?: number;
}

export function proposeOptions(command: Command): Command {
  return command
    .option('--pr', 'open pull requests in place of commits, or bring them up to date')
    .addOption(new Option('--merged', 'go on after the pull requests were merged').conflicts('pr'))
    .option('--reviewed', 'only what was reviewed: the pull request of this commit of the program, and its plan')
    .addOption(new Option('--approvals <n>', 'how many people have to approve').argParser(wholeNumber).default(1));
}

export function commentOptions(command: Command): Command {
  return command
    .option('--comment', 'write the plan into a comment of the pull request of this commit, and its digest beside it')
    .addOption(
      new Option('--pull-request <n>', 'the pull request to write to')
        .argParser(wholeNumber)
        .default(undefined, 'that of the CI job, or of the commit'),
    );
}
