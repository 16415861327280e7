import type { Json } from '../../model/json.ts';
import type { CloudAccount, ManagementCluster, Platform, WorkloadCluster } from '../../model/platform-model.ts';
import { repositoryOwner } from '../../model/repository-location.ts';
import { PLATFORM_VALUES } from '../../templates/contract/platform-values.ts';
import { revisionOf } from './revision.ts';

/** A value that the platform gives a template: what it is, or where it would have to be given. */
export interface SuppliedValue {
  readonly value: Json | undefined;
  /** As the end of a sentence that starts with "Give". */
  readonly where: string;
}

/** Values by their names in a Helm chart. */
export type SuppliedValues = Readonly<Record<string, SuppliedValue>>;

/** What a workload cluster's template is told. */
export function workloadValues(cluster: WorkloadCluster, platform: Platform): SuppliedValues {
  const { organization, management, host } = cluster;
  return {
    ...controlPlaneValues(platform),
    ...clusterValues(cluster),
    gitopsRepoUrl: known(organization.platform.url),
    gitopsRepoRevision: known(revisionOf(organization.platform)),
    teamGitopsRepoUrl: known(organization.application.url),
    teamGitopsRepoRevision: known(revisionOf(organization.application)),
    projectClusterName: known(management.name),
    projectRegion: of(management.region, management, 'region'),
    projectStateStoreBucket: of(management.stateStoreBucket, management, 'stateStoreBucket'),
    projectAwsAccountId: awsAccount(management, 'accountId'),
    projectAssumeRole: awsAccount(management, 'roleArn'),
    workloadClusterProjectName: known(organization.name),
    projectOrg: known(organization.git.organization),
    platformOrg: known(repositoryOwner(organization.platform.url) || organization.git.organization),
    hostCluster: of(host?.name, cluster, 'host'),
    workloadS3BucketName: of(cluster.stateStoreBucket ?? management.stateStoreBucket, management, 'stateStoreBucket'),
  };
}

/** What a management cluster's template is told; its tree lies in the platform's own repository. */
export function managementValues(cluster: ManagementCluster, platform: Platform): SuppliedValues {
  const { organization } = cluster;
  return {
    ...controlPlaneValues(platform),
    ...clusterValues(cluster),
    teamGitopsRepoUrl: known(organization.application.url),
    teamGitopsRepoRevision: known(revisionOf(organization.application)),
    organizationRepoUrl: known(organization.platform.url),
    organizationRepoRevision: known(revisionOf(organization.platform)),
    workloadClusterProjectName: known(organization.name),
    projectOrg: known(organization.git.organization),
    platformOrg: known(repositoryOwner(organization.platform.url) || organization.git.organization),
    workloadS3BucketName: of(cluster.stateStoreBucket, cluster, 'stateStoreBucket'),
    gitAuth: known(organization.git.auth),
  };
}

/** What the control plane's template is told, and every other of the control plane. */
export function controlPlaneValues(platform: Platform): SuppliedValues {
  const { controlPlane, controlPlaneSettings: settings, domain, repository } = platform;
  const setting = (value: Json | undefined, name: string) => ({
    value,
    where: `\`controlPlaneSettings.${name}\` to platform \`${platform.name}\``,
  });
  return {
    workloadClusterName: known(controlPlane),
    gitopsRepoUrl: known(repository.url),
    gitopsRepoRevision: known(revisionOf(repository)),
    platformOrg: known(repositoryOwner(repository.url)),
    domainName: known(domain),
    kubefirstMgmtClusterName: known(controlPlane),
    kubefirstMgmtAccountId: setting(settings?.accountId, 'accountId'),
    kubefirstStateStoreBucket: setting(settings?.stateStoreBucket, 'stateStoreBucket'),
    mainMgmtcloudRegion: setting(settings?.region, 'region'),
  };
}

/** The tokens that stand for values which are known. */
export function suppliedTokens(supplied: SuppliedValues): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const { name, tokens: all } of PLATFORM_VALUES) {
    const value = name === undefined ? undefined : supplied[name]?.value;
    if (value !== undefined) for (const token of all) tokens.set(token, String(value));
  }
  return tokens;
}

// --- internal ---

type AnyCluster = ManagementCluster | WorkloadCluster;

/** What a cluster says of itself. */
function clusterValues(cluster: AnyCluster): SuppliedValues {
  const { cloudAccount } = cluster;
  const google = cloudAccount?.spec.provider === 'google' ? cloudAccount.spec.project : undefined;
  return {
    workloadClusterName: known(cluster.name),
    workloadClusterRegion: of(cluster.region, cluster, 'region'),
    workloadNodeCount: of(cluster.nodeCount, cluster, 'nodeCount'),
    workloadNodeType: of(cluster.instanceType, cluster, 'instanceType'),
    workloadAmiType: of(cluster.amiType, cluster, 'amiType'),
    cloudAccountName: of(cloudAccount?.name, cluster, 'cloudAccount'),
    workloadClusterAccountId: awsAccount(cluster, 'accountId'),
    workloadAssumeRole: awsAccount(cluster, 'roleArn'),
    workloadExternalDnsDomainName: of(cluster.dnsDomain, cluster, 'dnsDomain'),
    ...(google !== undefined && { googleProject: known(google) }),
  };
}

function known(value: Json): SuppliedValue {
  return { value, where: 'it' };
}

function of(value: Json | undefined, cluster: AnyCluster, setting: string): SuppliedValue {
  return { value, where: `\`${setting}\` to cluster \`${cluster.name}\`` };
}

function awsAccount(cluster: AnyCluster, field: 'accountId' | 'roleArn'): SuppliedValue {
  const account: CloudAccount | undefined = cluster.cloudAccount;
  const value = account?.spec.provider === 'aws' ? account.spec[field] : undefined;
  return { value, where: `a \`cloudAccount\` of AWS to cluster \`${cluster.name}\`` };
}
