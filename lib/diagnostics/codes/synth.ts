import type { CodeEntry } from '../codes.ts';

/** Codes of turning the construct tree into files. */
export const SYNTH_CODES = {
  CONSTRUCT_INVALID: {
    summary: 'A construct refuses its own state',
    fix: 'Do what the message of its validation asks for.',
    fault: 'user',
    exit: 1,
  },
  PROPERTY_TYPE: {
    summary: 'A construct has a property that is not of its type',
    fix: 'Check the types of the program, which names the property: `npx tsc --noEmit`.',
    fault: 'user',
    exit: 1,
  },
  CHART_WITHOUT_FOLDER: {
    summary: 'A chart stands where no folder says which file it becomes',
    fix: 'Put it under a `Folder` or a cluster.',
    fault: 'user',
    exit: 1,
  },
  CHART_OBJECT_FAILED: {
    summary: 'An API object of a chart could not be turned into data',
    fix: 'Correct the value the message names.',
    fault: 'user',
    exit: 1,
  },
  FOLDER_WITHOUT_REPOSITORY: {
    summary: 'A folder names a repository that does not exist where it stands',
    fix: 'Put it under an organization, or leave `repository` out to use the platform’s own.',
    fault: 'user',
    exit: 1,
  },
  PATH_UNSAFE: {
    summary: 'A path cannot be written to a repository',
    fix: 'Use a relative path of plain segments.',
    fault: 'user',
    exit: 1,
  },
  PATH_CLASH: {
    summary: 'Two constructs claim one path',
    fix: 'Give one of them another name, id or path.',
    fault: 'user',
    exit: 1,
  },
  PATH_CASE_CLASH: {
    summary: 'Two paths differ only in case',
    fix: 'Rename one of them: a checkout on macOS or Windows could hold only one.',
    fault: 'user',
    exit: 1,
  },
  PATH_IS_FOLDER: {
    summary: 'A path is a file for one construct and a folder for another',
    fix: 'Give one of them another name, id or path.',
    fault: 'user',
    exit: 1,
  },
  VALUE_NOT_EMITTABLE: {
    summary: 'A value has no form in YAML',
    fix: 'Use text, finite numbers, booleans, null, lists and mappings.',
    fault: 'user',
    exit: 1,
  },
  MANIFEST_CLASH: {
    summary: 'Two files give one Argo CD the same object',
    fix: 'Rename one of the objects: Argo CD would overwrite one with the other at every sync.',
    fault: 'user',
    exit: 1,
  },
  SECRET_LITERAL: {
    summary: 'A file would hold a secret',
    fix: 'Keep the secret in the store and refer to it through an ExternalSecret.',
    fault: 'user',
    exit: 1,
  },
  TOKEN_UNRESOLVED: {
    summary: 'A file would hold a placeholder that nothing replaced',
    fix: 'Give the value that belongs there.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
