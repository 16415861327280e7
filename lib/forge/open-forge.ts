import { kcdkError } from '../diagnostics/error.ts';
import type { Patience } from '../github/patience.ts';
import type { Tokens } from '../github/tokens.ts';
import type { CredentialSource, RepositoryLocation } from '../repository/repository.ts';
import type { Forge } from './forge.ts';
import { type ForgePlace, hostAndPath } from './forge-place.ts';

export interface OpenForgeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tokens: Tokens;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
}

/**
 * Opens the API beside a repository. Nothing is contacted, and octokit is not loaded, before the first call.
 *
 * @throws {KcdkError} `FORGE_UNKNOWN`, `FORGE_CREDENTIALS_MISSING`
 */
export async function openForge(location: RepositoryLocation, options: OpenForgeOptions): Promise<Forge> {
  const { name: repository, url, forge: place } = location;
  if (place === undefined) {
    const host = hostAndPath(url)?.host;
    throw kcdkError('FORGE_UNKNOWN', {
      repository,
      summary: `Nothing says which API there is beside ${url}`,
      fix:
        host === undefined
          ? 'Pull requests need a repository on GitHub or GitLab; without them `kcdk apply` writes anywhere.'
          : `Name \`${host}\` under \`konstruct.forges\` in cdk8s.yaml, with \`provider: github\` or \`provider: gitlab\`.`,
    });
  }
  const source = location.credentials ?? environmentSource(place, options.env);
  if (source === undefined) {
    const summary = `There are no credentials for the API of \`${repository}\` (${place.host})`;
    throw kcdkError('FORGE_CREDENTIALS_MISSING', { repository, summary });
  }
  const all = { ...options, place, repository, source };
  if (place.provider === 'github') {
    const { openGitHub } = await import('../github/github-client.ts');
    const { githubForge } = await import('../github/github-forge.ts');
    return githubForge(openGitHub(all));
  }
  const { openGitLab } = await import('../gitlab/gitlab-client.ts');
  const { gitlabForge } = await import('../gitlab/gitlab-forge.ts');
  return gitlabForge(openGitLab(all));
}

/** The variables that the tools of each server know. A token is for one server: that of the job, or the public one. */
export function environmentSource(
  { provider, host }: ForgePlace,
  env: OpenForgeOptions['env'],
): CredentialSource | undefined {
  const [server, names] =
    provider === 'github'
      ? [env['GITHUB_SERVER_URL'] ?? 'https://github.com', ['GITHUB_TOKEN', 'GH_TOKEN']]
      : [env['CI_SERVER_URL'] ?? 'https://gitlab.com', ['GITLAB_TOKEN']];
  const isServer = URL.canParse(server) && new URL(server).host === host;
  const enterprise = provider === 'github' ? ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'] : [];
  const name = (isServer ? names : enterprise).find((one) => env[one]);
  return name === undefined ? undefined : { env: name };
}
