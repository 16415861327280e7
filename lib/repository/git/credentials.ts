import { kcdkError } from '../../diagnostics/error.ts';
import type { CredentialSource, RepositoryLocation } from '../repository.ts';
import type { ConfigEntry } from './environment.ts';
import type { GitOptions } from './git-options.ts';
import { nameOfSource, readSecret } from './read-secret.ts';
import { spellingsOf } from './redact.ts';

/** A resolved secret, in the two forms it is needed in. */
export interface Credential {
  /** Configuration that makes git send it, to one origin only, and ask nobody else. */
  readonly config: readonly ConfigEntry[];
  /** What must not appear in any message. */
  readonly spellings: readonly string[];
  /** Says that the server does not take it any more: the next one is then another. */
  readonly refuse: () => void;
}

/** The user that servers expect beside a token when none is named. */
const DEFAULT_USERNAME = 'x-access-token';

/**
 * Reads the secret of a repository from its source.
 *
 * @param origin `scheme://host[:port]` that it may be sent to
 * @throws {KcdkError} `REPOSITORY_CREDENTIALS_MISSING` when there is none or it fits no header; `ABORTED`
 */
export async function resolveCredential(
  location: RepositoryLocation,
  source: CredentialSource,
  origin: string,
  options: GitOptions,
): Promise<Credential> {
  const username = source.username ?? DEFAULT_USERNAME;
  const where = 'githubApp' in source ? 'The token of the App' : nameOfSource(source);
  const { token, refuse } = await tokenOf(location, source, options);
  if (token === '') throw missing(location, `${where} is empty.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would end the header
  if (/[\u0000-\u001f\u007f]/.test(token)) throw missing(location, `${where} holds a line break or control character.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would end the header
  if (/[\u0000-\u001f\u007f:]/.test(username))
    throw missing(location, 'The user name holds `:` or a control character.');
  const basic = Buffer.from(`${username}:${token}`).toString('base64');
  return {
    config: [
      ['credential.helper', ''],
      // git would go on sending the header after a redirect to another host.
      ['http.followRedirects', 'false'],
      [`http.${origin}/.extraHeader`, ''],
      [`http.${origin}/.extraHeader`, `Authorization: Basic ${basic}`],
    ],
    spellings: spellingsOf(username, token),
    refuse,
  };
}

// --- internal ---

async function tokenOf(
  location: RepositoryLocation,
  source: CredentialSource,
  options: GitOptions,
): Promise<{ readonly token: string; readonly refuse: () => void }> {
  if ('githubApp' in source) {
    const { createTokens } = await import('../../github/tokens.ts');
    const tokens = options.tokens ?? createTokens(options);
    const token = await tokens.get({ source, forge: location.forge, repository: location.name });
    return { token, refuse: () => tokens.refuse(token) };
  }
  const token = await readSecret(source, {
    ...options,
    fail: (detail, cause) => missing(location, detail, cause),
    aborted: () => kcdkError('ABORTED', { repository: location.name }),
  });
  return { token, refuse: () => undefined };
}

function missing(location: RepositoryLocation, detail: string, cause?: unknown) {
  const summary = `The credentials of the repository \`${location.name}\` cannot be read`;
  return kcdkError('REPOSITORY_CREDENTIALS_MISSING', { summary, detail, repository: location.name }, cause);
}
