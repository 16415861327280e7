import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { type BareRepository, createBareRepository } from '../tools/git-server.ts';
import { createProject, type ProjectOptions, refsOf, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

const made: TestProject[] = [];
afterAll(() => {
  for (const project of made) project.remove();
});

function newProject(options: ProjectOptions): TestProject {
  const project = createProject(options);
  made.push(project);
  return project;
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** Projects whose commit a repository has, one for each commit. */
function projectsIn(repository: BareRepository): readonly string[] {
  return lines(repository.git('log', '--format=%(trailers:key=Konstruct-Project,valueonly,separator=)', 'main'));
}

describe('20 projects that share one repository and are applied at once, while another writer pushes', () => {
  const names = Array.from({ length: 20 }, (_, index) => `project-${index + 10}`);
  const program = (name: string) => `import { App, Environment, Platform } from 'konstruct-cdk';
const app = new App();
const platform = new Platform(app, '${name}', {
  domain: '${name}.dev',
  repository: { url: 'https://git.example.com/shared/gitops' },
});
new Environment(platform, '${name}-staging');
app.synth();
`;

  it('each land exactly once, and nothing is lost or forced', async () => {
    const shared = createBareRepository({ 'README.md': 'shared\n' });
    shared.git('config', 'core.logAllRefUpdates', 'always');
    shared.git('config', 'receive.denyNonFastForwards', 'true');
    const first = shared.head();
    const projects = names.map((name) =>
      newProject({ program: program(name), repositories: { 'shared/gitops': shared } }),
    );
    const runs = projects.map((project) => project.spawn(['apply', '-y']).done);
    const state = { ended: false, written: 0 };
    const ended = Promise.all(runs).finally(() => {
      state.ended = true;
    });
    while (!state.ended) {
      try {
        shared.commit({ [`notes/${state.written}.md`]: `note ${state.written}\n` });
        state.written++;
      } catch {
        // Somebody was faster; the same note is tried again.
      }
      await wait(100);
    }
    const results = await ended;
    expect(results.map(({ exitCode, stderr }) => ({ exitCode, codes: codesIn(stderr) }))).toEqual(
      names.map(() => ({ exitCode: 0, codes: [] })),
    );
    expect(state.written).toBeGreaterThan(5);
    expect([...projectsIn(shared)].sort()).toEqual(names);
    expect(shared.countCommits()).toBe(1 + names.length + state.written);
    expect(shared.git('rev-list', '--min-parents=2', 'main')).toBe('');
    expect(shared.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    // The branch only ever went forward: it stood at every commit of its history, one after another.
    const stood = lines(shared.git('reflog', 'show', '--format=%H', 'main')).toReversed();
    expect([first, ...stood]).toEqual(lines(shared.git('rev-list', '--reverse', 'main')));
    const files = [...shared.list().keys()];
    for (const name of names) {
      expect(files).toContain(`.konstruct/${name}.json`);
      expect(files).toContain(`registry/konstruct/default/environment/${name}-staging.yaml`);
    }
    expect(files.filter((path) => path.startsWith('notes/'))).toHaveLength(state.written);
    for (const project of projects.slice(0, 3)) {
      expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
    }
  }, 120_000);
});

describe('two applies of one project at once', () => {
  /** Lets no push through until two have come: whoever is there has planned with the same base. */
  function holdPushes(repository: BareRepository, folder: string): void {
    mkdirSync(folder);
    const hook = join(repository.path, 'hooks', 'pre-receive');
    mkdirSync(join(repository.path, 'hooks'), { recursive: true });
    const script = `cat >/dev/null\n: >'${folder}'/$$\nuntil [ "$(ls '${folder}' | wc -l)" -ge 2 ]; do sleep 0.05; done\n`;
    writeFileSync(hook, `#!/bin/sh\n${script}`);
    chmodSync(hook, 0o755);
  }

  it.each([
    ['of one program', "'staging')"],
    ['of two programs', "'staging', { description: 'Acceptance' })"],
    ['of one program once more', "'staging')"],
  ])('%s: one lands, the other stops with exit 4 and touches nothing', async (_name, edited) => {
    const one = newProject({});
    const other = newProject({
      repositories: one.repositories,
      program: SMALL_PROGRAM.replace("'staging')", edited),
    });
    const before = one.heads();
    holdPushes(one.repository('acme/platform'), join(one.folder, 'pushes'));
    const results = await Promise.all([one, other].map((project) => project.spawn(['apply', '-y', '--json']).done));
    expect(results.map(({ exitCode }) => exitCode).sort()).toEqual([0, 4]);
    const [winner, loser] = results[0]?.exitCode === 0 ? results : results.toReversed();
    const { plan_digest: digest } = JSON.parse(winner?.stdout ?? '') as { plan_digest: string };
    const stopped = JSON.parse(loser?.stdout ?? '') as {
      diagnostics: readonly { code: string; repository: string }[];
      repositories: readonly { status: string }[];
    };
    expect(stopped.diagnostics).toMatchObject([{ code: 'APPLY_OVERTAKEN', repository: 'acme/platform' }]);
    expect(stopped.repositories.map(({ status }) => status)).toEqual(['failed', 'pending', 'pending']);
    for (const [name, repository] of Object.entries(one.repositories)) {
      const commits = repository.git('log', '--format=%P %(trailers:key=Konstruct-Plan,valueonly,separator=)', 'main');
      expect(lines(commits)[0]).toBe(`${before[name]} ${digest}`);
      expect(repository.countCommits()).toBe(2);
    }
    const refs = refsOf(one);
    const landed = results[0] === winner ? one : other;
    expect((await landed.ok(['plan'])).stdout).toMatch(/^No changes\./);
    expect(refsOf(one)).toEqual(refs);
  });
});
