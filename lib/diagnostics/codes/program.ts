import type { CodeEntry } from '../codes.ts';

/** Codes of running the user's program, and of defects of our own. */
export const PROGRAM_CODES = {
  IMPOSSIBLE: {
    summary: 'konstruct-cdk has a defect',
    fix: 'Please report it with the command, the program and the stack below.',
    fault: 'ours',
    exit: 70,
  },
  ABORTED: {
    summary: 'Stopped on request',
    fix: 'Run the command again; what was not finished is found and continued.',
    fault: 'user',
    exit: 130,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
