import { createHash } from 'node:crypto';
import { DEFAULT_PATIENCE } from '../../lib/github/patience.ts';
import { createTokens } from '../../lib/github/tokens.ts';
import { openGitLab } from '../../lib/gitlab/gitlab-client.ts';
import { gitlabForge } from '../../lib/gitlab/gitlab-forge.ts';
import { GITLAB_TOKEN, startGitLab } from '../tools/gitlab-stub.ts';
import { describeForgeContract } from './contract.ts';

describeForgeContract('GitLab', async () => {
  const stub = await startGitLab();
  const env = { GITLAB_TOKEN };
  const place = { provider: 'gitlab', host: '127.0.0.1', path: 'acme/platform', api: stub.api } as const;
  const client = openGitLab({
    place,
    repository: 'platform',
    source: { env: 'GITLAB_TOKEN' },
    tokens: createTokens({ env }),
    env,
    patience: { ...DEFAULT_PATIENCE, sleep: async () => undefined },
  });
  let count = 0;
  const commitId = () => createHash('sha1').update(String(count++)).digest('hex');
  return {
    forge: gitlabForge(client),
    person: 'ann',
    push: async (branch, message) => {
      const commit = commitId();
      stub.setBranch(branch, commit, message);
      return commit;
    },
    approve: async (pull) => stub.approve(pull, 'ann'),
    merge: async (pull) => {
      const commit = commitId();
      stub.merge(pull, 'ann', commit);
      return commit;
    },
    loseAnswers: (method, times) => stub.loseAnswers(method, times),
    verify: () => undefined,
    close: () => stub.close(),
  };
});
