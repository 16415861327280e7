import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Environment,
  Folder,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { organization, smallCluster } from '../../tools/program.ts';
import type { Mistake } from './mistake.ts';

const namespace = (scope: Chart, id: string, name: string) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** A ConfigMap with a text in a chart of its own. */
export const configMap = (scope: Folder | WorkloadCluster, text: string) =>
  new ApiObject(new Chart(scope, 'chart'), 'config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config' },
    data: { text },
  });

/** A Secret with the given members in a chart of its own. */
export const secret = (scope: Folder, members: Readonly<Record<string, unknown>>, labels = {}) =>
  new ApiObject(new Chart(scope, 'chart'), 'secret', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'database', namespace: 'data', labels },
    ...members,
  });

/** Mistakes in what holds everything together: the platform, organizations, clusters, repositories, files. */
export const PROGRAM_MISTAKES: readonly Mistake[] = [
  [
    'a second platform',
    'PLATFORM_TWICE',
    'second',
    ({ app }) => new Platform(app, 'second', { domain: 'b.dev', repository: { url: 'https://git.example.com/b/b' } }),
  ],
  ['an environment beside the platform', 'OUTSIDE_PLATFORM', 'lost', ({ app }) => new Environment(app, 'lost')],
  [
    'an organization in an organization',
    'ORGANIZATION_NESTED',
    'acme/retail/inner',
    ({ retail }) => organization(retail, 'inner'),
  ],
  ['a name with capitals', 'NAME_NOT_DNS_LABEL', 'acme/retail/Dev', ({ retail }) => new Environment(retail, 'Dev')],
  [
    'a name with an underscore',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/my_dev',
    ({ retail }) => new Environment(retail, 'my_dev'),
  ],
  [
    'an empty name',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/dev',
    ({ retail }) => new Environment(retail, 'dev', { name: '' }),
  ],
  [
    'a name of 64 characters',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/dev',
    ({ retail }) => new Environment(retail, 'dev', { name: 'a'.repeat(64) }),
  ],
  [
    'a name that leaves its folder',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/dev',
    ({ retail }) => new Environment(retail, 'dev', { name: '..', slug: 'dev' }),
  ],
  [
    'a bad slug',
    'NAME_NOT_DNS_LABEL',
    'acme/retail/dev',
    ({ retail }) => new Environment(retail, 'dev', { slug: 'a/b' }),
  ],
  [
    'a slug that grew too long',
    'NAME_NOT_DNS_LABEL',
    'acme/long',
    ({ platform }) => new Environment(platform, 'long', { name: 'a'.repeat(60) }),
  ],
  [
    'a cluster name too long for its namespace',
    'NAME_TOO_LONG',
    'acme/tall/big',
    ({ platform }) => new ManagementCluster(organization(platform, 'tall'), 'big', { name: 'a'.repeat(52) }),
  ],
  [
    'the reserved organization name',
    'ORGANIZATION_NAME_RESERVED',
    'acme/default',
    ({ platform }) => organization(platform, 'default'),
  ],
  [
    'two organizations of one name',
    'RESOURCE_CLASH',
    'acme/again',
    ({ platform }) =>
      new Organization(platform, 'again', {
        name: 'retail',
        git: GitConnection.pat({ organization: 'x', credentials: SecretRef.vault('x') }),
        platformRepository: { url: 'https://git.example.com/x/p' },
        applicationRepository: { url: 'https://git.example.com/x/a' },
      }),
  ],
  [
    'two environments of one name in one scope',
    'RESOURCE_CLASH',
    'acme/retail/two',
    ({ retail }) => {
      new Environment(retail, 'dev');
      new Environment(retail, 'two', { name: 'dev' });
    },
  ],
  [
    'clusters of two organizations in one folder',
    'CLUSTER_NAME_CLASH',
    'acme/other/mgmt',
    ({ platform, retail }) => {
      const other = organization(platform, 'other', {
        platformRepository: { url: 'https://git.example.com/acme-platform/retail' },
      });
      new ManagementCluster(retail, 'mgmt');
      new ManagementCluster(other, 'mgmt');
    },
  ],
  [
    'two slugs that meet',
    'ENVIRONMENT_SLUG_CLASH',
    'acme/retail/staging-global',
    ({ platform, retail }) => {
      new Environment(platform, 'staging');
      new Environment(retail, 'staging-global');
    },
  ],
  [
    'an unknown environment',
    'REFERENCE_UNKNOWN',
    'acme/retail/lon1',
    ({ retail }) => {
      new ManagementCluster(retail, 'mgmt');
      new WorkloadCluster(retail, 'lon1', { environments: [{ name: 'stagin', namespace: 'default' }] });
    },
  ],
  [
    'an environment of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/lon1',
    ({ platform, retail }) => {
      const dev = new Environment(organization(platform, 'other'), 'dev');
      new ManagementCluster(retail, 'mgmt');
      new WorkloadCluster(retail, 'lon1', { environments: [dev] });
    },
  ],
  [
    'an environment attached twice',
    'REFERENCE_TWICE',
    'acme/retail/lon1',
    ({ retail }) => {
      const dev = new Environment(retail, 'dev');
      new ManagementCluster(retail, 'mgmt');
      new WorkloadCluster(retail, 'lon1', { environments: [dev] }).attach(dev);
    },
  ],
  [
    'a cluster without management',
    'CLUSTER_WITHOUT_MANAGEMENT',
    'acme/bare/lon1',
    ({ platform }) => new WorkloadCluster(organization(platform, 'bare'), 'lon1'),
  ],
  [
    'a cluster that must choose its management',
    'CLUSTER_WITHOUT_MANAGEMENT',
    'acme/double/lon1',
    ({ platform }) => {
      const double = organization(platform, 'double');
      new ManagementCluster(double, 'one');
      new ManagementCluster(double, 'two');
      new WorkloadCluster(double, 'lon1');
    },
  ],
  [
    'a management cluster of another organization',
    'REFERENCE_NOT_VISIBLE',
    'acme/retail/lon1',
    ({ platform, retail }) => {
      const management = new ManagementCluster(organization(platform, 'other'), 'other-mgmt');
      new WorkloadCluster(retail, 'lon1', { management });
    },
  ],
  [
    'a cluster outside of organizations',
    'OUTSIDE_ORGANIZATION',
    'acme/lost',
    ({ app }) => new ManagementCluster(app.node.findChild('acme') as Construct, 'lost'),
  ],
  [
    'monitoring of nothing',
    'MONITORING_WITHOUT_CLUSTER',
    'acme/retail/m',
    ({ retail }) => new KubePrometheusStack(retail, 'm'),
  ],
  [
    'monitoring twice',
    'MONITORING_TWICE',
    'acme/retail/lon1/b',
    (program) => {
      const cluster = smallCluster(program);
      new KubePrometheusStack(cluster, 'a');
      new KubePrometheusStack(cluster, 'b');
    },
  ],
  [
    'a duration that is none',
    'DURATION_INVALID',
    'acme/retail/lon1/m',
    (program) => new KubePrometheusStack(smallCluster(program), 'm', { scrapeInterval: 'soon' as '5s' }),
  ],
  [
    'a receiver that is no URL',
    'URL_INVALID',
    'acme/retail/lon1/m',
    (program) => new KubePrometheusStack(smallCluster(program), 'm', { remoteWrite: [{ url: 'prometheus.local' }] }),
  ],
  [
    'a repository URL with a password',
    'REPOSITORY_URL_HAS_CREDENTIALS',
    'acme/other',
    ({ platform }) =>
      organization(platform, 'other', { platformRepository: { url: 'https://me:hunter2@git.example.com/a/b' } }),
  ],
  [
    'a repository URL that is an option',
    'REPOSITORY_URL_INVALID',
    'acme/other',
    ({ platform }) => organization(platform, 'other', { platformRepository: { url: '--upload-pack=touch' } }),
  ],
  [
    'a repository URL that runs a program',
    'REPOSITORY_URL_INVALID',
    'acme/other',
    ({ platform }) => organization(platform, 'other', { platformRepository: { url: 'ext::sh -c whoami' } }),
  ],
  [
    'a repository name that leaves the folder',
    'REPOSITORY_URL_INVALID',
    'acme/other',
    ({ platform }) =>
      organization(platform, 'other', { platformRepository: { url: 'https://git.example.com/a/b', name: '../b' } }),
  ],
  [
    'two repositories of one name',
    'REPOSITORY_NAME_CLASH',
    'acme/other',
    ({ platform }) =>
      organization(platform, 'other', {
        platformRepository: { url: 'https://elsewhere.example.com/acme-platform/retail' },
      }),
  ],
  [
    'one repository with two branches',
    'REPOSITORY_BRANCH_CLASH',
    'acme/other',
    ({ platform }) =>
      organization(platform, 'other', {
        platformRepository: { url: 'git@git.example.com:acme-platform/retail.git', branch: 'trunk' },
      }),
  ],
  [
    'a Vault key with a leading slash',
    'SECRET_PATH_INVALID',
    'acme/other',
    ({ platform }) =>
      organization(platform, 'other', {
        git: GitConnection.pat({ organization: 'x', credentials: SecretRef.vault('/argocd/x') }),
      }),
  ],
  [
    'a literal where a secret belongs',
    'REFERENCE_EXPECTED',
    'acme/other',
    ({ platform }) => {
      const credentials = 'hunter2' as unknown as ReturnType<typeof SecretRef.vault>;
      organization(platform, 'other', {
        git: GitConnection.pat({ organization: 'x', credentials, platformCredentials: credentials }),
      });
    },
  ],
  [
    'two constructs with one path',
    'PATH_CLASH',
    'acme/retail/b/same',
    ({ retail }) => {
      namespace(new Chart(new Folder(retail, 'a', { path: 'x' }), 'same'), 'one', 'one');
      namespace(new Chart(new Folder(retail, 'b', { path: 'x' }), 'same'), 'two', 'two');
    },
  ],
  [
    'paths that differ in case',
    'PATH_CASE_CLASH',
    'acme/retail/a/same',
    ({ retail }) => {
      namespace(new Chart(new Folder(retail, 'a', { path: 'x' }), 'same'), 'one', 'one');
      namespace(new Chart(new Folder(retail, 'b', { path: 'X' }), 'same'), 'two', 'two');
    },
  ],
  [
    'a file that is a folder',
    'PATH_IS_FOLDER',
    'acme/retail/b/inside',
    ({ retail }) => {
      namespace(new Chart(new Folder(retail, 'a', { path: 'x' }), 'same'), 'one', 'one');
      namespace(new Chart(new Folder(retail, 'b', { path: 'x/same.yaml' }), 'inside'), 'two', 'two');
    },
  ],
  [
    'a path out of the repository',
    'PATH_UNSAFE',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a', { path: '../../etc' }), 'x'),
  ],
  [
    'a path into .git',
    'PATH_UNSAFE',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a', { path: '.GIT/hooks' }), 'x'),
  ],
  [
    'an object that Argo CD already gets',
    'MANIFEST_CLASH',
    'acme/retail/lon1/chart',
    (program) =>
      new ApiObject(new Chart(smallCluster(program), 'chart'), 'again', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AppProject',
        metadata: { name: 'lon1', namespace: 'argocd' },
        spec: {},
      }),
  ],
  [
    'an Application that its project refuses',
    'APPLICATION_REFUSED_BY_PROJECT',
    'acme/retail/lon1/chart',
    (program) =>
      new ApiObject(new Chart(smallCluster(program), 'chart'), 'app', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'foreign', namespace: 'argocd' },
        spec: {
          project: 'lon1',
          source: { repoURL: 'https://charts.example.com', chart: 'x', targetRevision: '1' },
          destination: { name: 'lon1', namespace: 'x' },
        },
      }),
  ],
  [
    'a private key',
    'SECRET_LITERAL',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a'), '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n'),
  ],
  ...(['data', 'stringData'] as const).map(
    (member): Mistake => [
      `a Secret with a value under ${member}`,
      'SECRET_LITERAL',
      'acme/retail/a/chart',
      ({ retail }) => secret(new Folder(retail, 'a'), { [member]: { password: 'hunter2' } }),
    ],
  ),
  [
    'a GitHub token',
    'SECRET_LITERAL',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a'), `ghp_${'a'.repeat(36)}`),
  ],
  [
    'a Terraform token',
    'TERRAFORM_TOKEN_LEAKED',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a'), ['$', '{TfToken[TOKEN.3]}'].join('')),
  ],
  [
    'a placeholder',
    'TOKEN_UNRESOLVED',
    'acme/retail/a/chart',
    ({ retail }) => configMap(new Folder(retail, 'a'), 'cluster: <CLUSTER_NAME>'),
  ],
];
