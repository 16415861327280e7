import { kcdkError } from '../diagnostics/error.ts';
import type { ForgePlace } from '../forge/forge-place.ts';
import { nameOfSource, readSecret } from '../repository/git/read-secret.ts';
import type { CredentialSource, GitHubAppSource, SecretSource } from '../repository/repository.ts';
import type { AppToken } from './app-tokens.ts';
import type { Patience } from './patience.ts';

export interface TokenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative files start from, and commands run in. @default the working directory */
  readonly cwd?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
}

/** Which token is asked for. */
export interface TokenRequest {
  readonly source: CredentialSource;
  /** The repository that is entered; an App has a token for each owner. */
  readonly forge: ForgePlace | undefined;
  /** Name of the repository, for errors. */
  readonly repository: string;
}

/** The tokens of one run, in memory only. */
export interface Tokens {
  /** The token in use, or a new one: with the first request, before the old one ends, and after it was refused. */
  get(request: TokenRequest): Promise<string>;
  /** Says that a server does not take a token any more. */
  refuse(token: string): void;
  /** Every token there was, so that none is shown. */
  readonly known: ReadonlySet<string>;
}

/** A token is not used in the last minute of its life. */
const MARGIN = 60_000;

export function createTokens(options: TokenOptions): Tokens {
  const known = new Set<string>();
  const made = new Map<string, Promise<AppToken>>();
  const refused = new Set<string>();
  const now = options.patience?.now ?? Date.now;
  const isGood = ({ token, expires }: AppToken) => !refused.has(token) && expires - now() > MARGIN;
  return {
    known,
    async get(request) {
      const key = keyOf(request);
      const held = made.get(key);
      const last = await held?.catch(() => undefined);
      if (last !== undefined && isGood(last)) return last.token;
      // whoever came first makes the new one
      if (made.get(key) === held) made.set(key, makeToken(request, options));
      try {
        const { token } = await (made.get(key) as Promise<AppToken>);
        known.add(token);
        return token;
      } catch (cause) {
        made.delete(key);
        throw cause;
      }
    },
    refuse: (token) => {
      refused.add(token);
    },
  };
}

// --- internal ---

function keyOf({ source, forge }: TokenRequest): string {
  if (!('githubApp' in source)) return JSON.stringify(source);
  const { id, installation } = source.githubApp;
  return JSON.stringify([forge?.api, id, installation ?? ownerOf(forge)]);
}

function ownerOf(forge: ForgePlace | undefined): string {
  return forge?.path.split('/')[0] ?? '';
}

async function makeToken(request: TokenRequest, options: TokenOptions): Promise<AppToken> {
  const { source } = request;
  if ('githubApp' in source) return makeInstallationToken(request, source, options);
  return { token: await secretOf(source, request, options), expires: Number.POSITIVE_INFINITY };
}

async function makeInstallationToken(
  request: TokenRequest,
  { githubApp }: GitHubAppSource,
  options: TokenOptions,
): Promise<AppToken> {
  const { forge, repository } = request;
  if (forge?.provider !== 'github') {
    const detail = 'A GitHub App is configured, and nothing says that this server is GitHub.';
    throw kcdkError('FORGE_UNKNOWN', { repository, detail });
  }
  const privateKey = await secretOf(githubApp.privateKey, request, options);
  const { makeAppToken } = await import('./app-tokens.ts');
  return makeAppToken({
    ...options,
    api: forge.api,
    id: githubApp.id,
    privateKey,
    owner: ownerOf(forge),
    installation: githubApp.installation,
  });
}

async function secretOf(source: SecretSource, { repository }: TokenRequest, options: TokenOptions): Promise<string> {
  const missing = (detail: string, cause?: unknown) => {
    const summary = `The credentials of the repository \`${repository}\` cannot be read`;
    return kcdkError('REPOSITORY_CREDENTIALS_MISSING', { summary, detail, repository }, cause);
  };
  const secret = await readSecret(source, {
    ...options,
    fail: missing,
    aborted: () => kcdkError('ABORTED', { repository }),
  });
  if (secret === '') throw missing(`${nameOfSource(source)} is empty.`);
  return secret;
}
