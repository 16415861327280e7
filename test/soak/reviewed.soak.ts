import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { BOB, createGitHubProject, type GitHubProject } from '../tools/github-project.ts';

const PERMISSIONS = { users: { bob: { superUser: true }, ann: { groups: [] } } };

/** A change of the program: planned on its pull request, approved, merged, applied. One story over all cases. */
describe('a program that is changed by reviewed pull requests', () => {
  let project: GitHubProject;
  let head = '';
  beforeAll(async () => {
    project = await createGitHubProject({
      credentials: { env: 'GITHUB_TOKEN' },
      konstruct: { permissions: PERMISSIONS },
    });
    head = project.push('platform');
    await project.openPull('platform');
  });
  afterAll(() => project.close());
  const apply = (...args: string[]) => project.run(['apply', '--yes', '--reviewed', ...args]);
  const refusal = async (...args: string[]) => {
    const { exitCode, stderr } = await apply(...args);
    // one for each thing that may not be done
    return { exitCode, codes: [...new Set(codesIn(stderr))] };
  };
  const heads = () => ['acme/platform', 'acme/retail'].map((name) => project.repository(name).head());

  it('starts with a pull request', async () => {
    expect(await project.github.pulls('acme/program')).toMatchObject([
      { number: 1, state: 'open', head: { sha: head } },
    ]);
  });

  it('is refused as long as nobody has seen its plan', async () => {
    const before = heads();
    expect(await refusal()).toEqual({
      exitCode: 1,
      codes: ['REVIEW_NOT_APPROVED', 'REVIEW_PLAN_UNKNOWN', 'PERMISSION_DENIED'],
    });
    expect(heads()).toEqual(before);
  });

  it('shows the plan in one comment, and its digest on the commit', async () => {
    await project.ok(['plan', '--comment', '--out', '../reviewed.kplan']);
    const [comment, ...others] = await project.github.comments('acme/program', 1);
    expect(others).toEqual([]);
    expect(comment).toContain('26 to add');
    expect(
      project.github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`/statuses/${head}`)),
    ).toHaveLength(1);
  });

  it('keeps the comment, and brings it up to date after a push', async () => {
    await project.ok(['plan', '--comment']);
    project.edit("'staging')", "'staging', { description: 'Acceptance' })");
    head = project.push('platform', 'Describe staging');
    await project.ok(['plan', '--comment', '--out', '../reviewed.kplan']);
    const comments = await project.github.comments('acme/program', 1);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain('Acceptance');
  });

  it('is refused when the approval is older than the last push', async () => {
    await project.github.approve('acme/program', 1, BOB);
    project.push('platform', 'One more push');
    await project.ok(['plan', '--comment', '--out', '../reviewed.kplan']);
    expect(await refusal('--actor', 'bob')).toEqual({ exitCode: 1, codes: ['REVIEW_OUTDATED'] });
    await project.github.approve('acme/program', 1, BOB);
  });

  it('is refused for an actor who may not', async () => {
    expect((await refusal('--actor', 'ann')).codes).toEqual(['PERMISSION_DENIED']);
  });

  it('is refused from a checkout that differs from its commit', async () => {
    project.edit("'Acceptance'", "'Something else'");
    expect((await refusal('--actor', 'bob')).codes).toEqual(['REVIEW_SOURCE_CHANGED']);
    project.edit("'Something else'", "'Acceptance'");
    project.write('platform/extra.yaml', '# nobody has seen this\n');
    expect((await refusal('--actor', 'bob')).codes).toEqual(['REVIEW_SOURCE_CHANGED']);
    project.checkout('platform');
    project.removeFile('platform/extra.yaml');
  });

  it('is applied from the merge, as the person who merged it', async () => {
    const merge = await project.github.merge('acme/program', 1, 'bob', 'squash');
    project.checkout(merge);
    project.repository('acme/platform').commit({ 'docs/notes.md': 'Somebody else was here\n' });
    const { exitCode, stdout, stderr } = await apply();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('Apply complete!');
    expect(project.repository('acme/platform').git('log', '-1', '--format=%B', 'main')).toContain(
      `Konstruct-Source: ${merge}`,
    );
  });

  it('is not applied twice: the saved plan finds its work done, a new one has no changes', async () => {
    const before = heads();
    expect((await apply('../reviewed.kplan')).exitCode).toBe(0);
    expect((await apply()).stdout).toContain('No changes.');
    expect(heads()).toEqual(before);
  });

  it('is refused when what would be written is not what was reviewed', async () => {
    project.checkout('main');
    project.edit("'Acceptance'", "'Sneaked in'");
    project.push('sneaky', 'Look away');
    await project.openPull('sneaky');
    await project.ok(['plan', '--comment', '--pull-request', '2']);
    await project.github.approve('acme/program', 2, BOB);
    // somebody drifts the target in between, so that the ledger and with it the plan is another
    project.repository('acme/platform').commit({ '.konstruct/other.json': '{}\n' });
    project.edit("'Sneaked in'", "'Sneaked in even more'");
    project.push('main', 'Past every review');
    expect((await refusal('--actor', 'bob')).codes).toEqual(['REVIEW_MISSING']);
  });

  it('is refused when a saved plan has become stale', async () => {
    project.checkout('sneaky');
    await project.ok(['plan', '--comment', '--pull-request', '2', '--out', '../stale.kplan']);
    await project.github.approve('acme/program', 2, BOB);
    const path =
      [...project.repository('acme/platform').list().keys()].find((one) => one.endsWith('staging.yaml')) ?? '';
    project.repository('acme/platform').commit({ [path]: 'edited: by hand\n' });
    expect((await refusal('../stale.kplan', '--actor', 'bob')).codes).toContain('PLAN_STALE');
  });
});
