import {
  App,
  CatalogDeployment,
  CatalogItem,
  CloudAccount,
  Environment,
  GitConnection,
  type InputValues,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  Team,
  Templates,
  WorkloadCluster,
} from 'konstruct-cdk';

// Every item of the catalog that comes with konstruct-cdk, in Global environments and in one of an organization, shared by
// all teams and for one.
const app = new App();
const initech = new Platform(app, 'initech', {
  domain: 'initech.dev',
  repository: { url: 'https://github.com/initech-platform/platform-gitops' },
});
const staging = new Environment(initech, 'staging');
const retail = new Organization(initech, 'retail', {
  git: GitConnection.githubApp({
    organization: 'initech-retail',
    credentials: SecretRef.vault('argocd/repo-credentials-template/retail'),
  }),
  platformRepository: { url: 'https://github.com/initech-platform/retail-gitops' },
  applicationRepository: { url: 'https://github.com/initech-retail/retail-gitops' },
});
const checkout = new Team(retail, 'checkout', { roles: { 'retail-checkout': 'Developer' } });
const dev = new Environment(retail, 'dev');
// Where Terraform is run, and keeps its state.
const aws = new CloudAccount(retail, 'aws', {
  provider: 'aws',
  accountId: '333333333333',
  roleArn: 'arn:aws:iam::333333333333:role/initech-terraform',
});
new ManagementCluster(retail, 'retail-mgmt', {
  cloudAccount: aws,
  region: 'eu-central-1',
  stateStoreBucket: 'initech-retail-state',
});
const environments = [dev, staging];
const london = new WorkloadCluster(retail, 'lon1', { environments });
const frankfurt = new WorkloadCluster(retail, 'fra1', { environments });

const item = (name: string) => new CatalogItem(initech, name, { source: Templates.builtIn(`catalog/${name}`) });

/** What a cluster has once: in the Global environment of one, for a team of the other. */
function once(name: string, values: InputValues = {}): void {
  const deployed = item(name);
  new CatalogDeployment(retail, name, { item: deployed, cluster: london, environments: [staging], values });
  new CatalogDeployment(retail, `${name}-checkout`, {
    item: deployed,
    cluster: frankfurt,
    environments: [dev],
    teams: [checkout],
    values,
  });
}

/** What can stand on a cluster as often as there are environments. */
function everywhere(name: string, values: InputValues = {}, forTeam: InputValues = {}): void {
  const deployed = item(name);
  new CatalogDeployment(retail, name, { item: deployed, cluster: london, environments, values });
  new CatalogDeployment(retail, `${name}-checkout`, {
    item: deployed,
    cluster: frankfurt,
    environments,
    teams: [checkout],
    values: { ...values, ...forTeam },
  });
}

// What others need first.
once('cert-manager', { issuerEmail: 'platform@initech.dev', gatewayApi: true });
once('external-secrets', { store: { provider: 'vault', vaultServer: 'https://vault.initech.dev' } });
once('envoy-gateway', { gatewayDomain: 'initech.dev' });
once('reloader');
once('metrics-server', { replicas: 2 });

everywhere('external-dns', {
  provider: 'civo',
  domain: 'initech.dev',
  apiToken: SecretRef.store('retail/external-dns', 'token'),
});
everywhere(
  'datadog-agent',
  { site: 'datadoghq.eu', datadogApiKey: SecretRef.store('konstruct/shared/datadog', 'api-key') },
  { logs: true, tags: 'team:checkout', helmValues: { datadog: { collectEvents: false } } },
);
everywhere('grafana', {
  exposure: 'gateway',
  adminPassword: SecretRef.store('konstruct/shared/grafana', 'admin-password'),
});
everywhere('prometheus', {
  remoteWrite: {
    url: 'https://prometheus-remote-write.initech.dev/api/v1/write',
    user: 'retail',
    password: SecretRef.store('konstruct/shared/prometheus', 'remote-write-password'),
  },
});
everywhere('vault', { seal: 'awskms', kmsRegion: 'eu-central-1', kmsKeyId: 'alias/initech-vault' });
everywhere('oauth2-proxy', {
  hostname: 'sso.initech.dev',
  upstream: 'http://web.web.svc.cluster.local',
  issuerUrl: 'https://login.initech.dev',
  client: {
    id: SecretRef.store('konstruct/shared/oauth2-proxy', 'client-id'),
    secret: SecretRef.store('konstruct/shared/oauth2-proxy', 'client-secret'),
  },
  session: {
    cookieSecret: SecretRef.store('retail/sso-session', 'cookie-secret'),
    redisPassword: SecretRef.store('retail/sso-session', 'redis-password'),
  },
});

// Terraform: a release of it is one for all its environments, and has a name of its own in the state.
const s3 = new CatalogItem(initech, 's3', { source: Templates.builtIn('catalog/s3'), type: 'Infrastructure' });
new CatalogDeployment(retail, 's3', {
  item: s3,
  cluster: london,
  environments,
  infrastructureValues: {
    S3_NAME: 'initech-invoices',
    kms_key_arn: 'arn:aws:kms:eu-central-1:333333333333:alias/invoices',
  },
});
new CatalogDeployment(retail, 's3-checkout', {
  item: s3,
  cluster: frankfurt,
  environments,
  teams: [checkout],
  infrastructureValues: {
    S3_NAME: 'initech-carts',
    versioning: false,
    expiration_days: 30,
    tags: { team: 'checkout' },
  },
});

// Terraform, then an Application that needs it. The bucket is told to both.
const archived = new CatalogItem(initech, 'datadog-with-s3', {
  source: Templates.builtIn('catalog/datadog-with-s3'),
  type: 'Hybrid',
});
const archives = { site: 'datadoghq.eu', datadogApiKey: SecretRef.store('konstruct/shared/datadog', 'api-key') };
new CatalogDeployment(retail, 'datadog-archives', {
  item: archived,
  cluster: london,
  environments,
  values: { ...archives, bucketName: 'initech-logs' },
  infrastructureValues: { datadog_role_name: 'datadog-integration' },
});
new CatalogDeployment(retail, 'datadog-archives-checkout', {
  item: archived,
  cluster: frankfurt,
  environments,
  teams: [checkout],
  values: { ...archives, bucketName: 'initech-checkout-logs', apm: true },
  infrastructureValues: { infrequent_access_days: 60, expiration_days: 90 },
});

app.synth();
