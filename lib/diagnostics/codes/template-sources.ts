import type { CodeEntry } from '../codes.ts';

/** Codes of finding templates in folders and git repositories, of `konstruct.lock`, and of classes made from them. */
export const TEMPLATE_SOURCE_CODES = {
  TEMPLATE_LOCATION_INVALID: {
    summary: 'This is no place that a template can come from',
    fix: 'Give a folder, or the address of a git repository with `--path` and `--ref`.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_NOT_FOUND: {
    summary: 'There is no template at this place',
    fix: 'Check the folder, or `--path` and `--ref`.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_UNREADABLE: {
    summary: 'A file of a template cannot be read',
    fix: 'Check that you may read it.',
    fault: 'world',
    exit: 1,
  },
  TEMPLATE_HAS_LINK: {
    summary: 'A template holds a link or a submodule',
    fix: 'Put the file itself in its place: what a link leads to is not part of the template.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_PATH_UNSAFE: {
    summary: 'A template holds a file that could not be written everywhere',
    fix: 'Rename the file.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_TOO_LARGE: {
    summary: 'A template is too large',
    fix: 'Name the folder of the template with `--path`, and keep other files out of it.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_REF_MISSING: {
    summary: 'The repository of a template has no such branch, tag or commit',
    fix: 'Correct `--ref`.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_COMMIT_MISSING: {
    summary: 'The commit that `konstruct.lock` names is not in the repository any more',
    fix: 'Run `kcdk template update` to move to a commit that exists, and review what changes.',
    fault: 'world',
    exit: 1,
  },
  TEMPLATE_DIGEST_DIFFERS: {
    summary: 'The files of a commit are not those that `konstruct.lock` was written for',
    fix: 'Find out who changed `konstruct.lock` or the repository; `kcdk template update` accepts the files as they are.',
    fault: 'world',
    exit: 1,
  },
  TEMPLATE_NOT_LOCKED: {
    summary: '`konstruct.lock` has no such template',
    fix: 'Name one that it has, or none to update all.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_CLASS_NAME_INVALID: {
    summary: 'This cannot be the name of a class',
    fix: 'Pass `--name` with letters and digits, starting with a capital.',
    fault: 'user',
    exit: 1,
  },
  LOCK_INVALID: {
    summary: '`konstruct.lock` cannot be read',
    fix: 'Restore it from version control; after a conflict keep one side and run `kcdk template update`.',
    fault: 'user',
    exit: 1,
  },
  LOCK_VERSION: {
    summary: '`konstruct.lock` was written by a newer kcdk',
    fix: 'Update konstruct-cdk.',
    fault: 'user',
    exit: 1,
  },
  LOCK_UNWRITABLE: {
    summary: '`konstruct.lock` cannot be written',
    fix: 'Check that you may write to the folder.',
    fault: 'world',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
