import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject } from '../tools/project.ts';

const project = createProject();
const program = project.read('main.ts');
for (const [path, text] of Object.entries({
  'Chart.yaml': 'apiVersion: v2\nname: datadog\nversion: 1.0.0\n',
  'values.yaml': '# @input.type: string\n# @input.required: false\nsite: us\n',
  'templates/site.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { site: {{ .Values.site }} }
`,
})) {
  project.write(`catalog/datadog/${path}`, text);
}
beforeEach(() => {
  project.write('main.ts', program);
  project.write('platform/retail/apps.yaml', DEPLOYMENT);
  project.write('platform/catalog.yml', CATALOG);
});
afterAll(() => project.remove());

const CATALOG = `apiVersion: konstruct-cdk.dev/v1
kind: CatalogApplication
metadata: { name: datadog, namespace: default }
spec: { folder: ./catalog/datadog }
`;

const DEPLOYMENT = `# Added by a tool.
apiVersion: konstruct-cdk.dev/v1
kind: CatalogDeployment
metadata: { name: datadog, namespace: retail }
spec:
  catalog_application_name: datadog
  catalog_application_namespace: default
  cluster_name: lon1
  env: [{ name: dev, namespace: retail }]
`;

const compiled = async () => {
  const cache = openCache({ folder: project.env['KCDK_CACHE_DIR'], version: 'test' });
  return (await compileProgram({ cwd: project.folder, env: {}, cache })).compilation;
};

describe('resources in files, beside a program', () => {
  it('are planned and applied under their place, and found unchanged after', async () => {
    const applied = await project.ok(['apply', '--yes']);
    expect(applied.stdout + applied.stderr).toContain('Apply complete!');
    const path = 'registry/konstruct/retail/catalog-deployment/datadog.yaml';
    expect(String(project.repository('acme/retail').read(path))).toContain('catalog_application_namespace: default');
    await project.ok(['plan', '--detailed-exitcode']);

    const agent = DEPLOYMENT.replace('name: datadog, namespace: retail', 'name: agent, namespace: retail');
    project.write('platform/retail/apps.yaml', `${DEPLOYMENT}  yamlValues: { site: eu }\n---\n${agent}`);
    const { stdout, exitCode } = await project.run(['plan', '--json', '--detailed-exitcode']);
    expect(exitCode).toBe(2);
    const { resource_changes: changes } = JSON.parse(stdout);
    // of each the record, and what its template renders with the Application that brings it
    const addresses: readonly string[] = changes.map((change: { readonly address: string }) => change.address);
    expect(addresses).toHaveLength(5);
    expect([...new Set(addresses)].sort()).toEqual([
      'platform/retail/apps.yaml#catalog-deployment/retail/agent',
      'platform/retail/apps.yaml#catalog-deployment/retail/datadog',
    ]);
  });

  it('clash with what the program declares, and both places are named', async () => {
    project.write(
      'platform/extra.yaml',
      `${CATALOG.replace('CatalogApplication', 'Environment')
        .replace(/name: .*/, 'name: dev, namespace: retail }')
        .replace(/spec.*\n/, '')}`,
    );
    try {
      const { diagnostics } = await compiled();
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0]).toMatchObject({
        code: 'RESOURCE_CLASH',
        address: 'platform/extra.yaml#environment/retail/dev',
        source: { file: 'platform/extra.yaml', line: 1, column: 1 },
        related: [{ address: 'acme/retail/dev', source: { file: 'main.ts', line: 13 } }],
      });
    } finally {
      project.write('platform/extra.yaml', '');
    }
  });

  it('are checked in the same run as the program', async () => {
    project.edit("new Environment(retail, 'dev')", "new Environment(retail, 'Dev', { name: 'dev' })");
    project.edit('environments: [dev, staging]', "environments: [dev, { name: 'nope', namespace: 'default' }]");
    project.write('platform/retail/apps.yaml', DEPLOYMENT.replace('cluster_name', 'cluster_nme'));
    const { stderr, exitCode } = await project.run(['plan']);
    expect(exitCode).toBe(1);
    expect([...codesIn(stderr)].sort()).toEqual(['RECORD_UNKNOWN_FIELD', 'REFERENCE_UNKNOWN']);
    expect(stderr).toContain('platform/retail/apps.yaml:8:3');
    expect(stderr).toContain('main.ts:');
  });

  it('are checked when the program fails too', async () => {
    project.edit('app.synth();', "throw new Error('no');");
    project.write(
      'platform/catalog.yml',
      CATALOG.replace('folder: ./', 'gitUrl: https://git.example.com/acme, gitPaht: '),
    );
    const { stderr, exitCode } = await project.run(['validate']);
    expect(exitCode).toBe(1);
    expect([...codesIn(stderr)].sort()).toEqual(['PROGRAM_THREW', 'RECORD_UNKNOWN_FIELD']);
  });
});
