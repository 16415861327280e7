import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubProject, type GitHubProject } from '../tools/github-project.ts';
import type { GitHubRequest } from '../tools/github-server.ts';
import { kill } from '../tools/processes.ts';

const BRANCH = 'konstruct/acme';
const NAMES = ['acme/platform', 'acme/retail', 'retail/apps'] as const;

/** Proposals are killed at one of their writes: the server has it and does it, and its answer finds nobody. */
describe.each([
  { title: 'by GraphQL', withoutGraphql: false },
  { title: 'by the API of git data', withoutGraphql: true },
])('a proposal that is killed, $title', ({ withoutGraphql }) => {
  let project: GitHubProject;
  beforeAll(async () => {
    project = await createGitHubProject({ withoutGraphql });
  });
  afterAll(() => project.close());

  /** Runs a proposal, and kills it at a write; false where it ended before. */
  const killedAt = async (write: number): Promise<boolean> => {
    const run = project.spawn(['apply', '--pr']);
    let isKilled = false;
    let left = write;
    const end = project.github.when(isWrite, () => {
      if (left-- > 0) return;
      isKilled = true;
      kill(run.pid, 'SIGKILL');
    });
    await run.done;
    end();
    return isKilled;
  };

  const check = async (text: string) => {
    for (const name of NAMES) {
      const repository = project.repository(name);
      const pulls = await project.github.pulls(name);
      expect(
        pulls.map(({ number, state }) => [number, state]),
        name,
      ).toEqual([[1, 'open']]);
      expect(pulls[0]?.head.sha, name).toBe(repository.head(BRANCH));
      expect(repository.git('rev-list', '--count', `main..${BRANCH}`), name).toBe('1');
      expect(repository.head(`${BRANCH}-next`), name).toBeUndefined();
      for (const other of NAMES) if (other !== name) expect(pulls[0]?.body, name).toContain(`${other}/pull/1`);
      const statuses = project.github.requests.filter(({ path }) => path.endsWith(`/statuses/${pulls[0]?.head.sha}`));
      expect(statuses.length, name).toBeGreaterThan(0);
    }
    const files = project.repository('acme/platform').git('grep', '-l', text, BRANCH);
    expect(files).not.toBe('');
  };

  it('goes on from whatever was done, when it is opened', async () => {
    let write = 0;
    while (await killedAt(write)) write++;
    expect(write).toBeGreaterThan(2);
    await check('staging');
    const sent = project.github.requests.length;
    const last = await project.run(['apply', '--pr']);
    expect({ exitCode: last.exitCode, writes: project.github.requests.slice(sent).filter(isWrite) }).toEqual({
      exitCode: 0,
      writes: [],
    });
  });

  it.skipIf(withoutGraphql)('and at every write that brings it up to date', async () => {
    let description = 'Acceptance';
    project.edit("'staging')", `'staging', { description: '${description}' })`);
    for (let write = 0; await killedAt(write); write++) {
      expect((await project.run(['apply', '--pr'])).exitCode, `write ${write}`).toBe(0);
      await check(description);
      project.edit(`'${description}'`, `'Acceptance ${write}'`);
      description = `Acceptance ${write}`;
    }
    expect(description).not.toBe('Acceptance');
  });
});

// --- internal ---

/** Whether a request changes what others see. Tokens are made for every run. */
function isWrite({ method, path, body }: GitHubRequest): boolean {
  if (path.startsWith('/graphql')) return body.includes('mutation');
  return method !== 'GET' && !path.endsWith('/access_tokens');
}
