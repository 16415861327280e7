import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Direction } from '../../lib/migrate/migration.ts';
import { wait } from '../gates/worlds.ts';
import { codesIn, runCli } from '../tools/cli.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../tools/git-server.ts';
import {
  applicationObject,
  type KubernetesStub,
  kubeconfigFor,
  type StubObject,
  startKubernetesStub,
} from '../tools/kubernetes-stub.ts';
import { startVaultStub, type VaultStub } from '../tools/vault-stub.ts';
import type { ModelEra } from './cluster-model.ts';
import { migrated } from './run-migration.ts';
import { CLEAN, writtenCluster } from './written-cluster.ts';

const OLD = ['type', 'name', 'url', 'username', 'password'];
const NEW = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'];
const KEYS = ['secret/argocd/repo-credentials-template/acme', 'secret/argocd/repo-credentials-template/acme-platform'];
const URL_OF_PLATFORM = 'https://github.com/acme-platform/gitops';

let cluster: KubernetesStub;
let vault: VaultStub;
let root: string;
let args: readonly string[];

beforeAll(async () => {
  [cluster, vault] = await Promise.all([startKubernetesStub(), startVaultStub()]);
  root = mkdtempSync(join(tmpdir(), 'kcdk-migrate-gates-'));
  writeFileSync(join(root, 'kubeconfig'), kubeconfigFor(cluster.url));
  args = ['--kubeconfig', join(root, 'kubeconfig'), '--vault-address', vault.url, '-y'];
});
afterAll(async () => {
  await Promise.all([cluster.close(), vault.close()]);
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  vault.requests.length = 0;
  letIn();
  for (const key of KEYS) vault.keys.set(key, OLD);
  for (const [namespace, name] of SECRETS) cluster.erase('externalsecrets', namespace, name);
  for (const name of ['a-mgmt-registry', 'git-credentials']) cluster.erase('applications', 'argocd', name);
});

/** Vault and the cluster answer, or one of them refuses at once. */
function letIn(refusing?: 'vault' | 'cluster'): void {
  vault.tokens.clear();
  if (refusing !== 'vault') vault.tokens.add('s.test');
  cluster.requireToken(refusing === 'cluster' ? 'another' : undefined);
}

const SECRETS = [
  ['argocd', 'repo-credentials-template-acme-apps'],
  ['argocd', 'repo-credentials-template-acme-platform'],
  ['crossplane-system', 'github-app-credentials'],
  ['crossplane-system', 'git-credentials'],
  ['github-runner', 'controller-manager'],
] as const;

function tree(eraOf: () => ModelEra = () => 'pat', name = 'a-mgmt'): Map<string, string> {
  const folder = `registry/konstruct-clusters/${name}`;
  const files = writtenCluster({ form: 'hydrated', folder, eraOf, hand: CLEAN, seed: 1 });
  const source = { repoURL: URL_OF_PLATFORM, path: `${folder}/crossplane-components`, targetRevision: 'HEAD' };
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: `${name}-x` } };
  files.set(`${folder}/40-crossplane-components.yaml`, `${JSON.stringify({ ...application, spec: { source } })}\n`);
  return files;
}

/** ExternalSecrets as the cluster has them, by what they read; `at` is when their spec was applied. */
function putSecrets(fields: readonly string[], at = '2026-11-28T10:00:00Z'): void {
  for (const [namespace, name] of SECRETS) {
    if (name === (fields === NEW ? 'git-credentials' : 'github-app-credentials')) continue;
    const data = Object.fromEntries(fields.map((field) => [field, `{{ .${field} }}`]));
    const object: StubObject = {
      apiVersion: 'external-secrets.io/v1beta1',
      kind: 'ExternalSecret',
      metadata: { name, namespace, generation: 2, managedFields: [{ time: at, fieldsV1: { 'f:spec': {} } }] },
      spec: { secretStoreRef: { name: 'x' }, target: { template: { data } } },
      status: { syncedResourceVersion: '2-abc', conditions: [{ type: 'Ready', status: 'True' }] },
    };
    cluster.put(object);
  }
}

