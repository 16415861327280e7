import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  ClusterTemplate,
  Environment,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { checkSchemas } from '../../lib/check-schemas.ts';
import { type Compilation, compile } from '../../lib/compile.ts';
import { AGENT } from '../synth/deployments/agent-item.ts';
import { HYBRID } from '../synth/deployments/infrastructure-program.ts';
import { libraryOf } from '../tools/library.ts';
import { smallPlatform } from '../tools/program.ts';

type Files = Readonly<Record<string, string>>;

/** Position of the first line of a text that has the word, at the word. */
function at(folder: string, path: string, text: string, word: string) {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(word));
  expect(line).not.toBe(-1);
  return { file: `${folder}/${path}`, line: line + 1, column: (lines[line] ?? '').indexOf(word) + 1 };
}

const edited = (path: string, from: string, to: string): Files => {
  const text = AGENT[path] ?? '';
  expect(text).toContain(from);
  return { ...AGENT, [path]: text.replace(from, to) };
};

describe('findings about what a chart renders', () => {
  it.each<[what: string, code: string, path: string, files: Files, word: string]>([
    [
      'a field that its kind does not have',
      'MANIFEST_FIELD_UNKNOWN',
      'templates/application.yaml',
      edited(
        'templates/application.yaml',
        '    chart: agent\n',
        '    chart: agent\n    chartName: {{ .Values.site }}\n',
      ),
      'chartName',
    ],
    [
      'a field that is missing, at the one above it',
      'MANIFEST_FIELD_MISSING',
      'templates/application.yaml',
      edited('templates/application.yaml', '    repoURL: https://charts.example.com\n', ''),
      'source:',
    ],
    [
      'a project that does not fit',
      'ENVIRONMENT_APPLICATION_MISPLACED',
      'templates/application.yaml',
      edited('templates/application.yaml', 'project: {{ .Values.project }}', 'project: default'),
      'project: default',
    ],
    [
      'a store that is nowhere',
      'SECRET_STORE_UNKNOWN',
      'templates/secret.yaml',
      edited('templates/secret.yaml', 'name: cluster-secret-store', 'name: cluster-secrets-store'),
      'name: cluster-secrets-store',
    ],
    [
      'a field within what a helper made',
      'MANIFEST_FIELD_UNKNOWN',
      'templates/secret.yaml',
      {
        ...edited(
          'templates/secret.yaml',
          '  secretStoreRef: { kind: ClusterSecretStore, name: cluster-secret-store }',
          '  {{- include "store" . | nindent 2 }}',
        ),
        'templates/_store.tpl':
          '{{- define "store" }}\nsecretStoreRef:\n  kind: ClusterSecretStore\n  names: x\n  name: cluster-secret-store\n{{- end }}\n',
      },
      'names: x',
    ],
    [
      'a secret',
      'SECRET_LITERAL',
      'templates/application.yaml',
      edited('templates/application.yaml', 'chart: agent', `chart: agent # ghp_${'a'.repeat(36)}`),
      'ghp_',
    ],
  ])('name the template for %s, once for all environments and deployments', async (_, code, path, files, word) => {
    const found = await findings(files, 2);
    const inHelper = Object.keys(files).find((file) => file.includes('_store')) ?? path;
    const source = at('agent', inHelper, files[inHelper] ?? '', word);
    expect(found).toMatchObject([{ code, source, address: 'acme/retail/dd' }]);
    const constructs = found[0]?.related?.map(({ address }) => address);
    expect(new Set(constructs)).toEqual(new Set(['acme/retail/dd', 'acme/retail/e-1']));
    expect(found[0]?.related?.every(({ source: program }) => program?.file === 'main.ts')).toBe(true);
  });

  it('tell two mistakes of one line with what each is', async () => {
    const files = {
      ...edited('templates/application.yaml', '    chart: agent\n', '    {{- toYaml .Values.more | nindent 4 }}\n'),
      'values.yaml': `${AGENT['values.yaml']}\nmore: { one: 1, two: 2 }\n`,
    };
    const found = await findings(files);
    expect(found).toMatchObject([
      { code: 'MANIFEST_FIELD_UNKNOWN', source: { file: 'agent/templates/application.yaml' } },
    ]);
    const words = [found[0]?.summary, ...(found[0]?.related?.map(({ message }) => message) ?? [])].join('\n');
    expect(words).toMatch(/`one` is no field/);
    expect(words).toMatch(/`two` is no field/);
  });

  it('name ten others and count the rest', async () => {
    const files = edited('templates/application.yaml', 'project: {{ .Values.project }}', 'project: default');
    const [found] = await findings(files, 15);
    // One for the construct, ten others, and the count: 15 deployments in 2 environments each.
    expect(found?.related).toHaveLength(12);
    expect(found?.related?.at(-1)?.message).toMatch(/^and \d+ more/);
  });
});

