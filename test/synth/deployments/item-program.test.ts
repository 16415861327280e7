import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App as Cdk8sApp, Chart } from 'cdk8s';
import * as cdktf from 'cdktf';
import * as cdktn from 'cdktn';
import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  Environment,
  ManagementCluster,
  SecretRef,
  Team,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import { documentsOf, filesOf, smallPlatform } from '../../tools/program.ts';

interface ApiProps {
  readonly replicas: number;
  readonly image?: string;
}

class ApiChart extends Chart {
  constructor(scope: Cdk8sApp, id: string, { replicas, image = 'api:1' }: ApiProps) {
    super(scope, id);
    const spec = { replicas, template: { spec: { containers: [{ name: 'api', image }] } } };
    new ApiObject(this, 'deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' }, spec });
  }
}

interface StackProps {
  readonly name: string;
  readonly s3?: boolean;
}

/** A stack that needs nothing but Terraform's own provider. */
function stackOf(library: typeof cdktf | typeof cdktn, { name, s3 = false }: StackProps) {
  const { App, TerraformOutput, TerraformResource, TerraformStack, TerraformVariable, S3Backend } =
    library as typeof cdktf;
  const stack = new TerraformStack(new App(), 'stack');
  if (s3) new S3Backend(stack, { bucket: 'own', key: `${name}.tfstate`, region: 'eu' });
  const password = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true });
  const data = new TerraformResource(stack, 'data', { terraformResourceType: 'terraform_data' });
  data.addOverride('input', `${name} ${password.value}`);
  new TerraformOutput(stack, 'id', { value: data.fqn, sensitive: true });
  return stack;
}

function world() {
  const small = smallPlatform();
  const dev = new Environment(small.retail, 'dev');
  new ManagementCluster(small.retail, 'mgmt');
  const cluster = new WorkloadCluster(small.retail, 'lon1', { environments: [dev] });
  return { ...small, cluster, environments: [dev] };
}

const FOLDER = 'acme-retail/retail:registry/environments/dev/lon1';
const MODULE = 'acme-platform/retail:terraform/catalog/data/cdk.tf.json';
const infrastructureValues = { password: SecretRef.store('retail/data', 'password') };

function chartItem(make: Parameters<typeof CatalogItem.fromChart<ApiProps>>[2]) {
  const { app, retail, cluster, environments } = world();
  const item = CatalogItem.fromChart(retail, 'api', make);
  const teams = [new Team(retail, 'payments', { roles: { leads: 'Developer' } })];
  new CatalogDeployment(retail, 'shop', { item, cluster, environments, teams, values: { replicas: 2 } });
  return compile(app);
}

function stackItem(
  library: typeof cdktf | typeof cdktn,
  values: StackProps = { name: 'shop' },
  more: object = infrastructureValues,
  add: (stack: cdktf.TerraformStack) => void = () => undefined,
) {
  const { app, platform, retail, cluster, environments } = world();
  const item = CatalogItem.fromStack(platform, 'data', (props: StackProps) => {
    const stack = stackOf(library, props);
    add(stack);
    return stack;
  });
  new CatalogDeployment(retail, 'data', { item, cluster, environments, values, infrastructureValues: { ...more } });
  return compile(app);
}

describe('an item that is a cdk8s chart', () => {
  it('is made for each environment, and synced to the cluster', () => {
    const seen: unknown[] = [];
    const compilation = chartItem((props, context) => {
      seen.push(context);
      return new ApiChart(new Cdk8sApp(), 'api', props);
    });
    expect(compilation.diagnostics).toEqual([]);
    expect(seen).toEqual([{ release: 'shop', cluster: 'lon1', organization: 'retail', environment: 'dev' }]);
    expect(documentsOf(compilation, `${FOLDER}/shop/api.yaml`)).toMatchObject([
      {
        kind: 'Deployment',
        metadata: { name: 'api', labels: { 'konstruct-cdk.dev/team': 'payments' } },
        spec: { replicas: 2 },
      },
    ]);
    expect(documentsOf(compilation, `${FOLDER}/shop.resources.yaml`)).toMatchObject([
      { spec: { source: { path: 'registry/environments/dev/lon1/shop' }, destination: { name: 'lon1' } } },
    ]);
    const [record] = documentsOf(
      compilation,
      'acme-platform/retail:registry/konstruct/retail/catalog-application/api.yaml',
    );
    expect(record?.['spec']).toMatchObject({ type: 'Application', program: 'chart' });
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no such image');
      },
      'ITEM_FAILED',
    ],
    ['makes no chart', () => new Cdk8sApp(), 'ITEM_RESULT_WRONG'],
    ['makes nothing', () => undefined, 'ITEM_RESULT_WRONG'],
    ['makes a chart without objects', () => new Chart(new Cdk8sApp(), 'x'), 'TEMPLATE_RENDERS_NOTHING'],
    [
      'writes a token of Terraform, a text',
      () => new ApiChart(new Cdk8sApp(), 'x', { replicas: 1, image: cdktf.Token.asString({ resolve: () => 'x' }) }),
      'TERRAFORM_TOKEN_LEAKED',
    ],
    [
      'writes a token of Terraform, a number',
      () => new ApiChart(new Cdk8sApp(), 'x', { replicas: cdktf.Token.asNumber({ resolve: () => 1 }) }),
      'TERRAFORM_TOKEN_LEAKED',
    ],
  ])('is refused when its function %s', (_, make, code) => {
    const { diagnostics } = chartItem(make as never);
    expect(diagnostics.map((each) => each.code)).toContain(code);
    for (const each of diagnostics) expect(each.address).toBe('acme/retail/shop');
  });

  it.each(['asList', 'asStringMap', 'asNumber', 'asNumberList'] as const)(
    'does not leak what cdktf encodes with %s',
    (encode) => {
      const token: unknown = cdktf.Token[encode]({ resolve: () => 'x' } as never);
      const { diagnostics } = chartItem((_) => {
        const chart = new Chart(new Cdk8sApp(), 'x');
        new ApiObject(chart, 'a', {
          apiVersion: 'example.com/v1',
          kind: 'A',
          metadata: { name: 'a' },
          spec: { token },
        });
        return chart;
      });
      expect(diagnostics.map(({ code }) => code)).toContain('TERRAFORM_TOKEN_LEAKED');
    },
  );
});

