import type { CodeEntry } from '../codes.ts';

/** Codes of reports of a plan, and of the files that pipelines are made of. */
export const REPORT_CODES = {
  REPORT_FORMAT_UNKNOWN: {
    summary: 'The ending of a report does not say its format',
    fix: 'Name the file `.md`, `.json`, `.sarif` or `.txt`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
