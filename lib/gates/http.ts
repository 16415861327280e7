import type { IncomingMessage } from 'node:http';

/** A server, and how it is entered. */
export interface HttpServer {
  /** May have a path; what is asked for is put behind it. */
  readonly base: URL;
  readonly tls: TlsOptions;
  /** Read for each request, since tokens change. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
}

/** As `node:tls` has them. Texts are PEM. */
export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
  /** False turns off every check of the server's certificate. @default true */
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface HttpRequest {
  /** Segments are encoded; no leading slash. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** JSON; the request is then a POST. */
  readonly body?: string | undefined;
  /** Milliseconds until the answer begins, and between two parts of it. */
  readonly idle: number;
  readonly signal: AbortSignal;
}

/** `unanswered`: the server could not be reached, or went away before it was done. */
export type HttpAnswer =
  | { readonly status: 'answered'; readonly code: number; readonly text: string; readonly retryAfter?: number }
  | { readonly status: 'unanswered'; readonly reason: string };

/** Asks and reads the whole answer. Never throws but for what `headers` throws. */
export async function ask(server: HttpServer, request: HttpRequest): Promise<HttpAnswer> {
  const opened = await open(server, request);
  if (typeof opened === 'string') return { status: 'unanswered', reason: opened };
  try {
    let text = '';
    for await (const chunk of opened.setEncoding('utf8')) {
      text += chunk;
      if (text.length > LARGEST) return { status: 'unanswered', reason: 'the answer is larger than 64 MiB' };
    }
    const wait = Number(opened.headers['retry-after']);
    const code = opened.statusCode ?? 0;
    return { status: 'answered', code, text, ...(Number.isFinite(wait) && { retryAfter: wait * 1000 }) };
  } catch (cause) {
    return { status: 'unanswered', reason: reasonOf(cause) };
  } finally {
    opened.destroy();
  }
}

/**
 * Asks, and hands over an answer of 200 line by line for as long as it goes on.
 *
 * The lines end without a word when the connection is lost: a stream is never a proof that nothing else happened.
 */
export async function askLines(
  server: HttpServer,
  request: HttpRequest,
): Promise<HttpAnswer | { readonly status: 'streaming'; readonly lines: AsyncIterable<string> }> {
  const opened = await open(server, request);
  if (typeof opened === 'string') return { status: 'unanswered', reason: opened };
  if (opened.statusCode === 200) return { status: 'streaming', lines: linesOf(opened) };
  opened.destroy();
  return { status: 'answered', code: opened.statusCode ?? 0, text: '' };
}

// --- internal ---

const LARGEST = 64 * 1024 * 1024;

/** The answer once its head is there, or why there is none. */
async function open(server: HttpServer, request: HttpRequest): Promise<IncomingMessage | string> {
  const { body, idle, signal } = request;
  const url = urlOf(server.base, request);
  const headers = { accept: 'application/json', ...(await server.headers()) };
  const { request: send } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  return new Promise((resolve) => {
    const sent = send(
      url,
      {
        ...server.tls,
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        signal,
        timeout: idle,
      },
      resolve,
    );
    sent.on('timeout', () => sent.destroy(Object.assign(new globalThis.Error(), { code: 'ETIMEDOUT' })));
    sent.on('error', (cause) => resolve(reasonOf(cause)));
    sent.end(body);
  });
}

/** A redirect is not followed: it would take the token to another server. */
function urlOf(base: URL, { path, query }: HttpRequest): URL {
  const url = new URL(base);
  url.pathname = [url.pathname.replace(/\/+$/, ''), ...path.map(encodeURIComponent)].join('/');
  url.search = new URLSearchParams(query).toString();
  return url;
}

async function* linesOf(message: IncomingMessage): AsyncGenerator<string> {
  try {
    let rest = '';
    for await (const chunk of message.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LARGEST) return;
      yield* lines.filter((line) => line.trim() !== '');
    }
  } catch {
    // lost: whoever reads asks again
  } finally {
    message.destroy();
  }
}

/** Codes of Node.js, never a message of it: those quote hosts only, but also whatever a proxy says. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return REASONS[code] ?? (code === '' ? 'the connection broke' : code);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'no route to it',
  ABORT_ERR: 'interrupted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody we know (SELF_SIGNED_CERT_IN_CHAIN)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself alone (DEPTH_ZERO_SELF_SIGNED_CERT)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody we know (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};
