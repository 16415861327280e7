import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectGolden, readTree } from '../tools/golden.ts';
import { migrated } from './run-migration.ts';
import { dataOfFile } from './written-cluster.ts';

/**
 * Trees of management clusters as releases before 0.3.6 wrote them, what the release notes and the files of later
 * releases say they have to become (`target`), and the exact bytes that the migration makes of them (`after`).
 */
const GOLDEN = resolve(import.meta.dirname, 'golden');
const FORMS = ['token', 'hydrated', 'chart'] as const;
type Form = (typeof FORMS)[number];

const FOLDERS: Readonly<Record<Form, string>> = {
  token: 'templates/workload-project-cluster',
  hydrated: 'registry/konstruct-clusters/acme-mgmt',
  chart: 'cluster-templates/aws/project-cluster/templates',
};

function treeOf(form: Form, state: string): Map<string, string> {
  const files = readTree(resolve(GOLDEN, form, state));
  return new Map(Object.entries(files).map(([path, text]) => [`${FOLDERS[form]}/${path}`, text]));
}

const within = (form: Form, files: ReadonlyMap<string, string>) =>
  Object.fromEntries([...files].map(([path, text]) => [path.slice(FOLDERS[form].length + 1), text]));

const run = (form: Form, files: ReadonlyMap<string, string>) => migrated(files, { folder: FOLDERS[form] });

/** The documents of a file, values of charts as data: quotes within them say nothing. */
function meaning(text: string): unknown {
  return JSON.parse(JSON.stringify(dataOfFile(text)), (key, value) =>
    key === 'values' && typeof value === 'string' ? dataOfFile(value) : value,
  );
}

describe.each(FORMS)('a %s tree', (form) => {
  const before = treeOf(form, 'before');
  const { after, errors, changes } = run(form, before);

  it('comes to what the release notes say, file by file', () => {
    expect(errors).toEqual([]);
    const target = treeOf(form, 'target');
    expect(changes.map(({ path }) => path).sort()).toEqual([...target.keys()].sort());
    for (const [path, text] of target) expect([path, meaning(after.get(path) ?? '')]).toEqual([path, meaning(text)]);
  });

  it('has exactly the bytes that are meant, and those of before in every other file', () => {
    expectGolden(
      resolve(GOLDEN, form, 'after'),
      within(form, new Map(changes.map(({ path, after: text }) => [path, text ?? '']))),
    );
    const changed = new Set(changes.map(({ path }) => path));
    for (const [path, text] of before) if (!changed.has(path)) expect(after.get(path)).toBe(text);
  });

  it('keeps every line that no step means', () => {
    const meant =
      /^ *(?:(?:name|username|password|githubApp\w+|app_id|installation_id|github_app_private_key|type|url): ["'{]|name: (?:git|github-app)-credentials|engineVersion|creds: |https:|refreshInterval|data(?:From)?:|- (?:remoteRef|extract|port: 8080)|key: argocd|property|conversionStrategy|secretKey|creationPolicy|type: Opaque|metadata:|annotations:|labels:|managed-by|argocd\.argoproj\.io\/secret-type|prometheus\.io|image: |targetPort: 8080|protocol: TCP|name: metrics)/;
    for (const { path, before: old = '', after: now = '' } of changes) {
      const [past, present] = [old.split('\n'), now.split('\n')];
      const gone = past.filter((line) => !present.includes(line));
      const added = old === '' ? [] : present.filter((line) => !past.includes(line));
      for (const line of [...gone, ...added]) expect([path, line]).toEqual([path, expect.stringMatching(meant)]);
    }
  });

  it('is left alone when it is migrated', () => {
    expect(run(form, after)).toMatchObject({ changes: [], errors: [] });
  });

  it('comes to the same bytes from every half-migrated state of its files', () => {
    const paths = changes.map(({ path }) => path);
    for (let done = 0; done < 2 ** paths.length; done++) {
      const files = new Map(before);
      for (const [index, path] of paths.entries())
        if ((done >> index) % 2 === 1) files.set(path, after.get(path) ?? '');
      const result = run(form, files);
      expect([done, result.errors, sorted(result.after)]).toEqual([done, [], sorted(after)]);
    }
  });
});

function sorted(files: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].sort());
}

