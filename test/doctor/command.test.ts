import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrated } from '../migrate/run-migration.ts';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';
import { codesIn, runCli } from '../tools/cli.ts';
import { testGitEnv } from '../tools/git-server.ts';
import { kubeconfigFor, startKubernetesStub } from '../tools/kubernetes-stub.ts';
import { startVaultStub } from '../tools/vault-stub.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'kcdk-doctor-'));
  const files = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
  for (const [path, text] of migrated(files, { all: true }).after) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const doctor = (...args: string[]) => runCli(['doctor', ...args], { cwd: root, env: testGitEnv() });

describe('kcdk doctor', () => {
  it('prints what it finds, and says with its exit code how bad it is', async () => {
    const { exitCode, stdout } = await doctor();
    expect([exitCode, codesIn(stdout)]).toEqual([0, ['DOCTOR_REVISION_PINNED', 'DOCTOR_PAT_LEFT']]);
    expect(stdout).toMatch(/^Doctor: 0 errors, 2 warnings in 1 management cluster\.$/m);
    expect((await doctor('--detailed-exitcode')).exitCode).toBe(2);
    writeFileSync(join(root, 'x.yaml'), 'kind: CronJob\nspec: {secretName: git-credentials}\n');
    expect((await doctor('--detailed-exitcode')).exitCode).toBe(1);
  });

  it('reads cluster and Vault where it may, and says what it could not read', async () => {
    const [cluster, vault] = await Promise.all([startKubernetesStub(), startVaultStub()]);
    try {
      writeFileSync(join(root, 'kubeconfig'), kubeconfigFor(cluster.url));
      const key = 'argocd/repo-credentials-template/acme';
      vault.keys.set(`secret/${key}`, ['type', 'url', 'password']);
      cluster.put({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'e', namespace: 'github-runner' },
        message: 'registration token: 403',
      });
      const env = testGitEnv({ VAULT_TOKEN: 's.test' });
      const args = ['doctor', '--kubeconfig', 'kubeconfig', '--vault-address', vault.url];
      const { exitCode, stdout } = await runCli(args, { cwd: root, env });
      expect(exitCode).toBe(1);
      expect(new Set(codesIn(stdout))).toEqual(
        new Set([
          'DOCTOR_VAULT_FIELDS',
          'DOCTOR_SECRET_NOT_APPLIED',
          'DOCTOR_RUNNER_REFUSED',
          'DOCTOR_REVISION_PINNED',
          'DOCTOR_PAT_LEFT',
        ]),
      );
      expect(stdout).not.toContain('Not looked at');
      expect([...vault.requests, ...cluster.requests].filter((one) => /\/secrets\b|\/data\//.test(one))).toEqual([]);
      cluster.requireToken('another');
      vault.tokens.clear();
      const blind = await runCli(args, { cwd: root, env });
      expect(codesIn(blind.stdout)).toEqual(codesIn((await doctor()).stdout));
      expect(blind.stdout).toMatch(/^Not looked at on acme-mgmt: Applications \(.*\b401\b/m);
      expect(blind.stdout).toMatch(/^Not looked at on acme-mgmt: Vault key argocd\S+acme \(.*refuses the token/m);
    } finally {
      await Promise.all([cluster.close(), vault.close()]);
    }
  });

  it('prints JSON with code, place, cause and fix', async () => {
    const document = JSON.parse((await doctor('--json')).stdout);
    expect(document).toMatchObject({
      format_version: '1.1',
      summary: { errors: 1 },
      clusters: [{ name: 'acme-mgmt' }],
    });
    for (const finding of document.findings)
      expect(Object.keys(finding)).toEqual(
        expect.arrayContaining(['code', 'severity', 'summary', 'detail', 'fix', 'source']),
      );
  });
});
