import { describe, expect, it } from 'vitest';
import { migrated } from './run-migration.ts';
import { CLEAN, dataOfFile, writtenCluster } from './written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const SECRET = `${FOLDER}/secrets/secret.yaml`;
const CROSSPLANE = `${FOLDER}/crossplane-components/crossplane-secrets.yaml`;
const RUNTIME = `${FOLDER}/crossplane-components/controllerconfig.yaml`;
const SERVICE = `${FOLDER}/crossplane-components/svc.yaml`;
const RUNNER = `${FOLDER}/actions-runner-controller/51-actions-runner-externalsecret.yaml`;

type Change = (text: string) => string;

/** A hydrated tree in which some files were changed by hand; undefined takes a file away. */
function tree(changes: Readonly<Record<string, Change | undefined>> = {}): Map<string, string> {
  const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
  for (const [path, change] of Object.entries(changes)) {
    const before = files.get(path) ?? '';
    if (change === undefined) files.delete(path);
    else {
      expect(change(before)).not.toBe(before);
      files.set(path, change(before));
    }
  }
  return files;
}

const outcome = (files: ReadonlyMap<string, string>, domain?: string) =>
  migrated(files, { clusters: ['acme-mgmt'], domain });

describe('trees that were edited by hand', () => {
  it('keeps what people added', () => {
    const files = tree({
      [SECRET]: (text) =>
        `# owned by the platform team\n${text}`
          .replaceAll('kind: "ClusterSecretStore"', 'kind: SecretStore # namespaced since the incident')
          .replace(
            '        url: "{{ .url }}"',
            '        url: https://github.com/acme/fixed # literal\n        project: default',
          ),
      [CROSSPLANE]: (text) =>
        text
          .replace('refreshInterval: "10s"\n  data:', 'refreshInterval: 1h\n  data:')
          .replace(
            'engineVersion: "v2"',
            'engineVersion: v2\n      metadata:\n        labels:\n          team: platform',
          ),
      [RUNTIME]: (text) =>
        text
          .replaceAll('ghcr.io/konstructio', 'mirror.acme.dev:5000/konstructio')
          .replace(
            '          labels:',
            '          annotations:\n            acme.dev/owner: platform # ours\n          labels:',
          ),
      [SERVICE]: (text) => text.replace('  ports:\n', '  # two replicas\n  ports: # keep in order\n'),
    });
    const { after, errors } = outcome(files);
    expect(errors).toEqual([]);
    const secret = after.get(SECRET) ?? '';
    expect(secret).toContain('# owned by the platform team\n');
    expect(secret.match(/kind: SecretStore # namespaced since the incident/g)).toHaveLength(2);
    expect(secret).toContain('url: https://github.com/acme/fixed # literal\n        project: default');
    expect(dataOfFile(after.get(CROSSPLANE) ?? '')[1]).toMatchObject({
      metadata: { name: 'github-app-credentials' },
      spec: {
        refreshInterval: '1h',
        target: {
          template: { metadata: { labels: { team: 'platform', 'argocd.argoproj.io/secret-type': 'repository' } } },
        },
      },
    });
    const runtime = after.get(RUNTIME) ?? '';
    expect(runtime).toContain('image: "mirror.acme.dev:5000/konstructio/provider-terraform:v0.0.1-rc.2"');
    expect(runtime).toContain('acme.dev/owner: platform # ours\n            prometheus.io/scrape: "true"\n');
    expect(after.get(SERVICE)).toContain('  # two replicas\n  ports: # keep in order\n');
  });

  it('takes newer images for what they are', () => {
    const files = tree({
      [RUNTIME]: (text) => text.replace('provider-terraform:v0.0.1', 'provider-terraform:v0.0.1-rc.3'),
    });
    expect(outcome(files).after.get(RUNTIME)).toContain('provider-terraform:v0.0.1-rc.3');
  });

  it('removes the old ExternalSecret where the new one stands beside it', () => {
    const both = outcome(tree()).after.get(CROSSPLANE) ?? '';
    const files = tree({
      [CROSSPLANE]: (text) => `${text}---\n${both.split('---\n')[1]?.replace(/^ {8}app_id.*\n/m, '')}`,
    });
    const documents = dataOfFile(outcome(files).after.get(CROSSPLANE) ?? '') as { metadata: { name: string } }[];
    expect(documents.map(({ metadata }) => metadata.name)).toEqual(['crossplane-secrets', 'github-app-credentials']);
    expect(documents[1]).toMatchObject({ spec: { target: { template: { data: { app_id: '{{ .githubAppID }}' } } } } });
  });

  it('warns of what the documented steps leave out', () => {
    const files = tree({ [SECRET]: (text) => text.replaceAll('acme-platform', 'acme-apps') });
    files.set(
      '.github/workflows/deploy.yaml',
      `on: push\njobs:\n  a:\n    with:\n      github-token: $\{{ secrets.WORKFLOW_TRIGGER_TOKEN }}\n`,
    );
    const { warnings, errors, findings, after } = outcome(files);
    expect(errors).toEqual([]);
    expect([...warnings].sort()).toEqual([
      'MIGRATE_NAME_COLLISION',
      'MIGRATE_PROVIDER_CONFIG',
      'MIGRATE_WORKFLOW_TOKEN',
    ]);
    expect(findings.find(({ code }) => code === 'MIGRATE_WORKFLOW_TOKEN')?.source).toMatchObject({
      line: 5,
      column: 25,
    });
    expect(after.get('.github/workflows/deploy.yaml')).toBe(files.get('.github/workflows/deploy.yaml'));
  });

  it('does without what is not in the folder', () => {
    const { warnings, errors, after } = outcome(
      tree({ [SECRET]: undefined, [SERVICE]: undefined, [RUNNER]: undefined }),
      'acme.dev',
    );
    expect(errors).toEqual([]);
    expect(warnings).toEqual(['MIGRATE_PROVIDER_CONFIG', 'MIGRATE_PART_MISSING', 'MIGRATE_PART_MISSING']);
    expect([...after.keys()].some((path) => path.endsWith('servicemonitor.yaml'))).toBe(false);
    expect(after.get(`${FOLDER}/35-kube-prometheus-stack.yaml`)).toContain('prometheus-remote-write.acme.dev');
  });

  it.each<[string, Readonly<Record<string, Change | undefined>>, readonly string[]]>([
    [
      'an image of no release',
      { [RUNTIME]: (text) => text.replace('terraform:v0.0.1', 'terraform:v0.0.2') },
      ['MIGRATE_IMAGE_UNKNOWN'],
    ],
    [
      'an image by digest',
      { [RUNTIME]: (text) => text.replace('terraform:v0.0.1', 'terraform@sha256:abc') },
      ['MIGRATE_IMAGE_UNKNOWN'],
    ],
    [
      'a Crossplane without runtime configurations',
      { [RUNTIME]: () => 'kind: ControllerConfig\nspec: {image: "x/provider-terraform:v0.0.1"}\n' },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    ['no runtime configuration', { [RUNTIME]: undefined }, ['MIGRATE_PART_MISSING']],
    ['no credentials of the provider', { [CROSSPLANE]: undefined }, ['MIGRATE_PART_MISSING']],
    [
      'a second runtime configuration',
      { [`${FOLDER}/copy.yaml`]: () => tree().get(RUNTIME) ?? '' },
      ['MIGRATE_PART_TWICE'],
    ],
    [
      'credentials of a third kind',
      { [SECRET]: (text) => text.replaceAll('password: "{{ .password }}"', 'sshPrivateKey: x') },
      ['MIGRATE_SHAPE_UNKNOWN', 'MIGRATE_SHAPE_UNKNOWN'],
    ],
    [
      'more than a username and a password',
      { [CROSSPLANE]: (text) => `${text}    - {secretKey: more, remoteRef: {key: k, property: more}}\n` },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    [
      'credentials that read nothing',
      { [CROSSPLANE]: (text) => text.replace('{{ .username }}', 'git') },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    [
      'port 8080 for something else',
      { [SERVICE]: (text) => text.replace('ports:', 'ports:\n    - {name: debug, port: 8080}') },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    [
      'another label',
      { [SERVICE]: (text) => text.replace('app: "log-streamer"', 'app: logs') },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    ['no Ingress and no domain', { [SERVICE]: (text) => text.split('---\n')[0] ?? '' }, ['MIGRATE_DOMAIN_UNKNOWN']],
    [
      'a store of another name',
      {
        [CROSSPLANE]: (text) => text.replaceAll('-vault-kv-secret', ''),
        [SECRET]: (text) => text.replaceAll('-vault-kv-secret', ''),
      },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    [
      'another file at a new path',
      { [`${FOLDER}/35-kube-prometheus-stack.yaml`]: () => 'kind: Application\n' },
      ['MIGRATE_SHAPE_UNKNOWN'],
    ],
    ['invalid YAML', { [RUNNER]: (text) => `${text}  x: y: z\n` }, ['EDIT_INVALID_YAML']],
    ['a file that lost what it held', { [SECRET]: () => 'x: [\n' }, ['EDIT_INVALID_YAML']],
    [
      'an alias into what would change',
      {
        [SERVICE]: (text) =>
          `${text.replace('ports:\n', 'ports: &p\n')}x: 1\n`.replace('selector:', 'more: *p\n  selector:'),
      },
      ['EDIT_SHARED'],
    ],
  ])('refuses %s, and touches nothing', (_, changes, codes) => {
    const files = tree(changes);
    const { errors, changes: made, findings } = outcome(files);
    expect(errors).toEqual(codes);
    expect(made).toEqual([]);
    for (const finding of findings)
      expect(finding.path ?? finding.source?.file).toMatch(/^registry\/konstruct-clusters\/acme-mgmt/);
  });

  it('does not mind what is wrong in files of others', () => {
    const files = tree();
    files.set(`${FOLDER}/notes.yaml`, 'a: b: c: [\n');
    expect(outcome(files).errors).toEqual([]);
  });
});
