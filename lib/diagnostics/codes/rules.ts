import type { CodeEntry } from '../codes.ts';

/** Codes of the rules about manifests, most of which need several files to be seen. See docs/validation.md. */
export const RULE_CODES = {
  APPLICATION_REFUSED_BY_PROJECT: {
    summary: 'Argo CD would refuse an Application because of its project',
    fix: 'Use another project, or allow in this one what the detail names.',
    fault: 'user',
    exit: 1,
  },
  PROJECT_UNKNOWN: {
    summary: 'An Application is of a project that nothing here makes',
    fix: 'Use a project of the same Argo CD, or make sure that somebody else makes this one.',
    fault: 'user',
    exit: 1,
  },
  OBJECT_REFUSED_BY_PROJECT: {
    summary: 'An object names a namespace that the project of its Application does not allow',
    fix: 'Use the namespace of the Application’s destination, or allow the other in the project.',
    fault: 'user',
    exit: 1,
  },
  ENVIRONMENT_APPLICATION_MISPLACED: {
    summary: 'An Application in the folder of an environment does not fit it',
    fix: 'Give it namespace `<cluster>-environment`, project `<cluster>` and destination name `<cluster>`.',
    fault: 'user',
    exit: 1,
  },
  LABEL_INVALID: {
    summary: 'A label has a value that the API server refuses',
    fix: 'Use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.',
    fault: 'user',
    exit: 1,
  },
  FOLDER_SYNCED_TWICE: {
    summary: 'Two Applications sync one folder to one place',
    fix: 'Remove one of them, or give each a folder of its own.',
    fault: 'user',
    exit: 1,
  },
  APPLICATION_FOLDER_MISSING: {
    summary: 'An Application syncs a folder that does not exist',
    fix: 'Correct its path, or put a file there: Argo CD reports an error for a path that does not exist.',
    fault: 'user',
    exit: 1,
  },
  SECRET_STORE_UNKNOWN: {
    summary: 'An ExternalSecret names a store that is not on its cluster',
    fix: 'Name a store of the cluster, or add the store to its tree.',
    fault: 'user',
    exit: 1,
  },
  SECRET_KEY_SLASH: {
    summary: 'A key of a secret is not written as its store wants it',
    fix: 'Paths of AWS Parameter Store begin with a slash, keys of Vault do not.',
    fault: 'user',
    exit: 1,
  },
  OPERATOR_TOO_LATE: {
    summary: 'An object comes before the operator that knows its kind',
    fix: 'Give the operator a lower sync wave, or the object a higher one.',
    fault: 'user',
    exit: 1,
  },
  OPERATOR_MISSING: {
    summary: 'No Application brings the operator that an object needs to its cluster',
    fix: 'Add a `KubePrometheusStack` to the cluster, or remove the object.',
    fault: 'user',
    exit: 1,
  },
  CHART_URL_HAS_SCHEME: {
    summary: 'The repository of a chart is written with `oci://`, which Argo CD does not take',
    fix: 'Write it without `oci://`.',
    fault: 'user',
    exit: 1,
  },
  REVISION_IS_NUMBER: {
    summary: 'A revision is a number, which loses zeros at its end',
    fix: 'Put it in quotes, as it was meant: `1.10` without them is 1.1.',
    fault: 'user',
    exit: 1,
  },
  SERVER_SIDE_APPLY_NEEDED: {
    summary: 'An object is too large for a client-side apply',
    fix: 'Add `ServerSideApply=true` to the `syncOptions` of the Application.',
    fault: 'user',
    exit: 1,
  },
  PRUNE_TAKES_OWNED: {
    summary: 'Pruning an object would delete everything that it owns',
    fix: 'Add the annotation `argocd.argoproj.io/sync-options: Prune=false`.',
    fault: 'user',
    exit: 1,
  },
  REPLACE_REFUSED: {
    summary: 'A claim of a volume is replaced at each sync, which the API server refuses',
    fix: 'Take `Replace=true` away, or put the claim into a folder that another Application syncs.',
    fault: 'user',
    exit: 1,
  },
  NAME_SUFFIX_DOUBLED: {
    summary: 'A name ends in the same suffix twice',
    fix: 'Leave one of the two away: the name of the cluster has it already.',
    fault: 'user',
    exit: 1,
  },
  LITERAL_INSTEAD_OF_INPUT: {
    summary: 'A template holds what should be an input',
    fix: 'Make it an input, or use the value that the platform supplies: it is wrong for all but one.',
    fault: 'user',
    exit: 1,
  },
  STATE_KEY_CLASH: {
    summary: 'Two ProviderConfigs keep the state of Terraform in one place',
    fix: 'Let the key of the backend name something that only one of them has, such as a token for the name of the deployment.',
    fault: 'user',
    exit: 1,
  },
  TARGET_NOT_SERVED: {
    summary: 'A manifest is not served by the version of its operator that the platform runs',
    fix: 'Write it for that version, or correct `targets` of the platform.',
    fault: 'user',
    exit: 1,
  },
  TARGET_UNKNOWN: {
    summary: 'A target version is none that we know',
    fix: 'Choose one of the versions that the message names.',
    fault: 'user',
    exit: 1,
  },
  TARGETS_CONTRADICT: {
    summary: 'Two settings name different versions of External Secrets Operator',
    fix: 'Remove `externalSecretsApiVersion` and keep `targets.externalSecrets`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
