import { describe, expect, it } from 'vitest';
import { diagnose } from '../../lib/doctor/diagnose.ts';
import type { Form, ModelEra } from '../migrate/cluster-model.ts';
import { migrated } from '../migrate/run-migration.ts';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const SECRET = `${FOLDER}/secrets/secret.yaml`;
const CROSSPLANE = `${FOLDER}/crossplane-components/crossplane-secrets.yaml`;
const RUNTIME = `${FOLDER}/crossplane-components/controllerconfig.yaml`;
const SERVICE = `${FOLDER}/crossplane-components/svc.yaml`;
const STACK = `${FOLDER}/35-kube-prometheus-stack.yaml`;
const RUNNER = `${FOLDER}/actions-runner-controller/51-actions-runner-externalsecret.yaml`;

const pat = (form: Form = 'hydrated', folder = FOLDER) =>
  writtenCluster({ form, folder, eraOf: () => 'pat' as ModelEra, hand: CLEAN, seed: 1 });
/** A migrated tree without the two warnings that every migrated tree has. */
const app = () => {
  const files = new Map(migrated(pat(), { all: true }).after);
  files.set(SERVICE, (files.get(SERVICE) ?? '').replace(/ {4}"?pkg\.crossplane\.io\/revision.*\n/, '    app: x\n'));
  files.delete(`${FOLDER}/provider-config/providerconfig.yaml`);
  return files;
};

type Change = (text: string) => string | undefined;

/** Codes with their files, and the text at their places. */
function findings(files: ReadonlyMap<string, string>): readonly string[] {
  return diagnose(files).findings.map(({ code, severity, source }) => {
    const line = (files.get(source?.file ?? '') ?? '').split('\n')[(source?.line ?? 1) - 1] ?? '';
    const text = line.slice((source?.column ?? 1) - 1).replace(/^\uFEFF/, '');
    return `${severity} ${code} ${source?.file.split('/').at(-1)}: ${text}`;
  });
}

function changed(changes: Readonly<Record<string, Change>>): ReadonlyMap<string, string> {
  const files = app();
  for (const [path, change] of Object.entries(changes)) {
    const before = files.get(path) ?? '';
    const after = change(before);
    expect(after).not.toBe(before);
    if (after === undefined) files.delete(path);
    else files.set(path, after);
  }
  return files;
}

const doc = (text: string) => text.replaceAll(/^ {6}/gm, '').trimStart();

describe('diagnose', () => {
  it('finds nothing in a migrated cluster, and in one of tokens only what is pinned', () => {
    expect(findings(app())).toEqual([]);
    expect(findings(pat())).toEqual([
      'warning DOCTOR_REVISION_PINNED svc.yaml: "crossplane-provider-terraform-6fe8d52ff0a1"',
    ]);
    expect(diagnose(app()).clusters).toEqual([{ name: 'acme-mgmt', folder: FOLDER }]);
  });

  it('tells what the migration leaves: a ProviderConfig, and a pinned revision', () => {
    expect(findings(migrated(pat(), { all: true }).after)).toEqual([
      'warning DOCTOR_REVISION_PINNED svc.yaml: "crossplane-provider-terraform-6fe8d52ff0a1"',
      'warning DOCTOR_PAT_LEFT providerconfig.yaml: "git-credentials"',
    ]);
  });

  it.each<[string, Readonly<Record<string, Change>>, readonly string[]]>([
    [
      "the names of the provider in Argo CD's Secret",
      { [SECRET]: (text) => text.replace('githubAppID:', 'app_id:') },
      [
        'error DOCTOR_FIELD_NAMES secret.yaml: apiVersion: "external-secrets.io/v1"',
        'error DOCTOR_FIELD_NAMES secret.yaml: app_id: "{{ .githubAppID }}"',
      ],
    ],
    [
      "the names of Argo CD in the provider's Secret",
      { [CROSSPLANE]: (text) => text.replace('app_id:', 'githubAppID:') },
      ['error DOCTOR_FIELD_NAMES crossplane-secrets.yaml: apiVersion: "external-secrets.io/v1"'],
    ],
    [
      'a password beside the App',
      { [SECRET]: (text) => text.replace('githubAppID:', 'password: "{{ .password }}"\n        githubAppID:') },
      ['error DOCTOR_CREDENTIALS_MIXED secret.yaml: password: "{{ .password }}"'],
    ],
    [
      'the key of the other repository',
      { [CROSSPLANE]: (text) => text.replace('acme-platform', 'acme') },
      ['error DOCTOR_VAULT_KEY crossplane-secrets.yaml: "argocd/repo-credentials-template/acme"'],
    ],
    [
      'another namespace',
      { [CROSSPLANE]: (text) => text.replace(/(name: "?github-app-credentials"?\n)/, '$1  namespace: argocd\n') },
      ['error DOCTOR_NAMESPACE crossplane-secrets.yaml: argocd'],
    ],
    [
      'the new image without its Secret',
      { [CROSSPLANE]: (text) => text.split('---\n')[0] },
      ['error DOCTOR_SECRET_MISSING controllerconfig.yaml: "ghcr.io/konstructio/provider-terraform:v0.0.1-rc.2"'],
    ],
    [
      'the old image with the new Secret',
      { [RUNTIME]: (text) => text.replace('terraform:v0.0.1-rc.2', 'terraform:v0.0.1') },
      [
        'error DOCTOR_SECRET_MISSING controllerconfig.yaml: "ghcr.io/konstructio/provider-terraform:v0.0.1"',
        'warning DOCTOR_SECRET_UNUSED crossplane-secrets.yaml: apiVersion: "external-secrets.io/v1"',
      ],
    ],
    [
      'an image of no release',
      { [RUNTIME]: (text) => text.replace('terraform:v0.0.1-rc.2', 'terraform:mine') },
      ['warning MIGRATE_IMAGE_UNKNOWN controllerconfig.yaml: "ghcr.io/konstructio/provider-terraform:mine"'],
    ],
    [
      'a Service without the port',
      { [SERVICE]: (text) => text.replace(/name: "?metrics"?/, 'name: m') },
      ['error DOCTOR_NOT_SCRAPED servicemonitor.yaml: apiVersion: monitoring.coreos.com/v1'],
    ],
    [
      'a Service without the label',
      { [SERVICE]: (text) => text.replace('app: "log-streamer"', 'app: logs') },
      ['error DOCTOR_NOT_SCRAPED servicemonitor.yaml: apiVersion: monitoring.coreos.com/v1'],
    ],
    [
      'no kube-prometheus-stack',
      { [STACK]: () => undefined },
      ['error DOCTOR_MONITOR_TOO_EARLY servicemonitor.yaml: apiVersion: monitoring.coreos.com/v1'],
    ],
    [
      'a stack in a later wave',
      {
        [`${FOLDER}/40.yaml`]: () =>
          doc(`kind: Application
      metadata: {name: acme-mgmt-crossplane-components, annotations: {argocd.argoproj.io/sync-wave: '30'}}
      spec: {source: {path: ${FOLDER}/crossplane-components}}
      `),
      },
      ['error DOCTOR_MONITOR_TOO_EARLY servicemonitor.yaml: apiVersion: monitoring.coreos.com/v1'],
    ],
    [
      'a project that refuses the charts',
      {
        [`${FOLDER}/project.yaml`]: () =>
          'kind: AppProject\nmetadata: {name: acme-mgmt}\nspec:\n  sourceRepos: [https://github.com/acme/*]\n',
      },
      ['error DOCTOR_SOURCE_REPO project.yaml: [https://github.com/acme/*]'],
    ],
    [
      'runners with the password',
      { [RUNNER]: () => pat().get(RUNNER) },
      ['error DOCTOR_PAT_LEFT 51-actions-runner-externalsecret.yaml: "password"'],
    ],
    [
      'a controller that is too old',
      {
        'registry/clusters/x/arc.yaml': () =>
          doc(`kind: Application
      spec: {source: {chart: actions-runner-controller, targetRevision: 0.20.2}}
      ---
      kind: RunnerDeployment
      spec: {template: {spec: {githubAPICredentialsFrom: {secretRef: {name: x}}}}}
      `),
      },
      ['error DOCTOR_RUNNER_CHART_OLD arc.yaml: 0.20.2}}'],
    ],
    [
      'a Job that reads the old Secret',
      {
        'registry/clusters/x/job.yaml': () =>
          'kind: CronJob\nspec:\n  env:\n    - secretKeyRef: {name: git-credentials}\n',
      },
      ['error DOCTOR_PAT_LEFT job.yaml: git-credentials}'],
    ],
    [
      'a workflow with a token',
      { '.github/workflows/deploy.yaml': () => `with:\n  github-token: $\{{ secrets.WORKFLOW_TRIGGER_TOKEN }}\n` },
      ['warning DOCTOR_PAT_LEFT deploy.yaml: secrets.WORKFLOW_TRIGGER_TOKEN }}'],
    ],
    [
      'an old API',
      { 'registry/clusters/x/es.yaml': () => 'apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\n' },
      ['warning DOCTOR_API_OUTDATED es.yaml: external-secrets.io/v1beta1'],
    ],
    [
      'both kinds of a connection',
      {
        'registry/konstruct/acme/git-account/x.yaml': () =>
          ['pat', 'github-app']
            .map(
              (auth) =>
                `kind: GitAccount\nmetadata: {name: ${auth}, namespace: acme}\nspec: {auth: ${auth}, orgName: a}\n`,
            )
            .join('---\n'),
      },
      ['error DOCTOR_GIT_ACCOUNTS x.yaml: kind: GitAccount'],
    ],
    [
      'a connection by App in another namespace',
      {
        'registry/konstruct/acme/git-account/x.yaml': () =>
          ['pat', 'github-app']
            .map(
              (auth) =>
                `kind: GitAccount\nmetadata: {name: ${auth}, namespace: ns-${auth}}\nspec: {auth: ${auth}, orgName: a}\n`,
            )
            .join('---\n'),
      },
      ['error DOCTOR_GIT_ACCOUNTS x.yaml: kind: GitAccount'],
    ],
    [
      'two Secrets of one name',
      { [SECRET]: (text) => text.replaceAll('acme-platform"', 'acme-apps"') },
      [
        'warning MIGRATE_NAME_COLLISION secret.yaml: apiVersion: "external-secrets.io/v1"',
        'error DOCTOR_VAULT_KEY crossplane-secrets.yaml: "argocd/repo-credentials-template/acme"',
      ].slice(0, 1),
    ],
    [
      'invalid YAML',
      { [RUNNER]: (text) => `${text}  x: y: z\n` },
      ['error EDIT_INVALID_YAML 51-actions-runner-externalsecret.yaml: y: z'],
    ],
  ])('explains %s', (_, changes, expected) => {
    expect([...findings(changed(changes))].sort()).toEqual([...expected].sort());
  });

  it('finds expressions of a chart that Helm would empty', () => {
    const folder = 'charts/project/templates';
    const files = new Map(migrated(pat('chart', folder), { folder }).after);
    files.set('charts/project/Chart.yaml', 'name: project\n');
    const secret = `${folder}/secrets/secret.yaml`;
    const codes = () => new Set(diagnose(files).findings.map(({ code }) => code));
    expect(codes()).not.toContain('DOCTOR_EXPRESSION_UNESCAPED');
    files.set(secret, (files.get(secret) ?? '').replace(/\{\{`"\{\{ \.githubAppID \}\}"`\}\}/, '"{{ .githubAppID }}"'));
    expect(codes()).toContain('DOCTOR_EXPRESSION_UNESCAPED');
  });

  it('looks at what is left of tokens only beside the App', () => {
    const workflow = ['.github/workflows/a.yml', `x: $\{{ secrets.WORKFLOW_TRIGGER_TOKEN }}\n`] as const;
    expect(findings(new Map([...pat(), workflow]))).not.toContain(
      'warning DOCTOR_PAT_LEFT a.yml: secrets.WORKFLOW_TRIGGER_TOKEN }}',
    );
    expect(findings(new Map([workflow]))).toEqual(['warning DOCTOR_PAT_LEFT a.yml: secrets.WORKFLOW_TRIGGER_TOKEN }}']);
  });

  it('names a fix and a cause with every finding', () => {
    for (const { detail, fix } of diagnose(migrated(pat(), { all: true }).after).findings)
      expect([detail?.length, fix.length].every((length) => (length ?? 0) > 20)).toBe(true);
  });
});
