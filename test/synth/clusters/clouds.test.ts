import { describe, expect, it } from 'vitest';
import {
  App,
  CloudAccount,
  type ClusterProps,
  ClusterTemplate,
  ManagementCluster,
  Platform,
  SecretRef,
  VirtualCluster,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import type { CloudAccountSpec } from '../../../lib/model/declarations/cloud-account.ts';
import { tokenOfName } from '../../../lib/templates/contract/platform-values.ts';
import { libraryOf } from '../../tools/library.ts';
import { documentsOf, filesOf, organization } from '../../tools/program.ts';

const TYPES = ['management', 'physical', 'virtual'] as const;
type Type = (typeof TYPES)[number];
const FORMATS = ['chart', 'tokens'] as const;
type Format = (typeof FORMATS)[number];
type Provider = CloudAccountSpec['provider'];

const ROLE = 'arn:aws:iam::111111111111:role/terraform';
const ACCOUNTS: Readonly<Record<Provider, CloudAccountSpec>> = {
  civo: { provider: 'civo', credentials: SecretRef.vault('cloud/civo') },
  aws: { provider: 'aws', accountId: '111111111111', roleArn: ROLE },
  google: { provider: 'google', project: 'acme-retail-dev', credentials: SecretRef.vault('cloud/google') },
};

/** What the platform gives a template, by what the cluster is and where it stands. */
function expectedValues(provider: Provider, type: Type): Readonly<Record<string, string>> {
  return {
    workloadClusterName: type === 'management' ? 'mgmt' : 'wc',
    workloadClusterRegion: 'region-1',
    workloadNodeCount: '3',
    workloadNodeType: 'large',
    cloudAccountName: provider,
    workloadClusterProjectName: 'retail',
    projectOrg: 'acme-retail',
    domainName: 'acme.dev',
    gitopsRepoUrl: `https://git.example.com/${type === 'management' ? 'acme/platform' : 'acme-platform/retail'}`,
    teamGitopsRepoUrl: 'https://git.example.com/acme-retail/retail',
    workloadS3BucketName: 'acme-state',
    ...(provider === 'aws' && {
      workloadAmiType: 'AL2023_x86_64_STANDARD',
      workloadClusterAccountId: '111111111111',
      workloadAssumeRole: ROLE,
    }),
    ...(type !== 'management' && {
      projectClusterName: 'mgmt',
      projectRegion: 'region-1',
      projectStateStoreBucket: 'acme-state',
      ...(provider === 'aws' && { projectAwsAccountId: '111111111111', projectAssumeRole: ROLE }),
    }),
    ...(type === 'virtual' && { hostCluster: 'host' }),
  };
}

const CASES = (['civo', 'aws', 'google'] as const).flatMap((provider) =>
  TYPES.flatMap((type) => FORMATS.map((format) => [provider, type, format] as const)),
);

describe.each(CASES)('on %s a cluster of type %s from a template of format %s', (provider, type, format) => {
  it('gets what the platform knows, and lies where its template says what belongs to it', async () => {
    const values = expectedValues(provider, type);
    const compilation = await compiled(provider, type, template(format, type, Object.keys(values)));
    expect(compilation.diagnostics).toEqual([]);
    const folder =
      type === 'management'
        ? 'acme/platform:registry/konstruct-clusters/mgmt'
        : 'acme-platform/retail:registry/clusters/wc';
    const [map] = documentsOf(compilation, `${folder}/settings/values.yaml`);
    expect(map?.['data']).toEqual({ ...values, stateKey: `elsewhere/${values['workloadClusterName']}/state` });
  });

  it('names what it needs and nothing gives, once, at the cluster', async () => {
    const files = template(format, type, ['workloadNodeType']);
    const { diagnostics } = await compiled(provider, type, files, { instanceType: undefined } as never);
    expect(diagnostics.map(({ code, address }) => [code, address])).toEqual([
      ['PLATFORM_VALUE_MISSING', type === 'management' ? 'acme/retail/mgmt' : 'acme/retail/wc'],
    ]);
  });
});

it('an input file of the first format may call a management cluster physical, and a chart may not', async () => {
  const old = template('tokens', 'physical', ['workloadClusterName']);
  expect((await compiled('civo', 'management', old)).diagnostics).toEqual([]);
  const chart = template('chart', 'physical', ['workloadClusterName']);
  expect((await compiled('civo', 'management', chart)).diagnostics).toMatchObject([{ code: 'TEMPLATE_KIND_DIFFERS' }]);
});

describe.each(TYPES)('a secret input of a cluster of type %s', (type) => {
  const files = {
    ...template('chart', type, ['workloadClusterName']),
    'values.yaml': `clusterType: ${type}
# @input.type: secret
# @input.required: true
# @input.secretKey: token
# @input.secretEnv: PULL_TOKEN
# @input.secretBackend: vault
# @input.secretPath: registry/pull
pullToken: <PULL_TOKEN>
`,
  };

  it('is written by reference, and only to the record', async () => {
    const inputs = { pullToken: SecretRef.vault('registry/pull') };
    const compilation = await compiled('civo', type, files, { inputs });
    expect(compilation.diagnostics).toEqual([]);
    const name = type === 'management' ? 'mgmt' : 'wc';
    const record = `acme-platform/retail:registry/konstruct/retail/cluster/${name}.yaml`;
    expect(documentsOf(compilation, record)[0]?.['spec']).toMatchObject({
      customTemplateFieldsInputs: { pullToken: { secretRef: { store: 'vault', path: 'registry/pull' } } },
    });
    const holders = Object.entries(filesOf(compilation)).filter(([, text]) => text.includes('registry/pull'));
    expect(holders.map(([path]) => path)).toEqual([record]);
  });

  it('is refused as text, which nothing shows or writes', async () => {
    const compilation = await compiled('civo', type, files, { inputs: { pullToken: 'hunter2' } });
    expect(compilation.diagnostics.map(({ code }) => code)).toEqual(['INPUT_SECRET_LITERAL']);
    expect(JSON.stringify(compilation.diagnostics)).not.toContain('hunter2');
  });
});

// --- internal ---

type Files = Readonly<Record<string, string>>;

/** A template that writes down what it is given; where its state is, it says itself, and nothing follows from its folder. */
function template(format: Format, type: Type, names: readonly string[]): Files {
  const mark = (name: string) => (format === 'chart' ? `{{ .Values.${name} | required "${name}" }}` : tokenOf(name));
  const map = [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: values, namespace: kube-system }\ndata:',
    ...names.map((name) => `  ${name}: "${mark(name)}"`),
    `  stateKey: "elsewhere/${mark('workloadClusterName')}/state"`,
    '',
  ].join('\n');
  if (format === 'tokens')
    return { 'kubefirst.yaml': `clusterType: ${type}\ninputs: []\n`, 'settings/values.yaml': map };
  return {
    'Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 1.0.0\n',
    'values.yaml': `clusterType: ${type}\n`,
    'templates/settings/values.yaml': map,
  };
}

