import type { CodeEntry } from '../codes.ts';

/** Codes of comparing the program with the repositories, and of ledgers and saved plans. */
export const PLAN_CODES = {
  LEDGER_NOT_JSON: {
    summary: 'The ledger is not JSON',
    fix: 'Restore the last version that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_INVALID: {
    summary: 'The ledger does not have the shape of a ledger',
    fix: 'Restore the last version that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_EDITED: {
    summary: 'The ledger was edited by hand',
    fix: 'Restore the last version that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_VERSION_NEWER: {
    summary: 'The ledger was written by a newer kcdk',
    fix: 'Upgrade kcdk.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_OTHER_PROJECT: {
    summary: 'The ledger is that of another project',
    fix: 'Give every project its own ledger: restore the last version that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_PATH_UNSAFE: {
    summary: 'The ledger names a path that kcdk would never write',
    fix: 'Restore the last version that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_MISSING: {
    summary: 'Wanted files exist already and the repository has no ledger of this project',
    fix: 'Plan with `--adopt` to take these files over.',
    fault: 'user',
    exit: 1,
  },
  OTHER_LEDGER_UNREADABLE: {
    summary: "Another project's ledger cannot be read",
    fix: 'Repair it with that project; until then its files cannot be told from files of nobody.',
    fault: 'user',
    exit: 1,
  },
  NOT_OWNED: {
    summary: 'A wanted file exists already and is not ours',
    fix: 'Plan with `--adopt` to take it over, or remove it from the repository.',
    fault: 'user',
    exit: 1,
  },
  OWNED_BY_OTHER_PROJECT: {
    summary: 'A wanted file belongs to another project',
    fix: 'Take the file out of one of the two programs; apply the other project first if that is the one to give it up.',
    fault: 'user',
    exit: 1,
  },
  DRIFT: {
    summary: 'A file was changed by hand since it was last applied',
    fix: 'Take the change into the program, or plan with `--on-drift overwrite` or `--on-drift keep`.',
    fault: 'user',
    exit: 1,
  },
  DRIFT_KEPT: {
    summary: 'A file was changed by hand since it was last applied and is left as it is',
    fix: 'Take the change into the program, or plan with `--on-drift overwrite`.',
    fault: 'user',
    exit: 1,
  },
  PATH_RESERVED: {
    summary: 'A wanted path is in the folder of the ledgers',
    fix: 'Write the file outside `.konstruct/`.',
    fault: 'user',
    exit: 1,
  },
  PATH_NOT_A_FILE: {
    summary: 'A path is a symbolic link or a submodule in the repository',
    fix: 'Remove the link or submodule from the repository, or choose another path.',
    fault: 'user',
    exit: 1,
  },
  PATH_BLOCKED: {
    summary: 'A path would have to be a file and a folder at once',
    fix: 'Choose another path, or remove what is in the way from the repository.',
    fault: 'user',
    exit: 1,
  },
  PATH_CASE_COLLISION: {
    summary: 'Two paths differ in letter case only',
    fix: 'Choose another path, or rename the existing file: macOS and Windows cannot check out both.',
    fault: 'user',
    exit: 1,
  },
  PROTECTED: {
    summary: 'A protected resource would be destroyed',
    fix: 'Plan with `--allow-delete` and the address, if it is to go.',
    fault: 'user',
    exit: 1,
  },
  PLAN_FILE_INVALID: {
    summary: 'The file is no saved plan',
    fix: 'Make one with `kcdk plan --out FILE`.',
    fault: 'user',
    exit: 1,
  },
  PLAN_FILE_EDITED: {
    summary: 'The saved plan was changed after it was made',
    fix: 'Plan again, and review the new plan.',
    fault: 'user',
    exit: 1,
  },
  PLAN_VERSION_NEWER: {
    summary: 'The plan was made by a newer kcdk',
    fix: 'Upgrade kcdk, or plan again with this version.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
