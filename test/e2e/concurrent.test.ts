import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BareRepository } from '../tools/git-server.ts';
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
