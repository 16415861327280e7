import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  type CatalogDeploymentProps,
  CatalogItem,
  Environment,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import { libraryOf } from '../../tools/library.ts';
import { documentsOf, filesOf, smallPlatform } from '../../tools/program.ts';
import { AGENT } from './agent-item.ts';

const KEY = SecretRef.store('konstruct/shared/agent', 'api-key');
const FOLDER = 'acme-retail/retail:registry/environments';

describe('a catalog deployment', () => {
  it('is rendered for each environment, with what each is called', async () => {
    const compilation = await deployed({});
    expect(compilation.diagnostics).toEqual([]);
    const paths = Object.keys(filesOf(compilation)).filter((path) => path.includes('/dd'));
    expect(paths.filter((path) => path.startsWith(FOLDER))).toEqual([
      `${FOLDER}/dev/lon1/dd.resources.yaml`,
      `${FOLDER}/dev/lon1/dd.yaml`,
      `${FOLDER}/dev/lon1/dd/secret.yaml`,
      `${FOLDER}/staging-global/lon1/dd.resources.yaml`,
      `${FOLDER}/staging-global/lon1/dd.yaml`,
      `${FOLDER}/staging-global/lon1/dd/secret.yaml`,
    ]);
    const [application] = documentsOf(compilation, `${FOLDER}/staging-global/lon1/dd.yaml`);
    expect(application).toMatchObject({
      metadata: { name: 'lon1-staging-global-dd', namespace: 'lon1-environment' },
      spec: { project: 'lon1', destination: { name: 'lon1' } },
    });
  });

  it('keeps what a template writes byte for byte, and says where each line comes from', async () => {
    const compilation = await deployed({ resources: { memory: '128Mi' } });
    const file = fileAt(compilation, 'registry/environments/dev/lon1/dd.yaml');
    const lines = file.content.split('\n');
    expect(lines[3]).toBe('  name: lon1-dev-dd   # as written');
    const origins = file.provenance?.lines() ?? [];
    expect(origins[3]).toEqual({ file: 'templates/application.yaml', line: 4 });
    expect(file.provenance?.reads({ file: 'templates/application.yaml', line: 4 })).toEqual(['clusterName', 'envName']);
    const memory = lines.findIndex((line) => line.includes('memory: 128Mi'));
    expect(origins[memory]).toEqual({ file: 'templates/application.yaml', line: 16 });
    expect(file.provenance).toMatchObject({ source: { folder: './agent' }, label: 'agent' });
  });

  it('puts Applications beside the main file, and has the files of the cluster synced before', async () => {
    const compilation = await deployed({ sidecar: true });
    expect(compilation.diagnostics).toEqual([]);
    expect(Object.keys(filesOf(compilation))).toContain(`${FOLDER}/dev/lon1/dd.application-sidecar.yaml`);
    const [resources] = documentsOf(compilation, `${FOLDER}/dev/lon1/dd.resources.yaml`);
    expect(resources).toMatchObject({
      metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
      spec: { source: { path: 'registry/environments/dev/lon1/dd' }, destination: { name: 'lon1' } },
    });
  });

  it('has the project of its cluster admit the chart repositories', async () => {
    const compilation = await deployed({ sidecar: true });
    const [project] = documentsOf(compilation, 'acme-platform/retail:registry/clusters/lon1/appproject.yaml');
    expect(project?.['spec']).toMatchObject({
      sourceRepos: [
        'https://git.example.com/acme-retail/retail',
        'https://charts.example.com',
        'https://sidecar.example.com',
      ],
    });
  });

  it('hands the place of a secret to the chart, and never writes it elsewhere', async () => {
    const compilation = await deployed({ apiKey: SecretRef.store('retail/agent', 'api-key') });
    expect(compilation.diagnostics).toEqual([]);
    const [secret] = documentsOf(compilation, `${FOLDER}/dev/lon1/dd/secret.yaml`);
    expect(secret?.['spec']).toMatchObject({ data: [{ remoteRef: { key: 'retail/agent', property: 'api-key' } }] });
  });

  it.each<[string, CatalogDeploymentProps['values'], string]>([
    ['a value of the wrong type', { replicas: 'two' }, 'INPUT_REFUSED'],
    ['a number where a text belongs', { clusterName: 3 }, 'INPUT_REFUSED'],
    ['an option that is none', { site: 'mars' }, 'INPUT_REFUSED'],
    ['a required value that is empty', { site: '' }, 'INPUT_MISSING'],
    ['a secret as text', { apiKey: 'abc' }, 'INPUT_SECRET_LITERAL'],
    ['a secret where none belongs', { site: KEY }, 'INPUT_REFUSED'],
    ['an unknown input', { sites: 'eu' }, 'INPUT_UNKNOWN'],
    ['a secret with another property', { apiKey: SecretRef.store('retail/agent', 'key') }, 'SECRET_LOCATION_DIFFERS'],
    ['a secret and its path that differ', { secretPath: 'other' }, 'SECRET_LOCATION_DIFFERS'],
  ])('refuses %s, once, where it stands', async (_, values, code) => {
    const { diagnostics } = await deployed(values);
    expect(diagnostics).toMatchObject([{ code, severity: 'error', address: 'acme/retail/dd' }]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['invalid YAML', { 'templates/secret.yaml': 'a: [\n' }, 'HELM_MANIFEST_INVALID'],
    ['what is no manifest', { 'templates/secret.yaml': 'a: 1\n' }, 'TEMPLATE_NOT_A_MANIFEST'],
    ['an expression that fails', { 'templates/secret.yaml': '{{ fail "no" }}\n' }, 'TEMPLATE_FAILED'],
    ['what cannot be parsed', { 'templates/secret.yaml': '{{ if }}\n' }, 'TEMPLATE_SYNTAX'],
  ])('refuses a template that renders %s, where it stands in the template', async (_, files, code) => {
    const { diagnostics } = await deployed({}, { ...AGENT, ...files });
    expect(diagnostics).toMatchObject([{ code, source: { file: 'agent/templates/secret.yaml', line: 1 } }]);
  });

  it('refuses a template that renders nothing', async () => {
    const { 'Chart.yaml': chart = '', 'values.yaml': values = '' } = AGENT;
    const { diagnostics } = await deployed(
      {},
      { 'Chart.yaml': chart, 'values.yaml': values, 'templates/a.yaml': '# x\n' },
    );
    expect(diagnostics).toMatchObject([{ code: 'TEMPLATE_RENDERS_NOTHING', address: 'acme/retail/dd' }]);
  });

  it('refuses an item whose template is no chart', async () => {
    const { diagnostics } = await deployed({}, { 'main.tf': 'resource "x" "y" {}\n' });
    expect(diagnostics).toMatchObject([{ code: 'TEMPLATE_KIND_DIFFERS', address: 'acme/agent' }]);
  });

  it('tells what is wrong with a template once, whoever deploys it', async () => {
    const { diagnostics } = await deployed({}, { ...AGENT, 'Chart.yaml': 'apiVersion: v2\nname: agent\n' }, 2);
    expect(diagnostics).toMatchObject([{ code: 'HELM_CHART_INVALID', source: { file: 'agent/Chart.yaml' } }]);
  });

  it('is left out where nobody loads templates', async () => {
    const { app } = program({});
    expect(Object.keys(filesOf(compile(app))).filter((path) => path.startsWith(`${FOLDER}/dev/lon1/dd`))).toEqual([]);
  });
});

// --- internal ---

type Values = NonNullable<CatalogDeploymentProps['values']>;

function program(values: Values, count = 1) {
  const { app, platform, retail } = smallPlatform();
  const dev = new Environment(retail, 'dev');
  const staging = new Environment(platform, 'staging');
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments: [dev, staging] });
  const item = new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
  for (let index = 0; index < count; index++) {
    new CatalogDeployment(retail, index === 0 ? 'dd' : `dd-${index}`, {
      item,
      cluster,
      environments: [dev, staging],
      values: { site: 'eu', apiKey: KEY, ...values },
    });
  }
  return { app };
}

async function deployed(values: Values = {}, files = AGENT, count = 1) {
  return compile(program(values, count).app, { library: await libraryOf({ './agent': files }) });
}

function fileAt(compilation: Awaited<ReturnType<typeof deployed>>, path: string) {
  for (const { files } of compilation.fileSets) for (const file of files.values()) if (file.path === path) return file;
  throw new Error(`no ${path}`);
}
