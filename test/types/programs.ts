/** What every program of the table starts with. */
export const PREAMBLE = `
import {
  App, AppRegistration, CatalogDeployment, CatalogItem, CloudAccount, ClusterTemplate, Environment, GitConnection, HelmTemplate,
  KubePrometheusStack, Lifecycle, ManagementCluster, Organization, PipelineTemplate, Platform, Scope, SecretRef, Team, VirtualCluster,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { Construct } from 'constructs';

const app = new App();
const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url: 'https://git.example.com/acme/platform' } });
const repositories = {
  platformRepository: { url: 'https://git.example.com/p' },
  applicationRepository: { url: 'https://git.example.com/a' },
};
const git = GitConnection.githubApp({ organization: 'acme', credentials: SecretRef.vault('argocd/acme') });
const retail = new Organization(acme, 'retail', { git, ...repositories });
const logistics = new Organization(acme, 'logistics', { git, ...repositories });
const source = { url: 'https://git.example.com/t', path: 'templates' };

const staging = new Environment(acme, 'staging');
const retailDev = new Environment(retail, 'dev');
const logisticsDev = new Environment(logistics, 'dev');
const shared = new Environment(acme, 'shared', { scope: Scope.organizations([retail]) });
const globalItem = new CatalogItem(acme, 'redis', { source });
const retailItem = new CatalogItem(retail, 'datadog', { source });
const retailTemplate = new ClusterTemplate(retail, 'own', { source });
const globalTemplate = new ClusterTemplate(acme, 'civo', { source });
const pipeline = new PipelineTemplate(acme, 'gh-actions', { source });
const retailPipeline = new PipelineTemplate(retail, 'own', { source });
const chart = new HelmTemplate(acme, 'default', { source });
const retailChart = new HelmTemplate(retail, 'own', { source });
const retailAccount = new CloudAccount(retail, 'civo', { provider: 'civo', credentials: SecretRef.vault('civo') });
const retailTeam = new Team(retail, 'shop', { roles: { shop: 'Developer' } });
const retailMgmt = new ManagementCluster(retail, 'mgmt');
const logisticsMgmt = new ManagementCluster(logistics, 'mgmt');
const lon1 = new WorkloadCluster(retail, 'lon1', { management: retailMgmt, environments: [staging, retailDev] });
const fra1 = new WorkloadCluster(logistics, 'fra1', { management: logisticsMgmt, environments: [staging, logisticsDev] });
declare const names: string[];
void [app, fra1, shared, names, retailTeam, retailAccount, globalTemplate, retailTemplate, chart, pipeline, Construct, lon1,
  retailChart, retailPipeline, retailItem, globalItem, KubePrometheusStack, AppRegistration, CatalogDeployment, VirtualCluster,
  Lifecycle];
`;

/** A program that must not compile, why, and the nearest one that must. */
export interface TypeCase {
  readonly reason: string;
  readonly wrong: string;
  readonly right: string;
}

