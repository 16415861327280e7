import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { kill, processesWith } from '../tools/processes.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';
import { randomNumbers } from '../tools/random-numbers.ts';

/** An odd number, so that the last state differs from the first; `npm run soak` asks for more. */
const KILLS = process.env['KCDK_SOAK'] === undefined ? 31 : 201;

/** The small program with a chart in the application repository. */
const WITH_CHART = SMALL_PROGRAM.replace('\n\n', "\nimport { ApiObject, Chart } from 'cdk8s';\n\n")
  .replace('App, Environment,', 'App, Environment, Folder,')
  .replace(
    'app.synth();',
    `const notes = new Chart(new Folder(retail, 'notes', { repository: 'application', path: 'notes' }), 'notes');
new ApiObject(notes, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'notes' }, data: { text: 'one' } });
app.synth();`,
  );

/**
 * Two programs that differ in every repository, so that going from one to the other takes three commits. Neither takes
 * anything away that a cluster would have to give up first.
 */
const PROGRAMS = [
  WITH_CHART,
  WITH_CHART.replace("'staging')", "'staging', { description: 'Acceptance' })")
    .replace("text: 'one'", "text: 'two'")
    .replace("'monitoring')", "'monitoring', { scrapeInterval: '40s' })"),
] as const;

const made: TestProject[] = [];
afterAll(() => {
  for (const project of made) project.remove();
});

/** A project with a mark in its environment, by which its processes are found, and another for those of its servers. */
function markedProject(mark: string): TestProject {
  const env = { KCDK_TEST_MARK: mark, GIT_SSH_VARIANT: 'simple' };
  const project = createProject({ program: PROGRAMS[0], env });
  made.push(project);
  const ssh = join(project.folder, 'ssh');
  writeFileSync(
    ssh,
    `#!/bin/sh\nunset KCDK_TEST_MARK\nexport KCDK_TEST_SERVER=${mark}-server\nfor command; do :; done\nexec sh -c "$command"\n`,
  );
  chmodSync(ssh, 0o755);
  Object.assign(project.env, { GIT_SSH_COMMAND: ssh });
  return project;
}

describe('an apply that is killed', () => {
  const seed = Number(process.env['KCDK_TEST_SEED'] ?? Date.now() % 1_000_000);

  it(`leaves every repository at its old or its new commit, and the next run does the rest (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    const mark = `killed-${process.pid}-${seed}`;
    const project = markedProject(mark);
    const names = Object.keys(project.repositories);
    const remotes = {
      /** The command alone is killed; git goes on with what it was told. */
      command: {},
      /** All of our processes are, in the middle of a connection; the server is another machine. */
      all: Object.fromEntries(names.map((name) => [name, { remote: `ssh://server${project.repository(name).path}` }])),
    };
    // Both states, and how long a run takes on this machine, now.
    const trees: ReturnType<TestProject['trees']>[] = [];
    let duration = 0;
    for (const program of [PROGRAMS[0], PROGRAMS[1], PROGRAMS[0]]) {
      project.write('main.ts', program);
      const start = performance.now();
      expect((await project.spawn(['apply', '-y']).done).exitCode).toBe(0);
      duration = performance.now() - start;
      trees.push(project.trees());
    }
    expect(names.filter((name) => trees[0]?.[name] === trees[1]?.[name])).toEqual([]);
    expect(trees[2]).toEqual(trees[0]);

    const outcomes = { old: 0, between: 0, new: 0 };
    for (let number = 1; number <= KILLS; number++) {
      const wanted = trees[number % 2] ?? {};
      const mode = random() < 0.5 ? 'command' : 'all';
      // Every third falls between two pushes, however fast the machine is now. Most of the others fall where the pushes
      // are expected: late in a run, which takes longer over ssh than the one that was measured.
      const between = number % 3 === 0;
      const share = between ? random() * 0.05 : random() < 0.15 ? random() * 0.5 : 0.45 + random() * 1.05;
      const after = `${(share * 100).toFixed()} %${between ? ' after the first push' : ''}`;
      const where = `seed ${seed}, kill ${number} of ${mode} at ${after}`;
      project.write('main.ts', PROGRAMS[number % 2] ?? '');
      project.configure(remotes[mode]);
      const old = project.heads();
      const written = () =>
        names.filter((name) => isNew(project, name, { old: old[name], wanted: wanted[name], where }));

      const run = project.spawn(['apply', '-y']);
      const ended = { yet: false };
      const done = run.done.finally(() => {
        ended.yet = true;
      });
      // The files are read themselves: a git for every look would take the time that is looked for.
      while (between && !ended.yet && names.every((name) => refOf(project, name) === old[name])) await wait(2);
      await Promise.race([done, wait(share * duration)]);
      for (const pid of mode === 'command' ? [run.pid] : processesWith(mark)) kill(pid, 'SIGKILL');
      await run.done;
      written();
      while (processesWith(mark).length + processesWith(`${mark}-server`).length > 0) await wait(5);
      const count = written().length;
      outcomes[count === 0 ? 'old' : count < names.length ? 'between' : 'new']++;

      const next = await project.run(['apply', '-y']);
      expect({ exitCode: next.exitCode, stderr: next.stderr }, where).toEqual({ exitCode: 0, stderr: '' });
      expect(written(), where).toEqual(names);
    }

    for (const name of names) {
      expect(project.repository(name).countCommits(), name).toBe(1 + 3 + KILLS);
      project.repository(name).git('fsck', '--strict', '--connectivity-only', 'main');
    }
    // A kill can leave the store of each repository; a run that ends leaves nothing.
    const left = readdirSync(project.temporary);
    expect(left.filter((name) => !name.startsWith('kcdk-git-'))).toEqual([]);
    expect(left.length).toBeLessThanOrEqual(KILLS * names.length);
    expect((await project.spawn(['apply', '-y']).done).exitCode).toBe(0);
    expect(readdirSync(project.temporary)).toEqual(left);
    // Without these outcomes the points were badly chosen, and all this says little.
    expect(outcomes.between, JSON.stringify({ seed, duration, ...outcomes })).toBeGreaterThan(0);
    expect(outcomes.old, JSON.stringify({ seed, duration, ...outcomes })).toBeGreaterThan(0);
  });
});

// --- internal ---

interface Expected {
  readonly old: string | undefined;
  readonly wanted: string | undefined;
  readonly where: string;
}

/** The commit of the branch, which is never packed in a repository that was pushed to. */
function refOf(project: TestProject, name: string): string {
  return readFileSync(join(project.repository(name).path, 'refs/heads/main'), 'utf8').trim();
}

/** Whether a repository is at its new commit; fails unless it is there, or still at its old one, whole either way. */
function isNew(project: TestProject, name: string, { old, wanted, where }: Expected): boolean {
  const repository = project.repository(name);
  const [tree = '', parent = '', head = '', ...refs] = repository
    .git('for-each-ref', '--format=%(tree) %(parent) %(objectname) %(refname)')
    .split(' ');
  expect(refs, where).toEqual(['refs/heads/main']);
  if (head === old) return false;
  expect({ tree, parent }, `${where}: ${name}`).toEqual({ tree: wanted, parent: old });
  return true;
}
