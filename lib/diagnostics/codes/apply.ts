import type { CodeEntry } from '../codes.ts';

/** Codes of the commands: what they are asked, what they write, and carrying out a plan. */
export const APPLY_CODES = {
  SHELL_UNKNOWN: {
    summary: 'There is no completion for this shell',
    fix: 'Choose `bash`, `zsh` or `fish`.',
    fault: 'user',
    exit: 1,
  },
  INIT_FOLDER_NOT_EMPTY: {
    summary: 'The folder already holds files that `init` would write',
    fix: 'Choose another folder; `init` never overwrites.',
    fault: 'user',
    exit: 1,
  },
  REPOSITORY_CREATE_FAILED: {
    summary: 'A local repository cannot be made',
    fix: 'Check that git is installed and that the folder can be written.',
    fault: 'world',
    exit: 1,
  },
  OUTPUT_NOT_OURS: {
    summary: 'The output folder holds files that kcdk did not write',
    fix: 'Choose another `output`, or move these files away.',
    fault: 'user',
    exit: 1,
  },
  OUTPUT_UNWRITABLE: {
    summary: 'A file cannot be written',
    fix: 'Check the path and its permissions.',
    fault: 'world',
    exit: 1,
  },
  PLAN_FILE_MISSING: {
    summary: 'The plan file cannot be read',
    fix: 'Name a file that `kcdk plan --out` wrote.',
    fault: 'user',
    exit: 1,
  },
  PLAN_REMOTE_UNTRUSTED: {
    summary: 'A saved plan, or a record in git, would send credentials where the configuration does not',
    fix: 'Set `remote` for the repository under `konstruct.repositories` in cdk8s.yaml.',
    fault: 'user',
    exit: 1,
  },
  PLAN_STALE: {
    summary: 'The plan is out of date: what it touches has changed since',
    fix: 'Plan again and review the new plan.',
    fault: 'world',
    exit: 4,
  },
  PLAN_DIGEST_UNEXPECTED: {
    summary: 'The plan is not the one that was expected',
    fix: 'Review this plan, and expect its digest; nothing was written.',
    fault: 'world',
    exit: 4,
  },
  APPLY_OVERTAKEN: {
    summary: 'Another apply of the same project was faster',
    fix: 'Plan again: going on would undo what the other one wrote.',
    fault: 'world',
    exit: 4,
  },
  APPLY_CONTENDED: {
    summary: 'Other writers kept moving the branch',
    fix: 'Run the command again; what was done is found and not done twice.',
    fault: 'world',
    exit: 4,
  },
  APPLY_NOT_APPROVED: {
    summary: 'Nobody has approved the plan',
    fix: 'Answer `yes` on a terminal, or pass `--auto-approve`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