export const TYPE_CASES: readonly TypeCase[] = [
  {
    reason: 'health is waited for by the name of an Application, not by what writes it',
    wrong: `Lifecycle.of(fra1).afterHealthy('lon1-dev');`,
    right: `Lifecycle.of(fra1).afterHealthy(lon1).afterHealthy(new KubePrometheusStack(lon1, 'monitoring'));`,
  },
  {
    reason: 'the environment of awaited health is a name',
    wrong: `Lifecycle.of(fra1).afterHealthy(lon1, { environment: 'staging' });`,
    right: `Lifecycle.of(fra1).afterHealthy(lon1, { environment: staging });`,
  },
  {
    reason: 'an item of TypeScript is given a value of the wrong type',
    wrong: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new CatalogDeployment(retail, 'x', { item: api, cluster: lon1, environments: [retailDev], values: { replicas: 'two' } });`,
    right: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new CatalogDeployment(retail, 'x', { item: api, cluster: lon1, environments: [retailDev], values: { replicas: 2 } });`,
  },
  {
    reason: 'an item of TypeScript is not given what it needs',
    wrong: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new CatalogDeployment(retail, 'x', { item: api, cluster: lon1, environments: [retailDev] });`,
    right: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new CatalogDeployment(retail, 'x', { item: api, cluster: lon1, environments: [retailDev], values: { replicas: 2, image: 'a' } });`,
  },
  {
    reason: 'an item of TypeScript is given what it does not know',
    wrong: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new CatalogDeployment(retail, 'x', { item: api, cluster: lon1, environments: [retailDev], values: { replicas: 2, size: 1 } });`,
    right: `declare const made: Construct; const api = CatalogItem.fromChart(acme, 'api', (props: { replicas: number; image?: string }) => (void props, made)); new Environment(acme, 'x', { catalog: [{ item: api }] });`,
  },
  {
    reason: 'an environment brings an item of another organization',
    wrong: `new Environment(logistics, 'x', { catalog: [{ item: retailItem }] });`,
    right: `new Environment(retail, 'x', { catalog: [{ item: retailItem }, { item: globalItem }] });`,
  },
  {
    reason: 'a cluster serves an environment of another organization',
    wrong: `new WorkloadCluster(retail, 'x', { environments: [logisticsDev] });`,
    right: `new WorkloadCluster(retail, 'x', { environments: [retailDev, staging] });`,
  },
  {
    reason: 'an environment of another organization is attached later',
    wrong: `lon1.attach(logisticsDev);`,
    right: `lon1.attach(staging).attach(retailDev);`,
  },
  {
    reason: 'an environment attaches itself to a cluster of another organization',
    wrong: `new Environment(retail, 'x', { clusters: [fra1] });`,
    right: `new Environment(retail, 'x', { clusters: [lon1] });`,
  },
  {
    reason: 'an environment is attached later to a cluster of another organization',
    wrong: `retailDev.attachTo(fra1);`,
    right: `retailDev.attachTo(lon1);`,
  },
  {
    reason: 'a management cluster runs a cluster of another organization',
    wrong: `new WorkloadCluster(retail, 'x', { management: logisticsMgmt });`,
    right: `new WorkloadCluster(retail, 'x', { management: retailMgmt });`,
  },
  {
    reason: 'a cluster template of another organization is used',
    wrong: `new WorkloadCluster(logistics, 'x', { template: retailTemplate });`,
    right: `new WorkloadCluster(logistics, 'x', { template: globalTemplate });`,
  },
  {
    reason: 'a management cluster is made from a template of another organization',
    wrong: `new ManagementCluster(logistics, 'x', { template: retailTemplate });`,
    right: `new ManagementCluster(retail, 'x', { template: retailTemplate });`,
  },
  {
    reason: 'a cloud account of another organization is used',
    wrong: `new WorkloadCluster(logistics, 'x', { cloudAccount: retailAccount });`,
    right: `new WorkloadCluster(retail, 'x', { cloudAccount: retailAccount });`,
  },
  {
    reason: 'a virtual cluster runs on a cluster of another organization',
    wrong: `new VirtualCluster(logistics, 'x', { host: lon1 });`,
    right: `new VirtualCluster(retail, 'x', { host: lon1 });`,
  },
  {
    reason: 'a virtual cluster has no host',
    wrong: `new VirtualCluster(retail, 'x', {});`,
    right: `new VirtualCluster(retail, 'x', { host: { name: 'lon1', namespace: 'retail' } });`,
  },
  {
    reason: 'an item of one organization is deployed by another',
    wrong: `new CatalogDeployment(logistics, 'x', { item: retailItem, cluster: fra1, environments: [staging] });`,
    right: `new CatalogDeployment(logistics, 'x', { item: globalItem, cluster: fra1, environments: [staging] });`,
  },
  {
    reason: 'a deployment goes to a cluster of another organization',
    wrong: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: fra1, environments: [staging] });`,
    right: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: lon1, environments: [staging] });`,
  },
  {
    reason: 'a deployment goes to an environment of another organization',
    wrong: `new CatalogDeployment(retail, 'x', { item: retailItem, cluster: lon1, environments: [logisticsDev] });`,
    right: `new CatalogDeployment(retail, 'x', { item: retailItem, cluster: lon1, environments: [retailDev] });`,
  },
  {
    reason: 'a deployment belongs to a team of another organization',
    wrong: `new CatalogDeployment(logistics, 'x', { item: globalItem, cluster: fra1, environments: [staging], teams: [retailTeam] });`,
    right: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: lon1, environments: [staging], teams: [retailTeam] });`,
  },
  {
    reason: 'a deployment names no item',
    wrong: `new CatalogDeployment(retail, 'x', { cluster: lon1, environments: [staging] });`,
    right: `new CatalogDeployment(retail, 'x', { item: { name: 'redis', namespace: 'default' }, cluster: lon1, environments: [staging] });`,
  },
  {
    reason: 'a deployment names no environments',
    wrong: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: lon1 });`,
    right: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: lon1, environments: [retailDev, staging] });`,
  },
  {
    reason: 'an application is built by a pipeline of another organization',
    wrong: `new AppRegistration(logistics, 'x', { repository: source, pipelineTemplate: retailPipeline, helmTemplate: chart, stages: [staging] });`,
    right: `new AppRegistration(logistics, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [staging] });`,
  },
  {
    reason: 'an application is deployed with a chart of another organization',
    wrong: `new AppRegistration(logistics, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: retailChart, stages: [staging] });`,
    right: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: retailChart, stages: [staging] });`,
  },
  {
    reason: 'a release passes an environment of another organization',
    wrong: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [logisticsDev, staging] });`,
    right: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [retailDev, staging] });`,
  },
  {
    reason: 'a Helm template stands where a pipeline template belongs',
    wrong: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: chart, helmTemplate: chart, stages: [staging] });`,
    right: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [staging] });`,
  },
  {
    reason: 'an environment stands where a cluster belongs',
    wrong: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: staging, environments: [staging] });`,
    right: `new CatalogDeployment(retail, 'x', { item: globalItem, cluster: { name: 'lon1', namespace: 'retail' }, environments: [staging] });`,
  },
  {
    reason: 'a reference is a bare name',
    wrong: `new WorkloadCluster(retail, 'x', { environments: ['staging'] });`,
    right: `new WorkloadCluster(retail, 'x', { environments: [{ name: 'staging', namespace: 'default' }] });`,
  },
  {
    reason: 'a reference lacks its namespace',
    wrong: `new WorkloadCluster(retail, 'x', { environments: [{ name: 'staging' }] });`,
    right: `new WorkloadCluster(retail, 'x', { environments: [{ name: 'staging', namespace: 'retail' }] });`,
  },
  {
    reason: 'a cluster stands directly under the platform',
    wrong: `new WorkloadCluster(acme, 'x');`,
    right: `new WorkloadCluster(retail, 'x');`,
  },
  {
    reason: 'a management cluster stands directly under the platform',
    wrong: `new ManagementCluster(acme, 'x');`,
    right: `new ManagementCluster(retail, 'x');`,
  },
  {
    reason: 'a cloud account stands directly under the platform',
    wrong: `new CloudAccount(acme, 'x', { provider: 'civo', credentials: SecretRef.vault('civo') });`,
    right: `new CloudAccount(retail, 'x', { provider: 'civo', credentials: SecretRef.vault('civo') });`,
  },
  {
    reason: 'an application stands directly under the platform',
    wrong: `new AppRegistration(acme, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [staging] });`,
    right: `new AppRegistration(retail, 'x', { repository: source, pipelineTemplate: pipeline, helmTemplate: chart, stages: [staging] });`,
  },
  {
    reason: 'an organization that is not in the list uses the resource',
    wrong: `fra1.attach(shared);`,
    right: `lon1.attach(shared);`,
  },
  {
    reason: 'a resource of two organizations is used by a third',
    wrong: `const two = new Environment(acme, 'two', { scope: Scope.organizations([retail, logistics]) });
      const hr = new Organization(acme, 'hr', { git, ...repositories });
      new WorkloadCluster(hr, 'x', { environments: [two] });`,
    right: `const two = new Environment(acme, 'two', { scope: Scope.organizations([retail, logistics]) });
      lon1.attach(two); fra1.attach(two);`,
  },
  {
    reason: 'an environment of an organization is not made Global by what it stands in',
    wrong: `const own = new Environment(acme, 'own', { scope: Scope.organizations(['retail']) }); fra1.attach(own);`,
    right: `const all = new Environment(retail, 'all', { scope: Scope.global() }); fra1.attach(all); lon1.attach(all);`,
  },
  {
    reason: 'a role is not one of the platform',
    wrong: `new Team(retail, 'x', { roles: { people: 'Owner' } });`,
    right: `new Team(retail, 'x', { roles: { people: 'Team Admin' } });`,
  },
  {
    reason: 'a secret is a literal',
    wrong: `GitConnection.pat({ organization: 'acme', credentials: 'ghp_abc' });`,
    right: `GitConnection.pat({ organization: 'acme', credentials: SecretRef.vault('argocd/acme') });`,
  },
  {
    reason: 'the API key of a cloud is a literal',
    wrong: `new CloudAccount(retail, 'x', { provider: 'civo', credentials: 'key' });`,
    right: `new CloudAccount(retail, 'x', { provider: 'civo', credentials: SecretRef.store('civo', 'key') });`,
  },
  {
    reason: 'an AWS account has no role',
    wrong: `new CloudAccount(retail, 'x', { provider: 'aws', accountId: '123456789012' });`,
    right: `new CloudAccount(retail, 'x', { provider: 'aws', accountId: '123456789012', roleArn: 'arn:aws:iam::123456789012:role/x' });`,
  },
  {
    reason: 'a cloud is not one of the platform',
    wrong: `new CloudAccount(retail, 'x', { provider: 'azure', credentials: SecretRef.vault('x') });`,
    right: `new CloudAccount(retail, 'x', { provider: 'google', project: 'p', credentials: SecretRef.vault('x') });`,
  },
  {
    reason: 'an item is of no known type',
    wrong: `new CatalogItem(acme, 'x', { source, type: 'Terraform' });`,
    right: `new CatalogItem(acme, 'x', { source, type: 'Infrastructure' });`,
  },
  {
    reason: 'a template has no source',
    wrong: `new ClusterTemplate(acme, 'x', {});`,
    right: `new ClusterTemplate(acme, 'x', { source: { url: 'https://git.example.com/t', path: 'x', ref: 'v1' } });`,
  },
  {
    reason: 'an organization has one repository only',
    wrong: `new Organization(acme, 'x', { git, platformRepository: { url: 'https://git.example.com/p' } });`,
    right: `new Organization(acme, 'x', { git, ...repositories });`,
  },
  {
    reason: 'a duration is a number',
    wrong: `new KubePrometheusStack(lon1, 'x', { scrapeInterval: 5 });`,
    right: `new KubePrometheusStack(lon1, 'x', { scrapeInterval: '5s' });`,
  },
];

