import type { Octokit } from 'octokit';
import { type Pace, pause, pauseAfter } from '../gates/pace.ts';

/** How long we put up with a server; tests need not wait. */
export interface Patience extends Pick<Pace, 'firstPause' | 'longestPause' | 'random'> {
  /** How often one request is sent before its failure counts. */
  readonly attempts: number;
  /** The longest that a limit is waited out, in milliseconds; a longer one ends the run. */
  readonly longestLimit: number;
  /** What is waited after a limit that does not say how long, in milliseconds. */
  readonly unsaidLimit: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
export const DEFAULT_PATIENCE: Patience = {
  attempts: 5,
  firstPause: 1_000,
  longestPause: 30_000,
  longestLimit: 5 * 60_000,
  unsaidLimit: 60_000,
  random: Math.random,
  now: Date.now,
  sleep: pause,
};

export interface PatientOptions {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** True for what would be done twice if only its answer was lost. */
  readonly once: boolean;
}

/**
 * Sends a request again that a server could not take just now.
 *
 * A limit is waited out as the server says. Failures of the server and of the network are repeated with growing pauses,
 * but for a request that may be sent only once. What is thrown has `status`, `message` and `response` as octokit's errors.
 */
export async function patiently<Answer>(
  send: () => Promise<Answer>,
  { patience, signal, once }: PatientOptions,
): Promise<Answer> {
  for (let failures = 1; ; failures++) {
    try {
      return await send();
    } catch (cause) {
      if (signal.aborted || failures >= patience.attempts) throw cause;
      const wait = limitOf(cause, patience) ?? (once || !isPassing(cause) ? undefined : pauseAfter(failures, patience));
      if (wait === undefined) throw cause;
      if (wait > patience.longestLimit) throw new LimitTooLong(wait);
      await patience.sleep(wait, signal);
    }
  }
}

/** Makes an octokit patient; `request: { once: true }` marks what must not be done twice. */
export function beWithPatience(octokit: Octokit, patience: Patience, signal: AbortSignal): void {
  octokit.hook.wrap('request', (request, options) => {
    const { once = false } = (options.request ?? {}) as { readonly once?: boolean };
    const send = async () => {
      const response = await request(options);
      if (isLimited(response)) throw { status: 429, message: 'API rate limit exceeded', response };
      return response;
    };
    return patiently(send, { patience, signal, once });
  });
}

/** A limit that is not worth waiting for in a command. */
export class LimitTooLong {
  /** Milliseconds. */
  readonly wait: number;

  constructor(wait: number) {
    this.wait = wait;
  }
}

// --- internal ---

interface Failure {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

/** The queries of GraphQL are limited with a status of 200. */
function isLimited({ data }: { readonly data: unknown }): boolean {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : undefined;
  return Array.isArray(errors) && errors.some(({ type }) => type === 'RATE_LIMITED');
}

/** Milliseconds until a limit is over; undefined for a failure that is none. */
function limitOf(cause: unknown, { now, unsaidLimit }: Patience): number | undefined {
  const { status, message = '', response } = cause as Failure;
  if (status !== undefined && status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const after = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(after)) return after * 1000;
  // a second more, since clocks differ
  if (headers['x-ratelimit-remaining'] === '0') {
    return Math.max(Number(headers['x-ratelimit-reset']) * 1000 - now(), 0) + 1000;
  }
  return status === 429 || /\bsecondary rate\b|\babuse detection\b/i.test(message) ? unsaidLimit : undefined;
}

function isPassing(cause: unknown): boolean {
  const { status } = cause as Failure;
  return status !== undefined && status >= 500;
}
