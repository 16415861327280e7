import type { JsonObject } from '../../lib/model/json.ts';
import type { ChartCase } from './charts.ts';

/** What a deployment says about where it goes; every item takes `clusterName`. */
const CLUSTER = { clusterName: 'lon1-dev' };
const REPOSITORY = { gitopsRepoUrl: 'https://github.com/acme-retail/retail-gitops' };
const ENVIRONMENT = { ...CLUSTER, envName: 'staging-global' };
const FILES = { ...ENVIRONMENT, ...REPOSITORY };

/** Where another platform would deploy to: nothing derived from the name of the cluster. */
const ELSEWHERE = {
  ...REPOSITORY,
  clusterName: 'lon1-dev',
  clusterDestination: 'in-cluster',
  project: 'shared',
  argocdAppNamespace: 'argocd',
  releaseName: 'given',
  namespace: 'given-namespace',
  chartVersion: '9.9.9',
};
const ELSEWHERE_FILES = { ...ELSEWHERE, gitopsRepoRevision: 'main', registryPath: 'deployments/lon1-dev/' };
const GATEWAY = { hostname: 'tool.acme.dev', exposure: 'gateway', gatewayName: 'shared', gatewayNamespace: 'gateways' };
const STORAGE = { storageSize: '20Gi', storageClass: 'fast' };
const STORE = { secretStoreName: 'lon1-dev-store', secretPath: '/lon1-dev/tool' };

