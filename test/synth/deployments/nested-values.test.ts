import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  type CatalogDeploymentProps,
  CatalogItem,
  Environment,
  ManagementCluster,
  SecretRef,
  type TemplateBinding,
  type TemplateReference,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import { readDeclarations } from '../../../lib/testing.ts';
import { libraryOf } from '../../tools/library.ts';
import { documentsOf, filesOf, smallPlatform } from '../../tools/program.ts';

/** An item whose secret and the place of it are nested. */
const NESTED = {
  'Chart.yaml': 'apiVersion: v2\nname: nested\nversion: 0.1.0\n',
  'values.yaml': `# @input.type: string
# @input.required: true
clusterName: ""
client:
  # @input.type: string
  # @input.required: true
  secretPath: shared/client
  # @input.type: secret
  # @input.required: true
  # @input.secretKey: id
  # @input.secretEnv: CLIENT_ID
  # @input.secretBackend: aws-secrets-store
  # @input.secretPath: shared/client
  id: <CLIENT_ID>
`,
  'templates/secret.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: client, namespace: nested }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: cluster-secret-store }
  data: [{ secretKey: id, remoteRef: { key: {{ .Values.client.secretPath }}, property: id } }]
`,
};

/** What \`kcdk import template\` writes for it. */
interface NestedValues {
  readonly client: { readonly id: SecretRef; readonly secretPath?: string };
}

class Nested implements TemplateBinding<NestedValues> {
  static readonly template: TemplateReference = { name: 'nested', format: 'helm', source: { folder: './nested' } };
  readonly template = Nested.template;
  readonly values: NestedValues;
  constructor(values: NestedValues) {
    this.values = values;
  }
}

describe('values below others', () => {
  it.each<[string, CatalogDeploymentProps['values']]>([
    ['by name', { client: { id: SecretRef.store('retail/client', 'id') } }],
    ['as an instance of a typed class', new Nested({ client: { id: SecretRef.store('retail/client', 'id') } })],
  ])('hand the place of a secret to the chart, %s', async (_, values) => {
    const compilation = await deployed(values);
    expect(compilation.diagnostics).toEqual([]);
    const [secret] = documentsOf(compilation, `${FOLDER}/dd/secret.yaml`);
    expect(secret?.['spec']).toMatchObject({ data: [{ remoteRef: { key: 'retail/client', property: 'id' } }] });
  });

  it('come back from the record as they were', async () => {
    const compilation = await deployed({ client: { id: SecretRef.store('retail/client', 'id') } });
    const [path, record = ''] =
      Object.entries(filesOf(compilation)).find(([key]) => key.endsWith('/catalog-deployment/dd.yaml')) ?? [];
    expect(path).toBeDefined();
    const [declared] = readDeclarations({ 'dd.yaml': record });
    expect(declared).toMatchObject({
      values: { client: { id: { store: 'cluster', path: 'retail/client', property: 'id' } } },
    });
  });

  it.each<[string, CatalogDeploymentProps['values'], string]>([
    ['a secret as text', { client: { id: 'abc' } }, 'INPUT_SECRET_LITERAL'],
    [
      'two places that differ',
      { client: { id: SecretRef.store('retail/client', 'id'), secretPath: 'other' } },
      'SECRET_LOCATION_DIFFERS',
    ],
    ['a reference without a path', { client: { id: SecretRef.store('', 'id') } }, 'SECRET_PATH_INVALID'],
    ['an unknown name', { client: { id: SecretRef.store('shared/client', 'id'), ids: 1 } }, 'INPUT_UNKNOWN'],
  ])('are refused with %s', async (_, values, code) => {
    const { diagnostics } = await deployed(values);
    expect(diagnostics.map((found) => found.code)).toContain(code);
    expect(JSON.stringify(diagnostics)).not.toContain('abc');
  });
});

// --- internal ---

const FOLDER = 'acme-retail/retail:registry/environments/dev/lon1';

async function deployed(values: CatalogDeploymentProps['values']) {
  const { app, platform, retail } = smallPlatform();
  const dev = new Environment(retail, 'dev');
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments: [dev] });
  const item = new CatalogItem(platform, 'nested', { source: { folder: './nested' } });
  new CatalogDeployment(retail, 'dd', { item, cluster, environments: [dev], ...(values && { values }) });
  return compile(app, { library: await libraryOf({ './nested': NESTED }) });
}
