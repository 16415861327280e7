import { describe, expect, it } from 'vitest';
import { parse } from './reader.ts';

type Row = readonly [
  field: string,
  yaml: string,
  expected: object,
  ...places: (readonly [line: number, column: number])[],
];

const head = (kind: string, metadata = '{ name: it, namespace: retail }') =>
  `apiVersion: konstruct-cdk.dev/v1\nkind: ${kind}\nmetadata: ${metadata}\nspec:\n`;

const bare = (name: string) => ({ name, namespaces: undefined });

const APPLICATION = [
  '  repoUrl: https://git.example.com/a/b',
  '  helm_template_name: chart',
  '  helm_template_namespace: default',
].join('\n');

/** Every field of "Backend payload changes" that a record can have. */
const LEGACY: readonly Row[] = [
  [
    'org_id for namespace',
    `${head('Environment', '{ name: it }')}  org_id: retail\n`,
    { kind: 'environment', name: 'it', namespaces: ['retail'], slug: 'it' },
    [5, 3],
  ],
  [
    'org_id beside the namespace',
    `${head('Environment')}  namespace: retail\n  org_id: retail\n`,
    { namespaces: ['retail'] },
    [6, 3],
  ],
  [
    'environments of a cluster',
    `${head('WorkloadCluster')}  type: physical\n  environments: [dev, staging]\n`,
    { kind: 'workload-cluster', organization: 'retail', environments: [bare('dev'), bare('staging')] },
    [6, 3],
  ],
  [
    'environments of a cluster that has env as well, which counts',
    `${head('WorkloadCluster')}  type: physical\n  environments: [dev]\n  env: [{ name: qa, namespace: default }]\n`,
    { environments: [{ name: 'qa', namespaces: ['default'] }] },
    [6, 3],
  ],
  [
    'cluster_template_name without a namespace',
    `${head('WorkloadCluster')}  type: physical\n  cluster_template_name: civo\n`,
    { template: bare('civo') },
    [6, 3],
  ],
  [
    'cluster_template_name of a management cluster',
    `${head('WorkloadCluster')}  type: management\n  cluster_template_name: civo\n`,
    { kind: 'management-cluster', template: bare('civo') },
    [6, 3],
  ],
  [
    'environments of a catalog deployment, sent empty',
    `${head('CatalogDeployment')}  catalog_application_name: a\n  catalog_application_namespace: default\n  cluster_name: lon1\n  env: [{ name: qa, namespace: retail }]\n  environments: []\n`,
    { environments: [{ name: 'qa', namespaces: ['retail'] }], item: { name: 'a', namespaces: ['default'] } },
    [9, 3],
  ],
  [
    'environments of a catalog deployment, alone',
    `${head('CatalogDeployment')}  catalog_application_name: a\n  catalog_application_namespace: default\n  cluster_name: lon1\n  environments: [qa]\n`,
    { environments: [bare('qa')], cluster: { name: 'lon1', namespaces: ['retail'] } },
    [8, 3],
  ],
  [
    'catalog_application_name without a namespace',
    `${head('CatalogDeployment')}  catalog_application_name: a\n  cluster_name: lon1\n  env: []\n`,
    { item: bare('a'), environments: [] },
    [5, 3],
  ],
  [
    'name and body of a catalog deployment',
    `${head('CatalogDeployment')}  name: datadog\n  body:\n    instance_name: it\n    cluster_name: lon1\n    environments: [qa]\n    deployAs: team-specific\n    teams: [devs]\n    yamlValues: { site: eu, key: { secretRef: { store: vault, path: a/b } } }\n`,
    {
      kind: 'catalog-deployment',
      name: 'it',
      namespace: 'retail',
      item: bare('datadog'),
      cluster: { name: 'lon1', namespaces: ['retail'] },
      environments: [bare('qa')],
      teams: [{ name: 'devs', namespaces: ['retail'] }],
      values: { site: 'eu', key: { store: 'vault', path: 'a/b' } },
      infrastructureValues: {},
    },
    [5, 3],
    [6, 3],
    [9, 5],
  ],
  [
    'pipeline_template_name without a namespace',
    `${head('Application')}${APPLICATION}\n  pipeline_template_name: actions\n  releaseStages: [{ environment_name: qa, environment_namespace: retail }]\n`,
    { pipelineTemplate: bare('actions'), helmTemplate: { name: 'chart', namespaces: ['default'] } },
    [8, 3],
  ],
  [
    'helm_template_name without a namespace',
    `${head('Application')}  repoUrl: a\n  pipeline_template_name: actions\n  pipeline_template_namespace: retail\n  helm_template_name: chart\n  releaseStages: [{ environment_name: qa, environment_namespace: retail }]\n`,
    { pipelineTemplate: { name: 'actions', namespaces: ['retail'] }, helmTemplate: bare('chart') },
    [8, 3],
  ],
  [
    'environment_name without a namespace',
    `${head('Application')}${APPLICATION}\n  pipeline_template_name: actions\n  pipeline_template_namespace: default\n  releaseStages:\n    - environment_name: qa\n    - { environment_name: staging, environment_namespace: default }\n`,
    { stages: [bare('qa'), { name: 'staging', namespaces: ['default'] }] },
    [11, 7],
  ],
  [
    'stages by name',
    `${head('Application')}${APPLICATION}\n  pipeline_template_name: actions\n  pipeline_template_namespace: default\n  releaseStages: [qa, staging]\n`,
    { stages: [bare('qa'), bare('staging')] },
    [10, 19],
    [10, 23],
  ],
];

describe('fields from before 0.5', () => {
  const rows = LEGACY.map(([field, yaml, expected, ...places]) => ({ field, yaml, expected, places }));

  it.each(rows)('$field', ({ yaml, expected, places }) => {
    const { records, diagnostics } = parse(yaml);
    expect(records.map(({ declaration }) => declaration)).toMatchObject([expected]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual(
      places.map(() => ['LEGACY_FIELD', 'warning']),
    );
    expect(diagnostics.map(({ source }) => [source?.line, source?.column])).toEqual(places);
  });

  it('contradict nothing', () => {
    const { diagnostics } = parse(`${head('Environment')}  org_id: logistics\n`);
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['LEGACY_FIELD', 'RECORD_CONFLICT']);
  });

  it('are none in the form of 0.5', () => {
    const yaml = `${head('WorkloadCluster')}  type: physical\n  env: [{ name: qa, namespace: default }]\n  cluster_template_name: civo\n  cluster_template_namespace: default\n`;
    const { records, diagnostics } = parse(yaml);
    expect(diagnostics).toEqual([]);
    expect(records[0]).toMatchObject({
      address: 'platform/all.yaml#cluster/retail/it',
      position: { file: 'platform/all.yaml', line: 1, column: 1 },
      declaration: {
        template: { name: 'civo', namespaces: ['default'] },
        environments: [{ name: 'qa', namespaces: ['default'] }],
      },
    });
  });
});
