import type { CodeEntry } from '../codes.ts';

/** Codes of plans that are made in parts, and of plans that are made again and again. */
export const SHARD_CODES = {
  SHARD_OPTIONS: {
    summary: 'The options do not go with a part of a plan',
    fix: 'Give what is said of the whole plan to `kcdk merge`.',
    fault: 'user',
    exit: 1,
  },
  WATCH_OPTIONS: {
    summary: 'The option does not go with `--watch`',
    fix: 'Leave it out, or plan once without `--watch`.',
    fault: 'user',
    exit: 1,
  },
  SHARD_FILE_INVALID: {
    summary: 'The file is no shard of a plan',
    fix: 'Merge files that `kcdk plan --shard` wrote.',
    fault: 'user',
    exit: 1,
  },
  SHARD_FILE_EDITED: {
    summary: 'The shard is not as it was written',
    fix: 'Plan this part again; do not edit its file.',
    fault: 'user',
    exit: 1,
  },
  SHARD_VERSION_NEWER: {
    summary: 'The shard was written by a newer kcdk',
    fix: 'Merge with the kcdk that planned.',
    fault: 'user',
    exit: 1,
  },
  SHARDS_DIFFER: {
    summary: 'The shards are not of one plan',
    fix: 'Plan all parts with the same program, the same kcdk and the same options, and merge those.',
    fault: 'user',
    exit: 1,
  },
  SHARD_MISSING: {
    summary: 'A shard of the plan is missing',
    fix: 'Name the files of all parts.',
    fault: 'user',
    exit: 1,
  },
  SHARD_TWICE: {
    summary: 'A shard of the plan is given twice',
    fix: 'Name the file of each part once.',
    fault: 'user',
    exit: 1,
  },
  SHARD_NOT_MERGED: {
    summary: 'The file is one part of a plan',
    fix: 'Join all parts with `kcdk merge`, and apply what that writes.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
