import type { CodeEntry } from '../codes.ts';

/** Codes of phases and of the gates between them. All of exit 7 can be resumed by running the same command again. */
export const GATE_CODES = {
  PHASES_CYCLIC: {
    summary: 'Files wait for each other, so that none could go first',
    fix: 'Restore the last version of the ledger that kcdk committed, from the git history of the file.',
    fault: 'user',
    exit: 1,
  },
  GATE_TIMED_OUT: {
    summary: 'A gate has not passed in time',
    fix: 'Run the same command again: it goes on where it stopped. `--wait-timeout` gives it longer.',
    fault: 'world',
    exit: 7,
  },
  GATE_NOT_CONFIGURED: {
    summary: 'There is no way to look at a gate',
    fix: 'Say under `konstruct.clusters` in cdk8s.yaml how the cluster is reached, and run the command again.',
    fault: 'user',
    exit: 7,
  },
  GATE_REFUSED: {
    summary: 'A cluster or Vault refuses to say whether a gate has passed',
    fix: 'Give the credentials the right to read it, and run the command again.',
    fault: 'world',
    exit: 7,
  },
  GATE_WRONG_TARGET: {
    summary: 'What was asked about a gate does not know such things',
    fix: 'Check under `konstruct.clusters` in cdk8s.yaml that this is the right cluster, and run the command again.',
    fault: 'user',
    exit: 7,
  },
  GATE_NOT_APPROVED: {
    summary: 'A gate waits for an approval',
    fix: 'Run the command again on a terminal, or with `--approve` and the name of the approval.',
    fault: 'user',
    exit: 7,
  },
  GATE_UNKNOWN: {
    summary: 'The plan has no such gate',
    fix: 'Name a gate as `kcdk plan` shows it.',
    fault: 'user',
    exit: 1,
  },
  CLUSTER_ACCESS_INVALID: {
    summary: 'The way to a cluster cannot be used',
    fix: 'Correct the kubeconfig, or what `konstruct.clusters` in cdk8s.yaml says about the cluster, and run the command again.',
    fault: 'user',
    exit: 7,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