describe.each([
  ['cdktf', cdktf],
  ['cdktn', cdktn],
] as const)('an item that is a stack of %s', (_name, library) => {
  it('is written as Terraform with a backend, and its secrets by reference', () => {
    const compilation = stackItem(library);
    expect(compilation.diagnostics).toEqual([]);
    const terraform = JSON.parse(filesOf(compilation)[MODULE] ?? '');
    expect(terraform).toMatchObject({ variable: { password: { sensitive: true } }, resource: { terraform_data: {} } });
    expect(terraform['terraform']?.backend).toBeUndefined();
    const folder = 'acme-platform/retail:registry/clusters/mgmt/components/catalog/data';
    expect(filesOf(compilation)[`${folder}/providerconfig.yaml`]).toContain('backend "kubernetes"');
    expect(documentsOf(compilation, `${folder}/workspace.yaml`)[0]?.['spec']).toMatchObject({
      forProvider: { env: [{ name: 'TF_VAR_password' }] },
    });
    expect(filesOf(stackItem(library))[MODULE]).toBe(filesOf(compilation)[MODULE]);
  });

  it.each<[string, (stack: cdktf.TerraformStack) => void, readonly string[]]>([
    [
      'a file beside it',
      (stack) => new (library as typeof cdktf).TerraformAsset(stack, 'page', { path: import.meta.filename }),
      ['page'],
    ],
    [
      'another stack',
      (stack) => {
        const { TerraformStack, TerraformOutput, TerraformResource } = library as typeof cdktf;
        const other = new TerraformStack(stack.node.root, 'network');
        const vpc = new TerraformResource(other, 'vpc', { terraformResourceType: 'terraform_data' });
        new TerraformOutput(stack, 'vpc', { value: vpc.getStringAttribute('id') });
      },
      ['network'],
    ],
    [
      'both',
      (stack) => {
        const { TerraformStack, TerraformAsset } = library as typeof cdktf;
        stack.addDependency(new TerraformStack(stack.node.root, 'network'));
        new TerraformAsset(stack, 'page', { path: import.meta.filename });
      },
      ['page', 'network'],
    ],
  ])('is refused when it needs %s, which is named', (_, add, names) => {
    const { diagnostics, fileSets } = stackItem(library, undefined, undefined, add);
    expect(diagnostics.map(({ code, address }) => [code, address])).toEqual(
      names.map(() => ['STACK_NOT_ALONE', 'acme/retail/data']),
    );
    expect(diagnostics.map(({ detail }) => /`(?:stack\/)?(\w+)`/.exec(detail ?? '')?.[1])).toEqual(names);
    for (const { files } of fileSets) for (const { path } of files.values()) expect(path).not.toContain('terraform/');
  });

  it('keeps a backend of its own', () => {
    const files = filesOf(stackItem(library, { name: 'shop', s3: true }));
    expect(JSON.parse(files[MODULE] ?? '').terraform.backend.s3.key).toBe('shop.tfstate');
  });

  it.each<[string, object, string]>([
    ['a secret as text', { password: 'abc' }, 'INPUT_SECRET_LITERAL'],
    ['nothing', {}, 'INPUT_MISSING'],
    ['an unknown variable', { ...infrastructureValues, size: 1 }, 'INPUT_UNKNOWN'],
  ])('refuses %s for its variables', (_, more, code) => {
    expect(stackItem(library, undefined, more).diagnostics).toMatchObject([{ code, address: 'acme/retail/data' }]);
  });
});

const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env;
const env = { ...inherited, CHECKPOINT_DISABLE: '1' };
const hasTerraform = spawnSync('terraform', ['version'], { env }).status === 0;

it.skipIf(!hasTerraform)('Terraform accepts what a stack comes to, offline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kcdk-stack-'));
  try {
    writeFileSync(join(folder, 'cdk.tf.json'), filesOf(stackItem(cdktf))[MODULE] ?? '');
    for (const argv of [['init', '-input=false'], ['validate']]) {
      const run = spawnSync('terraform', [...argv, '-no-color'], { cwd: folder, encoding: 'utf8', env });
      expect(run.status, run.stdout + run.stderr).toBe(0);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
