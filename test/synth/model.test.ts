import { describe, expect, it } from 'vitest';
import {
  AppRegistration,
  CatalogDeployment,
  CatalogItem,
  ClusterTemplate,
  Environment,
  HelmTemplate,
  ManagementCluster,
  PipelineTemplate,
  Scope,
  WorkloadCluster,
} from '../../constructs/index.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { compile, filesOf, organization, type SmallPlatform, smallCluster, smallPlatform } from '../tools/program.ts';

const source = { url: 'https://git.example.com/templates/catalog', path: 'redis' };

describe('membership of environments', () => {
  it('is what the cluster and the environments say together, each once', () => {
    const program = smallPlatform();
    const { platform, retail } = program;
    new ManagementCluster(retail, 'mgmt');
    const both = new Environment(retail, 'both');
    const cluster = new WorkloadCluster(retail, 'lon1', { environments: [both] });
    both.attachTo(cluster);
    new Environment(retail, 'own', { clusters: [cluster] });
    new Environment(platform, 'staging', { clusters: [{ name: 'lon1', namespace: 'retail' }] });
    const files = Object.keys(filesOf(compile(program.app)));
    expect(files.filter((file) => file.includes('/45-env-'))).toEqual([
      'acme-platform/retail:registry/clusters/lon1/45-env-both.yaml',
      'acme-platform/retail:registry/clusters/lon1/45-env-own.yaml',
      'acme-platform/retail:registry/clusters/lon1/45-env-staging-global.yaml',
    ]);
    const [lon1] = modelOf(program).workloadClusters;
    expect(lon1?.environments.map(({ slug }) => slug)).toEqual(['both', 'own', 'staging-global']);
  });
});

it('a source without a folder is the root of its repository', () => {
  const program = smallPlatform();
  new CatalogItem(program.platform, 'redis', { source: { url: source.url } });
  const compilation = compile(program.app);
  expect(compilation.diagnostics).toEqual([]);
  const record = filesOf(compilation)['acme/platform:registry/konstruct/default/catalog-application/redis.yaml'];
  expect(record).toContain(`gitUrl: ${source.url}\n`);
  expect(record).not.toContain('gitPath');
});

describe('a resource of several organizations', () => {
  it('has a record in each, and each refers to its own', () => {
    const program = smallPlatform();
    const { platform, retail } = program;
    const logistics = organization(platform, 'logistics');
    const scope = Scope.organizations([retail, logistics]);
    const template = new ClusterTemplate(platform, 'civo', { source, scope });
    const qa = new Environment(platform, 'qa', { scope });
    for (const each of [retail, logistics]) {
      const management = new ManagementCluster(each, `${each.name}-mgmt`, { template });
      new WorkloadCluster(each, `${each.name}-1`, { management, template, environments: [qa] });
    }
    const model = modelOf(program);
    expect(model.environments.map(({ namespace, slug }) => [namespace, slug])).toEqual([
      ['logistics', 'qa'],
      ['retail', 'qa'],
    ]);
    for (const cluster of model.workloadClusters) {
      expect(cluster.template?.namespace).toBe(cluster.namespace);
      expect(cluster.environments.map(({ namespace }) => namespace)).toEqual([cluster.namespace]);
    }
  });

  it('may be named by its organizations, and be said in an organization to be Global', () => {
    const program = smallPlatform();
    new Environment(program.platform, 'audit', { scope: Scope.organizations(['retail']) });
    new Environment(program.retail, 'shared', { scope: Scope.global() });
    expect(modelOf(program).environments.map(({ namespace, name, slug }) => [namespace, name, slug])).toEqual([
      ['default', 'shared', 'shared-global'],
      ['retail', 'audit', 'audit'],
    ]);
  });
});

describe('a reference', () => {
  it('to what an organization cannot see names both scopes', () => {
    const program = smallPlatform();
    const { platform, retail } = program;
    const theirs = new CatalogItem(organization(platform, 'logistics'), 'redis', { source });
    const cluster = smallCluster(program);
    const environments = [{ name: 'staging', namespace: 'default' }];
    new CatalogDeployment(retail, 'cache', { item: theirs, cluster, environments });
    const [finding] = compile(program.app).diagnostics;
    expect(finding?.code).toBe('REFERENCE_NOT_VISIBLE');
    expect(finding?.summary).toContain('`logistics`');
    expect(finding?.summary).toContain('`retail`');
    expect(finding?.related?.map(({ address }) => address)).toEqual(['acme/logistics/redis']);
  });

  it('to an environment that is gone is told by each that uses it', () => {
    const program = smallPlatform();
    const { platform, retail } = program;
    const cluster = smallCluster(program);
    const gone = { name: 'qa', namespace: 'default' };
    cluster.attach(gone);
    const item = new CatalogItem(platform, 'redis', { source });
    new CatalogDeployment(retail, 'cache', { item, cluster, environments: [gone] });
    new AppRegistration(retail, 'shop', {
      repository: { url: 'https://git.example.com/retail/shop' },
      pipelineTemplate: new PipelineTemplate(platform, 'actions', { source }),
      helmTemplate: new HelmTemplate(platform, 'chart', { source }),
      stages: [gone],
    });
    expect(compile(program.app).diagnostics.map(({ code, address }) => `${code} ${address}`)).toEqual([
      'REFERENCE_UNKNOWN acme/retail/lon1',
      'REFERENCE_UNKNOWN acme/retail/cache',
      'REFERENCE_UNKNOWN acme/retail/shop',
    ]);
  });
});

describe('a release name', () => {
  const deploy = (program: SmallPlatform, scope: 'platform' | 'retail', id: string) => {
    const item = { name: 'redis', namespace: 'default' };
    const cluster = { name: 'lon1', namespace: 'retail' };
    const environments = [{ name: 'staging', namespace: 'default' }];
    new CatalogDeployment(program[scope], id, { name: 'cache', item, cluster, environments });
  };

  it.each([
    ['platform', 'Global'],
    ['retail', 'retail'],
  ] as const)('that is taken under %s is refused as the platform says it', (first, label) => {
    const program = smallPlatform();
    smallCluster(program);
    new CatalogItem(program.platform, 'redis', { source });
    deploy(program, first, 'first');
    deploy(program, 'retail', 'second');
    expect(compile(program.app).diagnostics).toMatchObject([
      {
        code: 'RELEASE_NAME_TAKEN',
        address: 'acme/retail/second',
        summary: `A deployment with this release name already exists in ${label}`,
      },
    ]);
  });

  it('may be that of another organization', () => {
    const program = smallPlatform();
    const { platform } = program;
    const logistics = organization(platform, 'logistics');
    smallCluster(program);
    const item = new CatalogItem(platform, 'redis', { source });
    const environments = [{ name: 'staging', namespace: 'default' }];
    const management = new ManagementCluster(logistics, 'logistics-mgmt');
    const cluster = new WorkloadCluster(logistics, 'fra1', { management, environments });
    new CatalogDeployment(logistics, 'cache', { item, cluster, environments });
    deploy(program, 'retail', 'cache');
    expect(compile(program.app).diagnostics).toEqual([]);
  });
});

// --- internal ---

function modelOf({ app }: SmallPlatform): PlatformModel {
  const { model, diagnostics } = compile(app);
  expect(diagnostics).toEqual([]);
  if (model === undefined) throw new Error('no model');
  return model;
}
