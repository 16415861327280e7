import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

let project: TestProject;
beforeAll(() => {
  project = createProject();
});
afterAll(() => project.remove());

const planned = async () => JSON.parse((await project.ok(['plan', '--json'])).stdout) as PlanDocument;

describe('an apply that is bound to a review', () => {
  it.each([
    ['of the program', ['apply', '-y']],
    ['of a saved plan', ['apply', 'p.kplan']],
  ])('writes nothing when the plan is another: %s', async (_, argv) => {
    await project.ok(['plan', '--out', 'p.kplan']);
    const before = project.heads();
    const { exitCode, stderr, stdout } = await project.run([...argv, '--expect-digest', `sha256:${'0'.repeat(64)}`]);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 4, codes: ['PLAN_DIGEST_UNEXPECTED'] });
    expect(stdout).toContain('Nothing was applied.');
    expect(project.heads()).toEqual(before);
  });

  it('refuses what is no digest', async () => {
    expect((await project.run(['apply', '-y', '--expect-digest', 'sha256:12'])).exitCode).toBe(1);
  });

  it('writes the plan that was reviewed, and states which commits were made', async () => {
    const { digest } = await planned();
    const { stdout } = await project.ok([
      'apply',
      '-y',
      '--json',
      '--expect-digest',
      digest.slice('sha256:'.length).toUpperCase(),
      '--attest',
      'a.json',
    ]);
    const outcome = JSON.parse(stdout) as { repositories: { repository: string; commit: string }[] };
    const statement = JSON.parse(project.read('a.json')) as {
      subject: unknown;
      predicateType: string;
      predicate: { plan: string; complete: boolean };
    };
    expect(statement.subject).toEqual(
      outcome.repositories.map(({ repository, commit }) => ({ name: repository, digest: { gitCommit: commit } })),
    );
    expect(outcome.repositories.map(({ commit }) => commit).sort()).toEqual(Object.values(project.heads()).sort());
    expect(statement.predicateType).toBe('https://konstruct-cdk.dev/attestations/apply/v1');
    expect(statement.predicate).toMatchObject({ plan: digest, complete: true });
  });

  it('states nothing where nothing was done', async () => {
    const { stderr } = await project.ok(['apply', '-y', '--attest', 'none.json']);
    expect(() => project.read('none.json')).toThrow();
    expect(codesIn(stderr)).toEqual([]);
  });
});
