import { describe, expect, it } from 'vitest';
import {
  App,
  AppRegistration,
  type AppRegistrationProps,
  Environment,
  GitConnection,
  HelmTemplate,
  Lifecycle,
  ManagementCluster,
  Organization,
  PipelineTemplate,
  Platform,
  SecretRef,
  Templates,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { type Compilation, compileResolved } from '../../../lib/compile.ts';
import type { WantedFile } from '../../../lib/model/file-set.ts';
import { loadLibrary } from '../../../lib/repository/template/find-templates.ts';
import { resolveProgram } from '../../../lib/synth/resolve-program.ts';
import { templateUses } from '../../../lib/synth/template-uses.ts';

describe('an application', () => {
  it('has an Application on each cluster that serves a stage, and its version is left to promotion', async () => {
    const compilation = await compileApp();
    const files = filesOf(compilation, 'retail/apps');
    expect(compilation.diagnostics).toEqual([]);
    expect([...files.keys()].filter((path) => path.endsWith('/shop.yaml'))).toEqual([
      'registry/environments/dev/lon1/shop.yaml',
      'registry/environments/staging-global/lon1/shop.yaml',
      'registry/environments/staging-global/lon2/shop.yaml',
    ]);
    const file = files.get('registry/environments/staging-global/lon2/shop.yaml');
    expect(file?.ignoreChanges).toEqual([{ kind: 'Application', path: ['spec', 'source', 'targetRevision'] }]);
    expect(file?.content.match(/targetRevision:/g)).toHaveLength(1);
    expect(file?.documents?.[0]).toMatchObject({
      metadata: { name: 'lon2-staging-global-shop', namespace: 'lon2-environment' },
      spec: {
        project: 'lon2',
        source: { repoURL: 'ghcr.io/acme-retail/charts', chart: 'shop-api', targetRevision: '0.1.0' },
        destination: { name: 'lon2', namespace: 'staging-global' },
      },
    });
  });

  it.each([
    ['dev', ['lon1-environment/lon1-dev-shop']],
    ['staging', ['lon1-environment/lon1-staging-global-shop', 'lon2-environment/lon2-staging-global-shop']],
  ] as const)('can be waited for in its stage %s', async (awaited, applications) => {
    const { fileSets, diagnostics } = await compileApp({}, { awaited });
    expect(diagnostics).toEqual([]);
    const gates = fileSets.flatMap(({ holds = [] }) =>
      holds.flatMap(({ path, gate }) =>
        path.includes('/lon3') && gate?.kind === 'application-healthy' ? [`${gate.namespace}/${gate.application}`] : [],
      ),
    );
    expect([...new Set(gates)].sort()).toEqual(applications);
  });

  it('gets its registry admitted by the project of each of its clusters, and of no other', async () => {
    const compilation = await compileApp({ chartRegistry: 'oci://registry.example.com/charts/' });
    const files = filesOf(compilation, 'acme/retail');
    const admitted = ['lon1', 'lon2', 'lon3'].filter((cluster) =>
      files.get(`registry/clusters/${cluster}/appproject.yaml`)?.content.includes('registry.example.com/charts\n'),
    );
    expect(admitted).toEqual(['lon1', 'lon2']);
  });

  it('lays the values of a stage over those of all', async () => {
    const compilation = await compileApp({
      values: { replicas: 1, image: { pullPolicy: 'Always', tag: 'a' } },
      stages: [
        { name: 'dev', namespace: 'retail' },
        { environment: { name: 'staging', namespace: 'default' }, values: { replicas: 3, image: { tag: 'b' } } },
      ],
    });
    const valuesIn = (slug: string) =>
      filesOf(compilation, 'retail/apps').get(`registry/environments/${slug}/lon1/shop.yaml`)?.documents?.[0]?.['spec'];
    expect(valuesIn('dev')).toMatchObject({
      source: { helm: { values: expect.stringContaining('replicas: 1') } },
    });
    expect(valuesIn('staging-global')).toMatchObject({
      source: { helm: { values: 'replicas: 3\nimage:\n  pullPolicy: Always\n  tag: b\n' } },
    });
  });

  it('starts with pipelines and a chart in its own repository, every token replaced', async () => {
    const files = filesOf(await compileApp(), 'acme-retail/shop-api');
    expect([...files.keys()].filter((path) => !path.includes('/templates/'))).toEqual([
      '.github/workflows/deploy.yaml',
      '.github/workflows/publish.yaml',
      'charts/acme-retail/shop-api/.helmignore',
      'charts/acme-retail/shop-api/Chart.yaml',
      'charts/acme-retail/shop-api/values.yaml',
    ]);
    expect([...files.values()].every(({ scaffold }) => scaffold === true)).toBe(true);
    for (const { content } of files.values()) expect(content).not.toMatch(/<[A-Z_]+>/);
    const deploy = files.get('.github/workflows/deploy.yaml')?.content;
    // The folders that the update workflow looks into.
    expect(deploy).toContain('          - "dev"\n          - "staging-global"\n');
    expect(deploy).toContain("repo: 'apps',");
    expect(files.get('charts/acme-retail/shop-api/templates/_helpers.tpl')?.content).toContain('shop-api');
  });

  it('puts the update workflow into the application repository once', async () => {
    const file = filesOf(await compileApp(), 'retail/apps').get('.github/workflows/update-environment.yaml');
    expect(file?.origin.address).toBe('acme/retail');
    expect(file?.scaffold).toBeUndefined();
  });

  it('of a GitLab group has its pipeline at the root, and the registry of the project', async () => {
    const compilation = await compileApp({}, { gitlab: true });
    expect(compilation.diagnostics).toEqual([]);
    expect(filesOf(compilation, 'acme-retail/shop-api').has('.gitlab-ci.yml')).toBe(true);
    const apps = filesOf(compilation, 'retail/apps');
    expect(apps.has('.gitlab-ci.yml')).toBe(true);
    expect(apps.get('registry/environments/dev/lon1/shop.yaml')?.documents?.[0]?.['spec']).toMatchObject({
      source: { repoURL: 'registry.git.example.com/acme-retail/shop-api/charts' },
    });
  });

  it('takes the registry of the AWS account that its pipeline publishes to', async () => {
    const aws = { region: 'eu-west-1', roleArn: 'arn:aws:iam::123456789012:role/publish' };
    const compilation = await compileApp({ aws }, { pipeline: 'pipeline-templates/github' });
    expect(compilation.diagnostics).toEqual([]);
    expect(
      filesOf(compilation, 'retail/apps').get('registry/environments/dev/lon1/shop.yaml')?.documents?.[0]?.['spec'],
    ).toMatchObject({ source: { repoURL: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme-retail/charts' } });
    expect(filesOf(compilation, 'acme-retail/shop-api').get('.github/workflows/publish.yaml')?.content).toContain(
      'role-to-assume: arn:aws:iam::123456789012:role/publish\n',
    );
  });

  it('is refused, once, where its pipeline wants AWS and it says nothing of it', async () => {
    const { diagnostics } = await compileApp({}, { pipeline: 'pipeline-templates/github' });
    expect(diagnostics.map(({ code, address }) => [code, address])).toEqual([
      ['APPLICATION_AWS_MISSING', 'acme/retail/shop'],
    ]);
  });

  it('warns of a stage that is on no cluster, and leaves a repository alone that is not to be scaffolded', async () => {
    const compilation = await compileApp({
      scaffold: false,
      stages: [
        { name: 'dev', namespace: 'retail' },
        { name: 'later', namespace: 'retail' },
      ],
    });
    expect(compilation.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['STAGE_WITHOUT_CLUSTER', 'warning'],
    ]);
    expect(compilation.model?.repositories.map(({ name }) => name)).toEqual([
      'acme/platform',
      'acme/retail',
      'retail/apps',
    ]);
    expect(filesOf(compilation, 'acme-retail/shop-api').size).toBe(0);
  });
});

// --- internal ---

interface Variant {
  /** The stage whose health the cluster `lon3` waits for. */
  readonly awaited?: 'dev' | 'staging';
  readonly gitlab?: boolean;
  readonly pipeline?: string;
}

async function compileApp(
  props: Partial<AppRegistrationProps> = {},
  { gitlab = false, pipeline, awaited }: Variant = {},
): Promise<Compilation> {
  const app = new App();
  const acme = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
  });
  const credentials = SecretRef.vault('argocd/retail');
  const retail = new Organization(acme, 'retail', {
    git: gitlab
      ? GitConnection.gitlabGroup({ group: 'acme-retail', credentials })
      : GitConnection.githubApp({ organization: 'acme-retail', credentials }),
    platformRepository: { url: 'https://git.example.com/acme/retail' },
    applicationRepository: { url: 'https://git.example.com/retail/apps' },
  });
  const staging = new Environment(acme, 'staging');
  const dev = new Environment(retail, 'dev');
  new Environment(retail, 'later');
  new ManagementCluster(retail, 'mgmt');
  new WorkloadCluster(retail, 'lon1', { environments: [dev, staging] });
  new WorkloadCluster(retail, 'lon2', { environments: [staging] });
  const lon3 = new WorkloadCluster(retail, 'lon3');
  const source = pipeline ?? (gitlab ? 'pipeline-templates/gitlab' : 'pipeline-templates/github-ghcr');
  const shop = new AppRegistration(retail, 'shop', {
    repository: { url: 'https://git.example.com/acme-retail/shop-api' },
    pipelineTemplate: new PipelineTemplate(acme, 'pipelines', { source: Templates.builtIn(source) }),
    helmTemplate: new HelmTemplate(acme, 'web', { source: Templates.builtIn('helm-templates/web-service') }),
    stages: [dev, staging],
    ...props,
  });
  if (awaited !== undefined) Lifecycle.of(lon3).afterHealthy(shop, { environment: awaited === 'dev' ? dev : staging });
  const resolved = resolveProgram(app, () => undefined);
  const uses = resolved.model === undefined ? [] : templateUses(resolved.model);
  const library = await loadLibrary(uses, {
    root: import.meta.dirname,
    git: { env: {}, cwd: import.meta.dirname },
    locate: ({ url }) => ({ name: url, url, branch: undefined }),
  });
  return compileResolved(resolved, { library });
}

function filesOf({ fileSets }: Compilation, repository: string): ReadonlyMap<string, WantedFile> {
  return fileSets.find((one) => one.repository === repository)?.files ?? new Map();
}
