import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrateKonstruct05 } from '../../lib/migrate/konstruct-0.5/migrate-konstruct-0.5.ts';
import type { MigrationRequest } from '../../lib/migrate/migration.ts';
import { parseRecords } from '../../lib/records/parse-records.ts';
import { createRecordReader } from '../../lib/records/record-reader.ts';
import { outcomeOf } from './run-migration.ts';

const CLUSTER = 'registry/clusters/lon1';
const RECORDS = 'registry/konstruct';

const record = (kind: string, namespace: string, name: string, spec = '') =>
  `apiVersion: konstruct-cdk.dev/v1\nkind: ${kind}\nmetadata: # of the team\n  name: ${name}\n  namespace: ${namespace}\n${spec}`;

const application = (environment: string, wave = '45') =>
  `# attached in March\nkind: Application\nmetadata:\n  name: lon1-${environment}\n  annotations: {argocd.argoproj.io/sync-wave: '${wave}'}\nspec:\n  source:\n    path: registry/environments/${environment}/lon1\n`;

/** An organization as before 0.5, with a Global environment and one of its own. */
function repository(extra: Readonly<Record<string, string | undefined>> = {}): ReadonlyMap<string, string> {
  const files: Record<string, string | undefined> = {
    [`${RECORDS}/default/environment/staging.yaml`]: record(
      'Environment',
      'default',
      'staging',
      'spec:\n  color: red # so\n',
    ),
    [`${RECORDS}/retail/environment/dev.yaml`]: record('Environment', 'retail', 'dev'),
    [`${RECORDS}/default/pipeline-template/gh.yaml`]: record(
      'PipelineTemplate',
      'default',
      'gh',
      'spec: {gitUrl: x}\n',
    ),
    [`${RECORDS}/default/helm-template/web.yaml`]: record('HelmTemplate', 'default', 'web', 'spec: {gitUrl: x}\n'),
    [`${RECORDS}/retail/catalog-application/dd.yaml`]: record(
      'CatalogApplication',
      'retail',
      'dd',
      'spec: {gitUrl: x}\n',
    ),
    [`${RECORDS}/retail/cluster/lon1.yaml`]: record(
      'WorkloadCluster',
      'retail',
      'lon1',
      'spec:\n  type: physical\n  environments:\n    # in this order\n    - dev # first\n    - staging\n  nodeCount: 3\n',
    ),
    [`${RECORDS}/retail/application/shop.yaml`]: record(
      'Application',
      'retail',
      'shop',
      'spec:\n  repoUrl: https://git.example.com/shop\n  pipeline_template_name: gh\n  helm_template_name: web # ours\n  releaseStages:\n    - dev\n    - environment_name: staging\n',
    ),
    [`${RECORDS}/retail/catalog-deployment/dd.yaml`]: record(
      'CatalogDeployment',
      'retail',
      'dd',
      'spec:\n  name: dd\n  body:\n    cluster_name: lon1\n    environments: [dev]\n    yamlValues: {site: eu}\n',
    ),
    [`${CLUSTER}/45-environment.yaml`]: application('staging'),
    [`${CLUSTER}/45-env-dev.yaml`]: application('dev'),
    [`${CLUSTER}/20-argocd-connection.yaml`]: 'apiVersion: "external-secrets.io/v1beta1" # old\nkind: ExternalSecret\n',
    [`${CLUSTER}/notes.yaml`]: 'a: b: c\n',
    ...extra,
  };
  return new Map(Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

function run(files: ReadonlyMap<string, string>, request: Partial<MigrationRequest> = { all: true }) {
  return outcomeOf(files, migrateKonstruct05(files, { clusters: [], all: false, direction: 'forward', ...request }));
}

describe('migrateKonstruct05', () => {
  it('brings records to the fields of 0.5, which reading them confirms', async () => {
    const { after, errors } = run(repository());
    expect(errors).toEqual([]);
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/records.schema.json'), 'utf8'));
    const read = createRecordReader(schema);
    for (const [path, text] of repository()) {
      if (!path.startsWith(RECORDS)) continue;
      const codes = (file: string | undefined) =>
        parseRecords(file ?? '', path, read).diagnostics.map(({ code }) => code);
      expect(codes(after.get(path)), after.get(path)).not.toContain('LEGACY_FIELD');
      const [was, is] = [text, after.get(path) ?? ''].map(
        (each) => parseRecords(each, path, read).records[0]?.declaration,
      );
      expect(is?.name).toBe(was?.name);
    }
  });

  it('changes nothing but those fields', () => {
    const { after } = run(repository());
    expect(after.get(`${RECORDS}/retail/cluster/lon1.yaml`)).toContain(
      'spec:\n  type: physical\n  env:\n    # in this order\n    - # first\n      name: dev',
    );
    expect(after.get(`${RECORDS}/retail/cluster/lon1.yaml`)).toContain('      namespace: default\n  nodeCount: 3\n');
    expect(after.get(`${RECORDS}/retail/application/shop.yaml`)).toContain(
      'pipeline_template_name: gh\n  pipeline_template_namespace: default\n  helm_template_name: web # ours\n  helm_template_namespace: default\n',
    );
    expect(after.get(`${CLUSTER}/20-argocd-connection.yaml`)).toBe(
      'apiVersion: "external-secrets.io/v1" # old\nkind: ExternalSecret\n',
    );
    expect(after.get(`${CLUSTER}/notes.yaml`)).toBe('a: b: c\n');
  });

  it('names the files of environments after them, and keeps their Applications to the byte', () => {
    const { after, changes } = run(repository());
    expect(after.get(`${CLUSTER}/45-env-staging.yaml`)).toBe(application('staging'));
    expect(after.has(`${CLUSTER}/45-environment.yaml`)).toBe(false);
    expect(changes.find(({ previousPath }) => previousPath !== undefined)?.previousPath).toBe(
      `${CLUSTER}/45-environment.yaml`,
    );
  });

  it('gives a Global environment the slug of the folders that it lies in', () => {
    const { after } = run(repository());
    expect(after.get(`${RECORDS}/default/environment/staging.yaml`)).toContain(
      'spec:\n  color: red # so\n  slug: staging\n',
    );
    expect(after.get(`${RECORDS}/retail/environment/dev.yaml`)).toBe(
      repository().get(`${RECORDS}/retail/environment/dev.yaml`),
    );
  });

  it('finds nothing to do a second time, and has a unit a cluster and a namespace', () => {
    const { after, units } = run(repository());
    expect(units.map(({ folder }) => folder)).toEqual([CLUSTER, `${RECORDS}/default`, `${RECORDS}/retail`]);
    expect(run(after).changes).toEqual([]);
    expect(run(repository(), { clusters: ['lon1'] }).units.map(({ name }) => name)).toEqual(['lon1']);
  });

  it('brings `org_id` to where the namespace is', () => {
    const path = `${RECORDS}/retail/environment/qa.yaml`;
    const text =
      'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata:\n  name: qa\nspec:\n  org_id: retail\n';
    expect(run(repository({ [path]: text })).after.get(path)).toBe(
      'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata:\n  name: qa\n  namespace: retail\nspec:\n  namespace: retail\n',
    );
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string, string]>([
    [
      'a name that two have',
      { [`${RECORDS}/retail/environment/staging.yaml`]: record('Environment', 'retail', 'staging') },
      'MIGRATE_REFERENCE',
      `${RECORDS}/retail`,
    ],
    [
      'a name that none has',
      { [`${RECORDS}/default/helm-template/web.yaml`]: undefined },
      'MIGRATE_REFERENCE',
      `${RECORDS}/retail`,
    ],
    [
      'a place that is taken',
      { [`${CLUSTER}/45-env-staging.yaml`]: application('staging') },
      'MIGRATE_SHAPE_UNKNOWN',
      CLUSTER,
    ],
    [
      'more than the Application in its file',
      { [`${CLUSTER}/45-environment.yaml`]: `${application('staging')}---\nkind: ConfigMap\n` },
      'MIGRATE_SHAPE_UNKNOWN',
      CLUSTER,
    ],
    [
      'an operator that is too old',
      {
        [`${CLUSTER}/30-eso.yaml`]:
          'kind: Application\nspec:\n  source:\n    chart: external-secrets\n    targetRevision: 0.9.13\n',
      },
      'MIGRATE_OPERATOR_OLD',
      CLUSTER,
    ],
    [
      'invalid YAML',
      { [`${CLUSTER}/x.yaml`]: 'apiVersion: external-secrets.io/v1beta1\n  x: y\n' },
      'EDIT_INVALID_YAML',
      CLUSTER,
    ],
    [
      'a file of a program',
      {
        '.konstruct/acme.json': JSON.stringify({
          files: { [`${CLUSTER}/20-argocd-connection.yaml`]: { address: 'acme/lon1' } },
        }),
      },
      'MIGRATE_FILE_OWNED',
      CLUSTER,
    ],
  ])('refuses %s, and migrates the rest', (_, extra, code, folder) => {
    const { units, errors, changes } = run(repository(extra));
    expect(new Set(errors)).toEqual(new Set([code]));
    expect(units.find((unit) => unit.folder === folder)?.changes).toEqual([]);
    expect(changes.length).toBeGreaterThan(0);
  });
});
