import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { CliProcess } from '../tools/cli.ts';
import {
  applicationObject,
  type KubernetesStub,
  kubeconfigFor,
  startKubernetesStub,
} from '../tools/kubernetes-stub.ts';
import { kill, processesWith } from '../tools/processes.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';
import { randomNumbers } from '../tools/random-numbers.ts';

const FOLDER = 'registry/environments/dev/lon1/.gitkeep';
const APPLICATION = 'registry/clusters/lon1/45-env-dev.yaml';

/** Kills at random times, besides those at every step. */
const RANDOM_KILLS = process.env['KCDK_SOAK'] === undefined ? 2 : 60;

interface World {
  readonly project: TestProject;
  readonly stub: KubernetesStub;
  /** Found in the environment of all that a run starts. */
  readonly mark: string;
  /** The hooks of both repositories say here where a push is, and are held here. */
  readonly points: string;
}

const made: World[] = [];
afterAll(async () => {
  for (const { project, stub, mark } of made) {
    for (const pid of processesWith(mark)) kill(pid, 'SIGKILL');
    project.remove();
    await stub.close();
  }
});

/** What dies: our process alone, so that git goes on with what it was told, or everything, as when a machine goes down. */
type Death = 'command' | 'machine';

describe('deleting an environment on a cluster', () => {
  const seed = Number(process.env['KCDK_TEST_SEED'] ?? Date.now() % 1_000_000);

  it.each<Death>(['machine', 'command'])(
    `keeps the order when the %s dies in every phase (seed ${seed})`,
    async (death) => {
      const world = await createWorld(`phases-${process.pid}-${seed}-${death}`);
      const { project, stub, points } = world;
      removeDev(project);

      // The first phase: the Application leaves the platform repository.
      await dieInPush(world, death, 'retail.pre-receive');
      expect(stateOf(project)).toEqual({ application: death === 'machine', folder: true });
      if (death === 'machine') await dieInPush(world, death, 'retail.post-receive');
      expect(stateOf(project)).toEqual({ application: false, folder: true });

      // Its gate: Argo CD has the Applications still, whatever its API says about them.
      await dieAt(world, death, () => stub.watches() > 0);
      stub.fail(500, 0);
      await dieAt(world, death, () => stub.failuresLeft() === 0 && stub.watches() > 0);
      stub.fail(500);
      await dieAt(world, death, () => stub.failuresLeft() === 0);
      await dieWhileWatching(world, death, () => {
        stub.compact();
        stub.fail(410);
        stub.dropWatches('break');
      });
      stub.remove('applications', 'argocd', 'lon1-dev');
      await dieWhileWatching(world, death, () => stub.erase('applications', 'lon1-environment', 'datadog'));
      const random = randomNumbers(seed);
      for (let round = 0; round < RANDOM_KILLS; round++) await dieAnywhere(world, death, random);
      expect(stateOf(project)).toEqual({ application: false, folder: true });
      const status = JSON.parse((await project.ok(['status', '--json'])).stdout);
      expect(status.unfinished).toMatchObject([{ phase: 1, phases: 2 }]);
      const stopped = await project.run(['apply', '-y', '--wait-timeout', '1s']);
      expect(stopped.exitCode).toBe(7);
      expect(stopped.stderr).toContain('GATE_TIMED_OUT');
      expect(existsSync(join(points, 'apps.pre-receive'))).toBe(false);

      // The second phase: the folder leaves the application repository, after the last Application has gone.
      await dieInPush(world, death, 'apps.pre-receive', (pushes) => {
        if (pushes) expect(stub.has('applications', 'argocd', 'lon1-dev')).toBe(false);
        if (stub.watches() > 0) stub.erase('applications', 'argocd', 'lon1-dev');
      });
      expect(stateOf(project)).toEqual({ application: false, folder: death === 'machine' });
      if (death === 'machine') await dieInPush(world, death, 'apps.post-receive');
      expect(stateOf(project)).toEqual({ application: false, folder: false });

      await project.ok(['apply', '-y']);
      expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
      expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
      // The first commit and the first apply; both phases write to the platform repository, whoever was killed in between.
      for (const [name, commits] of [
        ['acme/retail', 4],
        ['retail/apps', 3],
      ] as const) {
        expect(project.repository(name).countCommits(), name).toBe(commits);
        project.repository(name).git('fsck', '--strict', '--connectivity-only', 'main');
      }
    },
  );
});

// --- internal ---

