import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

const made: TestProject[] = [];
afterEach(() => {
  for (const project of made.splice(0)) project.remove();
});

async function planned(project: TestProject, ...argv: readonly string[]): Promise<PlanDocument> {
  return JSON.parse((await project.run([...argv, '--json'])).stdout) as PlanDocument;
}

describe('rollback', () => {
  it('goes back to what an apply left, and to what was before it, through a plan that is reviewed', {
    timeout: 300_000,
  }, async () => {
    const project = createProject();
    made.push(project);
    await project.ok(['apply', '-y']);
    const first = project.trees();
    project.edit("'monitoring')", "'monitoring', { retention: '1d' })");
    project.edit(
      "const dev = new Environment(retail, 'dev');",
      "const dev = new Environment(retail, 'dev', { description: 'Every merge' });\nnew Environment(retail, 'qa');",
    );
    await project.ok(['apply', '-y']);
    const second = project.trees();
    const applies = JSON.parse((await project.ok(['history', '--json'])).stdout) as { plan: string }[];
    expect(applies).toHaveLength(2);

    const digest = applies[1]?.plan ?? '';
    expect((await planned(project, 'rollback', digest)).summary).toMatchObject({ add: 0, change: 2, destroy: 1 });
    await project.ok(['rollback', digest, '--out', 'back.kplan']);
    await project.ok(['apply', 'back.kplan']);
    expect(project.trees()).toEqual(first);

    const forward = (applies[0]?.plan ?? '').slice(7, 17);
    await project.ok(['rollback', forward, '--out', 'forward.kplan']);
    await project.ok(['apply', 'forward.kplan']);
    expect(project.trees()).toEqual(second);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
    expect((await planned(project, 'rollback', forward, '--before')).summary).toMatchObject({ change: 2, destroy: 1 });
  });

  it('to what is there has nothing to do, and says nothing of the program, which may want something else', async () => {
    const project = createProject();
    made.push(project);
    await project.ok(['apply', '-y']);
    const [last] = JSON.parse((await project.ok(['history', '--json'])).stdout) as { plan: string }[];
    project.edit("'monitoring')", "'monitoring', { retention: '1d' })");
    for (const format of ['human', 'markdown', 'html']) {
      const { stdout } = await project.ok(['rollback', last?.plan ?? '', '--format', format]);
      expect(stdout).toContain('No changes.');
      expect(stdout).not.toContain('the program describes');
    }
  });

  it('refuses to overwrite what was edited by hand since, as every plan does', async () => {
    const project = createProject();
    made.push(project);
    await project.ok(['apply', '-y']);
    project.edit("'monitoring')", "'monitoring', { retention: '1d' })");
    await project.ok(['apply', '-y']);
    const path = 'registry/clusters/lon1/35-kube-prometheus-stack.yaml';
    const repository = project.repository('acme/retail');
    repository.commit({ [path]: `${repository.read(path)?.toString()}# mine\n` });
    const [, oldest] = JSON.parse((await project.ok(['history', '--json'])).stdout) as { plan: string }[];
    const { exitCode, stderr } = await project.run(['rollback', oldest?.plan ?? '']);
    expect(codesIn(stderr)).toEqual(['DRIFT']);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['1234567', 'ROLLBACK_REFERENCE_UNKNOWN'],
    ['yesterday', 'ROLLBACK_REFERENCE_INVALID'],
  ])('does not know %s', async (reference, code) => {
    const project = createProject();
    made.push(project);
    const { exitCode, stderr } = await project.run(['rollback', reference]);
    expect(codesIn(stderr)).toEqual([code]);
    expect(exitCode).toBe(1);
  });
});
