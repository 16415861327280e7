import type { JsonObject } from '../../lib/model/json.ts';
import type { ChartCase } from './charts.ts';

const REPOSITORIES = {
  gitopsRepoUrl: 'https://github.com/acme-platform/retail-gitops',
  teamGitopsRepoUrl: 'https://github.com/acme-retail/retail-gitops',
};

/** What the platform tells a workload cluster about the management cluster that runs its tree. */
const PROJECT = {
  projectClusterName: 'retail-mgmt',
  projectRegion: 'eu-central-1',
  projectStateStoreBucket: 'acme-retail-state',
};

const AWS = {
  ...REPOSITORIES,
  ...PROJECT,
  domainName: 'acme.dev',
  workloadAssumeRole: 'arn:aws:iam::222222222222:role/acme-terraform',
};

const ENVIRONMENT = { envName: 'staging-global', adminGroup: 'platform-team', gitopsRepoRevision: 'main' };

const CIVO_WORKLOAD = {
  ...REPOSITORIES,
  projectRegion: 'LON1',
  projectStateStoreBucket: 'acme-retail-state',
  cloudAccountName: 'acme-civo',
  workloadClusterName: 'lon1-dev',
  workloadClusterRegion: 'LON1',
  workloadNodeCount: 3,
  workloadNodeType: 'g4s.kube.medium',
};

const AWS_WORKLOAD = {
  ...AWS,
  workloadClusterName: 'fra-prod',
  workloadClusterRegion: 'eu-central-1',
  workloadClusterAccountId: '222222222222',
  workloadNodeCount: 3,
  workloadNodeType: 't3.large',
  workloadAmiType: 'AL2023_x86_64_STANDARD',
};

const AWS_VCLUSTER = {
  ...AWS,
  projectAwsAccountId: '111111111111',
  workloadClusterName: 'fra-preview',
  hostCluster: 'fra-prod',
};

const GOOGLE_WORKLOAD = {
  ...REPOSITORIES,
  ...PROJECT,
  cloudAccountName: 'acme-google',
  googleProject: 'acme-retail-dev',
  workloadClusterName: 'ber-dev',
  workloadClusterRegion: 'europe-west3',
  workloadNodeCount: 3,
  workloadNodeType: 'e2-standard-4',
};

/** What the platform tells a management cluster about itself and the control plane that runs its tree. */
const MANAGEMENT = {
  gitopsRepoUrl: 'https://github.com/acme-platform/platform-gitops',
  domainName: 'acme.dev',
  kubefirstStateStoreBucket: 'acme-state',
  mainMgmtcloudRegion: 'eu-central-1',
  platformOrg: 'acme-platform',
  projectOrg: 'acme-retail',
  workloadClusterName: 'retail-mgmt',
  workloadClusterProjectName: 'retail',
  workloadClusterRegion: 'eu-central-1',
  workloadNodeCount: 3,
  workloadNodeType: 't3.xlarge',
};

const AWS_MANAGEMENT = {
  ...MANAGEMENT,
  kubefirstMgmtClusterName: 'acme-control-plane',
  workloadAmiType: 'AL2023_x86_64_STANDARD',
  workloadAssumeRole: 'arn:aws:iam::222222222222:role/acme-terraform',
  workloadClusterAccountId: '222222222222',
  workloadS3BucketName: 'acme-retail-state',
};

const CIVO_MANAGEMENT = {
  ...MANAGEMENT,
  mainMgmtcloudRegion: 'LON1',
  workloadClusterRegion: 'LON1',
  workloadNodeType: 'g4s.kube.large',
};

/** The control plane names itself as every cluster does. */
const CONTROL_PLANE = {
  gitopsRepoUrl: 'https://github.com/acme-platform/platform-gitops',
  domainName: 'acme.dev',
  mainMgmtcloudRegion: 'LON1',
  platformOrg: 'acme-platform',
  workloadClusterName: 'acme-control-plane',
};

const MODULES = {
  workloadClusterTerraformModuleUrl: 'git::https://github.com/acme-platform/modules.git//cluster?ref=v3',
  infrastructureVariables: { network_cidr: '10.20.0.0/16', private: true },
};

const BOOTSTRAP = {
  workloadClusterBootstrapTerraformModuleUrl: 'git::https://github.com/acme-platform/modules.git//bootstrap?ref=v3',
  bootstrapVariables: { argocd_namespace: 'argocd' },
};

const SOURCES = { applicationSourceRepos: ['https://helm.datadoghq.com', 'registry-1.docker.io/bitnamicharts'] };