/** A platform that was applied, with an API server that has the Applications of its environment `dev`. */
async function createWorld(mark: string): Promise<World> {
  const stub = await startKubernetesStub();
  const project = createProject({ program: SMALL_PROGRAM, env: { KCDK_TEST_MARK: mark } });
  const points = join(project.temporary, '..', 'points');
  const world = { project, stub, mark, points };
  made.push(world);
  project.write('kubeconfig', kubeconfigFor(stub.url));
  const config = JSON.parse(project.read('cdk8s.yaml')) as { konstruct: object };
  const konstruct = { ...config.konstruct, clusters: { '*': { kubeconfig: './kubeconfig' } } };
  project.write('cdk8s.yaml', JSON.stringify({ ...config, konstruct }));
  await project.ok(['apply', '-y']);
  stub.put(applicationObject('lon1-dev'));
  stub.put(applicationObject('datadog', { namespace: 'lon1-environment', parent: 'lon1-dev' }));
  mkdirSync(points);
  holdPushes(world, 'acme/retail', 'retail');
  holdPushes(world, 'retail/apps', 'apps');
  return world;
}

/** Lets every push say where it is, before and after the branch moves, and stand there while it is held there. */
function holdPushes({ project, points }: World, repository: string, name: string): void {
  for (const hook of ['pre-receive', 'post-receive']) {
    const file = join(project.repository(repository).path, 'hooks', hook);
    mkdirSync(join(file, '..'), { recursive: true });
    const script = `cat >/dev/null\ntouch '${points}/${name}.${hook}'\nwhile [ -e '${points}/hold.${name}.${hook}' ]; do sleep 0.05; done\n`;
    writeFileSync(file, `#!/bin/sh\n${script}`);
    chmodSync(file, 0o755);
  }
}

function removeDev(project: TestProject): void {
  project.edit("const dev = new Environment(retail, 'dev');\n", '');
  project.edit('[dev, staging]', '[staging]');
}

function stateOf(project: TestProject): { readonly application: boolean; readonly folder: boolean } {
  const has = (repository: string, path: string) => project.repository(repository).list().has(path);
  return { application: has('acme/retail', APPLICATION), folder: has('retail/apps', FOLDER) };
}

/** Starts an apply, and kills it when it has come to a point. */
async function dieAt(world: World, death: Death, isThere: () => boolean): Promise<void> {
  const run = world.project.spawn(['apply', '-y']);
  await until(isThere, run);
  die(world, death, run);
  await survivors(world, run);
}

/** Starts an apply whose push stands still at a point, kills it there, and lets what survives go on. */
async function dieInPush(
  world: World,
  death: Death,
  point: string,
  meanwhile: (pushes: boolean) => void = () => undefined,
): Promise<void> {
  const hold = join(world.points, `hold.${point}`);
  writeFileSync(hold, '');
  const run = world.project.spawn(['apply', '-y']);
  await until(() => {
    const pushes = existsSync(join(world.points, point));
    meanwhile(pushes);
    return pushes;
  }, run);
  die(world, death, run);
  rmSync(hold);
  await survivors(world, run);
}

/** Lets something happen to a run that waits for its gate, and kills it when it has seen that, or is about to. */
async function dieWhileWatching(world: World, death: Death, event: () => void): Promise<void> {
  let left = 10;
  await dieAt(world, death, () => {
    if (left === 10 && world.stub.watches() === 0) return false;
    if (left === 10) event();
    left -= 1;
    return left === 0;
  });
}

/** Kills a run at any time, with an API server in trouble. */
async function dieAnywhere(world: World, death: Death, random: () => number): Promise<void> {
  const { stub, project } = world;
  const run = project.spawn(['apply', '-y']);
  const end = Date.now() + 500 + random() * 3_000;
  while (Date.now() < end) {
    if (random() < 0.1) stub.dropWatches(random() < 0.5 ? 'end' : 'break');
    // more would be left to the runs after this one, each with its own, longer pause
    if (stub.failuresLeft() === 0 && random() < 0.1) stub.fail(random() < 0.5 ? 500 : 410);
    if (random() < 0.1) stub.compact();
    await sleep(20);
  }
  die(world, death, run);
  await survivors(world, run);
  expect(stateOf(project).folder).toBe(true);
}

function die({ mark }: World, death: Death, run: CliProcess): void {
  for (const pid of death === 'command' ? [run.pid] : processesWith(mark)) kill(pid, 'SIGKILL');
}

async function survivors({ mark }: World, run: CliProcess): Promise<void> {
  await run.done;
  while (processesWith(mark).length > 0) await sleep(20);
}

/** Waits until something is so; fails with what a run said that ended before. */
async function until(isSo: () => boolean, run: CliProcess): Promise<void> {
  const ended = run.done.then(({ exitCode, stdout, stderr }) => {
    throw new Error(`ended with ${exitCode}:\n${stdout}\n${stderr}`);
  });
  ended.catch(() => undefined);
  while (!isSo()) await Promise.race([sleep(20), ended]);
}
