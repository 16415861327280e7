import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../cli/package-root.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject, gitIn, openProject } from '../tools/project.ts';

/** What a person does in the first hour, in order; every step builds on the ones before. */
describe('the first hour of a platform', () => {
  const project = openProject();
  const names = ['shop-platform/platform-gitops', 'shop-platform/team-gitops', 'shop-team/team-gitops'];
  const heads = () => names.map((name) => gitIn(join(project.folder, `repositories/${name}.git`), 'rev-parse', 'main'));
  const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);
  afterAll(() => project.remove());

  it('starts with init, which makes a program and its repositories', async () => {
    const { stdout } = await project.ok(['init', '.', '--name', 'shop']);
    expect(stdout).toContain('main.ts');
    expect(heads()).toHaveLength(3);
    expect(project.read('main.ts')).not.toContain('<PLATFORM_NAME>');
  });

  it('never overwrites: a second init is refused', async () => {
    const before = project.read('main.ts');
    const { exitCode, stderr, stdout } = await project.run(['init']);
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({
      exitCode: 1,
      stdout: '',
      codes: ['INIT_FOLDER_NOT_EMPTY'],
    });
    expect(project.read('main.ts')).toBe(before);
  });

  it('plans 26 resources to add and writes nothing', async () => {
    const before = heads();
    const { stdout, stderr } = await project.ok(['plan']);
    expect(lastLine(stdout)).toBe('Plan: 26 to add, 0 to change, 0 to destroy.');
    expect(stderr).toBe('');
    expect(heads()).toEqual(before);
  });

  it('applies one commit a repository', async () => {
    const before = heads();
    const { stdout } = await project.ok(['apply', '--auto-approve']);
    expect(lastLine(stdout)).toBe('Apply complete! Resources: 26 added, 0 changed, 0 destroyed.');
    const parents = names.map((name) =>
      gitIn(join(project.folder, `repositories/${name}.git`), 'log', '-1', '--format=%P', 'main'),
    );
    expect(parents).toEqual(before);
  });

  it('signs its commits with the project and the plan', () => {
    const [name = ''] = names;
    const trailers = gitIn(
      join(project.folder, `repositories/${name}.git`),
      'log',
      '-1',
      '--format=%an%n%(trailers:only,unfold)',
      'main',
    );
    expect(trailers).toMatch(/^A Person\nKonstruct-Project: shop\nKonstruct-Plan: sha256:[0-9a-f]{64}$/m);
  });

  it('has no changes afterwards', async () => {
    const before = heads();
    for (const argv of [['plan'], ['plan', '--detailed-exitcode'], ['apply', '--auto-approve']]) {
      const { stdout } = await project.ok(argv);
      expect(stdout, argv.join(' ')).toMatch(/^No changes\./);
    }
    expect(heads()).toEqual(before);
  });

  it('shows exactly the one edited line, inside the Helm values', async () => {
    project.edit("'monitoring')", "'monitoring', { scrapeInterval: '15s' })");
    const { stdout } = await project.ok(['plan', '--diff']);
    expect(stdout).toContain('spec.source.helm.values.prometheus.prometheusSpec.scrapeInterval');
    expect(lastLine(stdout)).toBe('Plan: 0 to add, 1 to change, 0 to destroy.');
    const plan = JSON.parse((await project.ok(['plan', '--json'])).stdout) as PlanDocument;
    expect(plan.resource_changes.map(({ action, fields }) => ({ action, fields }))).toMatchObject([
      {
        action: 'update',
        fields: [
          {
            action: 'change',
            path: ['spec', 'source', 'helm', 'values', 'prometheus', 'prometheusSpec', 'scrapeInterval'],
            before: '5s',
            after: '15s',
            source: { address: expect.any(String), program: { file: 'main.ts' } },
          },
        ],
      },
    ]);
  });

  it('saves the plan, and shows the saved one as it showed the made one', async () => {
    const made = await project.ok(['plan', '--out', 'change.kplan']);
    expect((await project.ok(['show', 'change.kplan'])).stdout).toBe(made.stdout);
    const { digest } = JSON.parse((await project.ok(['show', 'change.kplan', '--json'])).stdout) as PlanDocument;
    expect(made.stderr).toContain(digest);
    const diff = await project.ok(['plan', '--diff']);
    expect((await project.ok(['show', 'change.kplan', '--diff'])).stdout).toBe(diff.stdout);
    const json = await project.ok(['plan', '--json']);
    expect((await project.ok(['show', 'change.kplan', '--json'])).stdout).toBe(json.stdout);
  });

  it('applies the saved plan without asking and without the program', async () => {
    const program = project.read('main.ts');
    const before = heads();
    project.write('main.ts', 'throw new Error("the program must not run")\n');
    const { stdout } = await project.ok(['apply', 'change.kplan']);
    project.write('main.ts', program);
    expect(lastLine(stdout)).toBe('Apply complete! Resources: 0 added, 1 changed, 0 destroyed.');
    expect(heads().map((head, index) => head === before[index])).toEqual([true, false, true]);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('finds a saved plan that is applied already done, and writes nothing twice', async () => {
    const before = heads();
    const { stdout } = await project.ok(['apply', 'change.kplan', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, repositories: [{ status: 'already' }] });
    const words = await project.ok(['apply', 'change.kplan']);
    expect(lastLine(words.stdout)).toBe('Apply complete! All of it was applied before.');
    expect(heads()).toEqual(before);
  });
});

describe('plan as data', () => {
  const project = createProject();
  afterAll(() => project.remove());
  const schema = JSON.parse(readFileSync(join(packageRoot(), 'schemas/plan.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  const planned = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await project.run(['plan', '--json', ...argv]);
    return { exitCode, stderr, plan: JSON.parse(stdout) as PlanDocument };
  };

  it('follows its schema when there is everything to add, and says so with its exit code', async () => {
    const { exitCode, plan, stderr } = await planned('--detailed-exitcode');
    expect({ exitCode, stderr, errors: validate(plan) ? [] : validate.errors }).toEqual({
      exitCode: 2,
      stderr: '',
      errors: [],
    });
    expect(plan).toMatchObject({ complete: true, applyable: true, summary: { add: 26, change: 0, destroy: 0 } });
    expect(plan.resource_changes.every(({ source }) => source?.file === 'main.ts')).toBe(true);
  });

  it('is the same bytes every time', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => project.ok(['plan', '--json'])));
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it('follows its schema when nothing changes', async () => {
    await project.ok(['apply', '-y']);
    const { exitCode, plan } = await planned('--detailed-exitcode');
    expect({ exitCode, errors: validate(plan) ? [] : validate.errors }).toEqual({ exitCode: 0, errors: [] });
    expect(plan).toMatchObject({ complete: true, applyable: false, resource_changes: [], phases: [] });
  });

  it('follows its schema when a repository cannot be read, and is then incomplete', async () => {
    project.configure({ 'retail/apps': { remote: join(project.folder, 'nowhere.git') } });
    const { exitCode, plan, stderr } = await planned('--detailed-exitcode');
    project.configure({});
    expect({ exitCode, stderr, errors: validate(plan) ? [] : validate.errors }).toEqual({
      exitCode: 1,
      stderr: '',
      errors: [],
    });
    expect(plan).toMatchObject({ complete: false, applyable: false, phases: [] });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['REPOSITORY_NOT_FOUND']);
  });

  it('follows its schema with a drifted file', async () => {
    project.repository('acme/retail').commit({ 'registry/clusters/lon1/appproject.yaml': 'kind: Mine\n' });
    const { exitCode, plan } = await planned();
    expect({ exitCode, errors: validate(plan) ? [] : validate.errors }).toEqual({ exitCode: 1, errors: [] });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['DRIFT']);
  });
});
