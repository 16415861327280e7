import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { CODES } from '../diagnostics/codes.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { redactor } from '../repository/git/redact.ts';
import { LimitTooLong } from './patience.ts';

/** What a request was about, for its error. */
export interface FailureContext {
  /** A repository, an App. */
  readonly what: string;
  readonly api: string;
  /** Name of the repository in the platform. */
  readonly repository?: string | undefined;
  /** Must not appear. */
  readonly secrets: Iterable<string>;
}

/** The error for a request that failed, in the server's own words without secrets. */
export function githubError(cause: unknown, context: FailureContext): KcdkError {
  if (KcdkError.is(cause)) return cause;
  const about = context.repository === undefined ? {} : { repository: context.repository };
  if (cause instanceof LimitTooLong) {
    const detail = `It is over in ${Math.ceil(cause.wait / 60_000)} minutes.`;
    return kcdkError('FORGE_RATE_LIMITED', { ...about, detail });
  }
  const { status, message = '', response, name, request } = cause as Failure;
  if (name === 'AbortError') return kcdkError('ABORTED', about, cause);
  const code = codeOf(status, response, message);
  const place = request === undefined ? '' : ` (${request.method} ${pathOf(request.url)})`;
  const detail = `${cleaned(message, context.secrets)}${place}`.trim();
  const wanted = response?.headers['x-accepted-github-permissions'];
  return kcdkError(
    code,
    {
      ...about,
      summary: `${CODES[code].summary}: ${context.what} at ${context.api}`,
      ...(detail !== '' && { detail }),
      ...(code === 'FORGE_FORBIDDEN' &&
        wanted !== undefined && { fix: `Give it one of these permissions: ${wanted}.` }),
    },
    // the original carries the headers of the request
    undefined,
  );
}

/** Takes secrets out of what a server said, and cuts it to a line. */
export function cleaned(said: string, secrets: Iterable<string>): string {
  const line = redactor(secrets)(said).replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

// --- internal ---

interface Failure {
  readonly name?: string;
  readonly status?: number;
  readonly message?: string;
  readonly request?: { readonly method: string; readonly url: string };
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> };
}

function codeOf(status: number | undefined, response: Failure['response'], message: string): DiagnosticCode {
  if (response === undefined) return 'FORGE_UNREACHABLE';
  const isLimit = /\brate limit\b/i.test(message) || response.headers['x-ratelimit-remaining'] === '0';
  switch (status) {
    case 401:
      return 'FORGE_AUTHENTICATION_FAILED';
    case 403:
      return isLimit ? 'FORGE_RATE_LIMITED' : 'FORGE_FORBIDDEN';
    case 404:
      return 'FORGE_NOT_FOUND';
    case 429:
      return 'FORGE_RATE_LIMITED';
    default:
      return (status ?? 0) >= 500 ? 'FORGE_FAILED' : 'FORGE_REFUSED';
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}
