import type { CodeEntry } from '../codes.ts';

/** Codes of `init --from-values`: a program made from the values of a deployment. */
export const VALUES_CODES = {
  VALUES_FILE_UNREADABLE: {
    summary: 'The file of values cannot be read',
    fix: 'Name a file of values, or of a deployment with its values.',
    fault: 'user',
    exit: 1,
  },
  VALUES_SYNTAX: {
    summary: 'A file of values is no valid YAML',
    fix: 'Correct the YAML at this place.',
    fault: 'user',
    exit: 1,
  },
  VALUES_NOT_A_MAPPING: {
    summary: 'A file of values is no mapping of keys to values',
    fix: 'Name a file of `key: value` lines, or of a deployment with `yamlValues`.',
    fault: 'user',
    exit: 1,
  },
  VALUES_ITEM_MISSING: {
    summary: 'Nothing says what the values are for',
    fix: 'Name the catalog item with `--item`: a folder, a git repository, or `builtin:catalog/<item>`.',
    fault: 'user',
    exit: 1,
  },
  VALUES_ITEM_WITHOUT_VALUES: {
    summary: 'An option has a meaning for values of a deployment only',
    fix: 'Name the file of the values with `--from-values`.',
    fault: 'user',
    exit: 1,
  },
  VALUES_SECRET_NOT_COPIED: {
    summary: 'A value is a secret and is not copied',
    fix: 'Keep it in a secret store, and change it where it was in git.',
    fault: 'user',
    exit: 1,
  },
  VALUES_COMMENT_NOT_COPIED: {
    summary: 'A comment may hold a secret and is not copied',
    fix: 'Copy what of it is no secret.',
    fault: 'user',
    exit: 1,
  },
  VALUES_INPUT_UNKNOWN: {
    summary: 'A value is none that the template asks for, and is left out',
    fix: 'Correct its name, or forget it.',
    fault: 'user',
    exit: 1,
  },
  VALUES_INPUT_REFUSED: {
    summary: 'A value is not of the type that the template asks for, and is left out',
    fix: 'Give it in the program, as the template asks for it.',
    fault: 'user',
    exit: 1,
  },
  VALUES_INPUT_MISSING: {
    summary: 'A value that the template needs is not among those of the deployment',
    fix: 'Give it in the program.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
