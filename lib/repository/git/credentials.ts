import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import type { CredentialSource, RepositoryLocation } from '../repository.ts';
import type { ConfigEntry } from './environment.ts';
import type { GitOptions } from './git-options.ts';
import { spellingsOf } from './redact.ts';
import { runProcess } from './run-process.ts';

/** A resolved secret, in the two forms it is needed in. */
export interface Credential {
  /** Configuration that makes git send it, to one origin only, and ask nobody else. */
  readonly config: readonly ConfigEntry[];
  /** What must not appear in any message. */
  readonly spellings: readonly string[];
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
  const token = trimLineEnd(await readSecret(location, source, options));
  const where = nameOf(source);
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
  };
}

// --- internal ---

async function readSecret(location: RepositoryLocation, source: CredentialSource, options: GitOptions) {
  if ('env' in source) {
    const value = options.env[source.env];
    if (value === undefined) throw missing(location, `${nameOf(source)} is not set.`);
    return value;
  }
  if ('file' in source) {
    try {
      return await readFile(resolve(options.cwd ?? process.cwd(), source.file), 'utf8');
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      throw missing(location, `${nameOf(source)} cannot be read${code}.`, cause);
    }
  }
  return runCredentialCommand(location, source, options);
}

/** What the command prints is the secret, and what it says on standard error may hold one: neither is ever shown. */
async function runCredentialCommand(
  location: RepositoryLocation,
  source: { readonly command: string },
  options: GitOptions,
): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c'] : ['/bin/sh', '-c'];
  const [command = '/bin/sh', ...args] = shell;
  const env = Object.fromEntries(
    Object.entries(options.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const result = await runProcess({
    command,
    args: [...args, source.command],
    env,
    cwd: options.cwd ?? process.cwd(),
    timeoutMs: options.timeoutMs ?? 600_000,
    signal: options.signal,
  });
  if (result.ended === 'aborted') throw kcdkError('ABORTED', { repository: location.name });
  if (result.ended === 'timeout') throw missing(location, `${nameOf(source)} did not end in time.`);
  if (result.exitCode !== 0)
    throw missing(location, `${nameOf(source)} ended with status ${result.exitCode ?? 'of a signal'}.`);
  return result.stdout;
}

/** The command itself is not quoted: people put secrets on command lines. */
function nameOf(source: CredentialSource | { readonly command: string }): string {
  if ('env' in source) return `The environment variable \`${source.env}\``;
  if ('file' in source) return `The file \`${source.file}\``;
  return 'The credential command';
}

function missing(location: RepositoryLocation, detail: string, cause?: unknown) {
  const summary = `The credentials of the repository \`${location.name}\` cannot be read`;
  return kcdkError('REPOSITORY_CREDENTIALS_MISSING', { summary, detail, repository: location.name }, cause);
}

function trimLineEnd(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}
