import {
  AppRegistration,
  CatalogDeployment,
  CatalogItem,
  CloudAccount,
  type CloudAccountSpec,
  Environment,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  type Platform,
  SecretRef,
  Team,
  VirtualCluster,
  WorkloadCluster,
} from 'konstruct-cdk';
import type { GlobalCatalog } from './catalog.ts';
import type { Tenant } from './landscape.ts';

/** An organization as all of them are here: five clusters, three environments of its own, 25 deployments. */
export function addOrganization(platform: Platform, tenant: Tenant, global: GlobalCatalog): Organization {
  const { name, regions, cloud } = tenant;
  const organization = new Organization(platform, name, {
    displayName: tenant.displayName,
    git: gitOf(tenant),
    platformRepository: { url: `https://github.com/northwind-platform/${name}-gitops` },
    applicationRepository: { url: `https://github.com/northwind-${name}/gitops` },
  });
  const crew = new Team(organization, 'crew', {
    roles: { [`${name}-leads`]: 'Team Admin', [`${name}-developers`]: 'Developer' },
  });
  const cloudAccount = new CloudAccount(organization, cloud, accountOf(tenant));

  const dev = new Environment(organization, 'dev', { description: 'Every merge' });
  // The same name as the Global one: both may be on one cluster.
  const staging = new Environment(organization, 'staging', { description: `Acceptance inside ${tenant.displayName}` });
  const load = new Environment(organization, 'load-test');

  const { templates, environments } = global;
  const management = new ManagementCluster(organization, `${name}-mgmt`, {
    ...(templates.management[cloud] && { template: templates.management[cloud] }),
    ...nodesOf(tenant),
    cloudAccount,
    region: regions[0],
    nodeCount: 3,
    stateStoreBucket: `northwind-${name}-state`,
  });
  const common = { management, cloudAccount, template: templates.workload[cloud], nodeCount: 4, ...nodesOf(tenant) };
  const shared = new WorkloadCluster(organization, `${name}-dev`, {
    ...common,
    region: regions[0],
    environments: [dev, staging],
  });
  const preview = new VirtualCluster(organization, `${name}-preview`, {
    management,
    host: shared,
    ...(templates.virtual[cloud] && { template: templates.virtual[cloud], cloudAccount }),
    // The template for virtual clusters has one folder for all of its environments.
    environments: cloud === 'aws' ? [environments.staging] : [load, environments.staging],
  });
  const production = new WorkloadCluster(organization, `${name}-prod`, {
    ...common,
    region: regions[2],
    nodeCount: 8,
    environments: [environments.production],
  });
  const standby = new WorkloadCluster(organization, `${name}-standby`, {
    ...common,
    region: regions[3],
    environments: [environments.production],
  });
  if (name === 'payments' || name === 'finance') production.attach(environments.audit);

  for (const [cluster, environment] of [
    [shared, dev],
    [preview, environments.staging],
    [production, environments.production],
    [standby, environments.production],
  ] as const) {
    new KubePrometheusStack(cluster, 'monitoring', { scrapeInterval: '30s' });
    for (const item of global.base) {
      new CatalogDeployment(cluster, item.name, {
        name: `${item.name}-${cluster.name}`,
        item,
        cluster,
        environments: [environment],
        values:
          item.name === 'external-dns' ? { domain: `${name}.northwind.example`, releaseName: 'external-dns' } : {},
      });
    }
  }
  const own = new CatalogItem(organization, 'house-rules', {
    source: { folder: './house-rules' },
  });
  new CatalogDeployment(shared, 'house-rules', {
    item: own,
    cluster: shared,
    environments: [dev],
    teams: [crew],
    values: { webhook: SecretRef.store(`konstruct/${name}/house-rules`, 'webhook') },
  });

  for (const application of tenant.applications) {
    new AppRegistration(organization, application, {
      repository: { url: `https://github.com/northwind-${name}/${application}` },
      team: crew,
      pipelineTemplate: tenant.git === 'gitlab' ? global.gitlabPipelines : global.pipelines,
      helmTemplate: global.chart,
      stages: [dev, staging, environments.production],
    });
  }
  return organization;
}

function nodesOf({ cloud }: Tenant) {
  if (cloud === 'civo') return { instanceType: 'g4s.kube.large' };
  return cloud === 'google'
    ? { instanceType: 'e2-standard-4' }
    : { instanceType: 't3.large', amiType: 'AL2023_x86_64_STANDARD' };
}

function gitOf({ name, git }: Tenant): GitConnection {
  const credentials = SecretRef.vault(`argocd/repo-credentials-template/${name}`);
  if (git === 'gitlab') return GitConnection.gitlabGroup({ group: `northwind/${name}`, credentials });
  const props = { organization: `northwind-${name}`, credentials };
  return git === 'pat' ? GitConnection.pat(props) : GitConnection.githubApp(props);
}

function accountOf({ name, cloud }: Tenant): CloudAccountSpec {
  const credentials = SecretRef.vault(`cloud/${name}`);
  if (cloud === 'civo') return { provider: 'civo', credentials };
  if (cloud === 'google') return { provider: 'google', project: `northwind-${name}`, credentials };
  const accountId = name === 'payments' ? '210987654321' : '123456789012';
  return { provider: 'aws', accountId, roleArn: `arn:aws:iam::${accountId}:role/northwind/${name}-crossplane` };
}
