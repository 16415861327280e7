import type { CodeEntry } from '../codes.ts';

/** Codes of questions about a platform that cannot be answered. */
export const QUERY_CODES = {
  KIND_UNKNOWN: {
    summary: 'There is no such kind of resource',
    fix: 'Choose one of the kinds that `kcdk explain` lists.',
    fault: 'user',
    exit: 1,
  },
  ORGANIZATION_UNKNOWN: {
    summary: 'There is no such organization',
    fix: 'Choose one of those that `kcdk list organization` shows.',
    fault: 'user',
    exit: 1,
  },
  ORGANIZATION_EXISTS: {
    summary: 'The organization exists already',
    fix: 'Choose a name that is free, or ask `kcdk list --org <name>` what it sees.',
    fault: 'user',
    exit: 1,
  },
  RESOURCE_UNKNOWN: {
    summary: 'There is no such resource',
    fix: 'Choose one of those that `kcdk list` shows.',
    fault: 'user',
    exit: 1,
  },
  WHY_FILE_UNKNOWN: {
    summary: 'The program writes no such file',
    fix: 'Give a path that `kcdk synth --stdout` prints.',
    fault: 'user',
    exit: 1,
  },
  WHY_WITHOUT_PLACE: {
    summary: 'There is no file to explain',
    fix: 'Give `<repository>:<path>[:<line>]`, or ask `kcdk why --unused`.',
    fault: 'user',
    exit: 1,
  },
  TOPIC_UNKNOWN: {
    summary: 'There is nothing of that name to explain',
    fix: 'Give a kind of resource or the code of a finding.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
