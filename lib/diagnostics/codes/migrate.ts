import type { CodeEntry } from '../codes.ts';

/** Codes of migrating existing clusters. */
export const MIGRATE_CODES = {
  MIGRATE_NOTHING_NAMED: {
    summary: 'The migration is not told what to migrate',
    fix: 'Name clusters with `--cluster`, a folder with `--path`, or everything with `--all`.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_OPTIONS: {
    summary: 'Options of the migration do not fit',
    fix: 'See `kcdk migrate --help`.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_CLUSTER_NOT_FOUND: {
    summary: 'No folder of the repository holds such a management cluster',
    fix: 'Check the name, or name the folder of the cluster.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_SHAPE_UNKNOWN: {
    summary: 'A file does not look as any version of the platform wrote it',
    fix: 'Migrate this file by hand, then run the migration again.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_PART_MISSING: {
    summary: 'A file that the migration has to change is not there',
    fix: 'Check the folder: these changes have to land in one commit.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_PART_TWICE: {
    summary: 'A cluster has an object twice that it needs once',
    fix: 'Remove the one that is not in use, then run the migration again.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_IMAGE_UNKNOWN: {
    summary: 'An image is of no known release',
    fix: 'Find out whether the image understands GitHub Apps, and set its tag by hand.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_DOMAIN_UNKNOWN: {
    summary: 'The domain of the platform is not to be found in the files of the cluster',
    fix: 'Name the domain to the migration.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_FILE_OWNED: {
    summary: 'A file that would change is written by a program',
    fix: 'Change the program that owns the file, and apply that.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_REFERENCE: {
    summary: 'A name without a namespace cannot be resolved',
    fix: 'Add the namespace by hand: `default` for what is Global, else the organization.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_OPERATOR_OLD: {
    summary: 'The External Secrets Operator is too old for the API of its objects',
    fix: 'Update the operator to 0.16 or newer first, and to no release from 0.17 before its objects are migrated.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_KEPT: {
    summary: 'An object of the migration is kept',
    fix: 'Remove it by hand when nothing uses it.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_NAME_COLLISION: {
    summary: 'Two ExternalSecrets of one cluster have the same name',
    fix: 'Rename one of them, for example with the suffix `-platform`: only one of the two Secrets can exist.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_WORKFLOW_TOKEN: {
    summary: 'A workflow still uses a personal access token',
    fix: 'Replace it by a step that makes a token of the GitHub App, and give the repository its id and key as secrets.',
    fault: 'user',
    exit: 1,
  },
  MIGRATE_PROVIDER_CONFIG: {
    summary: 'A ProviderConfig still names the Secret of the personal access token',
    fix: 'Leave it: the new provider image does not read it. It must not run with the old image any more.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
