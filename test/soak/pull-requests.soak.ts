import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOB, createGitHubProject, type GitHubProject } from '../tools/github-project.ts';

const BRANCH = 'konstruct/acme';

const NAMES = ['acme/platform', 'acme/retail', 'retail/apps'] as const;

interface Outcome {
  readonly complete: boolean;
  readonly repositories: readonly {
    readonly repository: string;
    readonly phase?: string;
    readonly status: string;
    readonly pull_request?: { readonly number: number; readonly status?: string };
  }[];
  readonly diagnostics: readonly { readonly code: string }[];
}

/** An apply, as a script sees it. */
async function apply(
  project: GitHubProject,
  ...args: string[]
): Promise<Outcome & { readonly exitCode: number | null; readonly output: string }> {
  const { exitCode, stdout, stderr } = await project.run(['apply', ...args, '--json']);
  if (!stdout.startsWith('{')) throw new Error(`${exitCode}\n${stdout}\n${stderr}`);
  return { exitCode, output: stdout + stderr, ...JSON.parse(stdout) };
}

const proposed = (outcome: Outcome) =>
  outcome.repositories.flatMap(({ repository, pull_request: pull }) =>
    pull ? [[repository, pull.number, pull.status]] : [],
  );

/** One story over all cases. */
describe('a platform that is changed by pull requests, by an App', () => {
  let project: GitHubProject;
  beforeAll(async () => {
    project = await createGitHubProject();
  });
  afterAll(() => project.close());
  const head = (name: string) => project.repository(name).head(BRANCH);

  it('opens one a repository, with the plan in it and links to the others', async () => {
    const before = NAMES.map((name) => project.repository(name).head());
    const outcome = await apply(project, '--pr');
    expect(outcome).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(proposed(outcome)).toEqual(NAMES.map((name) => [name, 1, 'created']));
    expect(NAMES.map((name) => project.repository(name).head())).toEqual(before);
    const [pull] = await project.github.pulls('acme/platform');
    expect(pull).toMatchObject({ state: 'open', head: { ref: BRANCH, sha: head('acme/platform') } });
    expect(pull?.body).toContain('26 to add');
    expect(pull?.body).toContain('acme/retail/pull/1');
    const [other] = await project.github.pulls('acme/retail');
    expect(other?.body).toContain('acme/platform/pull/1');
  });

  it('made the commits through the API, on the heads that it saw', () => {
    const graphql = project.github.requests.filter(({ body }) => body.includes('createCommitOnBranch'));
    expect(graphql).toHaveLength(3);
    for (const name of NAMES) {
      const repository = project.repository(name);
      expect(repository.git('rev-parse', `${BRANCH}^`)).toBe(repository.head());
      expect(repository.git('log', '-1', '--format=%B', BRANCH)).toMatch(/^Konstruct-Plan: sha256:/m);
    }
  });

  it('binds them to the plan by a status and a check', async () => {
    const checks = project.github.requests.filter(
      ({ method, path }) => method === 'POST' && /statuses|check-runs/.test(path),
    );
    expect(checks).toHaveLength(6);
    expect(JSON.parse(checks[0]?.body ?? '{}')).toMatchObject({ context: 'kcdk/acme', state: 'success' });
  });

  it('does nothing when it is run again, with a token that has ended meanwhile', async () => {
    const heads = NAMES.map(head);
    project.github.expireTokens();
    const sent = project.github.requests.length;
    const outcome = await apply(project, '--pr');
    expect(new Set(proposed(outcome).map(([, , status]) => status))).toEqual(new Set(['unchanged']));
    expect(NAMES.map(head)).toEqual(heads);
    const writes = project.github.requests
      .slice(sent)
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens'));
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('leaves them as they are when somebody writes elsewhere in the base', async () => {
    const before = head('acme/platform');
    project.repository('acme/platform').commit({ 'docs/notes.md': 'Notes\n' });
    await apply(project, '--pr');
    expect(head('acme/platform')).toBe(before);
  });

  it('does not go on before they are merged', async () => {
    const outcome = await apply(project, '--merged');
    expect(outcome.exitCode).toBe(7);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(NAMES.map(() => 'PULL_REQUEST_OPEN'));
  });

  it('brings one up to date in place when the program changes', async () => {
    const [before, other] = [head('acme/platform'), head('acme/retail')];
    project.edit("'staging')", "'staging', { description: 'Acceptance' })");
    const outcome = await apply(project, '--pr');
    expect(proposed(outcome)).toEqual(NAMES.map((name) => [name, 1, 'updated']));
    expect(head('acme/platform')).not.toBe(before);
    expect(head('acme/retail')).toBe(other);
    const repository = project.repository('acme/platform');
    expect(repository.git('rev-list', '--count', `main..${BRANCH}`)).toBe('1');
    expect(repository.head(`${BRANCH}-next`)).toBeUndefined();
    expect((await project.github.pulls('acme/platform')).map(({ state }) => state)).toEqual(['open']);
  });

  it('does not write over a commit of somebody else on its branch', async () => {
    const repository = project.repository('acme/platform');
    const ours = head('acme/platform') ?? '';
    repository.commit({ 'more.yaml': 'more: true\n' }, { branch: BRANCH });
    const outcome = await apply(project, '--pr');
    expect(outcome).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'PULL_REQUEST_BRANCH_FOREIGN' }] });
    repository.git('update-ref', `refs/heads/${BRANCH}`, ours);
  });

  it('bears failures of the server, and repeats nothing that was done', async () => {
    project.edit("'Acceptance'", "'Before production'");
    project.github.fail({ path: /^\/graphql/, status: 502, done: true, times: 2 });
    project.github.fail({ method: 'PATCH', path: /pulls/, status: 503 });
    project.github.fail({
      method: 'GET',
      path: /pulls/,
      status: 403,
      headers: { 'retry-after': '0' },
      message: 'You have exceeded a secondary rate limit',
    });
    const outcome = await apply(project, '--pr');
    expect(outcome).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(project.repository('acme/platform').git('rev-list', '--count', `main..${BRANCH}`)).toBe('1');
    expect(await project.github.pulls('acme/platform')).toHaveLength(1);
  });

  it('finds nothing to do when they are merged, however that was done', async () => {
    await project.github.approve('acme/platform', 1, BOB);
    await project.github.merge('acme/platform', 1, 'bob');
    const half = await apply(project, '--merged');
    expect(half.exitCode).toBe(7);
    expect(half.diagnostics).toHaveLength(2);
    for (const name of NAMES.slice(1)) await project.github.merge(name, 1, 'bob', 'squash');
    const outcome = await project.run(['apply', '--merged']);
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain('No changes.');
    expect((await project.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('opens new ones for the next change, and closes them when it is taken back', async () => {
    project.edit("'Before production'", "'For customers'");
    expect(proposed(await apply(project, '--pr'))).toEqual([['acme/platform', 2, 'created']]);
    project.edit("'For customers'", "'Before production'");
    await project.ok(['apply', '--pr']);
    expect((await project.github.pulls('acme/platform')).map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect(await project.github.comments('acme/platform', 2)).toHaveLength(1);
  });

  it('proposes a phase when the one before is merged and its gate has passed', async () => {
    project.edit('environments: [dev, staging]', 'environments: [dev]');
    const first = await apply(project, '--pr');
    expect(first.exitCode).toBe(0);
    const mergeAll = async (outcome: Outcome) => {
      for (const [name, number] of proposed(outcome)) await project.github.merge(String(name), Number(number), 'bob');
    };
    expect(proposed(first).length).toBeGreaterThan(0);
    const again = await apply(project, '--merged');
    expect(again.exitCode).toBe(7);
    await mergeAll(first);
    const waiting = await apply(project, '--merged');
    expect(waiting.diagnostics.map(({ code }) => code)).toEqual(['GATE_NOT_CONFIGURED']);
    const { stdout } = await project.run(['plan', '--json']);
    const gates = JSON.parse(stdout).phases.flatMap((phase: { gates?: { id: string }[] }) =>
      (phase.gates ?? []).map(({ id }) => id),
    );
    const second = await apply(project, '--merged', '--assume-gate', ...gates);
    expect(second).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(proposed(second).length).toBeGreaterThan(0);
    await mergeAll(second);
    expect((await project.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('never shows a token', async () => {
    const { stdout, stderr } = await project.run(['apply', '--pr']);
    expect(stdout + stderr).not.toMatch(/ghs_|pat-ann|PRIVATE KEY/);
  });
});
