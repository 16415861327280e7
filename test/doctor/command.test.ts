import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrated } from '../migrate/run-migration.ts';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';
import { codesIn, runCli } from '../tools/cli.ts';
import { testGitEnv } from '../tools/git-server.ts';

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

  it('prints JSON with code, place, cause and fix', async () => {
    const document = JSON.parse((await doctor('--json')).stdout);
    expect(document).toMatchObject({
      format_version: '1.0',
      summary: { errors: 1 },
      clusters: [{ name: 'acme-mgmt' }],
    });
    for (const finding of document.findings)
      expect(Object.keys(finding)).toEqual(
        expect.arrayContaining(['code', 'severity', 'summary', 'detail', 'fix', 'source']),
      );
  });
});
