import type { CodeEntry } from '../codes.ts';

/** Codes of finding and checking `cdk8s.yaml`. */
export const CONFIG_CODES = {
  CONFIG_NOT_FOUND: {
    summary: 'There is no `cdk8s.yaml`',
    fix: 'Run the command in a project, name the file with `--config`, or start a project with `kcdk init`.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_UNREADABLE: {
    summary: 'The configuration cannot be read',
    fix: 'Check that it is a text file in UTF-8 that you may read.',
    fault: 'world',
    exit: 1,
  },
  CONFIG_SYNTAX: {
    summary: 'The configuration is no valid YAML',
    fix: 'Correct the YAML at this place.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_EMPTY: {
    summary: 'The configuration is empty',
    fix: 'Add at least `app: main.ts`.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_NOT_A_MAPPING: {
    summary: 'The configuration is no mapping of keys to values',
    fix: 'Write `key: value` lines, at least `app: main.ts`.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_DUPLICATE_KEY: {
    summary: 'A key is given twice',
    fix: 'Keep one of the two.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_UNKNOWN_KEY: {
    summary: 'A key is not known',
    fix: 'Remove it or correct its spelling.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_MISSING_KEY: {
    summary: 'A key is missing',
    fix: 'Add it.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_WRONG_TYPE: {
    summary: 'A value has the wrong type',
    fix: 'Give a value of the type that is expected.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_BAD_VALUE: {
    summary: 'A value is not allowed',
    fix: 'Give one of the values that are allowed.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_LITERAL_SECRET: {
    summary: 'A secret is written into the configuration',
    fix: 'Remove it, revoke it if the file was ever shared, and name its source: `{ env: NAME }`, `{ file: PATH }` or `{ command: LINE }`.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_APP_NOT_FOUND: {
    summary: 'The program that `app` names does not exist',
    fix: 'Correct `app`, or create the file.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_DECLARATIONS_UNUSABLE: {
    summary: 'The folder of declarations cannot be used',
    fix: 'Correct `konstruct.declarations`.',
    fault: 'user',
    exit: 1,
  },
  CONFIG_OUTPUT_UNSAFE: {
    summary: '`output` would write over the sources',
    fix: 'Choose a folder of its own inside the project, for example `output: dist`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
