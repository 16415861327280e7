import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';
import { codesIn } from '../tools/cli.ts';
import { createGitHubProject, type GitHubProject } from '../tools/github-project.ts';

const REPOSITORY = 'acme/retail';
const CLUSTERS = ['mgmt-one', 'mgmt-two'] as const;

/** One story over all cases: two clusters, a wave each. */
describe('a migration that goes through pull requests', () => {
  let project: GitHubProject;
  beforeAll(async () => {
    project = await createGitHubProject();
    for (const [seed, name] of CLUSTERS.entries()) {
      const folder = `registry/konstruct-clusters/${name}`;
      const tree = writtenCluster({ form: 'hydrated', folder, eraOf: () => 'pat', hand: CLEAN, seed });
      project.repository(REPOSITORY).commit(Object.fromEntries(tree));
    }
  });
  afterAll(() => project.close());

  const migrate = (...args: string[]) =>
    project.run([
      ...['migrate', 'github-app', `${project.github.origin}/${REPOSITORY}.git`, '--all', '--wave-size', '1'],
      ...['--skip-gates', ...args],
    ]);
  const pulls = async () => (await project.github.pulls(REPOSITORY)).map(({ number, state }) => [number, state]);

  it('proposes the first wave, and writes nothing to the branch', async () => {
    const before = project.repository(REPOSITORY).head();
    const { exitCode, stdout } = await migrate('--write', '--pr');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Wave 1 of 2: Proposed \d+ files: .*\/acme\/retail\/pull\/1$/m);
    expect(project.repository(REPOSITORY).head()).toBe(before);
    const [pull] = await project.github.pulls(REPOSITORY);
    const changed = project.repository(REPOSITORY).git('diff', '--name-only', `main...${pull?.head.ref}`).split('\n');
    expect(changed.filter((path) => path.includes(CLUSTERS[1]))).toEqual([]);
    expect(changed.filter((path) => path.includes(CLUSTERS[0])).length).toBeGreaterThan(3);
  });

  it('does nothing when it is run again before the merge', async () => {
    const head = project.repository(REPOSITORY).git('for-each-ref');
    expect((await migrate('--write', '--pr')).exitCode).toBe(0);
    expect(await pulls()).toEqual([[1, 'open']]);
    expect(project.repository(REPOSITORY).git('for-each-ref')).toBe(head);
  });

  it('proposes the next wave when the first is merged, and leaves it open when it is run again', async () => {
    await project.github.merge(REPOSITORY, 1, 'bob');
    expect((await migrate('--write', '--pr')).stdout).toMatch(/^Wave 2 of 2: Proposed \d+ files/m);
    expect((await migrate('--write', '--pr')).exitCode).toBe(0);
    expect((await project.github.pulls(REPOSITORY)).filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  it('has nothing to do when all are merged', async () => {
    const open = (await project.github.pulls(REPOSITORY)).find(({ state }) => state === 'open');
    await project.github.merge(REPOSITORY, open?.number ?? 0, 'bob');
    expect((await migrate('--detailed-exitcode')).exitCode).toBe(0);
  });

  it('goes with a repository and with --write', async () => {
    expect(codesIn((await migrate('--pr')).stderr)).toEqual(['MIGRATE_OPTIONS']);
    const checkout = await project.run(['migrate', 'github-app', '--all', '--write', '--pr']);
    expect(codesIn(checkout.stderr)).toEqual(['MIGRATE_OPTIONS']);
  });
});
