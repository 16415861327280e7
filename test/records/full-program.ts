import {
  App,
  AppRegistration,
  CatalogDeployment,
  CatalogItem,
  CloudAccount,
  ClusterTemplate,
  Environment,
  GitConnection,
  HelmTemplate,
  ManagementCluster,
  Organization,
  PipelineTemplate,
  Platform,
  Scope,
  SecretRef,
  Team,
  VirtualCluster,
  WorkloadCluster,
} from '../../constructs/index.ts';
import type { InputValue } from '../../lib/model/declarations/cluster.ts';

/** What varies in a platform that has every kind of resource. */
export interface FullPlatform {
  readonly organizations: readonly FullOrganization[];
  /** Environments that are Global. */
  readonly global: readonly string[];
  /** Whether the organizations share one template through a list of scopes. */
  readonly shared: boolean;
  /** Whether organizations have templates and items with the names of Global ones. */
  readonly namesakes: boolean;
  readonly text: string | undefined;
}

export interface FullOrganization {
  readonly name: string;
  readonly auth: 'pat' | 'gitlab' | 'app';
  readonly branch: string | undefined;
  readonly environments: readonly string[];
  readonly clusters: readonly FullCluster[];
  readonly provider: 'aws' | 'civo' | 'google';
  readonly values: Readonly<Record<string, InputValue>>;
  readonly team: boolean;
}

export interface FullCluster {
  readonly name: string;
  /** Which visible environments it serves, by position modulo their number. */
  readonly attached: readonly number[];
  readonly virtual: boolean;
  readonly nodeCount: number | undefined;
  /** Whether the environments of the organization attach themselves. */
  readonly fromEnvironments: boolean;
  readonly deployments: number;
  readonly global: boolean;
}

const source = { url: 'https://git.example.com/templates/templates', path: 'a/b' };

/** The platform alone, for what is declared elsewhere. */
export function onlyPlatform(): { readonly app: App; readonly platform: Platform } {
  const app = new App();
  const repository = { url: 'https://git.example.com/acme/platform' };
  return { app, platform: new Platform(app, 'acme', { domain: 'acme.dev', repository }) };
}

export function fullProgram(full: FullPlatform): App {
  const { app, platform } = onlyPlatform();
  const { text: description } = full;
  const about = description === undefined ? {} : { description };
  const catalog = [
    {
      item: { name: 'datadog', namespace: 'default' },
      values: { site: '{cluster}', apiKey: SecretRef.store('a', 'b') },
    },
    { name: 'more', item: { name: 'datadog', namespace: 'default' }, infrastructureValues: { size: 1 } },
  ];
  const global = full.global.map((name) => new Environment(platform, name, { ...about, catalog }));
  const clusterTemplate = new ClusterTemplate(platform, 'civo', { source: { ...source, ref: 'v1' }, ...about });
  const pipeline = new PipelineTemplate(platform, 'actions', { source });
  const chart = new HelmTemplate(platform, 'chart', { source: { ...source, token: SecretRef.vault('a/token') } });
  const item = new CatalogItem(platform, 'datadog', { source, type: 'Hybrid' });
  new Team(platform, 'admins', { roles: { 'acme-admins': 'Platform Admin' } });
  const names = full.organizations.map(({ name }) => name);
  const sharedTemplate =
    full.shared && names.length > 0
      ? new HelmTemplate(platform, 'shared', { source, scope: Scope.organizations(names) })
      : undefined;
  for (const each of full.organizations) {
    const organization = new Organization(platform, each.name, {
      git: connection(each),
      platformRepository: {
        url: `https://git.example.com/acme/${each.name}`,
        ...(each.branch !== undefined && { branch: each.branch }),
      },
      applicationRepository: { url: `https://git.example.com/acme-${each.name}/apps`, name: `apps-${each.name}` },
      ...(description !== undefined && { displayName: description }),
    });
    const own = each.environments.map(
      (name) => new Environment(organization, name, { color: '#7c3aed', ...(each.team && { slug: `${name}-own` }) }),
    );
    const visible = [...global, ...own];
    const account = new CloudAccount(organization, 'cloud', cloud(each.provider));
    const management = new ManagementCluster(organization, `${each.name}-mgmt`, {
      template: { name: 'civo', namespace: 'default' },
      cloudAccount: account,
      region: 'lon1',
      inputs: each.values,
    });
    const team = new Team(organization, 'devs', { roles: { leads: 'Team Admin', everybody: 'Developer' } });
    const ownItem = new CatalogItem(organization, full.namesakes ? 'datadog' : 'own-item', {
      source,
      type: 'Infrastructure',
    });
    if (full.namesakes) {
      new ClusterTemplate(organization, 'civo', { source });
      new PipelineTemplate(organization, 'actions', { source });
      new HelmTemplate(organization, 'chart', { source });
    }
    let host: WorkloadCluster | undefined;
    for (const cluster of each.clusters) {
      const chosen = new Set(visible.length === 0 ? [] : cluster.attached.map((at) => at % visible.length));
      const environments = [...chosen].flatMap((at) => visible[at] ?? []);
      const props = {
        management,
        template: clusterTemplate,
        environments: cluster.fromEnvironments ? [] : environments,
        inputs: each.values,
        ...(cluster.nodeCount !== undefined && { nodeCount: cluster.nodeCount }),
      };
      const made: WorkloadCluster =
        cluster.virtual && host !== undefined
          ? new VirtualCluster(organization, cluster.name, { ...props, host })
          : new WorkloadCluster(organization, cluster.name, props);
      if (!cluster.virtual) host = made;
      if (cluster.fromEnvironments) for (const one of environments) one.attachTo(made);
      if (environments.length === 0) continue;
      for (let index = 0; index < cluster.deployments; index++) {
        new CatalogDeployment(organization, `release-${cluster.name}-${index}`, {
          item: index === 0 ? item : ownItem,
          cluster: made,
          environments,
          values: each.values,
          ...(index === 1 && { teams: [team], infrastructureValues: { key: SecretRef.store('a/b', 'c') } }),
        });
      }
      const global0 = environments.filter((one) => one.namespaces.includes('default'));
      if (cluster.global && global0.length > 0) {
        new CatalogDeployment(platform, `global-${each.name}-${cluster.name}`, {
          item,
          cluster: { name: cluster.name, namespace: each.name },
          environments: global0,
        });
      }
    }
    if (visible.length > 0) {
      new AppRegistration(organization, 'shop', {
        repository: { url: `https://git.example.com/acme-${each.name}/shop` },
        pipelineTemplate: pipeline,
        helmTemplate: sharedTemplate ?? chart,
        stages: visible,
        ...(each.team && { team }),
      });
    }
  }
  return app;
}

// --- internal ---

function connection({ name, auth }: FullOrganization): GitConnection {
  const credentials = SecretRef.vault(`argocd/${name}`);
  if (auth === 'gitlab') return GitConnection.gitlabGroup({ group: `acme/${name}`, credentials });
  if (auth === 'app') return GitConnection.githubApp({ organization: name, credentials });
  return GitConnection.pat({ organization: name, credentials, platformCredentials: SecretRef.vault('argocd/other') });
}

function cloud(provider: FullOrganization['provider']) {
  const credentials = SecretRef.vault('clouds/key');
  if (provider === 'aws') return { provider, accountId: '000000000000', roleArn: 'arn:aws:iam::000000000000:role/x' };
  return provider === 'civo' ? { provider, credentials } : { provider, project: 'acme-clouds', credentials };
}
