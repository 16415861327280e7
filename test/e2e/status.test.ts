import { afterAll, beforeAll, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

let project: TestProject;
beforeAll(async () => {
  project = createProject();
  await project.ok(['apply', '-y']);
});
afterAll(() => project.remove());

interface Status {
  readonly complete: boolean;
  readonly unfinished: readonly {
    readonly since: string | null;
    readonly wanted_again: boolean;
    readonly plan: string | null;
    readonly gate: { readonly id: string };
    readonly files: readonly { readonly path: string }[];
  }[];
}

it('tells of nothing where all is done, of a phase that waits since when, and of nothing again', async () => {
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
  expect((await project.run(['status', '--detailed-exitcode'])).exitCode).toBe(0);

  const before = Math.floor(Date.now() / 1000);
  project.edit('environments: [dev, staging]', 'environments: [staging]');
  const asked = await project.run(['apply']);
  expect(codesIn(asked.stderr)).toContain('APPLY_NOT_APPROVED');
  expect(asked.stderr, 'where the run will stop is said before anybody approves').toContain(
    'argocd-drained:mgmt/argocd/lon1-dev',
  );
  const stopped = await project.run(['apply', '-y']);
  expect({ exitCode: stopped.exitCode, codes: codesIn(stopped.stderr) }).toMatchObject({ exitCode: 7 });

  const flagged = await project.run(['status', '--detailed-exitcode', '--json']);
  expect(flagged.exitCode).toBe(2);
  const { complete, unfinished } = JSON.parse(flagged.stdout) as Status;
  expect(complete).toBe(true);
  const [work, ...more] = unfinished;
  expect(more).toEqual([]);
  expect(work?.gate.id).toBe('argocd-drained:mgmt/argocd/lon1-dev');
  expect(work?.files.map(({ path }) => path)).toEqual(['registry/environments/dev/lon1/.gitkeep']);
  expect(Date.parse(work?.since ?? '') / 1000).toBeGreaterThanOrEqual(before);
  const words = await project.ok(['status']);
  expect(words.stdout).toContain(work?.gate.id);
  expect(words.stdout).toContain(`since  ${work?.since}`);

  await project.ok(['apply', '-y', '--assume-gate', 'argocd-drained:mgmt/argocd/lon1-dev']);
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
});

it('tells of a phase that waits although the program wants back what has gone, and how either way ends', async () => {
  project.edit('environments: [staging]', 'environments: [dev, staging]');
  await project.ok(['apply', '-y']);
  project.edit('environments: [dev, staging]', 'environments: [staging]');
  await project.ok(['plan', '--out', 'away.kplan']);
  expect((await project.run(['apply', 'away.kplan', '-y'])).exitCode).toBe(7);
  // as somebody sees it who has an older program, or who planned the way back
  project.edit('environments: [staging]', 'environments: [dev, staging]');

  const flagged = await project.run(['status', '--detailed-exitcode', '--json']);
  expect(flagged.exitCode).toBe(2);
  const { digest } = JSON.parse((await project.ok(['show', 'away.kplan', '--json'])).stdout) as { digest: string };
  expect((JSON.parse(flagged.stdout) as Status).unfinished).toMatchObject([
    {
      phase: 1,
      phases: 2,
      wanted_again: true,
      plan: digest,
      gate: { id: 'argocd-drained:mgmt/argocd/lon1-dev' },
      files: [{ repository: 'retail/apps', path: 'registry/environments/dev/lon1/.gitkeep', action: 'delete' }],
    },
  ]);
  const { stdout } = await project.ok(['status']);
  expect(stdout).toContain(digest.slice('sha256:'.length, 'sha256:'.length + 12));
  expect(stdout).toContain('wants back');

  await project.ok(['apply', '-y']);
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
});

it('is none where a file waits for what was never there', async () => {
  project.edit('const dev = ', "const qa = new Environment(retail, 'qa');\nconst dev = ");
  project.edit('environments: [dev, staging]', 'environments: [dev, qa, staging]');
  await project.ok(['apply', '-y', '--target', 'acme/retail/qa']);
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
});

it('is not said to be none where a repository cannot be read', async () => {
  project.configure({ 'retail/apps': { remote: '/nowhere' } });
  const { exitCode, stdout, stderr } = await project.run(['status']);
  expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({
    exitCode: 1,
    stdout: '',
    codes: ['REPOSITORY_NOT_FOUND'],
  });
  const json = await project.run(['status', '--json']);
  expect((JSON.parse(json.stdout) as Status).complete).toBe(false);
});
