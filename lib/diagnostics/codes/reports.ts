import type { CodeEntry } from '../codes.ts';

/** Codes of reports of a plan, and of the files that pipelines are made of. */
export const REPORT_CODES = {
  REPORT_FORMAT_UNKNOWN: {
    summary: 'The ending of a report does not say its format',
    fix: 'Name the file `.html`, `.md`, `.json`, `.sarif` or `.txt`.',
    fault: 'user',
    exit: 1,
  },
  REPORT_PAGE_MISSING: {
    summary: 'The program of the report page is not built',
    fix: 'Install konstruct-cdk anew; in a clone of it, run `npm run build`.',
    fault: 'world',
    exit: 1,
  },
  CI_FILE_EXISTS: {
    summary: 'A file of the pipeline exists already and differs',
    fix: 'Look at it, then pass `--force` to write it anew, or keep yours.',
    fault: 'user',
    exit: 1,
  },
  CI_FOLDER_OUTSIDE: {
    summary: 'A pipeline can only be made inside of a git repository',
    fix: 'Run `git init` in the folder that is to be the repository, or name another one with `--cwd`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
