import type { CodeEntry } from '../codes.ts';

/** Codes of resources that are declared in YAML files. */
export const RECORD_CODES = {
  LEGACY_FIELD: {
    summary: 'A field is from before 0.5',
    fix: 'Write it as the platform does since 0.5, with namespaces.',
    fault: 'user',
    exit: 1,
  },
  RECORD_SYNTAX: {
    summary: 'A declaration is no valid YAML',
    fix: 'Correct the YAML at this place.',
    fault: 'user',
    exit: 1,
  },
  RECORD_DUPLICATE_KEY: {
    summary: 'A key is given twice',
    fix: 'Keep one of the two.',
    fault: 'user',
    exit: 1,
  },
  RECORD_NOT_A_MAPPING: {
    summary: 'A declaration is no mapping of keys to values',
    fix: 'Write `apiVersion`, `kind`, `metadata` and `spec`.',
    fault: 'user',
    exit: 1,
  },
  RECORD_API_VERSION: {
    summary: 'A document in the folder of declarations is no record of a platform',
    fix: 'Write `apiVersion: konstruct-cdk.dev/v1`. If the folder holds other files, name one of its own as `konstruct.declarations` in cdk8s.yaml.',
    fault: 'user',
    exit: 1,
  },
  RECORD_KIND_UNKNOWN: {
    summary: 'A kind of record is not known',
    fix: 'Correct its spelling.',
    fault: 'user',
    exit: 1,
  },
  RECORD_KIND_NOT_DECLARABLE: {
    summary: 'A record of this kind is not declared in a file',
    fix: 'Remove it.',
    fault: 'user',
    exit: 1,
  },
  RECORD_UNKNOWN_FIELD: {
    summary: 'A field is not known',
    fix: 'Remove it or correct its spelling.',
    fault: 'user',
    exit: 1,
  },
  RECORD_MISSING_FIELD: {
    summary: 'A field is missing',
    fix: 'Add it.',
    fault: 'user',
    exit: 1,
  },
  RECORD_WRONG_TYPE: {
    summary: 'A value has the wrong type',
    fix: 'Give a value of the type that is expected.',
    fault: 'user',
    exit: 1,
  },
  RECORD_BAD_VALUE: {
    summary: 'A value is not allowed',
    fix: 'Give one of the values that are allowed.',
    fault: 'user',
    exit: 1,
  },
  RECORD_CONFLICT: {
    summary: 'A record says two things about itself',
    fix: 'Keep what `metadata` says, and remove the other.',
    fault: 'user',
    exit: 1,
  },
  RECORD_LITERAL_SECRET: {
    summary: 'A secret is written into a declaration',
    fix: 'Remove it, revoke it if the file was ever shared, and say where it is kept: `secretRef: { store: vault, path: … }`.',
    fault: 'user',
    exit: 1,
  },
  DECLARATIONS_UNREADABLE: {
    summary: 'A file of declarations cannot be read',
    fix: 'Check that it is a text file in UTF-8 that you may read.',
    fault: 'world',
    exit: 1,
  },
  DECLARATIONS_TOO_LARGE: {
    summary: 'There is more to read than a platform needs',
    fix: 'Split the file, or move what is no declaration out of the folder.',
    fault: 'user',
    exit: 1,
  },
  DECLARATIONS_OUTSIDE_PROJECT: {
    summary: 'A symbolic link leads out of the project',
    fix: 'Put the file itself into the folder.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
