import { describe, expect, it } from 'vitest';
import {
  AppRegistration,
  CatalogDeployment,
  CatalogItem,
  Environment,
  GitConnection,
  HelmTemplate,
  ManagementCluster,
  Organization,
  PipelineTemplate,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compile, smallPlatform } from '../tools/program.ts';

// Programs run without the check of their types, and some are JavaScript.
type Anything = never;

function world() {
  const { app, platform, retail } = smallPlatform();
  const source = { url: 'https://git.example.com/templates/all' };
  new Environment(platform, 'staging');
  new Environment(retail, 'staging');
  const dev = new Environment(retail, 'dev');
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments: [dev] });
  const item = new CatalogItem(platform, 'redis', { source });
  const pipelineTemplate = new PipelineTemplate(platform, 'github', { source });
  const helmTemplate = new HelmTemplate(platform, 'web', { source });
  const repository = { url: 'https://git.example.com/acme-retail/shop' };
  return { app, platform, retail, dev, cluster, item, stages: { repository, pipelineTemplate, helmTemplate } };
}

type World = ReturnType<typeof world>;

function deployment({ retail, item, cluster, dev }: World, props: object): void {
  new CatalogDeployment(retail, 'x', { item, cluster, environments: [dev], ...props } as Anything);
}

function application({ retail, stages, dev }: World, props: object): void {
  new AppRegistration(retail, 'x', { ...stages, stages: [dev], ...props } as Anything);
}

function connected(platform: World['platform'], connection: object): void {
  new Organization(platform, 'x', {
    git: GitConnection.gitlabGroup(connection as Anything),
    platformRepository: { url: 'https://git.example.com/acme-platform/x' },
    applicationRepository: { url: 'https://git.example.com/acme/x/gitops' },
  });
}

const MISTAKES: readonly (readonly [what: string, make: (world: World) => void, says: string])[] = [
  ['a name for a cluster', (world) => deployment(world, { cluster: 'lon1' }), 'the text "lon1"'],
  ['no cluster', (world) => deployment(world, { cluster: undefined }), 'undefined'],
  ['a name for an item', (world) => deployment(world, { item: 'redis' }), 'the text "redis"'],
  ['an environment for a list', (world) => deployment(world, { environments: world.dev }), 'environments'],
  ['a name for an environment', (world) => deployment(world, { environments: ['dev'] }), 'the text "dev"'],
  ['a name for a team', (world) => deployment(world, { teams: ['crew'] }), 'the text "crew"'],
  ['a name for a stage', (world) => application(world, { stages: ['dev'] }), 'the text "dev"'],
  ['null for a stage', (world) => application(world, { stages: [null] }), 'null'],
  ['no stages', (world) => application(world, { stages: undefined }), 'undefined'],
  [
    'an item for what an environment brings',
    ({ retail, item }) => new Environment(retail, 'x', { catalog: [item] } as Anything),
    'undefined',
  ],
  [
    'a name for a template',
    ({ retail }) => new WorkloadCluster(retail, 'x', { template: 'civo' } as Anything),
    'the text "civo"',
  ],
  [
    'a path for a source',
    ({ platform }) => new CatalogItem(platform, 'x', { source: './x' } as Anything),
    "'source' in ./x",
  ],
  [
    'an organization for a group of GitLab',
    ({ platform }) => connected(platform, { organization: 'acme/x', credentials: SecretRef.vault('gitlab/x') }),
    '`group`',
  ],
  ['no source', ({ platform }) => new CatalogItem(platform, 'x', {} as Anything), '`source`'],
  [
    'a source that is nowhere',
    ({ platform }) => new PipelineTemplate(platform, 'x', { source: { path: 'x' } } as Anything),
    '`source`',
  ],
  [
    'a type of items that is none',
    ({ platform }) => new CatalogItem(platform, 'x', { source: { folder: 'x' }, type: 'Chart' } as Anything),
    '`type` is one of Application',
  ],
  [
    'an address for a repository',
    (world) => application(world, { repository: 'https://git.example.com/acme-retail/shop' }),
    '`repository`',
  ],
];

describe('a property that is not of its type', () => {
  it.each(MISTAKES)('%s is told at its construct, and is no defect of ours', (_, make, says) => {
    const made = world();
    make(made);
    const { diagnostics } = compile(made.app, { locate: () => ({ file: 'main.ts', line: 3, column: 1 }) });
    expect(diagnostics).toMatchObject([
      { code: 'PROPERTY_TYPE', address: expect.stringMatching(/\/x$/), source: { file: 'main.ts', line: 3 } },
    ]);
    expect(diagnostics[0]?.detail).toContain(says);
  });

  it('is told of every construct, and nothing of those that refer to them', () => {
    const made = world();
    deployment(made, { cluster: 'lon1' });
    const broken = new WorkloadCluster(made.retail, 'y', { template: 'civo' } as Anything);
    new CatalogDeployment(made.retail, 'z', { item: made.item, cluster: broken, environments: [made.dev] });
    expect(compile(made.app).diagnostics.map(({ code, address }) => `${code} ${address}`)).toEqual([
      'PROPERTY_TYPE acme/retail/x',
      'PROPERTY_TYPE acme/retail/y',
    ]);
  });

  it('is none where a name has no namespace: that is found where one is visible, and refused where two are', () => {
    const found = world();
    application(found, { stages: [{ name: 'dev' }] });
    expect(compile(found.app).diagnostics).toEqual([]);
    const two = world();
    application(two, { stages: [{ name: 'staging' }] });
    expect(compile(two.app).diagnostics).toMatchObject([{ code: 'REFERENCE_AMBIGUOUS', address: 'acme/retail/x' }]);
  });
});
