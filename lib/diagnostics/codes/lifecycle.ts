import type { CodeEntry } from '../codes.ts';

/** Codes of what a program says of the life of its files. */
export const LIFECYCLE_CODES = {
  APPROVAL_NAME_INVALID: {
    summary: 'It is no name of an approval',
    fix: 'Write it with lower case letters, digits and hyphens, as `--approve` takes it.',
    fault: 'user',
    exit: 1,
  },
  HEALTH_IN_PARTS: {
    summary: 'What waits for the health of Applications cannot be planned in parts',
    fix: 'Plan the whole platform at once, without `--shard`, or take `afterHealthy` away.',
    fault: 'user',
    exit: 1,
  },
  HEALTH_OF_ITSELF: {
    summary: 'It waits for its own health',
    fix: 'Give `afterHealthy` a construct that neither stands in this one nor has it in itself.',
    fault: 'user',
    exit: 1,
  },
  HEALTH_WITHOUT_APPLICATION: {
    summary: 'There is no Application whose health could be waited for',
    fix: 'Give `afterHealthy` a construct that writes an Argo CD Application, such as a CatalogDeployment, a KubePrometheusStack or an AppRegistration.',
    fault: 'user',
    exit: 1,
  },
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
  TARGET_ADDRESS_UNKNOWN: {
    summary: 'A target means nothing',
    fix: 'Name the address of a construct as plans show it, or a glob of addresses.',
    fault: 'user',
    exit: 1,
  },
  DRIFT_FIELDS_KEPT: {
    summary: 'A file keeps fields that people changed',
    fix: 'Take the changes into the program, or plan with `--on-drift overwrite`.',
    fault: 'user',
    exit: 1,
  },
  ROLLBACK_REFERENCE_INVALID: {
    summary: 'What names the state to go back to is neither a digest nor a commit',
    fix: 'Give the digest of a plan or a commit, at least seven digits of it; `kcdk history` lists them.',
    fault: 'user',
    exit: 1,
  },
  ROLLBACK_REFERENCE_UNKNOWN: {
    summary: 'Nothing in the repositories belongs to the plan or commit',
    fix: 'Choose one that `kcdk history` lists.',
    fault: 'user',
    exit: 1,
  },
  ROLLBACK_REFERENCE_AMBIGUOUS: {
    summary: 'What names the state to go back to fits several',
    fix: 'Give more digits.',
    fault: 'user',
    exit: 1,
  },
  ROLLBACK_NOT_TEXT: {
    summary: 'A file of that time cannot be written again',
    fix: 'Restore it by hand from the history of the repository.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_FILE_SHARED: {
    summary: 'Two projects own one file',
    fix: 'Let one of them give it up: `kcdk ledger forget <address>` in that project.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_FILE_MISSING: {
    summary: 'A file of the ledger is not in the repository',
    fix: 'Plan: the file is written again, or given up with its construct.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_FILE_CHANGED: {
    summary: 'A file of the ledger is not as it was last written',
    fix: 'See `kcdk drift`, and plan with `--on-drift`.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_ADDRESS_INVALID: {
    summary: 'It is no address',
    fix: 'Write the ids of the constructs with a slash between them, as in `acme/retail/dev`.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_ADDRESS_TAKEN: {
    summary: 'Something else stands at the address',
    fix: 'Choose another one, or give up what stands there with `kcdk ledger forget`: two that share an address cannot be told apart again.',
    fault: 'user',
    exit: 1,
  },
  LEDGER_ADDRESS_UNKNOWN: {
    summary: 'No ledger has the address',
    fix: 'Name it as `kcdk ledger show` does.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
