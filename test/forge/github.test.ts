import { expect } from 'vitest';
import { openGitHub } from '../../lib/github/github-client.ts';
import { githubForge } from '../../lib/github/github-forge.ts';
import { DEFAULT_PATIENCE } from '../../lib/github/patience.ts';
import { createTokens } from '../../lib/github/tokens.ts';
import type { CredentialSource } from '../../lib/repository/repository.ts';
import { githubGaps } from '../tools/github-gaps.ts';
import { ANN, APP_ID, startGitHub } from '../tools/github-server.ts';
import { describeForgeContract, type TestForge } from './contract.ts';

const PATIENCE = { ...DEFAULT_PATIENCE, sleep: async () => undefined };

async function start(source: CredentialSource): Promise<TestForge> {
  const server = await startGitHub({ extend: githubGaps() });
  const env = { TOKEN: ANN, KEY: server.privateKey };
  const tokens = createTokens({ env });
  const place = { provider: 'github', host: '127.0.0.1', path: 'acme/platform', api: server.api } as const;
  const client = openGitHub({ place, repository: 'platform', source, tokens, env, patience: PATIENCE });
  const repo = '/repos/acme/platform';
  const sha = async (method: string, path: string, body?: unknown) => {
    const { status, data } = await server.ask(method, `${repo}/${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
    return (data as { readonly sha: string }).sha;
  };
  const headOf = async (branch: string) => {
    const { status, data } = await server.ask('GET', `${repo}/git/ref/heads/${branch}`);
    return status === 200 ? (data as { readonly object: { readonly sha: string } }).object.sha : undefined;
  };
  let count = 0;
  return {
    forge: githubForge(client),
    person: 'ann',
    push: async (branch, message = 'A change') => {
      const [head, base] = [await headOf(branch), await headOf('main')];
      const parent = head ?? base;
      const tree = await sha('POST', 'git/trees', {
        tree: [{ path: `file-${count}.txt`, mode: '100644', type: 'blob', content: `${count++}` }],
      });
      const commit = await sha('POST', 'git/commits', { message, tree, parents: parent === undefined ? [] : [parent] });
      if (head === undefined)
        await server.ask('POST', `${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha: commit });
      else await server.ask('PATCH', `${repo}/git/refs/heads/${branch}`, { sha: commit });
      return commit;
    },
    approve: async (pull) => {
      await server.ask('POST', `${repo}/pulls/${pull}/reviews`, { event: 'APPROVE' });
    },
    merge: (pull) => sha('PUT', `pulls/${pull}/merge`, {}),
    loseAnswers: (method, times) => server.fail({ method, path: /^\/repos/, status: 502, times, done: true }),
    verify: () => expect(server.violations).toEqual([]),
    close: () => server.close(),
  };
}

describeForgeContract('GitHub, as an App', () =>
  start({ githubApp: { id: String(APP_ID), privateKey: { env: 'KEY' } } }),
);
