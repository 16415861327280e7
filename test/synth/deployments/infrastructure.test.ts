import { describe, expect, it } from 'vitest';
import type { CatalogDeploymentProps } from '../../../constructs/index.ts';
import { SecretRef } from '../../../constructs/index.ts';
import { documentsOf, filesOf } from '../../tools/program.ts';
import {
  APPLICATION,
  APPLICATIONS,
  CONFIG,
  compiled,
  DATABASE,
  HYBRID,
  PASSWORD,
  PLATFORM,
  TERRAFORM,
  WORKSPACE,
} from './infrastructure-program.ts';

type Values = NonNullable<CatalogDeploymentProps['values']>;

const GIVEN: Values = { DB_NAME: 'shop', size: 3, password: PASSWORD };

describe('an Infrastructure deployment', () => {
  it('writes its Terraform, and what runs it to the tree of the management cluster', async () => {
    const compilation = await compiled();
    expect(compilation.diagnostics).toEqual([]);
    const paths = Object.keys(filesOf(compilation)).filter((path) =>
      /catalog[/-](?:db|shop)|environments\/.*db/.test(path),
    );
    expect(paths).toEqual([
      APPLICATION,
      CONFIG,
      WORKSPACE.replace('workspace', 'secret'),
      WORKSPACE,
      `${TERRAFORM}/files/init.yaml`,
      `${TERRAFORM}/konstruct-revision.tf`,
      `${TERRAFORM}/main.tf`,
      `${TERRAFORM}/variables.tf`,
    ]);
    const files = filesOf(compilation);
    expect(files[`${TERRAFORM}/main.tf`]).toBe((DATABASE['main.tf'] ?? '').replace('<DB_NAME>', 'shop'));
    expect(files[`${TERRAFORM}/files/init.yaml`]).toBe('packages: [a]\n');
  });

  it('runs the module with its variables, and names its secrets without holding them', async () => {
    const rules = [{ port: 443, from: ['10.1.0.0/16'] }];
    const compilation = await compiled({ infrastructureValues: { ...GIVEN, tier: 'large', rules } });
    expect(compilation.diagnostics).toEqual([]);
    const [workspace] = documentsOf(compilation, WORKSPACE);
    expect(workspace).toMatchObject({
      metadata: {
        name: 'catalog-db',
        annotations: { 'konstruct-cdk.dev/revision': expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
      spec: {
        providerConfigRef: { name: 'catalog-db' },
        forProvider: {
          source: 'Remote',
          module: `git::https://git.example.com/${PLATFORM}//terraform/catalog/db`,
          vars: [
            { key: 'size', value: '3' },
            { key: 'tier', value: 'large' },
            { key: 'konstruct_revision', value: expect.stringMatching(/^[0-9a-f]{16}$/) },
          ],
          varmap: { rules },
          env: [
            {
              name: 'TF_VAR_password',
              secretKeyRef: { namespace: 'crossplane-system', name: 'catalog-db', key: 'password' },
            },
          ],
        },
        writeConnectionSecretToRef: { namespace: 'crossplane-system', name: 'catalog-db-outputs' },
      },
    });
    // What Terraform has applied tells the same as what Argo CD has.
    const spec = workspace?.['spec'] as { forProvider: { vars: { key: string; value: string }[] } };
    const handed = spec.forProvider.vars.find(({ key }) => key === 'konstruct_revision')?.value;
    expect(workspace?.metadata['annotations']).toMatchObject({ 'konstruct-cdk.dev/revision': handed });
    const [secret] = documentsOf(compilation, WORKSPACE.replace('workspace', 'secret'));
    expect(secret).toMatchObject({
      metadata: { name: 'catalog-db', namespace: 'crossplane-system' },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'mgmt-vault-kv-secret' },
        data: [{ secretKey: 'password', remoteRef: { key: 'retail/db', property: 'password' } }],
      },
    });
  });

  it('takes the backend of its item, and has one of its own where that names none', async () => {
    const backendOf = async (...options: Parameters<typeof compiled>) => {
      const [config] = documentsOf(await compiled(...options), CONFIG);
      return (config?.['spec'] as { configuration: string } | undefined)?.configuration;
    };
    expect(await backendOf()).toContain('key    = "catalog/shop/terraform.tfstate"');
    const { provider: _, ...bare } = DATABASE;
    expect(await backendOf({}, bare)).toBe(
      'terraform {\n  backend "s3" {\n    bucket  = "acme-state"\n    key     = "terraform/catalog/db/terraform.tfstate"\n    region  = "eu-west-1"\n    encrypt = true\n  }\n}\n',
    );
    expect(await backendOf({ account: false }, bare)).toContain('secret_suffix     = "catalog-db"');
    const inModule = { ...bare, 'main.tf': 'terraform {\n  backend "http" {}\n}\n# <DB_NAME>\n' };
    expect(await backendOf({}, inModule)).toBe('');
  });

  it('changes its revision with everything that the Workspace does, and with nothing else', async () => {
    const revision = async (values: Values, files = DATABASE) => {
      const [workspace] = documentsOf(await compiled({ infrastructureValues: values }, files), WORKSPACE);
      return workspace?.metadata['annotations'];
    };
    const first = await revision(GIVEN);
    expect(await revision({ ...GIVEN, size: 4 })).not.toEqual(first);
    expect(await revision({ ...GIVEN, DB_NAME: 'other' })).not.toEqual(first);
    expect(await revision({ ...GIVEN, password: SecretRef.store('retail/db', 'other') })).not.toEqual(first);
    expect(await revision(GIVEN, { ...DATABASE, 'main.tf': '# <DB_NAME>\n' })).not.toEqual(first);
    expect(await revision({ password: PASSWORD, size: 3, DB_NAME: 'shop' })).toEqual(first);
  });

  it('carries the label of its team', async () => {
    const compilation = await compiled({ team: true });
    for (const path of [APPLICATION, CONFIG, WORKSPACE, WORKSPACE.replace('workspace', 'secret')]) {
      const [manifest] = documentsOf(compilation, path);
      expect(manifest?.metadata['labels'], path).toEqual({ 'konstruct-cdk.dev/team': 'payments' });
    }
  });

  it('is one for all environments of its release', async () => {
    const one = Object.keys(filesOf(await compiled())).filter((path) => path.includes('catalog'));
    const two = Object.keys(filesOf(await compiled({ environments: 2 }))).filter((path) => path.includes('catalog'));
    expect(two).toEqual(one);
  });

  it('refuses two releases that would keep their state in one place', async () => {
    const { diagnostics } = await compiled({ releases: ['db', 'db-2'] });
    expect(diagnostics).toMatchObject([{ code: 'STATE_KEY_CLASH', address: 'acme/retail/db-2' }]);
  });

  it('names the setting of the platform that its Terraform needs and nothing gives', async () => {
    const files = { ...DATABASE, 'account.tf': '# <PROJECT_AWS_ACCOUNT_ID> <ENV_NAME>\n' };
    const { diagnostics } = await compiled({ account: false, environments: 2 }, files);
    expect(
      diagnostics.map(({ code, address, summary }) => [code, address, /`(\w+)`, which/.exec(summary)?.[1]]),
    ).toEqual([
      ['PLATFORM_VALUE_MISSING', 'acme/retail/db', 'projectAwsAccountId'],
      ['PLATFORM_VALUE_MISSING', 'acme/retail/db', 'envName'],
    ]);
  });

  it.each<[string, Values, string]>([
    ['a variable of the wrong type', { size: 'big' }, 'INPUT_REFUSED'],
    ['a list where a number belongs', { size: [3] }, 'INPUT_REFUSED'],
    ['a number where a text belongs', { tier: 3 }, 'INPUT_REFUSED'],
    ['an option that is none', { tier: 'huge' }, 'INPUT_REFUSED'],
    ['a member of the wrong type', { rules: [{ port: 'x' }] }, 'INPUT_REFUSED'],
    ['a member that is missing', { rules: [{ from: [] }] }, 'INPUT_REFUSED'],
    ['a member that is unknown', { rules: [{ port: 1, form: [] }] }, 'INPUT_REFUSED'],
    ['a secret as text', { password: 'abc' }, 'INPUT_SECRET_LITERAL'],
    ['a secret where none belongs', { tier: PASSWORD }, 'INPUT_REFUSED'],
    ['a secret for a token', { DB_NAME: PASSWORD }, 'INPUT_REFUSED'],
    ['an empty token', { DB_NAME: '' }, 'INPUT_MISSING'],
    ['a token that would end its text', { DB_NAME: 'a" }' }, 'INPUT_REFUSED'],
    ['a token that is an expression', { DB_NAME: `\${file("/etc/passwd")}` }, 'INPUT_REFUSED'],
    ['an unknown input', { sizes: 3 }, 'INPUT_UNKNOWN'],
  ])('refuses %s, once, where it stands', async (_, values, code) => {
    const { diagnostics, fileSets } = await compiled({ infrastructureValues: { ...GIVEN, ...values } });
    expect(diagnostics).toMatchObject([{ code, severity: 'error', address: 'acme/retail/db' }]);
    expect(JSON.stringify(diagnostics)).not.toContain('"abc"');
    for (const { files } of fileSets) for (const { path } of files.values()) expect(path).not.toContain('terraform/');
  });

  it('tells each thing that is missing', async () => {
    const { diagnostics } = await compiled({ infrastructureValues: {} });
    expect(diagnostics.map(({ code, summary }) => `${code} ${summary.split('`')[1]}`)).toEqual([
      'INPUT_MISSING DB_NAME',
      'INPUT_MISSING size',
      'INPUT_MISSING password',
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['holds no Terraform', { 'README.md': 'x', provider: '' }, 'TEMPLATE_KIND_DIFFERS'],
    ['writes one path twice', { ...DATABASE, 'shop.tf': '', '<DB_NAME>.tf': '' }, 'PATH_CLASH'],
    ['leaves its folder', { ...DATABASE, 'a/../../x.tf': '' }, 'PATH_UNSAFE'],
  ])('refuses an item that %s', async (_, files, code) => {
    const { diagnostics } = await compiled({}, files);
    expect(diagnostics.map((each) => each.code)).toContain(code);
    expect(new Set(diagnostics.map((each) => each.code)).size).toBe(1);
  });
});

describe('a Hybrid deployment', () => {
  it('gives chart and Terraform what each of them asks for', async () => {
    const compilation = await compiled({ type: 'Hybrid', team: true });
    expect(compilation.diagnostics).toEqual([]);
    const files = filesOf(compilation);
    expect(files[`${TERRAFORM}/main.tf`]).toContain('input = "shop$');
    expect(Object.keys(files)).not.toContain(`${TERRAFORM}/Chart.yaml`);
    const folder = `${APPLICATIONS}:registry/environments/dev/lon1`;
    expect(files[`${folder}/db/secret.yaml`]).toContain('# shop');
    for (const path of ['db.yaml', 'db.resources.yaml', 'db/secret.yaml']) {
      const [manifest] = documentsOf(compilation, `${folder}/${path}`);
      expect(manifest?.metadata['labels'], path).toEqual({ 'konstruct-cdk.dev/team': 'payments' });
    }
    expect(files[`${folder}/db.yaml`]?.split('\n').slice(3, 8)).toEqual([
      '  name: lon1-dev-db   # as written',
      '  namespace: lon1-environment',
      '  labels:',
      '    konstruct-cdk.dev/team: payments',
      'spec:',
    ]);
  });

  it('keeps the place of each line where labels were added', async () => {
    const compilation = await compiled({ type: 'Hybrid', team: true });
    const set = compilation.fileSets.find(({ repository }) => repository === APPLICATIONS);
    const file = [...(set?.files.values() ?? [])].find(({ path }) => path.endsWith('dev/lon1/db.yaml'));
    expect(file?.provenance?.lines().slice(4, 9)).toEqual([
      { file: 'yaml/templates/application.yaml', line: 5 },
      undefined,
      undefined,
      { file: 'yaml/templates/application.yaml', line: 6 },
      { file: 'yaml/templates/application.yaml', line: 7 },
    ]);
  });

  it('tells what is wrong with either half, in one run', async () => {
    const values = { site: 'mars', apiKey: 'abc', dbName: 'shop', DB: 1 };
    const { diagnostics } = await compiled({ type: 'Hybrid', values, infrastructureValues: { size: 'x', nope: 1 } });
    expect(diagnostics.map(({ code, summary }) => `${code} ${summary.match(/`([^`]+)`/)?.[1]}`).sort()).toEqual([
      'INPUT_MISSING password',
      'INPUT_REFUSED site',
      'INPUT_REFUSED size',
      'INPUT_SECRET_LITERAL apiKey',
      'INPUT_UNKNOWN DB',
      'INPUT_UNKNOWN nope',
    ]);
  });

  it('refuses a secret that the Terraform would write to git', async () => {
    const files = { ...HYBRID, 'iac/key.tf': '# <AGENT_API_KEY>\n' };
    const { diagnostics } = await compiled({ type: 'Hybrid' }, files);
    expect(diagnostics).toMatchObject([{ code: 'TERRAFORM_SECRET_IN_FILE', address: 'acme/retail/db' }]);
  });

  it.each([
    ['chart', { 'main.tf': '' }],
    ['Terraform', { 'Chart.yaml': HYBRID['yaml/Chart.yaml'] ?? '', 'values.yaml': HYBRID['yaml/values.yaml'] ?? '' }],
  ])('refuses an item without %s', async (_, files) => {
    const { diagnostics } = await compiled({ type: 'Hybrid' }, files);
    expect(diagnostics.map(({ code }) => code)).toContain('TEMPLATE_KIND_DIFFERS');
  });
});
