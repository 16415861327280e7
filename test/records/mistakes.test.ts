import { describe, expect, it } from 'vitest';
import {
  CatalogItem,
  CloudAccount,
  ClusterTemplate,
  HelmTemplate,
  PipelineTemplate,
  SecretRef,
  Team,
} from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import type { DiagnosticCode } from '../../lib/diagnostics/codes.ts';
import { smallCluster, smallPlatform } from '../tools/program.ts';
import { declared, parse } from './reader.ts';

type Mistake = readonly [what: string, yaml: string, code: DiagnosticCode, line: number, column: number];

const record = (kind: string, name: string, namespace: string, spec: string) =>
  `apiVersion: konstruct-cdk.dev/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n${spec.replaceAll(/^(?=.)/gm, '  ')}`;

const environment = (spec: string) => record('Environment', 'dev', 'retail', spec);

const deployment = (spec: string) => record('CatalogDeployment', 'datadog', 'retail', spec);

const RELEASE = [
  'catalog_application_name: datadog',
  'catalog_application_namespace: default',
  'cluster_name: lon1',
  'env: [{ name: staging, namespace: retail }]',
  '',
].join('\n');

const ORGANIZATION = [
  'gitConnection: { auth: pat, orgName: acme-logistics, secretRef: argocd/logistics }',
  'platformRepository: { url: "https://git.example.com/acme/logistics" }',
  'applicationRepository: { url: "https://git.example.com/acme-logistics/apps" }',
  '',
].join('\n');

/** Something of the organization that only exists when the organization was read, so that nothing is reported twice. */
const OF_LOGISTICS = `---\n${record('Environment', 'qa', 'logistics', '{}')}\n`;

const CLUSTER = 'type: physical\nenv: [{ name: staging, namespace: default }]\n';

/** A deployment to the cluster in the document before it. */
const TO_FRA1 = `---\n${record(
  'CatalogDeployment',
  'agent',
  'retail',
  'catalog_application_name: datadog\ncatalog_application_namespace: default\ncluster_name: fra1\nenv: [{ name: staging, namespace: default }]\n',
)}`;

const APPLICATION = [
  'repoUrl: https://git.example.com/acme-retail/shop',
  'pipeline_template_name: actions',
  'pipeline_template_namespace: default',
  'helm_template_name: chart',
  'helm_template_namespace: default',
  '',
].join('\n');

const STAGES = 'releaseStages: [{ environment_name: staging, environment_namespace: retail }]\n';

