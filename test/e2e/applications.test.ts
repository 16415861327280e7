import { afterAll, describe, expect, it } from 'vitest';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, SMALL_PROGRAM, SMALL_REPOSITORIES } from '../tools/project.ts';

const SHOP = 'acme-retail/shop';
const APPLICATION = 'registry/environments/dev/lon1/shop.yaml';
const CHART = 'charts/acme-retail/shop';

const PROGRAM = SMALL_PROGRAM.replace(
  'WorkloadCluster,\n}',
  'WorkloadCluster, AppRegistration, HelmTemplate, PipelineTemplate, Templates,\n}',
).replace(
  'app.synth();',
  `new AppRegistration(retail, 'shop', {
  repository: { url: 'https://git.example.com/${SHOP}' },
  pipelineTemplate: new PipelineTemplate(acme, 'pipelines', { source: { folder: './pipelines' } }),
  helmTemplate: new HelmTemplate(acme, 'web', { source: Templates.builtIn('helm-templates/web-service') }),
  stages: [dev, staging],
});
app.synth();`,
);

/** Runs on real repositories; every step builds on the ones before. */
describe('an application through its life', () => {
  const names = [...SMALL_REPOSITORIES, SHOP];
  const repositories = Object.fromEntries(
    names.map((name) => {
      const repository = createBareRepository();
      repository.commit({ 'README.md': 'Not written by kcdk.\n' });
      return [name, repository];
    }),
  );
  const project = createProject({ program: PROGRAM, repositories });
  project.write('pipelines/publish.yaml', 'name: Publish <APP_NAME>\n');
  const shop = project.repository(SHOP);
  const apps = project.repository('retail/apps');
  afterAll(() => project.remove());
  const planned = async () => (await project.ok(['plan'])).stdout;

  it('is written to three repositories, and nothing is left to do then', async () => {
    await project.ok(['apply', '--auto-approve']);
    expect(shop.read('.github/workflows/publish.yaml')?.toString()).toBe('name: Publish shop\n');
    expect(shop.read(`${CHART}/Chart.yaml`)?.toString()).toContain('name: shop\n');
    expect(apps.read(APPLICATION)?.toString()).toContain('targetRevision: "0.1.0"\n');
    expect(apps.read('.github/workflows/update-environment.yaml')).toBeDefined();
    expect(await planned()).toMatch(/^No changes\./);
  });

  it('keeps the version that a pipeline promoted, through changes of the program too', async () => {
    const promoted = apps.read(APPLICATION)?.toString().replace('"0.1.0"', '"0.1.0-rc.1a2b3c4"');
    apps.commit({ [APPLICATION]: promoted });
    expect(await planned()).toMatch(/^No changes\./);
    project.edit('stages: [dev, staging]', 'stages: [dev, staging], values: { replicaCount: 2 }');
    await project.ok(['apply', '--auto-approve']);
    const text = apps.read(APPLICATION)?.toString();
    expect(text).toContain('targetRevision: "0.1.0-rc.1a2b3c4"\n');
    expect(text).toContain('replicaCount: 2');
    expect(await planned()).toMatch(/^No changes\./);
  });

  it('leaves its repository to its developers: edits, deletions, and a template that moved on', async () => {
    shop.commit({
      '.github/workflows/publish.yaml': 'name: Ours\n',
      [`${CHART}/Chart.yaml`]: 'apiVersion: v2\nname: shop\nversion: 2.0.0\n',
      [`${CHART}/templates/hpa.yaml`]: undefined,
    });
    project.write('pipelines/publish.yaml', 'name: A newer pipeline of <APP_NAME>\n');
    project.write('pipelines/added.yaml', 'name: Added later\n');
    const head = project.heads()[SHOP];
    expect(await planned()).toMatch(/^No changes\./);
    expect(JSON.parse((await project.ok(['drift', '--json'])).stdout).files).toEqual([]);
    await project.ok(['ledger', 'verify']);
    await project.ok(['apply', '--auto-approve', '--on-drift', 'overwrite']);
    expect(project.heads()[SHOP]).toBe(head);
    expect(shop.read('.github/workflows/added.yaml')).toBeUndefined();
  });

  it('keeps what was scaffolded when the application goes', async () => {
    const program = project.read('main.ts');
    const start = program.indexOf('new AppRegistration(');
    project.write('main.ts', `${program.slice(0, start)}app.synth();\n`);
    await project.ok(['apply', '--auto-approve']);
    expect(apps.read(APPLICATION)).toBeUndefined();
    expect(shop.read('.github/workflows/publish.yaml')?.toString()).toBe('name: Ours\n');
    project.write('main.ts', program);
  });
});

describe('a repository that has a pipeline already', () => {
  const repositories = Object.fromEntries(
    [...SMALL_REPOSITORIES, SHOP].map((name) => {
      const repository = createBareRepository();
      repository.commit({ 'README.md': 'Not written by kcdk.\n', '.github/workflows/publish.yaml': 'name: Theirs\n' });
      return [name, repository];
    }),
  );
  const project = createProject({ program: PROGRAM, repositories });
  project.write('pipelines/publish.yaml', 'name: Publish <APP_NAME>\n');
  afterAll(() => project.remove());

  it('is refused, and with --adopt keeps its own', async () => {
    const { exitCode, stderr } = await project.run(['plan']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('.github/workflows/publish.yaml');
    await project.ok(['apply', '--auto-approve', '--adopt']);
    const shop = project.repository(SHOP);
    expect(shop.read('.github/workflows/publish.yaml')?.toString()).toBe('name: Theirs\n');
    expect(shop.read(`${CHART}/Chart.yaml`)).toBeDefined();
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});
