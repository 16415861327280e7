import {
  AppRegistration,
  type AppRegistrationProps,
  CatalogDeployment,
  type CatalogDeploymentProps,
  CatalogItem,
  CloudAccount,
  ClusterTemplate,
  Environment,
  GitConnection,
  HelmTemplate,
  ManagementCluster,
  type Organization,
  PipelineTemplate,
  type Role,
  Scope,
  SecretRef,
  Team,
  VirtualCluster,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { organization, type SmallPlatform, smallCluster } from '../../tools/program.ts';
import type { Mistake } from './mistake.ts';

const source = { url: 'https://git.example.com/templates/catalog', path: 'redis' };
const civo = { provider: 'civo', credentials: SecretRef.vault('civo/retail') } as const;

/** A deployment without mistakes but for what `props` says. */
function deployment(program: SmallPlatform, props: Partial<CatalogDeploymentProps> = {}): CatalogDeployment {
  const cluster = smallCluster(program);
  const item = new CatalogItem(program.platform, 'redis', { source });
  const staging = { name: 'staging', namespace: 'default' };
  return new CatalogDeployment(program.retail, 'cache', { item, cluster, environments: [staging], ...props });
}

/** An application without mistakes but for what `props` says. */
function application(program: SmallPlatform, id: string, props: Partial<AppRegistrationProps> = {}): AppRegistration {
  const { platform, retail } = program;
  const staging = { name: 'staging', namespace: 'default' };
  smallCluster(program);
  return new AppRegistration(retail, id, {
    repository: { url: 'https://git.example.com/retail/shop' },
    pipelineTemplate: new PipelineTemplate(platform, 'pipeline', { source }),
    helmTemplate: new HelmTemplate(platform, 'chart', { source }),
    stages: [staging],
    ...props,
  });
}

/** Another organization that types do not tell from the first. */
const another = ({ platform }: SmallPlatform): Organization => organization(platform, 'other');

/** Mistakes in the resources of the platform, and in how they refer to each other. */
export const RESOURCE_MISTAKES: readonly Mistake[] = [
  [
    'a scope without organizations',
    'SCOPE_EMPTY',
    'acme/nowhere',
    ({ platform }) => new Environment(platform, 'nowhere', { scope: Scope.organizations([] as string[]) }),
  ],
  [
    'a scope of an unknown organization',
    'SCOPE_UNKNOWN',
    'acme/nowhere',
    ({ platform }) => new Environment(platform, 'nowhere', { scope: Scope.organizations(['retial', 'retail']) }),
  ],
  [
    'a scope that is Global and more',
    'SCOPE_MIXED',
    'acme/everywhere',
    ({ platform }) => new Environment(platform, 'everywhere', { scope: Scope.organizations(['default', 'retail']) }),
  ],
  [
    'two declarations that meet in one organization',
    'RESOURCE_CLASH',
    'acme/fanned',
    (program) => {
      new Environment(program.retail, 'dev');
      new Environment(program.platform, 'fanned', {
        name: 'dev',
        scope: Scope.organizations([program.retail, another(program)]),
      });
    },
  ],
  [
    'a bad name of a team',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/Shop',
    ({ retail }) => new Team(retail, 'Shop', { roles: { a: 'Developer' } }),
  ],
  [
    'a bad name of a cloud account',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/civo_1',
    ({ retail }) => new CloudAccount(retail, 'civo_1', civo),
  ],
  [
    'a bad name of a template',
    'NAME_NOT_DNS_LABEL',
    'acme/a.b',
    ({ platform }) => new ClusterTemplate(platform, 'a.b', { source }),
  ],
  [
    'a bad name of an item',
    'NAME_NOT_DNS_LABEL',
    'acme/-item',
    ({ platform }) => new CatalogItem(platform, '-item', { source }),
  ],
  [
    'an application whose name starts with a digit',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/4shop',
    (program) => application(program, '4shop'),
  ],
  [
    'a team twice',
    'RESOURCE_CLASH',
    'acme/retail/team-b',
    ({ retail }) => {
      new Team(retail, 'team-a', { name: 'twins', roles: { a: 'Developer' } });
      new Team(retail, 'team-b', { name: 'twins', roles: { b: 'Developer' } });
    },
  ],
  [
    'an item twice',
    'RESOURCE_CLASH',
    'acme/item-b',
    ({ platform }) => {
      new CatalogItem(platform, 'item-a', { name: 'twins', source });
      new CatalogItem(platform, 'item-b', { name: 'twins', source });
    },
  ],
  [
    'a release name twice in one organization',
    'RELEASE_NAME_TAKEN',
    'acme/retail/again',
    (program) => {
      const { item, cluster, environments } = parts(program);
      new CatalogDeployment(program.retail, 'cache', { item, cluster, environments });
      new CatalogDeployment(program.retail, 'again', { name: 'cache', item, cluster, environments });
    },
  ],
  [
    'a release name that is Global already',
    'RELEASE_NAME_TAKEN',
    'acme/retail/cache',
    (program) => {
      const { item, cluster, environments } = parts(program);
      new CatalogDeployment(program.platform, 'global-cache', { name: 'cache', item, cluster, environments });
      new CatalogDeployment(program.retail, 'cache', { item, cluster, environments });
    },
  ],
  [
    'an item of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/cache',
    (program) => deployment(program, { item: new CatalogItem(another(program), 'redis', { source }) }),
  ],
  [
    'an item that is not declared',
    'REFERENCE_UNKNOWN',
    'acme/retail/cache',
    (program) => deployment(program, { item: { name: 'redsi', namespace: 'default' } }),
  ],
  [
    'a cluster that is not declared',
    'REFERENCE_UNKNOWN',
    'acme/retail/cache',
    (program) => deployment(program, { cluster: { name: 'lon2', namespace: 'retail' } }),
  ],
  [
    'an environment that the cluster does not serve',
    'ENVIRONMENT_NOT_ATTACHED',
    'acme/retail/cache',
    (program) => deployment(program, { environments: [new Environment(program.retail, 'dev')] }),
  ],
  [
    'a deployment to an environment that is gone',
    'REFERENCE_UNKNOWN',
    'acme/retail/cache',
    (program) => deployment(program, { environments: [{ name: 'qa', namespace: 'retail' }] }),
  ],
  [
    'a deployment to no environment',
    'DEPLOYMENT_WITHOUT_ENVIRONMENT',
    'acme/retail/cache',
    (program) => deployment(program, { environments: [] }),
  ],
  [
    'a deployment to one environment twice',
    'REFERENCE_TWICE',
    'acme/retail/cache',
    (program) => {
      const staging = { name: 'staging', namespace: 'default' };
      deployment(program, { environments: [staging, staging] });
    },
  ],
  [
    'a deployment of a team of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/cache',
    (program) => deployment(program, { teams: [new Team(another(program), 'shop', { roles: { a: 'Developer' } })] }),
  ],
  [
    'a deployment of a team of the platform',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/cache',
    (program) => {
      const admins = new Team(program.platform, 'admins', { roles: { a: 'Platform Admin' } });
      deployment(program, { teams: [admins] });
    },
  ],
  [
    'an application without stages',
    'APPLICATION_WITHOUT_STAGE',
    'acme/retail/shop',
    (program) => application(program, 'shop', { stages: [] }),
  ],
  [
    'a stage of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/shop',
    (program) => application(program, 'shop', { stages: [new Environment(another(program), 'dev')] }),
  ],
  [
    'a stage that is gone',
    'REFERENCE_UNKNOWN',
    'acme/retail/shop',
    (program) => application(program, 'shop', { stages: [{ name: 'qa', namespace: 'default' }] }),
  ],
  [
    'a pipeline template of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/shop',
    (program) =>
      application(program, 'shop', { pipelineTemplate: new PipelineTemplate(another(program), 'own', { source }) }),
  ],
  [
    'a Helm template that is not declared',
    'REFERENCE_UNKNOWN',
    'acme/retail/shop',
    (program) => application(program, 'shop', { helmTemplate: { name: 'default', namespace: 'default' } }),
  ],
  [
    'an application repository with a password',
    'REPOSITORY_URL_HAS_CREDENTIALS',
    'acme/retail/shop',
    (program) => application(program, 'shop', { repository: { url: 'https://me:hunter2@git.example.com/a/b' } }),
  ],
  [
    'a cluster template of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/mgmt',
    (program) =>
      new ManagementCluster(program.retail, 'mgmt', {
        template: new ClusterTemplate(another(program), 'own', { source }),
      }),
  ],
  [
    'a cloud account that is not declared',
    'REFERENCE_UNKNOWN',
    'acme/retail/mgmt',
    ({ retail }) => new ManagementCluster(retail, 'mgmt', { cloudAccount: { name: 'civo-main', namespace: 'retail' } }),
  ],
  [
    'a virtual cluster in a virtual cluster',
    'HOST_IS_VIRTUAL',
    'acme/retail/inner',
    (program) => {
      const outer = new VirtualCluster(program.retail, 'outer', { host: smallCluster(program) });
      new VirtualCluster(program.retail, 'inner', { host: outer });
    },
  ],
  [
    'a virtual cluster on nothing',
    'REFERENCE_UNKNOWN',
    'acme/retail/inner',
    ({ retail }) => {
      new ManagementCluster(retail, 'mgmt');
      new VirtualCluster(retail, 'inner', { host: { name: 'outer', namespace: 'retail' } });
    },
  ],
  [
    'an environment that attaches itself to a cluster of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/dev',
    (program) => {
      const other = another(program);
      new ManagementCluster(other, 'other-mgmt');
      const cluster = new WorkloadCluster(other, 'fra1');
      new Environment(program.retail, 'dev', { clusters: [cluster] });
    },
  ],
  [
    'half a node',
    'NODE_COUNT_INVALID',
    'acme/retail/mgmt',
    ({ retail }) => new ManagementCluster(retail, 'mgmt', { nodeCount: 0.5 }),
  ],
  [
    'a color by name',
    'COLOR_INVALID',
    'acme/retail/dev',
    ({ retail }) => new Environment(retail, 'dev', { color: 'red' }),
  ],
  [
    'a team without roles',
    'TEAM_WITHOUT_ROLES',
    'acme/retail/shop',
    ({ retail }) => new Team(retail, 'shop', { roles: {} }),
  ],
  [
    'a group without a name',
    'GROUP_INVALID',
    'acme/retail/shop',
    ({ retail }) => new Team(retail, 'shop', { roles: { ' ': 'Developer' } }),
  ],
  [
    'a role that does not exist',
    'ROLE_UNKNOWN',
    'acme/retail/shop',
    ({ retail }) => new Team(retail, 'shop', { roles: { people: 'Owner' as Role } }),
  ],
  [
    'an AWS account of eleven digits',
    'CLOUD_ACCOUNT_INVALID',
    'acme/retail/aws',
    ({ retail }) =>
      new CloudAccount(retail, 'aws', {
        provider: 'aws',
        accountId: '12345678901',
        roleArn: 'arn:aws:iam::123456789012:role/x',
      }),
  ],
  [
    'a role of another AWS account',
    'CLOUD_ACCOUNT_INVALID',
    'acme/retail/aws',
    ({ retail }) =>
      new CloudAccount(retail, 'aws', {
        provider: 'aws',
        accountId: '123456789013',
        roleArn: 'arn:aws:iam::123456789012:role/x',
      }),
  ],
  [
    'a cloud that the platform does not know',
    'CLOUD_ACCOUNT_INVALID',
    'acme/retail/azure',
    ({ retail }) => new CloudAccount(retail, 'azure', { ...civo, provider: 'azure' as 'civo' }),
  ],
  [
    'a literal API key',
    'REFERENCE_EXPECTED',
    'acme/retail/civo',
    ({ retail }) =>
      new CloudAccount(retail, 'civo', { provider: 'civo', credentials: 'hunter2' as unknown as SecretRef }),
  ],
  [
    'a secret without a property',
    'SECRET_PATH_INVALID',
    'acme/retail/civo',
    ({ retail }) => new CloudAccount(retail, 'civo', { provider: 'civo', credentials: SecretRef.store('civo', '') }),
  ],
  [
    'a source that leaves its repository',
    'SOURCE_INVALID',
    'acme/template',
    ({ platform }) => new ClusterTemplate(platform, 'template', { source: { ...source, path: '../other' } }),
  ],
  [
    'a revision that no git accepts',
    'SOURCE_INVALID',
    'acme/template',
    ({ platform }) => new ClusterTemplate(platform, 'template', { source: { ...source, ref: 'v1..v2' } }),
  ],
  [
    'a source with a token in its URL',
    'REPOSITORY_URL_HAS_CREDENTIALS',
    'acme/item',
    ({ platform }) =>
      new CatalogItem(platform, 'item', { source: { ...source, url: 'https://hunter2@git.example.com/a/b' } }),
  ],
  [
    'a source that runs a program',
    'REPOSITORY_URL_INVALID',
    'acme/item',
    ({ platform }) => new CatalogItem(platform, 'item', { source: { ...source, url: 'ext::sh -c whoami' } }),
  ],
  [
    'a literal secret among the inputs of a cluster',
    'SECRET_LITERAL',
    'acme/retail/mgmt',
    ({ retail }) => new ManagementCluster(retail, 'mgmt', { inputs: { token: `ghp_${'a'.repeat(36)}` } }),
  ],
  [
    'an input whose secret lies nowhere',
    'SECRET_PATH_INVALID',
    'acme/retail/cache',
    (program) => deployment(program, { values: { apiKey: SecretRef.store('/konstruct', 'key') } }),
  ],
  [
    'a GitLab group token without a reference',
    'REFERENCE_EXPECTED',
    'acme/other',
    ({ platform }) => {
      const credentials = 'hunter2' as unknown as ReturnType<typeof SecretRef.vault>;
      const git = GitConnection.gitlabGroup({ group: 'acme/other', credentials, platformCredentials: credentials });
      organization(platform, 'other', { git });
    },
  ],
];

// --- internal ---

function parts(program: SmallPlatform) {
  const cluster = smallCluster(program);
  const item = new CatalogItem(program.platform, 'redis', { source });
  return { cluster, item, environments: [{ name: 'staging', namespace: 'default' }] };
}