/** Each makes one mistake in a file of a correct platform; it is reported once, where it is, and nothing else is. */
const MISTAKES: readonly Mistake[] = [
  ['an open bracket', 'apiVersion: [', 'RECORD_SYNTAX', 1, 14],
  [
    'a tab as indentation',
    'apiVersion: konstruct-cdk.dev/v1\nkind: Team\nmetadata:\n\tname: a\n',
    'RECORD_SYNTAX',
    4,
    1,
  ],
  ['an unknown alias', environment('description: *other\n'), 'RECORD_SYNTAX', 7, 16],
  ['a tag that is not JSON', environment('description: !!timestamp 2026-01-01\n'), 'RECORD_SYNTAX', 7, 16],
  ['a merge key', environment('<<: {}\n'), 'RECORD_SYNTAX', 7, 3],
  ['a key that is a list', environment('[a]: b\n'), 'RECORD_SYNTAX', 7, 3],
  ['another YAML', `%YAML 1.1\n---\n${environment('{}\n')}`, 'RECORD_SYNTAX', 3, 1],
  ['nesting without end', environment(`description: ${'['.repeat(200)}${']'.repeat(200)}\n`), 'RECORD_SYNTAX', 7, 114],
  [
    'aliases that multiply',
    deployment(
      `${RELEASE}yamlValues:\n  a: &a [x, x, x, x, x, x, x, x, x]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n  d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n`,
    ),
    'RECORD_SYNTAX',
    1,
    1,
  ],
  ['aliases without end', environment(`description: &a x\ncolor: [${'*a, '.repeat(101)}]\n`), 'RECORD_SYNTAX', 8, 411],
  ['an anchor that holds itself', deployment(`${RELEASE}yamlValues: { a: &a [*a] }\n`), 'RECORD_SYNTAX', 1, 1],
  [
    'a large anchor that is used often',
    deployment(`${RELEASE}yamlValues:\n  a: &a ${'x'.repeat(5000)}\n  b: [${'*a, '.repeat(99)}]\n`),
    'RECORD_SYNTAX',
    1,
    1,
  ],
  [
    'depth through aliases',
    deployment(
      `${RELEASE}yamlValues:\n  a: &a ${'['.repeat(60)}${']'.repeat(60)}\n  b: ${'['.repeat(60)}*a${']'.repeat(60)}\n`,
    ),
    'RECORD_SYNTAX',
    1,
    1,
  ],
  ['a key given twice', environment('color: red\ncolor: blue\n'), 'RECORD_DUPLICATE_KEY', 8, 3],
  ['a list', '- apiVersion: konstruct-cdk.dev/v1\n', 'RECORD_NOT_A_MAPPING', 1, 1],
  ['a text', 'Environment dev\n', 'RECORD_NOT_A_MAPPING', 1, 1],
  ['something of Kubernetes', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n', 'RECORD_API_VERSION', 1, 13],
  ['no version', 'kind: Environment\nmetadata: { name: a, namespace: retail }\n', 'RECORD_API_VERSION', 1, 1],
  ['no kind', 'apiVersion: konstruct-cdk.dev/v1\nmetadata: { name: a }\n', 'RECORD_KIND_UNKNOWN', 1, 1],
  ['a misspelt kind', environment('{}\n').replace('Environment', 'Enviroment'), 'RECORD_KIND_UNKNOWN', 2, 7],
  ['a platform', environment('{}\n').replace('Environment', 'Platform'), 'RECORD_KIND_NOT_DECLARABLE', 2, 7],
  ['a git account', environment('{}\n').replace('Environment', 'GitAccount'), 'RECORD_KIND_NOT_DECLARABLE', 2, 7],
  ['a field beside the spec', `${environment('{}\n')}status: {}\n`, 'RECORD_UNKNOWN_FIELD', 8, 1],
  ['labels', environment('{}\n').replace('metadata:', 'metadata:\n  labels: {}'), 'RECORD_UNKNOWN_FIELD', 4, 3],
  ['an unknown field', environment('colour: red\n'), 'RECORD_UNKNOWN_FIELD', 7, 3],
  ['no metadata', 'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\n', 'RECORD_MISSING_FIELD', 1, 1],
  [
    'no name',
    'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata: { namespace: retail }\n',
    'RECORD_MISSING_FIELD',
    3,
    1,
  ],
  [
    'no namespace',
    'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata: { name: a }\n',
    'RECORD_MISSING_FIELD',
    3,
    1,
  ],
  [
    'no spec',
    'apiVersion: konstruct-cdk.dev/v1\nkind: HelmTemplate\nmetadata: { name: a, namespace: default }\n',
    'RECORD_MISSING_FIELD',
    1,
    1,
  ],
  [
    'a template without a repository',
    record('HelmTemplate', 'other', 'default', 'gitPath: a\n'),
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  ['a name that is a number', environment('{}\n').replace('name: dev', 'name: 7'), 'RECORD_WRONG_TYPE', 4, 9],
  ['a list that is a text', environment('clusters: lon1\n'), 'RECORD_WRONG_TYPE', 7, 13],
  [
    'bare names where pairs belong',
    record('WorkloadCluster', 'fra1', 'retail', 'type: physical\nenv: [production]\n'),
    'RECORD_WRONG_TYPE',
    8,
    9,
  ],
  [
    'a pair without a namespace',
    `${record('WorkloadCluster', 'fra1', 'retail', 'type: physical\nenv: [{ name: production }]\n')}`,
    'RECORD_MISSING_FIELD',
    8,
    9,
  ],
  [
    'half a node',
    record('WorkloadCluster', 'fra1', 'retail', `${CLUSTER}nodeCount: 1.5\n`) + TO_FRA1,
    'RECORD_WRONG_TYPE',
    9,
    14,
  ],
  [
    'no node',
    record('WorkloadCluster', 'fra1', 'retail', `${CLUSTER}nodeCount: 0\n`) + TO_FRA1,
    'RECORD_BAD_VALUE',
    9,
    14,
  ],
  [
    'an unknown type of cluster',
    record('WorkloadCluster', 'fra1', 'retail', CLUSTER.replace('physical', 'phisical')) + TO_FRA1,
    'RECORD_BAD_VALUE',
    7,
    9,
  ],
  [
    'a host of a physical cluster',
    record('WorkloadCluster', 'fra1', 'retail', `${CLUSTER}hostCluster: lon1\n`) + TO_FRA1,
    'RECORD_UNKNOWN_FIELD',
    9,
    3,
  ],
  [
    'a virtual cluster without a host',
    record('WorkloadCluster', 'fra1', 'retail', CLUSTER.replace('physical', 'virtual')) + TO_FRA1,
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  [
    'environments of a management cluster',
    record('WorkloadCluster', 'second', 'logistics', 'type: management\nenv: []\n'),
    'RECORD_UNKNOWN_FIELD',
    8,
    3,
  ],
  [
    'a namespace of no template',
    record('WorkloadCluster', 'fra1', 'retail', `${CLUSTER}cluster_template_namespace: default\n`) + TO_FRA1,
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  ['a name in the spec that differs', environment('name: other\n'), 'RECORD_CONFLICT', 7, 9],
  ['a namespace in the spec that differs', environment('namespace: logistics\n'), 'RECORD_CONFLICT', 7, 14],
  [
    'an organization elsewhere',
    record('Organization', 'east', 'retail', ORGANIZATION.replaceAll('logistics', 'east')),
    'RECORD_CONFLICT',
    5,
    14,
  ],
  [
    'an organization without a connection',
    record('Organization', 'east', 'east', ORGANIZATION.replaceAll('logistics', 'east').replace(/^.*\n/, '')) +
      OF_LOGISTICS.replaceAll('logistics', 'east'),
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  [
    'an organization without a repository',
    record('Organization', 'east', 'east', ORGANIZATION.replaceAll('logistics', 'east').replace(/^app.*\n/m, '')) +
      OF_LOGISTICS.replaceAll('logistics', 'east'),
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  [
    'an App at GitLab',
    record(
      'Organization',
      'east',
      'east',
      ORGANIZATION.replaceAll('logistics', 'east').replace('auth: pat', 'auth: github-app, provider: gitlab'),
    ),
    'RECORD_BAD_VALUE',
    7,
    48,
  ],
  [
    'an unknown role',
    record('Team', 'ops', 'retail', 'roleMappings: [{ ssoGroup: a, role: Admin }]\n'),
    'RECORD_BAD_VALUE',
    7,
    39,
  ],
  [
    'a secret itself',
    record('CloudAccount', 'civo', 'retail', 'provider: civo\ncredentials: abcdefgh\n'),
    'RECORD_LITERAL_SECRET',
    8,
    3,
  ],
  [
    'a token itself',
    record('HelmTemplate', 'other', 'default', 'gitUrl: https://git.example.com/a/b\ngitPath: c\ntoken: abcdefgh\n'),
    'RECORD_LITERAL_SECRET',
    9,
    3,
  ],
  [
    'a secret of no store',
    record('CloudAccount', 'civo', 'retail', 'provider: civo\ncredentials: { secretRef: { store: valt, path: a } }\n'),
    'RECORD_BAD_VALUE',
    8,
    38,
  ],
  [
    'a property of Vault',
    record(
      'CloudAccount',
      'civo',
      'retail',
      'provider: civo\ncredentials: { secretRef: { store: vault, path: a, property: b } }\n',
    ),
    'RECORD_UNKNOWN_FIELD',
    8,
    54,
  ],
  [
    'credentials of an AWS account',
    record(
      'CloudAccount',
      'aws',
      'retail',
      'provider: aws\naccountId: "000000000000"\nroleArn: arn:aws:iam::000000000000:role/x\nproject: b\n',
    ),
    'RECORD_UNKNOWN_FIELD',
    10,
    3,
  ],
  [
    'an account that lost its zeros',
    record(
      'CloudAccount',
      'aws',
      'retail',
      'provider: aws\naccountId: 000000000001\nroleArn: arn:aws:iam::000000000000:role/x\n',
    ),
    'RECORD_WRONG_TYPE',
    8,
    14,
  ],
  [
    'an account of eleven digits',
    record(
      'CloudAccount',
      'aws',
      'retail',
      'provider: aws\naccountId: "00000000000"\nroleArn: arn:aws:iam::000000000000:role/x\n',
    ),
    'RECORD_BAD_VALUE',
    8,
    14,
  ],
  [
    'a value that is half a secret',
    deployment(`${RELEASE}yamlValues:\n  key: { secretRef: { store: cluster, path: a } }\n`),
    'RECORD_MISSING_FIELD',
    12,
    12,
  ],
  ['a value that is infinite', deployment(`${RELEASE}yamlValues: { ratio: .inf }\n`), 'RECORD_BAD_VALUE', 11, 24],
  [
    'a value that loses digits',
    deployment(`${RELEASE}yamlValues: { id: 12345678901234567891 }\n`),
    'RECORD_BAD_VALUE',
    11,
    21,
  ],
  ['a value that loses zeros', deployment(`${RELEASE}yamlValues: { zip: 01234 }\n`), 'RECORD_BAD_VALUE', 11, 22],
  ['teams of a shared deployment', deployment(`${RELEASE}teams: [devs]\n`), 'RECORD_UNKNOWN_FIELD', 11, 3],
  ['a deployment for no team', deployment(`${RELEASE}deployAs: team-specific\n`), 'RECORD_MISSING_FIELD', 6, 1],
  ['a deployment of nothing', deployment(RELEASE.replace(/^.*\n/, '')), 'RECORD_MISSING_FIELD', 6, 1],
  ['a deployment to no cluster', deployment(RELEASE.replace(/^cluster.*\n/m, '')), 'RECORD_MISSING_FIELD', 6, 1],
  ['a release name that differs', deployment(`${RELEASE}instance_name: other\n`), 'RECORD_CONFLICT', 11, 18],
  ['an application without stages', record('Application', 'shop', 'retail', APPLICATION), 'RECORD_MISSING_FIELD', 6, 1],
  [
    'a stage without a name',
    record('Application', 'shop', 'retail', `${APPLICATION}releaseStages: [{ environment_namespace: retail }]\n`),
    'RECORD_MISSING_FIELD',
    12,
    19,
  ],
  [
    'an application without a chart',
    record('Application', 'shop', 'retail', `${APPLICATION}${STAGES}`.replace(/^helm_template_name:.*\n/m, '')),
    'RECORD_MISSING_FIELD',
    6,
    1,
  ],
  [
    'a required field that is misspelt',
    deployment(RELEASE.replace('cluster_name', 'clustername')),
    'RECORD_UNKNOWN_FIELD',
    9,
    3,
  ],
  ['a misspelt name in a pair', deployment(RELEASE.replace('{ name:', '{ nme:')), 'RECORD_UNKNOWN_FIELD', 10, 11],
  // What only the whole platform shows is found by the rules for programs, with the place of the document.
  ['an unknown organization', record('Environment', 'dev', 'retial', '{}\n'), 'SCOPE_UNKNOWN', 1, 1],
  ['a name with capitals', record('Environment', 'Dev', 'retail', '{}\n'), 'NAME_NOT_DNS_LABEL', 1, 1],
  [
    'an account of the platform',
    record(
      'CloudAccount',
      'aws',
      'default',
      'provider: aws\naccountId: "000000000000"\nroleArn: arn:aws:iam::000000000000:role/x\n',
    ),
    'OUTSIDE_ORGANIZATION',
    1,
    1,
  ],
  ['an unknown cluster', deployment(RELEASE.replace('lon1', 'lon2')), 'REFERENCE_UNKNOWN', 1, 1],
  [
    'an ambiguous legacy name',
    deployment(RELEASE.replace(/^env.*$/m, 'environments: [staging]')),
    'REFERENCE_AMBIGUOUS',
    1,
    1,
  ],
  [
    'a deployment without environments',
    deployment(RELEASE.replace(/^env.*\n/m, '')),
    'DEPLOYMENT_WITHOUT_ENVIRONMENT',
    1,
    1,
  ],
  ['what the program declares', record('Environment', 'staging', 'retail', '{}\n'), 'RESOURCE_CLASH', 1, 1],
  ['the same twice', `${environment('{}\n')}---\n${environment('{}\n')}`, 'RESOURCE_CLASH', 9, 1],
];

describe('mistakes in declarations', () => {
  it('are no fewer than they seem', () => {
    expect(MISTAKES.length).toBeGreaterThan(60);
    expect(new Set(MISTAKES.map(([what]) => what)).size).toBe(MISTAKES.length);
  });

  it.each(MISTAKES)('%s', (_what, yaml, code, line, column) => {
    expect(errorsIn(yaml)).toEqual([`${code} ${line}:${column}`]);
  });

  it('do not hide those of other documents', () => {
    const some = MISTAKES.filter(([, , code]) => code !== 'RECORD_SYNTAX' && code.startsWith('RECORD')).slice(0, 12);
    const codes = errorsIn(some.map(([, yaml]) => yaml).join('\n---\n')).map((each) => each.split(' ')[0]);
    // Only the resources that are declared more than once among them clash.
    expect(codes.filter((code) => code !== 'RESOURCE_CLASH').sort()).toEqual(some.map(([, , code]) => code).sort());
  });

  it('never show the value that may be a secret', () => {
    for (const [, yaml] of MISTAKES) expect(JSON.stringify(parse(yaml).diagnostics)).not.toContain('abcdefgh');
  });
});

/** `CODE line:column` of the errors of reading and compiling a file beside a correct program. */
function errorsIn(yaml: string): readonly string[] {
  const small = smallPlatform();
  smallCluster(small);
  const { platform, retail, app } = small;
  const source = { url: 'https://git.example.com/a/b', path: 'c' };
  new CatalogItem(platform, 'datadog', { source });
  new PipelineTemplate(platform, 'actions', { source });
  new HelmTemplate(platform, 'chart', { source });
  new ClusterTemplate(platform, 'civo', { source });
  new Team(retail, 'devs', { roles: { devs: 'Developer' } });
  new CloudAccount(retail, 'cloud', { provider: 'civo', credentials: SecretRef.vault('a') });
  const beside = parse(record('Organization', 'logistics', 'logistics', ORGANIZATION), 'platform/good.yaml');
  const production = parse(record('Environment', 'production', 'default', '{}\n'), 'platform/good.yaml');
  const parsed = parse(yaml);
  const declarations = [beside, production, parsed].flatMap(declared);
  const { diagnostics } = compile(app, { declarations });
  return [...parsed.diagnostics, ...diagnostics]
    .filter(({ severity }) => severity === 'error')
    .map(({ code, source: at }) => `${code} ${at?.line}:${at?.column}`);
}
