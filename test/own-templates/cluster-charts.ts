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
  projectAwsAccountId: '111111111111',
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

const AWS_VCLUSTER = { ...AWS, workloadClusterName: 'fra-preview', hostCluster: 'fra-prod' };

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

const MODULES = {
  workloadClusterTerraformModuleUrl: 'git::https://github.com/acme-platform/modules.git//cluster?ref=v3',
  infrastructureVariables: { network_cidr: '10.20.0.0/16', private: true },
};

const BOOTSTRAP = {
  workloadClusterBootstrapTerraformModuleUrl: 'git::https://github.com/acme-platform/modules.git//bootstrap?ref=v3',
  bootstrapVariables: { argocd_namespace: 'argocd' },
};

const SOURCES = { applicationSourceRepos: ['https://helm.datadoghq.com', 'registry-1.docker.io/bitnamicharts'] };

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
];

// --- internal ---

function cases(chart: string, minimal: JsonObject, full: JsonObject): readonly ChartCase[] {
  return [
    { chart: `cluster-templates/${chart}`, name: 'minimal', values: minimal },
    { chart: `cluster-templates/${chart}`, name: 'full', values: { ...minimal, ...full } },
  ];
}
