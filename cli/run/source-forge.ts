import type { Config } from '../../lib/config/config.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { Forge } from '../../lib/forge/forge.ts';
import { findForge, PUBLIC_FORGES } from '../../lib/forge/forge-place.ts';
import { environmentSource, openForge } from '../../lib/forge/open-forge.ts';
import { readOrigin } from '../../lib/review/source-commit.ts';
import type { Session } from './session.ts';

/**
 * Opens the API of the repository that the program itself is in: that of the CI job, else the one it was cloned from.
 *
 * Entered with the token of the environment, else with the credentials that the configuration has for `*`.
 *
 * @throws {KcdkError} `FORGE_UNKNOWN`, `FORGE_CREDENTIALS_MISSING`
 */
export async function openSourceForge(config: Config | undefined, session: Session): Promise<Forge> {
  const { env } = session.io;
  const url = urlOfJob(env) ?? (await readOrigin(config?.root ?? session.cwd, env));
  if (url === undefined) {
    throw kcdkError('FORGE_UNKNOWN', {
      summary: 'The program is in no repository that has an API',
      fix: 'Run it in a checkout with a remote `origin`, or in a CI job.',
    });
  }
  const forge = findForge(url, config?.forges ?? PUBLIC_FORGES);
  const name = forge?.path ?? 'the repository of the program';
  const credentials =
    forge === undefined || environmentSource(forge, env) !== undefined
      ? undefined
      : config?.repositories['*']?.credentials;
  const location = {
    name,
    url,
    ...(credentials !== undefined && { credentials }),
    ...(forge !== undefined && { forge }),
  };
  return openForge(location, forgeOptions(session));
}

/** How the API of any repository is opened in a session. */
export function forgeOptions({ io, tokens }: Session) {
  return { env: io.env, tokens, signal: io.signal };
}

/** The number of the pull request that a CI job runs for. */
export function pullRequestOfJob(env: Readonly<Record<string, string | undefined>>): number | undefined {
  const number = /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1] ?? env['CI_MERGE_REQUEST_IID'];
  return number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined;
}

// --- internal ---

function urlOfJob(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const repository = env['GITHUB_REPOSITORY'];
  if (repository) return `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository}`;
  return env['CI_PROJECT_URL'] || undefined;
}
