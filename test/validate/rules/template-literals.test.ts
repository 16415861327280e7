import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  type CatalogItemProps,
  CloudAccount,
  ClusterTemplate,
  Environment,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import { AGENT } from '../../synth/deployments/agent-item.ts';
import { libraryOf } from '../../tools/library.ts';
import { smallPlatform } from '../../tools/program.ts';

type Files = Readonly<Record<string, string>>;

const ACCOUNT = '111122223333';

/** A file of objects beside those of the item, with one line more. */
const withLine = (line: string): Files => ({
  ...AGENT,
  'templates/settings.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings-{{ .Release.Name }} }\ndata:\n  a: b\n${line}\n`,
});

describe('LITERAL_INSTEAD_OF_INPUT', () => {
  it.each<[what: string, line: string, column: number, fix: string]>([
    ['the name of the cluster', '  cluster: london-1', 12, '{{ .Values.clusterName }}'],
    ['the name within another', '  role: crossplane-london-1', 20, '{{ .Values.clusterName }}'],
    ['its region', '  region: eu-west-2', 11, '{{ .Values.workloadClusterRegion }}'],
    ['its account', `  account: "${ACCOUNT}"`, 13, '{{ .Values.workloadClusterAccountId }}'],
    [
      'the bucket of its management cluster',
      '  bucket: s3://acme-state/x',
      16,
      '{{ .Values.projectStateStoreBucket }}',
    ],
    ['its role, once', `  role: arn:aws:iam::${ACCOUNT}:role/terraform`, 9, '{{ .Values.workloadAssumeRole }}'],
    [
      'its account in an ARN',
      `  role: arn:aws:iam::${ACCOUNT}:role/other`,
      22,
      '{{ .Values.workloadClusterAccountId }}',
    ],
    ['a repository', '  git: https://git.example.com/acme-retail/retail', 8, '{{ .Values.teamGitopsRepoUrl }}'],
  ])('is %s', async (_, line, column, fix) => {
    const found = await findings(withLine(line));
    const source = { file: 'agent/templates/settings.yaml', line: 6, column };
    expect(found).toMatchObject([{ severity: 'warning', source, address: 'acme/retail/dd' }]);
    expect(found[0]?.fix).toContain(fix);
    expect(found[0]?.related).toMatchObject([{ address: 'acme/retail/dd' }]);
  });

  it('is an ARN with an account, whosever it is', async () => {
    const found = await findings(withLine('  role: arn:aws:iam::123456789012:role/x'));
    expect(found).toMatchObject([{ source: { file: 'agent/templates/settings.yaml', line: 6, column: 9 } }]);
  });

  it.each([
    ['a value that the platform supplies', '  cluster: {{ .Values.clusterName }}'],
    ['what an expression compares with', '  big: {{ eq .Values.clusterName "london-1" }}'],
    ['what an expression falls back to', '  region: {{ .Values.region | default "eu-west-2" }}'],
    ['a comment', '  # as on london-1'],
    ['a longer word', '  other: london-12'],
    ['a short word', '  env: dev'],
    ['a region that is of no cluster', '  region: eu-west-1'],
    ['a policy of AWS itself', '  policy: arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['the domain of the platform, in a template of its own project', '  host: shop.acme.dev'],
  ])('is not %s', async (_, line) => {
    expect(await findings(withLine(line))).toEqual([]);
  });

  it('is not a default of an input, nor what people read', async () => {
    const text = `region: eu-west-2\ncluster: london-1\n`;
    const files = { ...AGENT, 'values.yaml': `${AGENT['values.yaml']}\n${text}`, 'README.md': text };
    expect(await findings(files)).toEqual([]);
  });

  it('is the domain of the platform in a template that other platforms use, too', async () => {
    const source = { url: 'https://git.example.com/acme/items', path: 'agent', ref: 'main' };
    const files = new Map(Object.entries(withLine('  host: shop.acme.dev')));
    const template = await openTemplate(source, files, 'digest');
    const { app } = program(source);
    const { diagnostics } = compile(app, { library: { get: () => template } });
    expect(diagnostics).toMatchObject([{ code: 'LITERAL_INSTEAD_OF_INPUT', source: { line: 6, column: 14 } }]);
  });

  it('is told of token files and of Terraform with their tokens', async () => {
    const { app, retail } = smallPlatform();
    const template = new ClusterTemplate(retail, 'tiny', { source: { folder: './tiny' } });
    new ManagementCluster(retail, 'mgmt');
    new WorkloadCluster(retail, 'london-1', { template, region: 'eu-west-2' });
    const zone = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: london-1-zone }\ndata: { a: <WORKLOAD_CLUSTER_NAME> }\n`;
    const files = {
      'kubefirst.yaml': 'type: workload\n',
      'zone.yaml': zone,
      'main.tf': 'locals {\n  region = "eu-west-2"\n}\n',
      'variables.tf': 'variable "region" {\n  default = "eu-west-2"\n}\n',
    };
    const { diagnostics } = compile(app, { library: await libraryOf({ './tiny': files }) });
    expect(diagnostics).toMatchObject([
      { code: 'LITERAL_INSTEAD_OF_INPUT', source: { file: 'tiny/zone.yaml', line: 3, column: 19 } },
      { code: 'LITERAL_INSTEAD_OF_INPUT', source: { file: 'tiny/main.tf', line: 2, column: 13 } },
    ]);
    expect(diagnostics.map(({ fix }) => fix).join()).toMatch(/<WORKLOAD_CLUSTER_NAME>.*<WORKLOAD_CLUSTER_REGION>/s);
  });
});

// --- internal ---

function program(source: CatalogItemProps['source']) {
  const { app, platform, retail } = smallPlatform();
  const dev = new Environment(retail, 'dev');
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/terraform`;
  const cloudAccount = new CloudAccount(retail, 'aws', { provider: 'aws', accountId: ACCOUNT, roleArn });
  new ManagementCluster(retail, 'mgmt', { region: 'eu-west-2', stateStoreBucket: 'acme-state' });
  const settings = { region: 'eu-west-2', environments: [dev], cloudAccount };
  const cluster = new WorkloadCluster(retail, 'london-1', settings);
  const item = new CatalogItem(platform, 'agent', { source });
  const apiKey = SecretRef.store('konstruct/shared/agent', 'api-key');
  new CatalogDeployment(retail, 'dd', { item, cluster, environments: [dev], values: { site: 'eu', apiKey } });
  return { app };
}

async function findings(files: Files) {
  const { app } = program({ folder: './agent' });
  const { diagnostics } = compile(app, { library: await libraryOf({ './agent': files }) });
  expect(diagnostics.filter(({ code }) => code !== 'LITERAL_INSTEAD_OF_INPUT')).toEqual([]);
  return diagnostics;
}
