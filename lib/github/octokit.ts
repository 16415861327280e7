import type { Octokit } from 'octokit';
import { beWithPatience, DEFAULT_PATIENCE, type Patience } from './patience.ts';
import { createFetch } from './proxy.ts';

/** How the API of a server is reached. */
export interface GitHubConnection {
  /** Base of the REST API, without a slash at the end. */
  readonly api: string;
  /** Where the proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** @default DEFAULT_PATIENCE */
  readonly patience?: Patience | undefined;
  /** Milliseconds that one request may take. @default 30000 */
  readonly timeout?: number | undefined;
}

/** Loads octokit, bound to one server: with its proxy, timeouts and retries, and silent. */
export async function octokitFor(connection: GitHubConnection): Promise<typeof Octokit> {
  const { api, env, signal = new AbortController().signal, patience = DEFAULT_PATIENCE, timeout = 30_000 } = connection;
  const { Octokit: Base } = await import('octokit');
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  // Its own plugins wait without being interruptible, and repeat what may have been done already.
  return Base.plugin((octokit) => beWithPatience(octokit as Octokit, patience, signal)).defaults({
    baseUrl: api,
    userAgent: 'konstruct-cdk',
    log,
    request: { fetch: await createFetch({ env, timeout, signal }), log },
    throttle: { enabled: false },
    retry: { enabled: false },
  });
}

// --- internal ---

function silent(): void {
  // what there is to say comes as a diagnostic
}
