import type { CodeEntry } from '../codes.ts';

/** Codes of the helpers for users' own tests. */
export const TESTING_CODES = {
  MANIFEST_NOT_FOUND: {
    summary: 'The program writes no such manifest',
    fix: 'Ask for one that it writes; `findManifests(app)` lists them.',
    fault: 'user',
    exit: 1,
  },
  MANIFEST_AMBIGUOUS: {
    summary: 'The program writes several such manifests',
    fix: 'Narrow the filter, for example by `repository` or `address`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