describe('a hydrated tree, half migrated within a file', () => {
  const before = treeOf('hydrated', 'before');
  const { after } = run('hydrated', before);
  const at = (path: string) => `${FOLDERS.hydrated}/${path}`;
  const SECRET = at('secrets/secret.yaml');
  const CROSSPLANE = at('crossplane-components/crossplane-secrets.yaml');
  const RUNTIME = at('crossplane-components/controllerconfig.yaml');
  const RUNNER = at('actions-runner-controller/51-actions-runner-externalsecret.yaml');
  const document = (files: ReadonlyMap<string, string>, path: string, index: number) =>
    (files.get(path) ?? '').split('---\n')[index] ?? '';

  it.each<[string, string, (text: string) => string]>([
    ['one of two repositories', SECRET, () => `${document(after, SECRET, 0)}---\n${document(before, SECRET, 1)}`],
    ['the other of two repositories', SECRET, () => `${document(before, SECRET, 0)}---\n${document(after, SECRET, 1)}`],
    [
      'fields of the App beside the token',
      SECRET,
      (text) => text.replace(/( +)(password: .*\n)/, '$1$2$1githubAppID: "{{ .githubAppID }}"\n'),
    ],
    ['the new credentials beside the old ones', CROSSPLANE, (text) => `${text}---\n${document(after, CROSSPLANE, 1)}`],
    [
      'the image of the provider alone',
      RUNTIME,
      (text) => text.replace('provider-terraform:v0.0.1', 'provider-terraform:v0.0.1-rc.2'),
    ],
    [
      'the image of the streamer alone',
      RUNTIME,
      (text) => text.replace('logs-streamer:v0.0.8', 'logs-streamer:v0.0.10'),
    ],
    [
      'the annotations alone',
      RUNTIME,
      (text) =>
        text.replace(
          /( +)spec:\n( +)securityContext/,
          '          annotations:\n            prometheus.io/scrape: "true"\n            prometheus.io/port: "8080"\n            prometheus.io/path: "/metrics"\n$1spec:\n$2securityContext',
        ),
    ],
    [
      'one of the annotations',
      RUNTIME,
      (text) =>
        text.replace(
          /( +)spec:\n( +)securityContext/,
          '          annotations:\n            prometheus.io/scrape: "true"\n$1spec:\n$2securityContext',
        ),
    ],
    [
      'one field of the runners',
      RUNNER,
      (text) => text.replace('property: password', 'property: githubAppID').replace('github_token', 'github_app_id'),
    ],
  ])('comes to the target from %s', (_, path, change) => {
    const files = new Map(before);
    files.set(path, change(before.get(path) ?? ''));
    expect(files.get(path)).not.toBe(before.get(path));
    const result = run('hydrated', files);
    expect(result.errors).toEqual([]);
    for (const [name, text] of after)
      expect([name, meaning(result.after.get(name) ?? '')]).toEqual([name, meaning(text)]);
  });

  it('is found under the later name of a file, and keeps it', () => {
    const later = at('crossplane-components/deployment-runtime-config.yaml');
    const files = new Map([...before].map(([path, text]) => [path === RUNTIME ? later : path, text]));
    const result = run('hydrated', files);
    expect(result.after.get(later)).toBe(after.get(RUNTIME));
    expect(result.after.has(RUNTIME)).toBe(false);
  });

  it('takes a store of one namespace, and both organizations of one name, as they are', () => {
    const change = (text: string) =>
      text.replaceAll('kind: ClusterSecretStore', 'kind: SecretStore').replaceAll('acme-platform\n', 'acme-apps\n');
    const files = new Map([...before].map(([path, text]) => [path, path === SECRET ? change(text) : text]));
    const result = run('hydrated', files);
    expect([result.errors, result.warnings.includes('MIGRATE_NAME_COLLISION')]).toEqual([[], true]);
    expect(result.after.get(SECRET)).toBe(change(after.get(SECRET) ?? ''));
  });

  it('comes back to the very bytes of before', () => {
    const back = migrated(after, { folder: FOLDERS.hydrated, direction: 'back', earlier: [before] });
    expect(sorted(back.after)).toEqual(sorted(before));
  });
});
