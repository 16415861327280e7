import { ApiObject, Chart, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { describe, expect, it } from 'vitest';
import { App, Comment, Environment, Folder, ManagementCluster } from '../../constructs/index.ts';
import { codesOf, compile, documentsOf, filesOf, smallCluster, smallPlatform } from '../tools/program.ts';

describe('cdk8s charts', () => {
  it('go to the tree of the cluster they stand in', () => {
    const program = smallPlatform();
    const chart = new Chart(smallCluster(program), 'extras', { namespace: 'argocd' });
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'motd' } });
    const compilation = compile(program.app);
    expect(codesOf(compilation)).toEqual([]);
    expect(documentsOf(compilation, 'acme-platform/retail:registry/clusters/lon1/extras.yaml')).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'motd', namespace: 'argocd' } },
    ]);
  });

  it('go to the repository and path of their folder, folders inside folders joined', () => {
    const { app, platform, retail } = smallPlatform();
    const applications = new Folder(retail, 'apps', { repository: 'application', path: 'registry/shared' });
    const chart = (scope: Folder, id: string) =>
      new ApiObject(new Chart(scope, id), 'object', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: id } });
    chart(applications, 'one');
    chart(new Folder(applications, 'team'), 'two');
    chart(new Folder(platform, 'global'), 'three');
    expect(Object.keys(filesOf(compile(app))).filter((path) => /one|two|three/.test(path))).toEqual([
      'acme-retail/retail:registry/shared/one.yaml',
      'acme-retail/retail:registry/shared/team/two.yaml',
      'acme/platform:global/three.yaml',
    ]);
  });

  it('accept cdk8s-plus objects, lazy values and charts in charts', () => {
    const { app, retail } = smallPlatform();
    const folder = new Folder(retail, 'tools');
    const outer = new Chart(folder, 'outer', { disableResourceNameHashes: true });
    const deployment = new kplus.Deployment(outer, 'web', {
      containers: [{ image: 'nginx', portNumber: 80 }],
      replicas: 2,
    });
    deployment.exposeViaService({ ports: [{ port: 80 }] });
    const inner = new Chart(outer, 'inner');
    let value = 'early';
    new ApiObject(inner, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'late' },
      data: { value: Lazy.any({ produce: () => value }) },
    });
    value = 'late';
    const compilation = compile(app);
    expect(codesOf(compilation)).toEqual([]);
    const kinds = documentsOf(compilation, 'acme-platform/retail:tools/outer.yaml').map(({ kind }) => kind);
    expect(kinds).toEqual(['Deployment', 'Service']);
    expect(documentsOf(compilation, 'acme-platform/retail:tools/outer-inner.yaml')).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' }, data: { value: 'late' } },
    ]);
  });

  it('keep dependencies before what depends on them, in linear time on diamonds and long chains', () => {
    const { app, retail } = smallPlatform();
    const chart = new Chart(new Folder(retail, 'tools'), 'ordered');
    const layers = Array.from({ length: 2000 }, (_, layer) =>
      ['a', 'b'].map(
        (side) =>
          new ApiObject(chart, `${side}${layer}`, {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: `${side}${layer}` },
          }),
      ),
    );
    for (let layer = 0; layer + 1 < layers.length; layer++) {
      for (const object of layers[layer] ?? []) object.addDependency(...(layers[layer + 1] ?? []));
    }
    const names = documentsOf(compile(app), 'acme-platform/retail:tools/ordered.yaml').map(
      ({ metadata }) => metadata.name,
    );
    expect(names.slice(0, 4)).toEqual(['a1999', 'b1999', 'a1998', 'b1998']);
    expect(names).toHaveLength(4000);
    expect(new Set(names).size).toBe(4000);
  });

  it('put comments of the construct at the head of the file', () => {
    const program = smallPlatform();
    const cluster = new ManagementCluster(program.retail, 'mgmt');
    Comment.on(cluster, 'Owned by the platform team\nAsk before you touch it');
    const files = filesOf(compile(program.app));
    expect(files['acme-platform/retail:registry/clusters/mgmt/registry.yaml']?.split('\n').slice(0, 4)).toEqual([
      '# Managed by kcdk (project acme): change the program, not this file.',
      '# Owned by the platform team',
      '# Ask before you touch it',
      'apiVersion: argoproj.io/v1alpha1',
    ]);
  });

  it.each([
    [
      'directly under an organization',
      'CHART_WITHOUT_FOLDER',
      (program: ReturnType<typeof smallPlatform>) => program.retail,
    ],
    [
      'under an environment',
      'CHART_WITHOUT_FOLDER',
      (program: ReturnType<typeof smallPlatform>) => new Environment(program.retail, 'dev'),
    ],
    [
      'in an application folder of the platform',
      'FOLDER_WITHOUT_REPOSITORY',
      (program: ReturnType<typeof smallPlatform>) =>
        new Folder(program.platform, 'apps', { repository: 'application' }),
    ],
  ] as const)('%s are refused', (_, code, scopeOf) => {
    const program = smallPlatform();
    const chart = new Chart(scopeOf(program), 'lost');
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'lost' } });
    expect(codesOf(compile(program.app))).toEqual([code]);
  });

  it('report an object that cannot be turned into data, and go on', () => {
    const { app, retail } = smallPlatform();
    const chart = new Chart(new Folder(retail, 'tools'), 'broken');
    new ApiObject(chart, 'one', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one' },
      data: Lazy.any({
        produce: () => {
          throw new Error('not today');
        },
      }),
    });
    new ApiObject(chart, 'two', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'two' } });
    const compilation = compile(app);
    expect(compilation.diagnostics).toMatchObject([
      {
        code: 'CHART_OBJECT_FAILED',
        address: 'acme/retail/tools/broken/one',
        detail: expect.stringContaining('not today'),
      },
    ]);
  });

  it('runs the validations that constructs carry', () => {
    const { app, retail } = smallPlatform();
    retail.node.addValidation({ validate: () => ['first problem', 'second problem'] });
    expect(compile(app).diagnostics).toMatchObject([
      { code: 'CONSTRUCT_INVALID', summary: 'first problem', address: 'acme/retail' },
      { code: 'CONSTRUCT_INVALID', summary: 'second problem', address: 'acme/retail' },
    ]);
  });

  it('has no use for a tree without a platform', () => {
    const app = new App();
    new ApiObject(new Chart(app, 'chart'), 'object', { apiVersion: 'v1', kind: 'Namespace' });
    expect(codesOf(compile(app))).toEqual(['PLATFORM_MISSING']);
  });
});
