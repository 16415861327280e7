/** What `fetch` is. */
export type Fetch = typeof globalThis.fetch;

export interface FetchOptions {
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are, in either case of letters. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one request may take, with its answer. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Makes the `fetch` of one run: through the proxy of the environment, if it names one, and with an end to patience.
 *
 * Node.js 20 itself does not read these variables. The package that does is loaded only where one is set.
 */
export async function createFetch({ env, timeout, signal }: FetchOptions): Promise<Fetch> {
  const base = await proxied(env);
  return (input, init) => {
    const signals = [signal, AbortSignal.timeout(timeout), ...(init?.signal ? [init.signal] : [])];
    return base(input, { ...init, signal: AbortSignal.any(signals) });
  };
}

// --- internal ---

async function proxied(env: FetchOptions['env']): Promise<Fetch> {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const [httpProxy, httpsProxy, noProxy] = [named('HTTP_PROXY'), named('HTTPS_PROXY'), named('NO_PROXY')];
  if (httpProxy === undefined && httpsProxy === undefined) return globalThis.fetch;
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  // empty, not absent: what is absent is looked up in the environment of the process
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? httpProxy ?? '',
    noProxy: noProxy ?? '',
  });
  // The two packages declare the same standard in types of their own.
  const send = fetch as unknown as (input: unknown, init: unknown) => Promise<Response>;
  return (input, init) => send(input, { ...init, dispatcher });
}
