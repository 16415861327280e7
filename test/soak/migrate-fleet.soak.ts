import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blobId } from '../../lib/repository/blob-id.ts';
import { migrated } from '../migrate/run-migration.ts';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';
import { codesIn, runCli } from '../tools/cli.ts';
import { createBareRepository, testGitEnv } from '../tools/git-server.ts';

const CLUSTERS = Array.from({ length: 200 }, (_, index) => `mgmt-${String(index).padStart(3, '0')}`);
const REFUSED = 'registry/konstruct-clusters/mgmt-007/crossplane-components/controllerconfig.yaml';

it('migrates 200 clusters of a repository in waves, and one that is refused stops no other', async () => {
  const files = new Map<string, string>();
  for (const [seed, name] of CLUSTERS.entries()) {
    const folder = `registry/konstruct-clusters/${name}`;
    const hand = { ...CLEAN, quotes: 'mixed', clutter: 0.2 } as const;
    for (const [path, text] of writtenCluster({ form: 'hydrated', folder, eraOf: () => 'pat', hand, seed }))
      files.set(path, text);
  }
  files.set(REFUSED, 'kind: DeploymentRuntimeConfig # provider-terraform\n');
  const remote = createBareRepository(Object.fromEntries(files));
  const cwd = mkdtempSync(join(tmpdir(), 'kcdk-fleet-'));
  try {
    const args = ['migrate', 'github-app', remote.path, '--all', '--wave-size', '50', '--pause', '1ms'];
    const run = () => runCli([...args, '--write', '-y', '--skip-gates'], { cwd, env: testGitEnv() });
    const { exitCode, stdout, stderr } = await run();
    expect([exitCode, codesIn(stderr).includes('MIGRATE_PART_MISSING')]).toEqual([1, true]);
    expect(stdout.match(/^Wave \d+ of 4: Committed \d+ files/gm)).toHaveLength(4);
    expect(stderr.match(/^Pausing 1ms before wave \d+ of 4\.$/gm)).toHaveLength(3);
    expect(remote.countCommits()).toBe(5);
    const { after, units } = migrated(files, { all: true });
    expect(units.filter(({ changes }) => changes.length === 0).map(({ name }) => name)).toEqual(['mgmt-007']);
    // By their ids: a process for each of 1,600 files would take most of the time.
    const now = remote.git('ls-tree', '-r', '--format=%(objectname) %(path)', 'main').split('\n');
    expect(now.sort()).toEqual([...after].map(([path, text]) => `${blobId(text, 'sha1')} ${path}`).sort());
    expect([(await run()).exitCode, remote.countCommits()]).toEqual([1, 5]);
  } finally {
    remote.remove();
    rmSync(cwd, { recursive: true, force: true });
  }
});
