import { describe, expect, it } from 'vitest';
import { type ForgeServers, findForge, PUBLIC_FORGES } from '../../lib/forge/forge-place.ts';
import { environmentSource, openForge } from '../../lib/forge/open-forge.ts';
import { createTokens } from '../../lib/github/tokens.ts';
import { errorOf } from '../repository/contract.ts';

const SERVERS: ForgeServers = {
  ...PUBLIC_FORGES,
  'ghe.acme.dev': { provider: 'github', api: 'https://ghe.acme.dev/api/v3' },
};

function place(url: string) {
  const found = findForge(url, SERVERS);
  if (found === undefined) throw new TypeError(url);
  return found;
}

const open = (url: string, env: Readonly<Record<string, string>> = {}) => {
  const forge = findForge(url, SERVERS);
  return openForge({ name: 'gitops', url, ...(forge && { forge }) }, { env, tokens: createTokens({ env }) });
};

describe('the token of the environment', () => {
  const github = place('https://github.com/acme/gitops');
  const enterprise = place('https://ghe.acme.dev/acme/gitops');
  const gitlab = place('https://gitlab.com/acme/gitops');

  it.each([
    ['github.com', github, { GITHUB_TOKEN: 'a', GH_TOKEN: 'b' }, 'GITHUB_TOKEN'],
    ['github.com, as gh has it', github, { GITHUB_TOKEN: '', GH_TOKEN: 'b' }, 'GH_TOKEN'],
    [
      'the server of the job',
      enterprise,
      { GITHUB_TOKEN: 'a', GITHUB_SERVER_URL: 'https://ghe.acme.dev' },
      'GITHUB_TOKEN',
    ],
    ['another Enterprise server', enterprise, { GITHUB_TOKEN: 'a', GH_ENTERPRISE_TOKEN: 'c' }, 'GH_ENTERPRISE_TOKEN'],
    ['gitlab.com', gitlab, { GITLAB_TOKEN: 'a', GITHUB_TOKEN: 'b' }, 'GITLAB_TOKEN'],
  ])('is found for %s', (_, forge, env, expected) => {
    expect(environmentSource(forge, env)).toEqual({ env: expected });
  });

  it.each([
    ['of github.com to an Enterprise server', enterprise, { GITHUB_TOKEN: 'a' }],
    ['of an Enterprise job to github.com', github, { GITHUB_TOKEN: 'a', GITHUB_SERVER_URL: 'https://ghe.acme.dev' }],
    ['of GitHub to GitLab', gitlab, { GITHUB_TOKEN: 'a', GH_TOKEN: 'a', GH_ENTERPRISE_TOKEN: 'a' }],
  ])('is never sent %s', (_, forge, env) => {
    expect(environmentSource(forge, env)).toBeUndefined();
  });
});

describe('a repository without an API', () => {
  it.each([
    ['/srv/git/gitops.git', 'FORGE_UNKNOWN', 'GitHub or GitLab'],
    ['https://git.acme.dev/acme/gitops', 'FORGE_UNKNOWN', 'git.acme.dev'],
    ['https://github.com/acme/gitops', 'FORGE_CREDENTIALS_MISSING', 'credentials'],
  ])('at %s is told with what to do', async (url, code, fix) => {
    const error = await errorOf(open(url));
    expect(error.code).toBe(code);
    expect(error.diagnostics[0]?.fix).toContain(fix);
  });
});
