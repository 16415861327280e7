import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import {
  applicationObject,
  type KubernetesStub,
  kubeconfigFor,
  startKubernetesStub,
} from '../tools/kubernetes-stub.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';
import { randomNumbers } from '../tools/random-numbers.ts';

const made: { project: TestProject; stub: KubernetesStub }[] = [];
afterAll(async () => {
  for (const { project, stub } of made) {
    project.remove();
    await stub.close();
  }
});

const FOLDER = 'registry/environments/dev/lon1/.gitkeep';
const APPLICATION = 'registry/clusters/lon1/45-env-dev.yaml';
/** The first is let into the wait, the others fall anywhere. */
const KILLS = process.env['KCDK_SOAK'] === undefined ? 6 : 60;

/** A platform that was applied, with an API server that has the Applications of its environment `dev`. */
async function world() {
  const stub = await startKubernetesStub();
  const project = createProject({ program: SMALL_PROGRAM });
  made.push({ project, stub });
  project.write('kubeconfig', kubeconfigFor(stub.url));
  const config = JSON.parse(project.read('cdk8s.yaml')) as { konstruct: object };
  const konstruct = { ...config.konstruct, clusters: { '*': { kubeconfig: './kubeconfig' } } };
  project.write('cdk8s.yaml', JSON.stringify({ ...config, konstruct }));
  await project.ok(['apply', '-y']);
  stub.put(applicationObject('lon1-dev'));
  stub.put(applicationObject('datadog', { namespace: 'lon1-environment', parent: 'lon1-dev' }));
  const pushes = join(project.folder, 'pushes');
  const hook = join(project.repository('retail/apps').path, 'hooks', 'pre-receive');
  writeFileSync(hook, `#!/bin/sh\ndate +%s%3N >> '${pushes}'\n`);
  chmodSync(hook, 0o755);
  return { stub, project, pushes };
}

function removeDev(project: TestProject): void {
  project.edit("const dev = new Environment(retail, 'dev');\n", '');
  project.edit('[dev, staging]', '[staging]');
}

describe('deleting an environment on a cluster', () => {
  const seed = Number(process.env['KCDK_TEST_SEED'] ?? Date.now() % 1_000_000);

  it(`keeps the order whatever kills it and whatever the API does (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    const { stub, project, pushes } = await world();
    removeDev(project);
    const has = (repository: string, path: string) => project.repository(repository).list().has(path);
    let drainedAt = Number.POSITIVE_INFINITY;

    for (let kill = 0; kill < KILLS; kill++) {
      const run = project.spawn(['apply', '-y']);
      // the first is let into the wait, the others end anywhere
      const waits = kill === 0;
      const until = Date.now() + (waits ? 60_000 : 500 + random() * 4_000);
      while (Date.now() < until && !(waits && stub.watches() > 0)) {
        if (random() < 0.2) stub.dropWatches(random() < 0.5 ? 'end' : 'break');
        if (random() < 0.1) stub.fail(500);
        if (random() < 0.1) {
          stub.compact();
          stub.fail(410);
        }
        await sleep(50);
      }
      run.child.kill('SIGKILL');
      await run.done;
      expect(has('retail/apps', FOLDER), `kill ${kill}`).toBe(true);
      if (waits) expect(has('acme/retail', APPLICATION)).toBe(false);
    }
    const status = await project.ok(['status', '--json']);
    expect(JSON.parse(status.stdout).unfinished).toMatchObject([{ phase: 1, phases: 2 }]);

    const stopped = await project.run(['apply', '-y', '--wait-timeout', '1s']);
    expect(stopped.exitCode).toBe(7);
    expect(stopped.stderr).toContain('GATE_TIMED_OUT');
    expect(has('retail/apps', FOLDER)).toBe(true);
    expect(existsSync(pushes)).toBe(false);

    const last = project.spawn(['apply', '-y']);
    while (stub.watches() === 0) await sleep(50);
    stub.remove('applications', 'argocd', 'lon1-dev');
    stub.erase('applications', 'lon1-environment', 'datadog');
    stub.dropWatches('break');
    await sleep(300);
    drainedAt = Date.now();
    stub.erase('applications', 'argocd', 'lon1-dev');
    expect((await last.done).exitCode).toBe(0);
    expect(has('retail/apps', FOLDER)).toBe(false);
    const pushed = readFileSync(pushes, 'utf8').trim().split('\n').map(Number);
    expect(pushed.every((time) => time >= drainedAt)).toBe(true);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
    expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
  });
});
