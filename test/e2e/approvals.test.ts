import { afterEach, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

const made: TestProject[] = [];
afterEach(() => {
  for (const project of made.splice(0)) project.remove();
});

const RECORD = 'registry/konstruct/default/environment/staging.yaml';

const APPROVAL = "Lifecycle.of(staging).approval('production', 'Has the board agreed?');";

/** Changes of what is Global wait for a person; those of the organization do not. */
function program({ staging = 'First', dev = 'First', mark = APPROVAL } = {}): string {
  return SMALL_PROGRAM.replace('App, Environment,', 'App, Environment, Lifecycle,')
    .replace("(acme, 'staging')", `(acme, 'staging', { description: '${staging}' })`)
    .replace("(retail, 'dev')", `(retail, 'dev', { description: '${dev}' })`)
    .replace('app.synth();', `${mark}\napp.synth();`);
}

async function guarded(): Promise<TestProject> {
  const project = createProject({ program: program() });
  made.push(project);
  await project.ok(['apply', '-y', '--approve', 'production']);
  return project;
}

const recordOf = (project: TestProject) => project.repository('acme/platform').read(RECORD)?.toString();

it('what waits for an approval is written after all else, when it is given', async () => {
  const project = await guarded();
  project.write('main.ts', program({ staging: 'Second', dev: 'Second' }));

  const stopped = await project.run(['apply', '-y']);
  expect({ exitCode: stopped.exitCode, codes: codesIn(stopped.stderr) }).toEqual({
    exitCode: 7,
    codes: ['GATE_NOT_APPROVED'],
  });
  const dev = 'registry/konstruct/retail/environment/dev.yaml';
  expect(project.repository('acme/retail').read(dev)?.toString()).toContain('Second');
  expect(recordOf(project)).not.toContain('Second');
  const status = await project.run(['status', '--detailed-exitcode', '--json']);
  expect(status.exitCode).toBe(2);
  expect(JSON.parse(status.stdout).unfinished).toMatchObject([
    { gate: { id: 'approval:production' }, since: expect.any(String), files: [{ path: RECORD, action: 'update' }] },
  ]);

  await project.ok(['apply', '-y', '--approve', 'production']);
  expect(recordOf(project)).toContain('Second');
  expect(project.repository('acme/platform').git('log', '-1', '--format=%B')).toContain(
    'Konstruct-Approved: production',
  );
  expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
});

it('nothing is unfinished where only an approval is missing, and nothing is asked where nothing of it changes', async () => {
  const project = await guarded();
  project.write('main.ts', program({ dev: 'x' }));
  await project.ok(['apply', '-y']);
  project.write('main.ts', program({ dev: 'x', staging: 'x' }));
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
  const { stdout } = await project.ok(['plan', '--json']);
  expect(JSON.parse(stdout).phases).toMatchObject([
    { commits: [], gates: [{ id: 'approval:production', pending: false }] },
    { commits: ['acme/platform'] },
  ]);
});

it('a rollback asks for the approvals of the program, too', async () => {
  const project = await guarded();
  const first = project.repository('acme/platform').head() ?? '';
  project.write('main.ts', program({ staging: 'Second', dev: 'Second' }));
  await project.ok(['apply', '-y', '--approve', 'production']);
  const { stdout } = await project.ok(['rollback', first, '--json']);
  const gates = JSON.parse(stdout).phases.flatMap(({ gates: some = [] }: { gates?: { id: string }[] }) => some);
  expect(gates.map(({ id }: { id: string }) => id)).toEqual(['approval:production']);
});

it('a name that no command line takes is refused, with the construct', async () => {
  const project = createProject({ program: program({ mark: "Lifecycle.of(staging).approval('Production!', 'x');" }) });
  made.push(project);
  const { stderr } = await project.run(['plan']);
  expect(codesIn(stderr)).toEqual(['APPROVAL_NAME_INVALID']);
});