describe('findings about token files', () => {
  const tree = {
    'kubefirst.yaml': 'type: workload\n',
    'settings/zone.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: <WORKLOAD_CLUSTER_NAME>-zone
dat:
  a: b
`,
  };

  it('name the token file', async () => {
    const { app, retail } = smallPlatform();
    const template = new ClusterTemplate(retail, 'tiny', { source: { folder: './tiny' } });
    new ManagementCluster(retail, 'mgmt');
    new WorkloadCluster(retail, 'lon1', { template });
    const found = await findingsOf(compile(app, { library: await libraryOf({ './tiny': tree }), locate }));
    const source = at('tiny', 'settings/zone.yaml', tree['settings/zone.yaml'], 'dat:');
    expect(found).toMatchObject([{ code: 'MANIFEST_FIELD_UNKNOWN', source, address: 'acme/retail/lon1' }]);
  });

  it('name the file of Terraform that holds a secret', async () => {
    const { app, platform, retail } = smallPlatform();
    const dev = new Environment(retail, 'dev');
    const management = new ManagementCluster(retail, 'mgmt', { region: 'eu-west-1', stateStoreBucket: 'acme-state' });
    const cluster = new WorkloadCluster(retail, 'lon1', { management, environments: [dev] });
    const item = new CatalogItem(platform, 'database', { source: { folder: './database' }, type: 'Infrastructure' });
    new CatalogDeployment(retail, 'db', {
      item,
      cluster,
      environments: [dev],
      infrastructureValues: { DB_NAME: 'shop', size: 3, password: SecretRef.store('retail/db', 'password') },
    });
    const terraform = Object.fromEntries(
      Object.entries(HYBRID).flatMap(([path, text]) => (path.startsWith('iac/') ? [[path.slice(4), text]] : [])),
    );
    const main = `locals {\n  name = "<DB_NAME>"\n  token = "ghp_${'b'.repeat(36)}"\n}\n`;
    const library = await libraryOf({ './database': { ...terraform, 'locals.tf': main } });
    const found = await findingsOf(compile(app, { library, locate }));
    const errors = found.filter(({ severity }) => severity === 'error');
    const source = at('database', 'locals.tf', main, 'ghp_');
    expect(errors).toMatchObject([{ code: 'SECRET_LITERAL', source, address: 'acme/retail/db' }]);
  });
});

// --- internal ---

const locate = () => ({ file: 'main.ts', line: 1, column: 1 });

async function findings(files: Files, count = 1) {
  const { app, platform, retail } = smallPlatform();
  const environments = [new Environment(retail, 'dev'), new Environment(platform, 'staging')];
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments });
  const item = new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
  for (let index = 0; index < count; index++) {
    new CatalogDeployment(retail, index === 0 ? 'dd' : `e-${index}`, {
      item,
      cluster,
      environments,
      values: { site: 'eu', apiKey: SecretRef.store('konstruct/shared/agent', 'api-key') },
    });
  }
  const found = await findingsOf(compile(app, { library: await libraryOf({ './agent': files }), locate }));
  // Two releases of a template that names its secret by the environment clash in it.
  return found.filter(({ code }) => code !== 'MANIFEST_CLASH');
}

async function findingsOf(compilation: Compilation) {
  const schemas = await checkSchemas(compilation.fileSets, { root: '/project' });
  return [...compilation.diagnostics, ...schemas];
}