/** Programs that must compile though the compiler knows less: what they refer to is checked when they run. */
export const LENIENT: readonly { readonly reason: string; readonly right: string }[] = [
  {
    reason: 'organizations in a loop',
    right: `for (const name of names) {
      const each = new Organization(acme, name, { git, ...repositories });
      const dev = new Environment(each, 'dev');
      const management = new ManagementCluster(each, 'mgmt');
      new WorkloadCluster(each, 'x', { management, environments: [dev, staging], template: globalTemplate });
    }`,
  },
  {
    reason: 'a function over organizations',
    right: `function grow(organization: Organization, environment: Environment): WorkloadCluster {
      return new WorkloadCluster(organization, 'x', { environments: [environment, staging] });
    }
    grow(retail, retailDev); grow(logistics, staging);`,
  },
  {
    reason: 'a group of constructs between the organization and what belongs to it',
    right: `class Group extends Construct {}
      const group = new Group(retail, 'group');
      new WorkloadCluster(group, 'x', { environments: [retailDev, staging] });`,
  },
  {
    reason: 'a construct of the user that passes its scope on',
    right: `class Landscape extends Construct {
        readonly dev: Environment;
        constructor(scope: Organization, id: string) {
          super(scope, id);
          this.dev = new Environment(scope, 'landscape');
          new WorkloadCluster(scope, 'landscape', { environments: [this.dev, staging] });
        }
      }
      new Landscape(retail, 'a'); new Landscape(logistics, 'b');`,
  },
  {
    reason: 'a deployment of the platform itself',
    right: `new CatalogDeployment(acme, 'x', { item: globalItem, cluster: lon1, environments: [staging] });`,
  },
];
