import type { CodeEntry } from '../codes.ts';

/** Codes of editing files that we did not write. */
export const EDIT_CODES = {
  EDIT_NOT_UTF8: {
    summary: 'The file is not UTF-8',
    fix: 'Convert it to UTF-8; nothing in it was touched.',
    fault: 'user',
    exit: 1,
  },
  EDIT_INVALID_YAML: {
    summary: 'The file is no valid YAML',
    fix: 'Correct the YAML at this place; nothing in the file was touched.',
    fault: 'user',
    exit: 1,
  },
  EDIT_TOO_DEEP: {
    summary: 'The file is nested too deep',
    fix: 'Edit this file by hand; nothing in it was touched.',
    fault: 'user',
    exit: 1,
  },
  EDIT_TEMPLATE_UNBALANCED: {
    summary: 'A template action is not closed, or closes nothing',
    fix: 'Correct the `if`, `range`, `with` or `end` at this place; nothing in the file was touched.',
    fault: 'user',
    exit: 1,
  },
  EDIT_NOT_FOUND: {
    summary: 'An edit names a place that the file does not have',
    fix: 'Check the document and the path.',
    fault: 'user',
    exit: 1,
  },
  EDIT_AMBIGUOUS: {
    summary: 'An edit names a place that the file has more than once',
    fix: 'Name the place more exactly, or edit the file by hand.',
    fault: 'user',
    exit: 1,
  },
  EDIT_EXISTS: {
    summary: 'An edit would add what the file has already',
    fix: 'Replace the value instead of adding it.',
    fault: 'user',
    exit: 1,
  },
  EDIT_SHARED: {
    summary: 'An edit would change other places too, through an alias',
    fix: 'Write the aliased value out first, or edit the file by hand.',
    fault: 'user',
    exit: 1,
  },
  EDIT_TEMPLATED: {
    summary: 'A template stands where an edit would have to write',
    fix: 'Edit the file by hand at this place.',
    fault: 'user',
    exit: 1,
  },
  EDIT_UNSUPPORTED: {
    summary: 'An edit cannot be made without touching what is around it',
    fix: 'Edit the file by hand at this place.',
    fault: 'user',
    exit: 1,
  },
  EDIT_VALUE_INVALID: {
    summary: 'A value cannot be written into a YAML file',
    fix: 'Give text, numbers, booleans, null, lists and mappings only.',
    fault: 'user',
    exit: 1,
  },
  EDIT_CHECK_FAILED: {
    summary: 'An edit was withdrawn: read again, its result would say something else than was asked for',
    fix: 'Edit the file by hand at this place.',
    fault: 'user',
    exit: 1,
  },
  EDIT_FILE_MISSING: {
    summary: 'An edit names a file that is not there',
    fix: 'Check the path.',
    fault: 'user',
    exit: 1,
  },
  EDIT_FILE_EXISTS: {
    summary: 'An edit would write over another file',
    fix: 'Choose another path, or remove the file first.',
    fault: 'user',
    exit: 1,
  },
  EDIT_PATH_UNSAFE: {
    summary: 'An edit names a path outside the repository',
    fix: 'Give a relative path without `..`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