function putApplication(status: object): void {
  cluster.put(applicationObject('a-mgmt-registry', { repoURL: `${URL_OF_PLATFORM}.git`, status }));
}

const connected = { sync: { status: 'Synced' }, reconciledAt: '2026-11-28T10:03:00Z' };

const migrate = (...rest: string[]) =>
  runCli(['migrate', 'github-app', ...rest], { cwd: root, env: testGitEnv({ VAULT_TOKEN: 's.test' }) });

async function withRemote(files: ReadonlyMap<string, string>, use: (remote: BareRepository) => Promise<void>) {
  const remote = createBareRepository(Object.fromEntries(files));
  try {
    await use(remote);
  } finally {
    remote.remove();
  }
}

describe('gates of a migration', () => {
  const gatesFor = (direction: Direction = 'forward', files = tree()) =>
    migrated(files, { all: true, direction }).units[0]?.gates;
  /** Codes of what stops the gates of one side. */
  const stopped = async (side: 'before' | 'after', direction?: Direction, timeout = 30_000) => {
    const settings = {
      kubeconfig: [join(root, 'kubeconfig')],
      vault: { address: vault.url, auth: { token: { env: 'VAULT_TOKEN' } } },
    };
    const gates = (gatesFor(direction)?.[side] ?? []).map((gate) => ({ ...gate, cluster: 'mgmt' }));
    return new Set((await wait(gates, settings, { timeout })).codes);
  };
  const TIMED_OUT = new Set(['GATE_TIMED_OUT']);

  it('ask for the fields of the other side before, and for ExternalSecrets and repositories after', () => {
    const cluster = 'a-mgmt';
    const ready = { kind: 'external-secrets-ready', cluster, properties: NEW };
    expect(gatesFor()).toEqual({
      before: ['acme', 'acme-platform'].map((name) => ({
        kind: 'vault-fields',
        cluster,
        mount: 'secret',
        path: `argocd/repo-credentials-template/${name}`,
        fields: [...NEW, 'type', 'url'],
      })),
      after: [
        { ...ready, namespace: 'github-runner', names: ['controller-manager'] },
        { ...ready, namespace: 'crossplane-system', names: ['github-app-credentials'] },
        { ...ready, namespace: 'argocd', names: SECRETS.slice(0, 2).map(([, name]) => name) },
        {
          kind: 'repositories-connected',
          cluster,
          namespace: 'argocd',
          urls: [URL_OF_PLATFORM],
          secrets: SECRETS.slice(0, 2).map(([, name]) => name),
        },
      ],
    });
    expect(gatesFor('back')?.before).toMatchObject([{ fields: [...OLD].sort() }, { fields: [...OLD].sort() }]);
    expect(gatesFor('back')?.after).toMatchObject(
      [['controller-manager'], ['git-credentials'], SECRETS.slice(0, 2).map(([, name]) => name)]
        .map((names) => ({
          names,
          properties: ['password'],
        }))
        .concat([{ kind: 'repositories-connected' } as never]),
    );
  });

  it('ask the mount that the store of the cluster names', () => {
    const store =
      'kind: ClusterSecretStore\nmetadata: {name: a-mgmt-vault-kv-secret}\nspec: {provider: {vault: {path: kv}}}\n';
    const files = tree().set('registry/konstruct-clusters/a-mgmt/store.yaml', store);
    expect(gatesFor('forward', files)?.before).toMatchObject([{ mount: 'kv' }, { mount: 'kv' }]);
  });

  it('are those of the cluster that the store names, in a checkout of nothing else', () => {
    const files = new Map([...tree()].map(([path, text]) => [path.replace(/^registry\/[^/]+\/a-mgmt\//, ''), text]));
    expect(migrated(files, {}).units[0]?.gates).toEqual(gatesFor());
  });

  it('are none for templates', () => {
    for (const form of ['token', 'chart'] as const) {
      const files = writtenCluster({ form, folder: 'templates/x', eraOf: () => 'pat', hand: CLEAN, seed: 1 });
      expect(migrated(files, { folder: 'templates/x' }).units[0]?.gates).toBeUndefined();
    }
  });

  it('pass before the commit when the fields of the other side are there, beside whatever', async () => {
    expect(await stopped('before', 'forward', 100)).toEqual(TIMED_OUT);
    expect(await stopped('before', 'back')).toEqual(new Set());
    for (const key of KEYS) vault.keys.set(key, ['type', 'url', ...NEW]);
    expect(await stopped('before')).toEqual(new Set());
    expect(await stopped('before', 'back', 100)).toEqual(TIMED_OUT);
    expect(vault.requests.every((request) => request.includes('/subkeys/'))).toBe(true);
  });

  it('do not take what was before the commit for what comes after it', async () => {
    putApplication(connected);
    putSecrets(OLD);
    expect(await stopped('after', 'forward', 300)).toEqual(TIMED_OUT);
    expect(await stopped('after', 'back')).toEqual(new Set());
    putSecrets(NEW, '2026-11-28T11:00:00Z');
    // Argo CD compared last before its credentials changed
    expect(await stopped('after', 'forward', 300)).toEqual(TIMED_OUT);
    putApplication({ ...connected, reconciledAt: '2026-11-28T11:01:00Z' });
    expect(await stopped('after')).toEqual(new Set());
    expect(cluster.requests.filter((request) => /\/secrets\b/.test(request))).toEqual([]);
  });

  it('take a repository that Argo CD cannot read for not connected', async () => {
    putSecrets(NEW);
    expect(await stopped('after', 'forward', 300)).toEqual(TIMED_OUT);
    for (const status of [
      { sync: { status: 'Unknown' } },
      { ...connected, conditions: [{ type: 'ComparisonError', message: 'authentication required' }] },
    ]) {
      putApplication(status);
      expect(await stopped('after', 'forward', 300)).toEqual(TIMED_OUT);
    }
    putApplication({ ...connected, conditions: [{ type: 'SyncError', message: 'a hook failed' }] });
    expect(await stopped('after')).toEqual(new Set());
  });
});

describe('kcdk migrate github-app on a repository', () => {
  it('goes from gate to gate, stops with exit 7, and goes on by running again', () =>
    withRemote(tree(), async (remote) => {
      const run = () => migrate(remote.path, '--all', '--write', ...args);
      letIn('vault');
      const first = await run();
      expect([first.exitCode, codesIn(first.stderr).at(-1), remote.countCommits()]).toEqual([7, 'GATE_REFUSED', 1]);
      letIn('cluster');
      for (const key of KEYS) vault.keys.set(key, [...OLD, ...NEW]);
      const second = await run();
      expect([second.exitCode, remote.countCommits()]).toEqual([7, 2]);
      expect(second.stdout).toMatch(/^Committed \d+ files: [0-9a-f]{10}\.$/m);
      expect(second.stdout).not.toContain('Every ExternalSecret is ready');
      expect(remote.git('log', '-1', '--format=%B', 'refs/heads/main')).toContain('Konstruct-Phase: 2/2');
      letIn();
      putSecrets(NEW);
      putApplication(connected);
      const last = await run();
      expect([last.exitCode, remote.countCommits()]).toEqual([0, 2]);
      expect(last.stdout).toContain('argocd/repo-credentials-template/acme: name, password, username\n');
    }));

  it('does not begin a wave while the clusters of the one before are not well', () =>
    withRemote(new Map([...tree(), ...tree(() => 'pat', 'b-mgmt')]), async (remote) => {
      for (const key of KEYS) vault.keys.set(key, [...OLD, ...NEW]);
      const run = () => migrate(remote.path, '--all', '--wave-size', '1', '--write', ...args);
      letIn('cluster');
      expect([(await run()).exitCode, remote.countCommits()]).toEqual([7, 2]);
      expect([(await run()).exitCode, remote.countCommits()]).toEqual([7, 2]);
      letIn();
      putSecrets(NEW);
      putApplication(connected);
      const { exitCode, stdout } = await run();
      expect([exitCode, remote.countCommits()]).toEqual([0, 3]);
      expect(stdout).toMatch(/^Wave 2 of 2: Committed/m);
    }));

  it('says what it skipped, also in the commit, and that nobody looked', () =>
    withRemote(tree(), async (remote) => {
      const refused = await migrate(remote.path, '--all', '--write', '-y');
      expect([refused.exitCode, codesIn(refused.stderr).at(-1), remote.countCommits()]).toEqual([
        7,
        'GATE_NOT_CONFIGURED',
        1,
      ]);
      const { exitCode, stderr, stdout } = await migrate(remote.path, '--all', '--write', '--skip-gates', '-y');
      expect([exitCode, remote.countCommits(), vault.requests]).toEqual([0, 2, []]);
      for (const part of [
        'Skipped, and not looked at:',
        'url at secret/argocd/repo-credentials-template/acme\n',
        'ExternalSecret github-app-credentials in crossplane-system on a-mgmt is ready',
        `Argo CD of a-mgmt reads ${URL_OF_PLATFORM}`,
      ])
        expect(stderr).toContain(part);
      expect(stdout).toContain('which was not looked at');
      expect(remote.git('log', '-1', '--format=%B', 'refs/heads/main')).toContain(
        `Konstruct-Assumed-Gate: vault-fields:a-mgmt/${KEYS[0]}\n`,
      );
    }));

  it('saves the gates with the plan, and apply waits for them', () =>
    withRemote(tree(), async (remote) => {
      await migrate(remote.path, '--all', '--out', 'm.kplan');
      const apply = (...rest: string[]) => runCli(['apply', 'm.kplan', ...rest], { cwd: root, env: testGitEnv() });
      const shown = await runCli(['show', 'm.kplan'], { cwd: root, env: testGitEnv() });
      expect(shown.stdout).toContain('In 2 phases:\n  1. commits nothing\n     then waits until Vault of a-mgmt has');
      expect([(await apply()).exitCode, remote.countCommits()]).toEqual([7, 1]);
      const { exitCode } = await apply('--assume-gate', ...KEYS.map((key) => `vault-fields:a-mgmt/${key}`));
      expect([exitCode, remote.countCommits()]).toEqual([7, 2]);
    }));
});

describe('kcdk migrate github-app in a checkout', () => {
  const path = 'registry/konstruct-clusters/a-mgmt/secrets/secret.yaml';
  const write = (files: ReadonlyMap<string, string>) => {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  };
  const read = () => readFileSync(join(root, path), 'utf8');

  it('looks at Vault before it writes, and at the cluster when that is committed', async () => {
    write(tree());
    const run = () => migrate('--all', '--write', ...args);
    letIn('vault');
    expect([(await run()).exitCode, read()]).toEqual([7, tree().get(path)]);
    letIn('cluster');
    for (const key of KEYS) vault.keys.set(key, [...OLD, ...NEW]);
    expect((await run()).stdout).toMatch(/^Wrote \d files of 1 cluster\./m);
    expect(read()).not.toBe(tree().get(path));
    expect((await run()).exitCode).toBe(7);
    letIn();
    putSecrets(NEW);
    putApplication(connected);
    const { exitCode, stdout } = await run();
    expect([exitCode, stdout.includes('acme: name, password, username')]).toEqual([0, true]);
  });

  it('says what nothing told it how to look at, and writes', async () => {
    write(tree());
    const { exitCode, stderr } = await migrate('--all', '--write');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Nothing says how these can be looked at:\n  Vault of a-mgmt has githubAppID');
  });
});
