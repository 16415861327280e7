import type { Octokit } from 'octokit';
import type { ForgePlace } from '../forge/forge-place.ts';
import type { CredentialSource } from '../repository/repository.ts';
import { githubError } from './failure.ts';
import { type GitHubConnection, octokitFor } from './octokit.ts';
import type { Tokens } from './tokens.ts';

export interface GitHubClientOptions extends Omit<GitHubConnection, 'api'> {
  readonly place: ForgePlace;
  /** Name of the repository in the platform, for errors. */
  readonly repository: string;
  readonly source: CredentialSource;
  readonly tokens: Tokens;
}

/** The API of GitHub for one repository. Nothing is loaded or contacted before the first call. */
export interface GitHubClient {
  readonly place: ForgePlace;
  readonly owner: string;
  readonly repo: string;
  /** True where an App acts: only Apps write check runs, and commits of Apps are signed by GitHub. */
  readonly isApp: boolean;
  /**
   * Asks the API.
   *
   * @throws {KcdkError} `FORGE_…`, with the words of the server
   */
  call<Result>(ask: (octokit: Octokit) => Promise<Result>): Promise<Result>;
  /** The same, where one status is an answer too; the result is then undefined. */
  callUnless<Result>(status: number, ask: (octokit: Octokit) => Promise<Result>): Promise<Result | undefined>;
}

/** Opens the API for a repository; all its requests carry the token of the repository, which is renewed when it ends. */
export function openGitHub(options: GitHubClientOptions): GitHubClient {
  const { place, source, tokens, repository } = options;
  const [owner = '', repo = ''] = place.path.split('/');
  let opened: Promise<Octokit> | undefined;
  const octokit = () => {
    opened ??= open(options);
    return opened;
  };
  const context = { what: `\`${place.path}\``, api: place.api, repository, secrets: tokens.known };
  return {
    place,
    owner,
    repo,
    isApp: 'githubApp' in source,
    async call(ask) {
      try {
        return await ask(await octokit());
      } catch (cause) {
        throw githubError(cause, context);
      }
    },
    async callUnless(status, ask) {
      try {
        return await ask(await octokit());
      } catch (cause) {
        if ((cause as { readonly status?: number }).status === status) return undefined;
        throw githubError(cause, context);
      }
    },
  };
}

// --- internal ---

async function open(options: GitHubClientOptions): Promise<Octokit> {
  const { place, source, tokens, repository } = options;
  const request = { source, forge: place, repository };
  const Bound = await octokitFor({ ...options, api: place.api });
  const octokit = new Bound();
  octokit.hook.wrap('request', async (send, parameters) => {
    const token = await tokens.get(request);
    parameters.headers['authorization'] = `token ${token}`;
    try {
      return await send(parameters);
    } catch (cause) {
      if ((cause as { readonly status?: number }).status !== 401) throw cause;
      // it may have ended before its time: once more with a new one
      tokens.refuse(token);
      const renewed = await tokens.get(request);
      if (renewed === token) throw cause;
      parameters.headers['authorization'] = `token ${renewed}`;
      return send(parameters);
    }
  });
  return octokit;
}