const IRREGULAR: Readonly<Record<string, string>> = { workloadClusterProjectName: '<PROJECT_NAME>' };

function tokenOf(name: string): string {
  return IRREGULAR[name] ?? tokenOfName(name);
}

async function compiled(provider: Provider, type: Type, files: Files, more: ClusterProps = {}) {
  const app = new App();
  const platform = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
  });
  const retail = organization(platform, 'retail');
  const cloudAccount = new CloudAccount(retail, provider, ACCOUNTS[provider]);
  const made = new ClusterTemplate(platform, 'tiny', { source: { folder: './tiny' } });
  const place = {
    cloudAccount,
    region: 'region-1',
    instanceType: 'large',
    nodeCount: 3,
    stateStoreBucket: 'acme-state',
  };
  const own = { ...place, ...(provider === 'aws' && { amiType: 'AL2023_x86_64_STANDARD' }), template: made, ...more };
  const management = new ManagementCluster(retail, 'mgmt', type === 'management' ? own : place);
  if (type === 'physical') new WorkloadCluster(retail, 'wc', { ...own, management });
  if (type === 'virtual') {
    const host = new WorkloadCluster(retail, 'host', { management });
    new VirtualCluster(retail, 'wc', { ...own, management, host });
  }
  return compile(app, { library: await libraryOf({ './tiny': files }) });
}
