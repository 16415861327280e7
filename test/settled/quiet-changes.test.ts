import { expect, it } from 'vitest';
import type { Json } from '../../lib/model/json.ts';
import type { ResourceAction, ResourceChange } from '../../lib/plan/plan.ts';
import { isQuiet } from '../../lib/settled/quiet-changes.ts';

interface Changed {
  readonly of?: readonly [version: string, kind: string];
  readonly paths: readonly (readonly string[])[];
  readonly action?: ResourceAction;
  readonly formatting?: boolean;
  readonly after?: Json;
}

const RECORD = ['konstruct-cdk.dev/v1', 'Environment'] as const;
const APPLICATION = ['argoproj.io/v1alpha1', 'Application'] as const;
const HELM = ['spec', 'source', 'helm'];

const chart = (name: Json): Json => ({ spec: { source: { chart: name } } });

it.each<[what: string, change: Changed]>([
  ['the description of a record', { of: RECORD, paths: [['spec', 'description']] }],
  ['values of a record', { of: RECORD, paths: [['spec', 'yamlValues']] }],
  ['one value of a record', { of: RECORD, paths: [['spec', 'yamlValues', 'a', '[0]', 'b']] }],
  [
    'both of a record',
    {
      of: RECORD,
      paths: [
        ['spec', 'description'],
        ['spec', 'yamlValues', 'a'],
      ],
    },
  ],
  ['what an Application says to its chart as text', { paths: [[...HELM, 'values']] }],
  ['what it says in the text', { paths: [[...HELM, 'values', 'replicas']] }],
  ['what it says as data', { paths: [[...HELM, 'valuesObject', 'a', 'b']] }],
  ['what it says as parameters', { paths: [[...HELM, 'parameters', '[name=a]', 'value']] }],
  ['values for a chart that brings nothing large', { paths: [[...HELM, 'values']], after: chart('service') }],
  [
    'values for one of several charts',
    {
      paths: [['spec', 'sources', '[1]', 'helm', 'values', 'a']],
      after: { spec: { sources: [{ chart: 'a' }, { chart: 'b' }] } },
    },
  ],
  ['values for a chart of a folder', { paths: [[...HELM, 'values']], after: { spec: { source: { path: 'a' } } } }],
])('%s is quiet', (_, change) => {
  expect(isQuiet(judged(change))).toBe(true);
});

it.each<[what: string, change: Changed]>([
  ['nothing', { paths: [] }],
  ['layout alone', { paths: [], formatting: true }],
  ['what is laid out anew beside it', { of: RECORD, paths: [['spec', 'description']], formatting: true }],
  ...(['create', 'delete', 'move', 'replace', 'adopt', 'forget'] as const).map((action): [string, Changed] => [
    `what is to ${action}`,
    { of: RECORD, paths: [['spec', 'description']], action },
  ]),
  [
    'another field of a record',
    {
      of: RECORD,
      paths: [
        ['spec', 'description'],
        ['spec', 'color'],
      ],
    },
  ],
  ['Terraform values of a record', { of: RECORD, paths: [['spec', 'iacValues', 'a']] }],
  ['the name of a record', { of: RECORD, paths: [['metadata', 'description']] }],
  ['all of a record', { of: RECORD, paths: [['spec']] }],
  ['a record at its root', { of: RECORD, paths: [[]] }],
  ['a record of another version', { of: ['konstruct-cdk.dev/v2', 'Environment'], paths: [['spec', 'description']] }],
  ['another object', { of: ['v1', 'ConfigMap'], paths: [['spec', 'description']] }],
  ['a file', { of: ['', 'File'], paths: [[]] }],
  ['an Application of somebody else', { of: ['example.com/v1', 'Application'], paths: [[...HELM, 'values']] }],
  ['a group that only begins like it', { of: ['argoproj.io.example/v1', 'Application'], paths: [[...HELM, 'values']] }],
  ['an ApplicationSet', { of: ['argoproj.io/v1alpha1', 'ApplicationSet'], paths: [[...HELM, 'values']] }],
  ['all that an Application says to its chart', { paths: [HELM] }],
  ['the release of a chart', { paths: [[...HELM, 'releaseName']] }],
  ['whether a chart brings definitions', { paths: [[...HELM, 'skipCrds']] }],
  ['files of values', { paths: [[...HELM, 'valueFiles', '[0]']] }],
  [
    'the version of a chart',
    {
      paths: [
        ['spec', 'source', 'targetRevision'],
        [...HELM, 'values'],
      ],
    },
  ],
  ['the source', { paths: [['spec', 'source']] }],
  ['all of one of several sources', { paths: [['spec', 'sources', '[0]', 'helm']] }],
  ['several sources', { paths: [['spec', 'sources']] }],
  ['the version of one of several sources', { paths: [['spec', 'sources', '[1]', 'targetRevision']] }],
  [
    'values beside a chart of which they say what definitions there are',
    {
      paths: [['spec', 'sources', '[0]', 'helm', 'values']],
      after: { spec: { sources: [{ path: 'a' }, { chart: 'argo-cd' }] } },
    },
  ],
  ['what has the name elsewhere', { paths: [['spec', 'destination', 'helm', 'values']] }],
  ...['kube-prometheus-stack', 'argo-cd', 'external-secrets'].map((name): [string, Changed] => [
    `values of ${name}, which say what definitions there are`,
    { paths: [[...HELM, 'values']], after: chart(name) },
  ]),
])('%s is not quiet', (_, change) => {
  expect(isQuiet(judged(change))).toBe(false);
});

// --- internal ---

function judged({ of: [version, kind] = APPLICATION, paths, action = 'update', formatting, after }: Changed) {
  const change: ResourceChange = {
    repository: 'platform',
    path: 'a.yaml',
    address: 'acme/a',
    resource: { api_version: version, kind, namespace: null, name: 'a' },
    action,
    fields: paths.map((path) => ({ path, action: 'change', before: 1, after: 2 })),
    ...(formatting === true && { formatting_only: true }),
  };
  return { change, destroysProtected: false, after };
}
