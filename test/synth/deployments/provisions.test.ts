import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  Environment,
  type EnvironmentItem,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { type Compilation, compile } from '../../../lib/compile.ts';
import { libraryOf } from '../../tools/library.ts';
import { applyPlan, memoryRemotes, planCompilation, type Remotes } from '../../tools/memory-platform.ts';
import { documentsOf, filesOf, organization, smallPlatform } from '../../tools/program.ts';
import { AGENT } from './agent-item.ts';
import { DATABASE, PASSWORD } from './infrastructure-program.ts';

const KEY = SecretRef.store('konstruct/shared/agent', 'api-key');
const AGENT_VALUES = { site: 'eu', apiKey: KEY };
const DATABASE_VALUES = { size: 1, password: PASSWORD, DB_NAME: 'db-{environment}-{cluster}' };

interface Options {
  /** Which side says that `lon2` has the environment. */
  readonly attach?: 'environment' | 'cluster' | 'none';
  readonly catalog?: 'all' | 'none';
  readonly name?: string;
  readonly declare?: (
    program: ReturnType<typeof smallPlatform> & {
      readonly lon1: WorkloadCluster;
      readonly dev: Environment;
      readonly agent: CatalogItem;
    },
  ) => void;
  readonly items?: (agent: CatalogItem, database: CatalogItem) => readonly EnvironmentItem[];
}

function program({ attach = 'environment', catalog = 'all', name = 'agent', declare, items }: Options = {}) {
  const { app, platform, retail } = smallPlatform();
  const agent = new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
  const database = new CatalogItem(retail, 'database', { source: { folder: './database' }, type: 'Infrastructure' });
  const all = items?.(agent, database) ?? [
    { name, item: agent, values: AGENT_VALUES },
    { item: database, infrastructureValues: DATABASE_VALUES },
  ];
  const dev = new Environment(retail, 'dev', catalog === 'all' ? { catalog: all } : {});
  const management = new ManagementCluster(retail, 'mgmt', { region: 'eu', stateStoreBucket: 'state' });
  const lon1 = new WorkloadCluster(retail, 'lon1', { management, environments: [dev] });
  const lon2 = new WorkloadCluster(retail, 'lon2', { management, environments: attach === 'cluster' ? [dev] : [] });
  if (attach === 'environment') dev.attachTo(lon2);
  declare?.({ app, platform, retail, lon1, dev, agent });
  return app;
}

async function compiled(options: Options = {}): Promise<Compilation> {
  return compile(program(options), { library: await libraryOf({ './agent': AGENT, './database': DATABASE }) });
}

/** An item that asks for the name of its Helm release, with what it is called otherwise. */
const named = (otherwise: string): Readonly<Record<string, string>> => ({
  ...AGENT,
  'values.yaml': `${AGENT['values.yaml']}\n# @input.type: string\nreleaseName: "${otherwise}"\n`,
  'templates/application.yaml': (AGENT['templates/application.yaml'] ?? '').replace(
    '    helm:\n',
    '    helm:\n      releaseName: "{{ .Values.releaseName }}"\n',
  ),
});

const releasesOf = (compilation: Compilation) =>
  (compilation.model?.catalogDeployments ?? []).map(({ namespace, name }) => `${namespace}/${name}`);

