import type { CodeEntry } from '../codes.ts';

/** Codes of `kcdk doctor`: troubles of a platform that runs, told by their causes. */
export const DOCTOR_CODES = {
  DOCTOR_FIELD_NAMES: {
    summary: 'A Secret has not the fields that its reader looks for',
    fix: 'Rename the fields of the ExternalSecret.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_CREDENTIALS_MIXED: {
    summary: 'A Secret holds a personal access token and a GitHub App',
    fix: 'Run `kcdk migrate github-app` for the cluster: it completes what was begun.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_VAULT_KEY: {
    summary: 'An ExternalSecret reads another entry of Vault than it should',
    fix: 'Correct the key.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_NAMESPACE: {
    summary: 'A Secret is made where its reader does not look for it',
    fix: 'Take the namespace out, or correct it.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_SECRET_MISSING: {
    summary: 'A Secret that is needed is made by nothing',
    fix: 'Run `kcdk migrate github-app` for the cluster: image and Secret have to change in one commit.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_SECRET_UNUSED: {
    summary: 'An ExternalSecret makes a Secret that nothing reads',
    fix: 'Run `kcdk migrate github-app` for the cluster, or remove the ExternalSecret.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_PAT_LEFT: {
    summary: 'A personal access token is still used',
    fix: 'Run `kcdk migrate github-app` for the cluster, and leave the token in Vault until nothing reads it.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_VAULT_FIELDS: {
    summary: 'An entry of Vault lacks what an ExternalSecret reads',
    fix: 'Put the fields into Vault, beside the others: `vault kv patch`. Old ones may leave it only when nothing reads them.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_SECRET_NOT_APPLIED: {
    summary: 'The cluster has not the ExternalSecret that is in git',
    fix: 'See what Argo CD says of the Application of this folder, and sync it.',
    fault: 'world',
    exit: 1,
  },
  DOCTOR_SECRET_NOT_READY: {
    summary: 'The External Secrets Operator cannot make a Secret',
    fix: 'Mend what it says; the store and its rights in Vault are the usual causes.',
    fault: 'world',
    exit: 1,
  },
  DOCTOR_CLONE_REFUSED: {
    summary: 'GitHub refuses a repository though the Secret for it is made',
    fix: 'Install the GitHub App on the organization of the repository, with the right to read contents.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_PROVIDER_CREDENTIALS: {
    summary: 'The Terraform provider cannot make a token of the GitHub App',
    fix: 'Correct the fields of the GitHub App in Vault.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_RUNNER_REFUSED: {
    summary: 'GitHub refuses the runners their registration',
    fix: 'Correct the rights of the App, or its fields in Vault.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_GIT_ACCOUNTS: {
    summary: 'An organization has a Git connection of both kinds',
    fix: 'Delete the GitAccount of the token, then restart the workloadcluster-operator or wait for its next round.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_REVISION_PINNED: {
    summary: 'A Service selects one revision of a Crossplane provider',
    fix: 'Select by `pkg.crossplane.io/provider` alone.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_NOT_SCRAPED: {
    summary: 'A ServiceMonitor finds nothing to scrape, and nothing says so',
    fix: 'Give the Service the label `app: log-streamer` and a port that is called `metrics`.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_MONITOR_TOO_EARLY: {
    summary: 'A ServiceMonitor is synced before its kind is known',
    fix: 'Install kube-prometheus-stack in an earlier wave than the Application that syncs the ServiceMonitor.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_SOURCE_REPO: {
    summary: 'An AppProject does not allow a repository that one of its Applications uses',
    fix: 'Add the repository to `spec.sourceRepos` of the AppProject.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_RUNNER_CHART_OLD: {
    summary: 'The runner controller is too old for the credentials it is given',
    fix: 'Use chart 0.21.0 of actions-runner-controller or newer, and give the App the right "Self-hosted runners: read and write".',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_API_OUTDATED: {
    summary: 'An object has a version of its API that the External Secrets Operator no longer serves',
    fix: 'Run `kcdk migrate konstruct-0.5`.',
    fault: 'user',
    exit: 1,
  },
  DOCTOR_EXPRESSION_UNESCAPED: {
    summary: 'Helm empties an expression that is meant for the External Secrets Operator',
    fix: 'Write it between backquotes: `{{`{{ .field }}`}}`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
