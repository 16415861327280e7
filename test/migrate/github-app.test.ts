import { describe, expect, it } from 'vitest';
import { wavesOf } from '../../lib/migrate/waves.ts';
import type { Form, ModelEra } from './cluster-model.ts';
import { migrated, statesOf } from './run-migration.ts';
import { CLEAN, dataOfFile, targetOf, writtenCluster } from './written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const written = (form: Form, eraOf: (part: string) => ModelEra = () => 'pat', folder = FOLDER) =>
  writtenCluster({ form, folder, eraOf, hand: CLEAN, seed: 1 });

const ACME = { clusters: ['acme-mgmt'] };

/** The files after a migration without errors. */
function filesAfter(files: ReadonlyMap<string, string>, request: Parameters<typeof migrated>[1] = ACME) {
  const result = migrated(files, request);
  expect(result.errors).toEqual([]);
  return result.after;
}

const STACK = `${FOLDER}/35-kube-prometheus-stack.yaml`;

describe('migrateGithubApp', () => {
  it.each(['token', 'hydrated', 'chart'] as const)('brings a %s tree to what the release notes say', (form) => {
    const files = filesAfter(written(form));
    const data = Object.fromEntries(
      [...files].filter(([path]) => path !== STACK).map(([path, text]) => [path, dataOfFile(text)]),
    );
    expect(data).toEqual(targetOf(form, FOLDER));
  });

  it('changes only the lines it means', () => {
    const before = written('hydrated');
    const files = filesAfter(before);
    const path = `${FOLDER}/secrets/secret.yaml`;
    const old = (before.get(path) ?? '').split('\n');
    const now = (files.get(path) ?? '').split('\n');
    expect(old.filter((line) => !now.includes(line)).map((line) => line.trim())).toEqual(
      Array.from({ length: 2 }, () => [
        'name: "{{ .name }}"',
        'username: "{{ .username }}"',
        'password: "{{ .password }}"',
      ]).flat(),
    );
    expect([...new Set(now.filter((line) => !old.includes(line)).map((line) => line.trim()))]).toEqual([
      'githubAppID: "{{ .githubAppID }}"',
      'githubAppInstallationID: "{{ .githubAppInstallationID }}"',
      'githubAppPrivateKey: "{{ .githubAppPrivateKey }}"',
    ]);
    const provider = `${FOLDER}/provider-config/providerconfig.yaml`;
    expect(files.get(provider)).toBe(before.get(provider));
  });

  it('names the cluster and the domain in the new Application as the tree does', () => {
    const names = {
      token: ['<WORKLOAD_CLUSTER_NAME>', '<DOMAIN_NAME>'],
      hydrated: ['acme-mgmt', 'acme.dev'],
      chart: ['{{ .Values.workloadClusterName }}', '{{ .Values.domainName }}'],
    };
    for (const [form, [cluster, domain]] of Object.entries(names)) {
      const [application] = dataOfFile(filesAfter(written(form as Form)).get(STACK) ?? '') as [
        { metadata: { name: string }; spec: { project: string; source: { helm: { values: string } } } },
      ];
      expect(application.metadata.name).toBe(`kube-prometheus-stack-${cluster}`);
      expect(application.spec.project).toBe(cluster);
      const [values] = dataOfFile(application.spec.source.helm.values) as [{ prometheus: { prometheusSpec: unknown } }];
      expect(values.prometheus.prometheusSpec).toMatchObject({
        externalLabels: { cluster },
        remoteWrite: [{ url: `https://prometheus-remote-write.${domain}/api/v1/write` }],
      });
    }
  });

  it('recognises the era of each part, and finds parts by what they hold', () => {
    const files = new Map(
      [...written('hydrated')].map(([path, text]) => [
        path.replace('controllerconfig', 'deployment-runtime-config').replace('svc.yaml', 'x.yml'),
        text,
      ]),
    );
    expect(statesOf(migrated(files, ACME).units[0])).toEqual([
      ['G', 'pat', 0],
      ['B', 'pat', 1],
      ['C', 'pat', 0],
      ['D', 'pat', 0],
      ['I', 'pat', 0],
      ['A', 'pat', 0],
      ['A', 'pat', 1],
      ['E', 'missing', 0],
      ['F', 'missing', 0],
    ]);
    const again = migrated(filesAfter(files), ACME).units[0];
    expect(statesOf(again).filter(([step, era]) => era !== 'github-app' && step !== 'I')).toEqual([]);
    expect(again?.changes).toEqual([]);
  });

  it('says what has to be in Vault before, and what may go', () => {
    for (const era of ['pat', 'github-app'] as const) {
      const { units } = migrated(
        written('token', () => era),
        ACME,
      );
      const key = 'argocd/repo-credentials-template/<PROJECT_NAME>';
      const needed = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey', 'type', 'url'];
      const released = ['name', 'password', 'username'];
      expect(units[0]?.vault).toEqual([
        { key, needed, released, readBy: [] },
        { key: `${key}-platform`, needed, released, readBy: [] },
      ]);
    }
  });

  it('releases nothing that another file goes on reading', () => {
    const other = 'registry/clusters/x/secret.yaml';
    const reads = (property: string) =>
      `kind: ExternalSecret\nspec: {data: [{remoteRef: {key: argocd/repo-credentials-template/acme, property: ${property}}}]}\n`;
    const vault = (text: string) => migrated(new Map([...written('hydrated'), [other, text]]), ACME).units[0]?.vault[0];
    expect(vault(reads('password'))).toMatchObject({ released: ['name', 'username'], readBy: [other] });
    expect(vault(reads('url'))).toMatchObject({ released: ['name', 'password', 'username'], readBy: [] });
  });

  it('touches only the clusters that were named', () => {
    const files = new Map([
      ...written('hydrated'),
      ...written('hydrated', () => 'pat', 'registry/konstruct-clusters/other-mgmt'),
    ]);
    const done = filesAfter(files);
    for (const [path, text] of files) if (path.includes('other-mgmt')) expect(done.get(path)).toBe(text);
    for (const request of [{ clusters: ['none'] }, { folder: 'templates/x' }, { ...ACME, folder: 'templates' }])
      expect(migrated(files, request).errors).toEqual(['MIGRATE_CLUSTER_NOT_FOUND']);
  });

  it('finds every cluster of a repository, and every tree of templates', () => {
    const folders = ['registry/konstruct-clusters/b', 'registry/clusters/a', 'templates/project', 'charts/x/templates'];
    const files = new Map(folders.flatMap((folder) => [...written('hydrated', () => 'pat', folder)]));
    files.set('registry/clusters/lon1/provider.yaml', 'kind: ProviderConfig # git-credentials\n');
    const found = (folder?: string) =>
      migrated(files, { all: true, folder }).units.map((unit) => [unit.name, unit.folder]);
    expect(found()).toEqual([
      ['x', 'charts/x/templates'],
      ['a', 'registry/clusters/a'],
      ['b', 'registry/konstruct-clusters/b'],
      ['project', 'templates/project'],
    ]);
    expect(found('registry/')).toEqual([
      ['a', 'registry/clusters/a'],
      ['b', 'registry/konstruct-clusters/b'],
    ]);
  });

  it('refuses files that a program owns', () => {
    const path = `${FOLDER}/secrets/secret.yaml`;
    const files = written('hydrated');
    files.set('.konstruct/acme.json', JSON.stringify({ files: { [path]: { address: 'acme/retail' } } }));
    const { units, errors, changes } = migrated(files, ACME);
    expect([errors, changes]).toEqual([['MIGRATE_FILE_OWNED'], []]);
    expect(units[0]?.diagnostics.at(-1)?.detail).toContain('acme/retail');
  });

  it('works in a templates repository by folder', () => {
    const folder = 'cluster-templates/aws/project-cluster/templates';
    const files = written('chart', () => 'pat', folder);
    expect(filesAfter(files, { folder }).has(`${folder}/35-kube-prometheus-stack.yaml`)).toBe(true);
  });

  it('migrates the others when one cluster is refused', () => {
    const bad = written('hydrated', () => 'pat', 'registry/konstruct-clusters/bad-mgmt');
    bad.set(
      'registry/konstruct-clusters/bad-mgmt/secrets/secret.yaml',
      'key: argocd/repo-credentials-template/x\n  data: y\n',
    );
    const files = new Map([...written('hydrated'), ...bad]);
    const { units } = migrated(files, { clusters: ['bad-mgmt', 'acme-mgmt'] });
    expect(units.map(({ name, changes }) => [name, changes.length > 0])).toEqual([
      ['bad-mgmt', false],
      ['acme-mgmt', true],
    ]);
    expect(units[0]?.diagnostics.find(({ severity }) => severity === 'error')).toMatchObject({
      code: 'EDIT_INVALID_YAML',
      source: { file: 'registry/konstruct-clusters/bad-mgmt/secrets/secret.yaml', line: 1 },
    });
  });

  it('migrates 200 clusters of one repository, one of them refused', () => {
    const files = new Map<string, string>();
    const clusters = Array.from({ length: 200 }, (_, index) => `mgmt-${index}`);
    for (const cluster of clusters)
      for (const [path, text] of written('hydrated', () => 'pat', `registry/konstruct-clusters/${cluster}`))
        files.set(path, text);
    files.set(
      'registry/konstruct-clusters/mgmt-7/crossplane-components/controllerconfig.yaml',
      'kind: DeploymentRuntimeConfig # provider-terraform\n',
    );
    const { units, after: done } = migrated(files, { all: true });
    expect(units.length).toBe(200);
    expect(units.filter(({ changes }) => changes.length === 0).map(({ name }) => name)).toEqual(['mgmt-7']);
    expect(migrated(done, { all: true }).changes).toEqual([]);
    const waves = wavesOf(units, 20);
    expect(waves.map((wave) => [wave.units.length, wave.state])).toEqual(
      Array.from({ length: 10 }, (_, index) => [20, index === 0 ? 'next' : 'later']),
    );
  });
});