describe('an environment with a catalog', () => {
  it.each(['environment', 'cluster'] as const)(
    'brings its items to every cluster that it is on, as the %s says',
    async (attach) => {
      const compilation = await compiled({ attach });
      expect(compilation.diagnostics).toEqual([]);
      expect(releasesOf(compilation)).toEqual([
        'retail/agent-dev-lon1',
        'retail/agent-dev-lon2',
        'retail/database-dev-lon1',
        'retail/database-dev-lon2',
      ]);
      const files = filesOf(compilation);
      expect(files['acme-retail/retail:registry/environments/dev/lon2/agent-dev-lon2.yaml']).toBeDefined();
      expect(files['acme-platform/retail:terraform/catalog/database-dev-lon2/main.tf']).toContain('"db-dev-lon2$');
      const [record] = documentsOf(compilation, 'acme-platform/retail:registry/konstruct/retail/environment/dev.yaml');
      expect(record?.['spec']).toMatchObject({
        catalogs: [
          { catalog_application_name: 'agent', yamlValues: { site: 'eu' } },
          { catalog_application_name: 'database', iacValues: { DB_NAME: 'db-{environment}-{cluster}' } },
        ],
      });
    },
  );

  it('brings what is Global to the clusters of every organization', async () => {
    const compilation = await compiled({
      catalog: 'none',
      declare: ({ platform, lon1, agent }) => {
        const logistics = organization(platform, 'logistics');
        const management = new ManagementCluster(logistics, 'mgmt2');
        const fra1 = new WorkloadCluster(logistics, 'fra1', { management });
        const catalog = [{ item: agent, values: AGENT_VALUES }];
        new Environment(platform, 'staging', { clusters: [lon1, fra1], catalog });
      },
    });
    expect(compilation.diagnostics).toEqual([]);
    expect(releasesOf(compilation)).toEqual([
      'logistics/agent-staging-global-fra1',
      'retail/agent-staging-global-lon1',
    ]);
    expect(Object.keys(filesOf(compilation))).toContain(
      'acme-platform/logistics:registry/konstruct/logistics/catalog-deployment/agent-staging-global-fra1.yaml',
    );
  });

  it.each<[string, Options, string, string]>([
    [
      'that is called as another deployment',
      {
        declare: ({ retail, lon1, dev, agent }) =>
          new CatalogDeployment(retail, 'agent-dev-lon1', {
            item: agent,
            cluster: lon1,
            environments: [dev],
            values: AGENT_VALUES,
          }),
      },
      'RELEASE_NAME_TAKEN',
      'acme/retail/dev',
    ],
    [
      'that is called as a deployment of the platform',
      {
        declare: ({ platform, lon1, dev, agent }) =>
          new CatalogDeployment(platform, 'agent-dev-lon1', {
            item: agent,
            cluster: lon1,
            environments: [dev],
            values: AGENT_VALUES,
          }),
      },
      'RELEASE_NAME_TAKEN',
      'acme/retail/dev',
    ],
    ['whose name is too long', { attach: 'none', name: 'a'.repeat(60) }, 'NAME_NOT_DNS_LABEL', 'acme/retail/dev'],
    [
      'that the environment cannot see',
      {
        declare: ({ platform, lon1, retail }) => {
          const own = new CatalogItem(retail, 'own', { source: { folder: './agent' } });
          new Environment(platform, 'staging', {
            clusters: [lon1],
            catalog: [{ item: { name: own.name, namespace: 'retail' } }],
          });
        },
      },
      'REFERENCE_NOT_VISIBLE',
      'acme/staging',
    ],
    [
      'with a value that the item refuses',
      { attach: 'none', items: (item) => [{ item, values: { ...AGENT_VALUES, site: 'mars' } }] },
      'INPUT_REFUSED',
      'acme/retail/dev',
    ],
    [
      'that keeps its state in one place on all clusters',
      { items: (_, item) => [{ item, infrastructureValues: { ...DATABASE_VALUES, DB_NAME: 'db' } }] },
      'STATE_KEY_CLASH',
      'acme/retail/dev',
    ],
  ])('refuses an item %s', async (_, options, code, address) => {
    const { diagnostics } = await compiled(options);
    expect(diagnostics).toMatchObject([{ code, address, severity: 'error' }]);
  });
});

describe('the order of what an environment brings', () => {
  const remotesOf = () => memoryRemotes(['acme/platform', 'acme-platform/retail', 'acme-retail/retail']);
  const plan = async (remotes: Remotes, options: Options = {}) => {
    const compilation = await compiled({ attach: 'none', ...options });
    expect(compilation.diagnostics).toEqual([]);
    return planCompilation(compilation, remotes);
  };
  const gatesOf = async (remotes: Remotes, options: Options) =>
    (await plan(remotes, options)).bundle.plan.phases.map(({ gates = [] }) => gates.map(({ id }) => id));

  it('is Terraform first, and on the way out Terraform last', async () => {
    const remotes = remotesOf();
    await applyPlan(await plan(remotes, { catalog: 'none' }));
    const change = await plan(remotes);
    const files = change.bundle.plan.repositories.flatMap(({ files: all }) => all);
    const phaseOf = (path: string) => files.find((file) => file.path === path)?.phase;
    expect(phaseOf('terraform/catalog/database-dev-lon1/main.tf')).toBe('phase-1');
    expect(phaseOf('registry/environments/dev/lon1/agent-dev-lon1.yaml')).toBe('phase-2');
    expect(change.bundle.plan.phases[0]?.gates).toMatchObject([
      { id: 'workspace-ready:mgmt/catalog-database-dev-lon1' },
    ]);
    await applyPlan(change);
    expect(await gatesOf(remotes, { catalog: 'none' })).toEqual([
      [
        'argocd-drained:mgmt/lon1-environment/lon1-dev-agent-dev-lon1',
        'argocd-drained:mgmt/lon1-environment/lon1-dev-agent-dev-lon1-resources',
      ],
      ['argocd-drained:mgmt/argocd/catalog-database-dev-lon1'],
      [],
    ]);
  });
});

describe('the Helm release of what an environment brings', () => {
  it.each([
    ['has the names of the environment and of the item, each once', '', {}, 'dev-agent'],
    ['is called as the item calls it, once on a cluster', 'fixed', {}, 'fixed'],
    ['is called as the environment says', '', { releaseName: 'own-{cluster}' }, 'own-lon1'],
  ])('%s', async (_, otherwise, values, expected) => {
    const app = program({ items: (agent) => [{ item: agent, values: { ...AGENT_VALUES, ...values } }] });
    const library = await libraryOf({ './agent': named(otherwise), './database': DATABASE });
    const compilation = compile(app, { library });
    expect(compilation.diagnostics).toEqual([]);
    const [application] = documentsOf(
      compilation,
      'acme-retail/retail:registry/environments/dev/lon1/agent-dev-lon1.yaml',
    );
    expect(JSON.stringify(application)).toContain(`"releaseName":"${expected}"`);
  });
});
