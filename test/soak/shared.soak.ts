import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { type BareRepository, createBareRepository } from '../tools/git-server.ts';
import { createProject, type TestProject } from '../tools/project.ts';
import { randomNumbers } from '../tools/random-numbers.ts';

/** Milliseconds in which everybody begins new work. */
const DURATION = process.env['KCDK_SOAK'] === undefined ? 60_000 : 600_000;
const PROJECTS = Array.from({ length: 8 }, (_, index) => `project-${index}`);
const WRITERS = Array.from({ length: 4 }, (_, index) => `writer-${index}`);

const made: TestProject[] = [];
let shared: BareRepository | undefined;
afterAll(() => {
  for (const project of made) project.remove();
  shared?.remove();
});

/** A project that has written something new with every round, and took something away with every other one. */
const program = (name: string, round: number) => `import { App, Environment, Platform } from 'konstruct-cdk';
const app = new App();
const platform = new Platform(app, '${name}', {
  domain: '${name}.dev',
  repository: { url: 'https://git.example.com/shared/gitops' },
});
new Environment(platform, '${name}-staging', { description: 'Round ${round}' });
${round % 2 === 0 ? `new Environment(platform, '${name}-extra');` : ''}
app.synth();
`;

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** Applies round after round until the time is over; every run has to end well. */
async function applyRounds(project: TestProject, name: string, until: number): Promise<number> {
  let round = 0;
  do {
    round++;
    project.write('main.ts', program(name, round));
    const { exitCode, stderr } = await project.spawn(['apply', '-y', '--allow-delete', name]).done;
    expect({ exitCode, codes: codesIn(stderr) }, `${name}, round ${round}`).toEqual({ exitCode: 0, codes: [] });
  } while (Date.now() < until);
  return round;
}

/**
 * Commits notes of its own, each over the one before, and tries again when somebody was faster.
 *
 * At its own pace: one that answers every commit with another makes all of them answer each other, and then the branch
 * never stands still for as long as a push takes.
 */
async function writeNotes(
  repository: BareRepository,
  name: string,
  random: () => number,
  state: { ended: boolean },
): Promise<number> {
  let written = 0;
  while (!state.ended) {
    try {
      repository.commit({ [`notes/${name}.md`]: `${written + 1}\n`, [`notes/${name}/${written + 1}.md`]: 'kept\n' });
      written++;
    } catch {
      // The same note again.
    }
    await wait(1_000 + random() * 2_000);
  }
  return written;
}

describe('8 projects and 4 other writers on one repository', () => {
  const seed = Number(process.env['KCDK_TEST_SEED'] ?? Date.now() % 1_000_000);

  it(`lose no update, all finish, and touch nothing of each other (seed ${seed})`, async () => {
    const repository = createBareRepository({ 'README.md': 'shared\n' });
    shared = repository;
    repository.git('config', 'core.logAllRefUpdates', 'always');
    repository.git('config', 'receive.denyNonFastForwards', 'true');
    const first = repository.head();
    const projects = PROJECTS.map((name) =>
      createProject({ program: program(name, 0), repositories: { 'shared/gitops': repository } }),
    );
    made.push(...projects);
    const until = Date.now() + DURATION;
    const state = { ended: false };
    const writers = WRITERS.map((name, index) => writeNotes(repository, name, randomNumbers(seed + index), state));
    const applies = projects.map((project, index) => applyRounds(project, PROJECTS[index] ?? '', until));
    const rounds = await Promise.all(applies).finally(() => {
      state.ended = true;
    });
    const notes = await Promise.all(writers);

    expect(Math.min(...notes)).toBeGreaterThan(0);
    // The branch only ever went forward: it stood at every commit of its history, one after another.
    const stood = lines(repository.git('reflog', 'show', '--format=%H', 'main')).toReversed();
    expect([first, ...stood]).toEqual(lines(repository.git('rev-list', '--reverse', 'main')));
    expect(repository.git('rev-list', '--min-parents=2', 'main')).toBe('');
    expect(repository.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');

    const touched = commitsOf(repository);
    for (const [index, name] of PROJECTS.entries()) {
      const own = touched.filter(({ project }) => project === name);
      // Every round writes once, and not one was lost or made twice.
      expect(own, name).toHaveLength(rounds[index] ?? 0);
      expect(own.flatMap(({ paths }) => paths).filter((path) => !path.includes(`/${name}`))).toEqual([]);
      const record = repository.read(`registry/konstruct/default/environment/${name}-staging.yaml`)?.toString();
      expect(record).toContain(`Round ${rounds[index]}\n`);
    }
    const files = repository.list();
    for (const [index, name] of WRITERS.entries()) {
      const written = notes[index] ?? 0;
      expect(repository.read(`notes/${name}.md`)?.toString()).toBe(`${written}\n`);
      for (let note = 1; note <= written; note++) expect(files.has(`notes/${name}/${note}.md`)).toBe(true);
    }
    const others = touched.filter(({ project }) => project === '');
    expect(others).toHaveLength(1 + notes.reduce((sum, one) => sum + one, 0));
    expect(others.flatMap(({ paths }) => paths).filter((path) => !/^(notes\/|README)/.test(path))).toEqual([]);
    for (const project of projects) expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

// --- internal ---

interface TouchingCommit {
  /** Empty for a commit of somebody else. */
  readonly project: string;
  readonly paths: readonly string[];
}

/** What each commit of the branch touched, and for whom. */
function commitsOf(repository: BareRepository): readonly TouchingCommit[] {
  const format = '--format=%x01%(trailers:key=Konstruct-Project,valueonly,separator=)%x00';
  const log = repository.git('log', '--root', '--name-only', '-z', format, 'main');
  return log
    .split('\u0001')
    .slice(1)
    .map((commit) => {
      const [project = '', ...paths] = commit.split('\0');
      return { project: project.trim(), paths: paths.map((path) => path.trim()).filter((path) => path !== '') };
    });
}