/** The charts of the catalog: minimal values, every value, and values as a form hands them over. */
export const CATALOG_CHARTS: readonly ChartCase[] = [
  ...cases('cert-manager', CLUSTER, {
    ...ELSEWHERE_FILES,
    envName: 'dev',
    replicas: 2,
    gatewayApi: true,
    issuerEmail: 'platform@acme.dev',
    issuerName: 'acme',
    issuerEnvironment: 'staging',
    issuerIngressClass: 'public',
    issuerGatewayName: 'shared',
    issuerGatewayNamespace: 'gateways',
    helmValues: { crds: { keep: false }, podLabels: { team: 'platform' } },
  }),
  ...cases(
    'external-dns',
    { ...FILES, provider: 'cloudflare', domain: 'acme.dev' },
    {
      ...ELSEWHERE_FILES,
      ...STORE,
      envName: 'dev',
      provider: 'civo',
      domain: 'acme.dev',
      policy: 'sync',
      ownerId: 'acme',
      gatewayApi: true,
      roleArn: 'arn:aws:iam::222222222222:role/dns',
      googleProject: 'acme-retail-dev',
      helmValues: { logFormat: 'json' },
    },
  ),
  one('external-dns', 'aws', {
    ...ENVIRONMENT,
    provider: 'aws',
    domain: 'acme.dev',
    roleArn: 'arn:aws:iam::2:role/dns',
  }),
  one('external-dns', 'google', { ...ENVIRONMENT, provider: 'google', domain: 'acme.dev', googleProject: 'acme' }),
  ...cases('external-secrets', CLUSTER, {
    ...ELSEWHERE_FILES,
    envName: 'dev',
    replicas: 2,
    store: {
      provider: 'aws',
      name: 'acme',
      service: 'ParameterStore',
      region: 'eu-west-1',
      roleArn: 'arn:aws:iam::222222222222:role/eso',
      vaultServer: 'https://vault.acme.dev',
      vaultPath: 'kv',
      vaultMount: 'lon1-dev',
      vaultRole: 'reader',
    },
    helmValues: { webhook: { replicaCount: 2 } },
  }),
  one('external-secrets', 'vault', { ...FILES, store: { provider: 'vault', vaultServer: 'https://vault.acme.dev' } }),
  ...cases('reloader', CLUSTER, {
    ...ELSEWHERE,
    watchGlobally: false,
    reloadOnCreate: true,
    highAvailability: true,
    helmValues: { reloader: { logFormat: 'json' } },
  }),
  ...cases('metrics-server', CLUSTER, {
    ...ELSEWHERE,
    replicas: 2,
    insecureKubeletTls: true,
    helmValues: { metrics: { enabled: true } },
  }),
  ...cases('envoy-gateway', CLUSTER, {
    ...ELSEWHERE_FILES,
    envName: 'dev',
    replicas: 2,
    gatewayDomain: 'acme.dev',
    gatewayName: 'shared',
    gatewayClassName: 'acme',
    certificateIssuer: 'letsencrypt-prod',
    helmValues: { config: { envoyGateway: { logging: { level: { default: 'warn' } } } } },
  }),
  ...cases('grafana', FILES, {
    ...ELSEWHERE_FILES,
    ...GATEWAY,
    ...STORAGE,
    ...STORE,
    envName: 'dev',
    exposure: 'ingress',
    ingressClassName: 'public',
    certificateIssuer: 'letsencrypt-prod',
    prometheusUrl: 'http://prometheus.metrics.svc',
    adminUser: 'root',
    helmValues: { replicas: 2, persistence: { size: '30Gi' } },
  }),
  one('grafana', 'gateway', { ...FILES, ...GATEWAY, storageSize: '' }),
  ...cases('prometheus', ENVIRONMENT, {
    ...ELSEWHERE_FILES,
    ...STORAGE,
    envName: 'dev',
    retention: '30d',
    scrapeInterval: '15s',
    alertmanager: true,
    nodeExporter: false,
    kubeStateMetrics: false,
    remoteWrite: { url: 'https://metrics.acme.dev/api/v1/write', user: 'lon1-dev', secretPath: '/lon1-dev/metrics' },
    secretStoreName: 'lon1-dev-store',
    secretRefreshInterval: '5m',
    helmValues: { server: { replicaCount: 2 } },
  }),
  ...cases('vault', ENVIRONMENT, {
    ...ELSEWHERE_FILES,
    ...GATEWAY,
    ...STORAGE,
    envName: 'dev',
    exposure: 'ingress',
    ingressClassName: 'public',
    certificateIssuer: 'letsencrypt-prod',
    replicas: 5,
    seal: 'awskms',
    kmsRegion: 'eu-west-1',
    kmsKeyId: '1f0c0d9e-5a1b-4a39-9f43-1d2f3a4b5c6d',
    roleArn: 'arn:aws:iam::222222222222:role/vault',
    ui: false,
    injector: true,
    helmValues: { server: { logLevel: 'debug' } },
  }),
  one('vault', 'gateway', { ...FILES, ...GATEWAY, replicas: 1 }),
  ...cases('datadog-agent', FILES, {
    ...ELSEWHERE_FILES,
    ...STORE,
    envName: 'dev',
    site: 'datadoghq.eu',
    logs: true,
    apm: true,
    processes: true,
    clusterChecks: true,
    tags: 'team:retail, env:dev',
    useAppKey: true,
    secretRefreshInterval: '5m',
    helmValues: { datadog: { kubelet: { tlsVerify: false } } },
  }),
  ...cases(
    'datadog-with-s3/yaml',
    { ...FILES, bucketName: 'acme-logs' },
    {
      ...ELSEWHERE_FILES,
      ...STORE,
      envName: 'dev',
      bucketName: 'acme-logs',
      site: 'datadoghq.eu',
      logs: false,
      apm: true,
      processes: true,
      clusterChecks: true,
      tags: 'team:retail, env:dev',
      useAppKey: true,
      helmValues: { datadog: { kubelet: { tlsVerify: false } } },
    },
  ),
  ...cases(
    'oauth2-proxy',
    { ...FILES, hostname: 'tool.acme.dev', upstream: 'http://tool.dev.svc', issuerUrl: 'https://login.acme.dev' },
    {
      ...ELSEWHERE_FILES,
      ...GATEWAY,
      envName: 'dev',
      redisChartVersion: '8.8.8',
      ingressClassName: 'public',
      certificateIssuer: 'acme',
      upstream: 'static://200',
      issuerUrl: 'https://login.acme.dev',
      allowedGroup: 'retail',
      emailDomain: 'acme.dev',
      extraJwtIssuers: 'https://login.acme.dev=tool',
      replicas: 3,
      secretStoreName: 'lon1-dev-store',
      client: { secretPath: '/lon1-dev/client' },
      session: { secretPath: '/lon1-dev/session' },
      helmValues: { image: { tag: 'v7.9.0' } },
      redisHelmValues: { replicas: 5 },
    },
  ),
];

// --- internal ---

function one(item: string, name: string, values: JsonObject): ChartCase {
  return { chart: `catalog/${item}`, name, release: { name: 'tool', namespace: 'lon1-dev-environment' }, values };
}

function cases(item: string, minimal: JsonObject, full: JsonObject): readonly ChartCase[] {
  return [one(item, 'minimal', minimal), one(item, 'full', full)];
}
