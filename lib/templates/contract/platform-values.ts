/** A value that the platform gives every template, which is never asked for in a form. */
export interface PlatformValue {
  /** Name in the values of a Helm chart; undefined for what only token templates know. */
  readonly name: string | undefined;
  /** Tokens that stand for it in token files, with brackets; the first is the usual one. */
  readonly tokens: readonly string[];
}

/**
 * The values that the platform supplies.
 *
 * Most tokens are the name in capitals; those that are not are given in full, as the platform's operators know them.
 *
 * @see konstruct-templates, `cluster-templates/README.md`
 */
export const PLATFORM_VALUES: readonly PlatformValue[] = [
  value('workloadClusterName', '<WORKLOAD_CLUSTER_NAME>', '<CLUSTER_NAME>'),
  value('workloadClusterRegion'),
  value('workloadNodeCount'),
  value('workloadNodeType'),
  value('workloadAmiType'),
  value('gitopsRepoUrl'),
  value('teamGitopsRepoUrl'),
  value('envName'),
  value('projectClusterName'),
  value('projectRegion'),
  value('projectStateStoreBucket'),
  value('projectAwsAccountId'),
  value('projectAssumeRole'),
  value('cloudAccountName'),
  value('workloadClusterAccountId'),
  value('workloadAssumeRole'),
  value('kubefirstMgmtAccountId'),
  value('kubefirstMgmtClusterName'),
  value('kubefirstStateStoreBucket'),
  value('mainMgmtcloudRegion', '<CLOUD_REGION>'),
  value('workloadClusterProjectName', '<PROJECT_NAME>'),
  value('projectOrg'),
  value('platformOrg', '<PLATFORM-ORG>', '<ORG_NAME>'),
  value('repoName'),
  value('workloadS3BucketName'),
  value('workloadExternalDnsDomainName'),
  value('workloadEnvironment'),
  value('hostCluster'),
  value('domainName'),
  value('email', '<ALERTS_EMAIL>', '<EMAIL>'),
  tokenOnly('<DEX_DOMAIN_NAME>'),
  tokenOnly('<EXTERNAL_DNS_PROVIDER_NAME>'),
  // Each is a whole `key: value` line of a mapping of annotations.
  tokenOnly('<CERT_MANAGER_ISSUER_ANNOTATION_1>'),
  tokenOnly('<CERT_MANAGER_ISSUER_ANNOTATION_2>'),
  tokenOnly('<CERT_MANAGER_ISSUER_ANNOTATION_3>'),
  tokenOnly('<CERT_MANAGER_ISSUER_ANNOTATION_4>'),
];

/** The platform value that a token stands for. */
export function platformValueOfToken(token: string): PlatformValue | undefined {
  return BY_TOKEN.get(token);
}

/** The platform value of this name in a Helm chart. */
export function platformValueOfName(name: string): PlatformValue | undefined {
  return BY_NAME.get(name);
}

/** `<UPPER_SNAKE>` of a name in camel case: a word starts with every capital that follows a small letter or a digit. */
export function tokenOfName(name: string): string {
  return `<${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}>`;
}

// --- internal ---

function value(name: string, ...tokens: readonly string[]): PlatformValue {
  return { name, tokens: tokens.length > 0 ? tokens : [tokenOfName(name)] };
}

function tokenOnly(token: string): PlatformValue {
  return { name: undefined, tokens: [token] };
}

const BY_TOKEN = new Map(PLATFORM_VALUES.flatMap((each) => each.tokens.map((token) => [token, each] as const)));
const BY_NAME = new Map(
  PLATFORM_VALUES.flatMap((each) => (each.name === undefined ? [] : [[each.name, each] as const])),
);
