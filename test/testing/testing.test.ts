import { ApiObject, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  Environment,
  Folder,
  ManagementCluster,
  Templates,
  WorkloadCluster,
} from '../../constructs/index.ts';
import {
  changesOf,
  createTestPlatform,
  findManifest,
  findManifests,
  loadTemplates,
  readDeclarations,
  snapshotOf,
  synthToFiles,
} from '../../lib/testing.ts';
import { codeOf, errorOf } from '../tools/code-of.ts';
import { smallCluster, smallPlatform } from '../tools/program.ts';

describe('findManifest', () => {
  it('finds what a program writes, with its place', () => {
    const program = smallPlatform();
    smallCluster(program);
    const found = findManifest(program.app, { kind: 'Application', name: 'lon1-staging-global' });
    expect(found).toMatchObject({
      repository: 'acme-platform/retail',
      path: 'registry/clusters/lon1/45-env-staging-global.yaml',
      address: 'acme/retail/lon1',
    });
    expect(findManifests(program.app, { kind: 'AppProject', address: 'acme/retail' }).length).toBe(5);
    expect(findManifests(program.app, { address: 'acme/ret' })).toEqual([]);
  });

  it('refuses what is not there, and what is there more than once', async () => {
    const program = smallPlatform();
    smallCluster(program);
    const { app } = program;
    expect(codeOf(() => findManifest(app, { kind: 'Application', name: 'lon1-stagin' }))).toBe('MANIFEST_NOT_FOUND');
    expect(codeOf(() => findManifest(app, { kind: 'Application' }))).toBe('MANIFEST_AMBIGUOUS');
  });

  it('stops at a program that does not compile', async () => {
    const { app, retail } = smallPlatform();
    new Environment(retail, 'Dev');
    expect(codeOf(() => findManifests(app))).toBe('NAME_NOT_DNS_LABEL');
    expect(codeOf(() => synthToFiles(app))).toBe('NAME_NOT_DNS_LABEL');
  });
});

describe('snapshotOf', () => {
  const service = (ports: readonly string[]) => {
    const program = smallPlatform();
    const chart = new Chart(new Folder(program.retail, 'extra'), 'service');
    new ApiObject(chart, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: ports.map((name) => ({ name, port: name.length })) },
    });
    return program.app;
  };

  it('survives another order of named items, and notices another item', () => {
    expect(snapshotOf(service(['http', 'metrics']))).toEqual(snapshotOf(service(['metrics', 'http'])));
    expect(snapshotOf(service(['http']))).not.toEqual(snapshotOf(service(['https'])));
  });

  it('survives another order of constructs', () => {
    const environments = (names: readonly string[]) => {
      const { app, retail } = smallPlatform();
      for (const name of names) new Environment(retail, name);
      return app;
    };
    const text = (names: readonly string[]) => JSON.stringify(snapshotOf(environments(names)));
    expect(text(['dev', 'qa'])).toBe(text(['qa', 'dev']));
    expect(Object.keys(snapshotOf(environments(['dev']), { kind: 'Environment' }))).toEqual([
      'acme-platform/retail/registry/konstruct/retail/environment/dev.yaml',
    ]);
  });
});

describe('a test platform', () => {
  it('plans, applies, and then has no changes', async () => {
    const platform = createTestPlatform();
    const build = (...names: string[]) => {
      const { app, retail } = smallPlatform();
      for (const name of names) new Environment(retail, name);
      return app;
    };
    await platform.apply(build('dev'));
    expect(changesOf(await platform.plan(build('dev')))).toEqual([]);
    expect(changesOf(await platform.plan(build('dev', 'qa')))).toEqual(['create Environment retail/qa']);
    expect(platform.repository('acme-platform/retail').read('README.md')).toContain('Not written');
  });

  it('refuses what a plan refuses', async () => {
    const platform = createTestPlatform();
    const build = (name: string) => {
      const { app, retail } = smallPlatform();
      new Environment(retail, 'dev', { name });
      return app;
    };
    await platform.apply(build('dev'));
    await expect(platform.apply(build('develop'))).rejects.toMatchObject({ code: 'RECORD_REPLACED' });
    await platform.apply(build('develop'), { allowReplace: ['acme/retail/dev'] });
    expect(changesOf(await platform.plan(build('develop')))).toEqual([]);
  });
});

describe('declarations in files', () => {
  const QA =
    'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata: { name: qa, namespace: retail }\nspec: {}\n';

  it('stand beside the program', async () => {
    const declarations = readDeclarations({ 'platform/qa.yaml': QA });
    const { app } = smallPlatform();
    const { path } = findManifest(app, { kind: 'Environment', name: 'qa' }, { declarations });
    expect(path).toBe('registry/konstruct/retail/environment/qa.yaml');
    const plan = await createTestPlatform().plan(app, { declarations });
    expect(changesOf(plan)).toContain('create Environment retail/qa');
  });

  it('that cannot be read are refused together', () => {
    const broken = { 'a.yaml': QA.replace('spec', 'spce'), 'b.yaml': 'kind: [' };
    expect(errorOf(() => readDeclarations(broken))?.diagnostics.length).toBeGreaterThanOrEqual(2);
  });
});

describe('loadTemplates', () => {
  it('lets a test render the templates of its program, of this package and of folders', async () => {
    const program = smallPlatform();
    smallCluster(program);
    const item = new CatalogItem(program.platform, 'reloader', { source: Templates.builtIn('catalog/reloader') });
    const environments = [new Environment(program.retail, 'dev')];
    const cluster = new WorkloadCluster(program.retail, 'fra1', { environments });
    new CatalogDeployment(program.retail, 'reloader', { item, cluster, environments });
    const { app } = program;
    const library = await loadTemplates(app, { folder: import.meta.dirname });
    const { manifest } = findManifest(app, { kind: 'Application', name: 'fra1-reloader' }, { library });
    expect(manifest['spec']).toMatchObject({ project: 'fra1' });
    expect(findManifests(app, { name: 'fra1-reloader' })).toEqual([]);
    const platform = createTestPlatform();
    await platform.apply(app, { library });
    expect(changesOf(await platform.plan(app, { library }))).toEqual([]);
  });

  it('tells a template that is not there with the program', async () => {
    const { app, platform, retail } = smallPlatform();
    const item = new CatalogItem(platform, 'nope', { source: { folder: './nope' } });
    const dev = new Environment(retail, 'dev');
    new ManagementCluster(retail, 'mgmt');
    const cluster = new WorkloadCluster(retail, 'fra1', { environments: [dev] });
    new CatalogDeployment(retail, 'nope', { item, cluster, environments: [dev] });
    const library = await loadTemplates(app, { folder: import.meta.dirname });
    expect(codeOf(() => findManifests(app, {}, { library }))).toBe('TEMPLATE_NOT_FOUND');
  });
});