const EVERY_MANAGEMENT = {
  organizationRepoUrl: 'https://github.com/acme-platform/retail-gitops',
  organizationRepoRevision: 'production',
  email: 'platform@acme.dev',
  adminGroup: 'platform-team',
  controlPlaneStore: 'aws-ssm',
  dexDomainName: 'dex.acme.dev',
  oidcClientId: 'argocd-retail',
  gitopsRepoRevision: 'main',
  additionalSourceRepos: ['https://charts.acme.dev'],
  prometheusRemoteWriteUrl: 'https://metrics.acme.dev/api/v1/write',
  workloadEnvironment: 'shared',
  workloadExternalDnsDomainName: 'retail.acme.dev',
  projectOrg: 'Acme/Retail',
  terraformProvider: { tag: 'v0.0.1-rc.3', image: 'mirror.acme.dev/provider-terraform' },
};

/** The ways into repositories that are not the default. */
const GIT = {
  pat: { gitAuth: 'pat' },
  gitlab: { gitAuth: 'gitlab-group-token', gitHost: 'gitlab.acme.dev' },
};

/** The charts of clusters: minimal values, then every value that a chart knows. */
export const CLUSTER_CHARTS: readonly ChartCase[] = [
  ...cases('civo/workload', CIVO_WORKLOAD, { ...ENVIRONMENT, ...MODULES, ...BOOTSTRAP, ...SOURCES }),
  ...cases('aws/workload', AWS_WORKLOAD, {
    ...ENVIRONMENT,
    ...MODULES,
    ...BOOTSTRAP,
    ...SOURCES,
    email: 'platform@acme.dev',
    externalDnsProviderName: 'cloudflare',
    viewerGroup: 'developers',
    workloadExternalDnsDomainName: 'prod.acme.dev',
  }),
  ...cases('aws/workload-vcluster', AWS_VCLUSTER, {
    ...ENVIRONMENT,
    ...MODULES,
    ...BOOTSTRAP,
    ...SOURCES,
    email: 'platform@acme.dev',
    viewerGroup: 'developers',
    workloadClusterRegion: 'eu-west-1',
    workloadClusterAccountId: '222222222222',
  }),
  ...cases('google/workload', GOOGLE_WORKLOAD, {
    ...ENVIRONMENT,
    ...MODULES,
    ...SOURCES,
    connectionStore: 'aws-ssm',
    stateStoreEndpoint: 'https://objectstore.lon1.civo.com',
    cloudCredentials: { secretName: 'google-robot', key: 'key.json' },
  }),
  ...cases('aws/management', AWS_MANAGEMENT, {
    ...MODULES,
    ...BOOTSTRAP,
    ...EVERY_MANAGEMENT,
    runnerReplicas: 5,
  }),
  ...cases('civo/management', CIVO_MANAGEMENT, { ...MODULES, ...BOOTSTRAP, ...EVERY_MANAGEMENT }),
  ...variants('aws/management', AWS_MANAGEMENT, GIT),
  ...variants('civo/management', CIVO_MANAGEMENT, { ...GIT, hosted: { saas: true } }),
  ...cases('control-plane', CONTROL_PLANE, {
    email: 'platform@acme.dev',
    adminGroup: 'platform-team',
    gitopsRepoRevision: 'main',
    gitCredentialsPath: 'git/platform',
    kubefirstMgmtAccountId: '333333333333',
    additionalSourceRepos: ['https://charts.acme.dev'],
    secretStore: { provider: 'aws-ssm' },
    externalDns: { chartVersion: '1.21.0', providerName: 'aws' },
    konstruct: { chartVersion: '0.6.13', values: { api: { replicas: 2 }, global: { bootstrap: 'true' } } },
    cloudflare: { enabled: true, chartVersion: '0.5.2' },
    kpack: { enabled: true, manifestUrl: 'https://mirror.acme.dev/kpack/release-0.17.0.yaml' },
    actionsRunner: { replicas: 4 },
    argocd: { dexDomainName: 'dex.acme.dev', oidcClientId: 'argocd-control-plane' },
    terraformProvider: { tag: 'v0.0.1-rc.3' },
  }),
  ...variants('control-plane', CONTROL_PLANE, {
    ...GIT,
    'own-vault': {
      secretStore: { vaultServer: 'https://vault.acme.dev', vaultTokenSecret: 'vault' },
      vault: { chartVersion: '0.30.0', replicas: 5, storageSize: '50Gi' },
      externalDns: { providerName: 'cloudflare' },
      actionsRunner: { enabled: false },
    },
  }),
];

// --- internal ---

function cases(chart: string, minimal: JsonObject, full: JsonObject): readonly ChartCase[] {
  return [
    { chart: `cluster-templates/${chart}`, name: 'minimal', values: minimal },
    { chart: `cluster-templates/${chart}`, name: 'full', values: { ...minimal, ...full } },
  ];
}

/** More cases of a chart: what each changes of the minimal values. */
function variants(
  chart: string,
  minimal: JsonObject,
  changes: Readonly<Record<string, JsonObject>>,
): readonly ChartCase[] {
  return Object.entries(changes).map(([name, change]) => ({
    chart: `cluster-templates/${chart}`,
    name,
    values: { ...minimal, ...change },
  }));
}
