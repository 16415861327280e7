import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { githubError } from './failure.ts';
import { type GitHubConnection, octokitFor } from './octokit.ts';

export interface AppTokenRequest extends GitHubConnection {
  /** App id or client id. */
  readonly id: string;
  /** PEM. */
  readonly privateKey: string;
  /** Organization or user whose repositories are entered. */
  readonly owner: string;
  /** @default - the installation of the owner */
  readonly installation?: number | undefined;
}

export interface AppToken {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Makes a token for the installation of an App in an organization.
 *
 * @throws {KcdkError} `FORGE_APP_KEY_INVALID`, `FORGE_APP_NOT_INSTALLED`, and what else the API has against it
 */
export async function makeAppToken(request: AppTokenRequest): Promise<AppToken> {
  const { id, owner, installation } = request;
  const { App } = await import('octokit');
  const privateKey = await checkedKey(request.privateKey, id);
  const app = new App({ appId: id, privateKey, Octokit: await octokitFor(request) });
  try {
    const found = installation ?? (await findInstallation(app.octokit, id, owner));
    const { data } = await app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: found,
    });
    return { token: data.token, expires: Date.parse(data.expires_at) };
  } catch (cause) {
    if (KcdkError.is(cause)) throw cause;
    throw githubError(cause, { what: `GitHub App ${id}`, api: request.api, secrets: [] });
  }
}

// --- internal ---

type Octokit = InstanceType<typeof import('octokit').App>['octokit'];

/** An owner is an organization or a user, and its name does not say which. */
async function findInstallation(octokit: Octokit, id: string, owner: string): Promise<number> {
  for (const [route, parameters] of [
    ['GET /orgs/{org}/installation', { org: owner }],
    ['GET /users/{username}/installation', { username: owner }],
  ] as const) {
    try {
      const { data } = await octokit.request(route, parameters);
      return (data as { readonly id: number }).id;
    } catch (cause) {
      if ((cause as { readonly status?: number }).status !== 404) throw cause;
    }
  }
  throw kcdkError('FORGE_APP_NOT_INSTALLED', { summary: `The GitHub App ${id} is not installed in \`${owner}\`` });
}

/** Variables of CI systems often have `\n` for the line breaks. */
async function checkedKey(text: string, id: string): Promise<string> {
  const { createPrivateKey } = await import('node:crypto');
  const pem = text.includes('\n') ? text : text.replaceAll('\\n', '\n');
  try {
    // GitHub's files are PKCS #1; one form for all
    return createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (cause) {
    throw kcdkError('FORGE_APP_KEY_INVALID', { summary: `The private key of the GitHub App ${id} is no key` }, cause);
  }
}
