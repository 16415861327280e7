import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn, positionsIn } from '../tools/cli.ts';
import { openProject, type TestProject } from '../tools/project.ts';

let project: TestProject;

beforeAll(() => {
  project = openProject();
  project.write('chart/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  project.write('chart/values.yaml', 'replicas: 1\nimage: {tag: v1}\n');
  project.write(
    'chart/templates/deployment.yaml',
    'kind: Deployment\nname: {{ .Release.Name }}\nnamespace: {{ .Release.Namespace }}\nreplicas: {{ .Values.replicas }}\ntag: {{ .Values.image.tag | quote }}\n',
  );
  project.write('chart/crds/crd.yaml', 'kind: CustomResourceDefinition\nname: crd\n');
  project.write('broken/Chart.yaml', 'apiVersion: v2\nname: broken\nversion: 1.0.0\n');
  project.write('broken/templates/a.yaml', 'kind: A\nvalue: {{ .Values.a.b }}\n');
  project.write('broken/templates/b.yaml', 'kind: B\nvalue: {{ now }}\n');
  project.write('production.yaml', 'replicas: 3\n');
});

afterAll(() => project.remove());

describe('render', () => {
  it('prints what the chart renders to, with values from files and options', async () => {
    const { stdout, stderr } = await project.ok([
      ...['render', 'chart', '--name', 'shop', '--namespace', 'retail'],
      ...['--values', 'production.yaml', '--set', 'image.tag=v2'],
    ]);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      '---\n# Source: web/templates/deployment.yaml\nkind: Deployment\nname: shop\nnamespace: retail\nreplicas: 3\ntag: "v2"\n',
    );
  });

  it('lays later files over earlier ones, and adds CRDs when asked', async () => {
    project.write('later.yaml', 'replicas: 4\n');
    const { stdout } = await project.ok([
      ...['render', 'chart', '--name', 'shop', '--include-crds'],
      ...['-f', 'production.yaml', '-f', 'later.yaml', '--set-string', 'image.tag=1'],
    ]);
    expect(stdout).toContain('kind: CustomResourceDefinition');
    expect(stdout).toContain('replicas: 4\ntag: "1"\n');
  });

  it('reports every mistake of a chart at its place, and prints nothing', async () => {
    const { exitCode, stdout, stderr } = await project.run(['render', 'broken', '--name', 'x']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(codesIn(stderr).length).toBeGreaterThan(0);
    for (const place of positionsIn(stderr)) expect(place).toMatch(/^templates\/[ab]\.yaml:2:\d+$/);
  });

  it.each([
    [['render', 'chart'], 'USAGE'],
    [['render', 'missing', '--name', 'x'], 'TEMPLATE_NOT_FOUND'],
    [['render', 'chart', '--name', 'x', '--values', 'none.yaml'], 'HELM_VALUES_INVALID'],
    [['render', 'chart', '--name', 'x', '--set', 'a'], 'HELM_SET_INVALID'],
    [['render', 'chart', '--name', 'x', '--helm', '2'], 'USAGE'],
  ])('%j is refused with %s', async (argv, code) => {
    const { exitCode, stdout, stderr } = await project.run(argv);
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({ exitCode: 1, stdout: '', codes: [code] });
  });
});
