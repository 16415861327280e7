import type { CodeEntry } from '../codes.ts';

/** Codes of what a program says of the life of its files. */
export const LIFECYCLE_CODES = {
  FIELD_PATH_INVALID: {
    summary: 'What names a field is no path',
    fix: 'Write it as plans show fields, such as `spec.source.targetRevision`, `spec.ports[name=http]` or `metadata.annotations["a/b"]`.',
    fault: 'user',
    exit: 1,
  },
  LIFECYCLE_ADDRESS_DECLARED: {
    summary: 'An address that is said to be gone is still in the program',
    fix: 'Take the construct out of the program, or this statement about it.',
    fault: 'user',
    exit: 1,
  },
  DRIFT_FIELDS_KEPT: {
    summary: 'A file keeps fields that people changed',
    fix: 'Take the changes into the program, or plan with `--on-drift overwrite`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
