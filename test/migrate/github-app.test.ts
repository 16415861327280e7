import { describe, expect, it } from 'vitest';
import { applyFileEdits } from '../../lib/edit/file-edits.ts';
import { migrateGithubApp } from '../../lib/migrate/github-app/migrate-github-app.ts';
import type { Form, ModelEra } from './cluster-model.ts';
import { CLEAN, dataOfFile, targetOf, writtenCluster } from './written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const written = (form: Form, eraOf: (part: string) => ModelEra = () => 'pat', folder = FOLDER) =>
  writtenCluster({ form, folder, eraOf, hand: CLEAN, seed: 1 });

const errorsOf = (result: ReturnType<typeof migrateGithubApp>) =>
  [...result.diagnostics, ...result.trees.flatMap(({ diagnostics }) => diagnostics)].filter(
    ({ severity }) => severity === 'error',
  );

function migrated(
  files: ReadonlyMap<string, string>,
  options: Parameters<typeof migrateGithubApp>[1] = { clusters: ['acme-mgmt'] },
) {
  const result = migrateGithubApp(files, options);
  expect(errorsOf(result)).toEqual([]);
  return applyFileEdits(
    files,
    result.trees.flatMap(({ edits }) => edits),
  ).files;
}

const STACK = `${FOLDER}/35-kube-prometheus-stack.yaml`;

describe('migrateGithubApp', () => {
  it.each(['token', 'hydrated', 'chart'] as const)('brings a %s tree to what the release notes say', (form) => {
    const after = migrated(written(form));
    const data = Object.fromEntries(
      [...after].filter(([path]) => path !== STACK).map(([path, text]) => [path, dataOfFile(text)]),
    );
    expect(data).toEqual(targetOf(form, FOLDER));
  });

  it('changes only the lines it means', () => {
    const before = written('hydrated');
    const after = migrated(before);
    const path = `${FOLDER}/secrets/secret.yaml`;
    const old = (before.get(path) ?? '').split('\n');
    const now = (after.get(path) ?? '').split('\n');
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
    expect(after.get(provider)).toBe(before.get(provider));
  });

  it('names the cluster and the domain in the new Application as the tree does', () => {
    const names = {
      token: ['<WORKLOAD_CLUSTER_NAME>', '<DOMAIN_NAME>'],
      hydrated: ['acme-mgmt', 'acme.dev'],
      chart: ['{{ .Values.workloadClusterName }}', '{{ .Values.domainName }}'],
    };
    for (const [form, [cluster, domain]] of Object.entries(names)) {
      const [application] = dataOfFile(migrated(written(form as Form)).get(STACK) ?? '') as [
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
    const before = migrateGithubApp(files, { clusters: ['acme-mgmt'] }).trees[0];
    expect(before?.parts.map(({ part, era, document }) => [part, era, document])).toEqual([
      ['runner-credentials', 'pat', 0],
      ['crossplane-credentials', 'pat', 1],
      ['runtime-config', 'pat', 0],
      ['metrics-service', 'pat', 0],
      ['provider-config', 'github-app', 0],
      ['repository-credentials', 'pat', 0],
      ['repository-credentials', 'pat', 1],
    ]);
    const after = migrateGithubApp(migrated(files), { clusters: ['acme-mgmt'] }).trees[0];
    expect(new Set(after?.parts.map(({ era }) => era))).toEqual(new Set(['github-app']));
    expect(after?.edits).toEqual([]);
  });

  it('says what has to be in Vault before, and what may go', () => {
    for (const era of ['pat', 'github-app'] as const) {
      const { trees } = migrateGithubApp(
        written('token', () => era),
        { clusters: ['acme-mgmt'] },
      );
      const key = 'argocd/repo-credentials-template/<PROJECT_NAME>';
      const needed = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey', 'type', 'url'];
      const released = ['name', 'password', 'username'];
      expect(trees[0]?.vault).toEqual([
        { key, needed, released },
        { key: `${key}-platform`, needed, released },
      ]);
    }
  });

  it('touches only the clusters that were named', () => {
    const files = new Map([
      ...written('hydrated'),
      ...written('hydrated', () => 'pat', 'registry/konstruct-clusters/other-mgmt'),
    ]);
    const after = migrated(files);
    for (const [path, text] of files) if (path.includes('other-mgmt')) expect(after.get(path)).toBe(text);
    expect(migrateGithubApp(files, { clusters: ['none'] }).diagnostics.map(({ code }) => code)).toEqual([
      'MIGRATE_CLUSTER_NOT_FOUND',
    ]);
    expect(migrateGithubApp(files, { folders: ['templates/x'] }).diagnostics.map(({ code }) => code)).toEqual([
      'MIGRATE_CLUSTER_NOT_FOUND',
    ]);
  });

  it('works in a templates repository by folder', () => {
    const folder = 'cluster-templates/aws/project-cluster/templates';
    const files = written('chart', () => 'pat', folder);
    const after = migrated(files, { folders: [folder] });
    expect(after.has(`${folder}/35-kube-prometheus-stack.yaml`)).toBe(true);
  });

  it('migrates the others when one cluster is refused', () => {
    const bad = written('hydrated', () => 'pat', 'registry/konstruct-clusters/bad-mgmt');
    bad.set(
      'registry/konstruct-clusters/bad-mgmt/secrets/secret.yaml',
      'key: argocd/repo-credentials-template/x\n  data: y\n',
    );
    const files = new Map([...written('hydrated'), ...bad]);
    const { trees } = migrateGithubApp(files, { clusters: ['bad-mgmt', 'acme-mgmt'] });
    expect(trees.map(({ tree, edits }) => [tree.name, edits.length > 0])).toEqual([
      ['bad-mgmt', false],
      ['acme-mgmt', true],
    ]);
    expect(trees[0]?.diagnostics.find(({ severity }) => severity === 'error')).toMatchObject({
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
    const { trees } = migrateGithubApp(files, { clusters });
    expect(trees.filter(({ edits }) => edits.length === 0).map(({ tree }) => tree.name)).toEqual(['mgmt-7']);
    expect(
      applyFileEdits(
        files,
        trees.flatMap(({ edits }) => edits),
      ).diagnostics,
    ).toEqual([]);
  });
});
