import type { ForgePlace } from '../forge/forge-place.ts';
import { type FailureContext, githubError } from '../github/failure.ts';
import { DEFAULT_PATIENCE, type Patience, patiently } from '../github/patience.ts';
import { createFetch } from '../github/proxy.ts';
import type { Tokens } from '../github/tokens.ts';
import type { CredentialSource } from '../repository/repository.ts';

export interface GitLabClientOptions {
  readonly place: ForgePlace;
  /** Name of the repository in the platform, for errors. */
  readonly repository: string;
  readonly source: CredentialSource;
  readonly tokens: Tokens;
  /** Where the proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
  /** Milliseconds that one request may take. @default 30000 */
  readonly timeout?: number | undefined;
}

export interface GitLabRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | undefined;
  /** Below the project: `merge_requests/7/notes`; segments are encoded. */
  readonly path: readonly (string | number)[];
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** True for what must not be done twice when its answer is lost. */
  readonly once?: boolean | undefined;
}

/** The REST API of GitLab for one project. */
export interface GitLabClient {
  readonly place: ForgePlace;
  /** @throws {KcdkError} `FORGE_…`, with the words of the server */
  call<Data>(request: GitLabRequest): Promise<Data>;
  /** All pages of a list. */
  list<Item>(request: GitLabRequest): Promise<readonly Item[]>;
  /** Undefined where there is no such thing. */
  find<Data>(request: GitLabRequest): Promise<Data | undefined>;
}

export function openGitLab(options: GitLabClientOptions): GitLabClient {
  const context = {
    what: `\`${options.place.path}\``,
    api: options.place.api,
    repository: options.repository,
    secrets: options.tokens.known,
  };
  const call = async (request: GitLabRequest) => {
    try {
      return await send(options, request);
    } catch (cause) {
      throw failure(cause, context);
    }
  };
  return {
    place: options.place,
    call: async <Data>(request: GitLabRequest) => (await call(request)).data as Data,
    async list<Item>(request: GitLabRequest) {
      const items: Item[] = [];
      for (let page = '1'; page !== ''; ) {
        const { data, next } = await call({ ...request, query: { ...request.query, per_page: '100', page } });
        items.push(...(data as readonly Item[]));
        page = next;
      }
      return items;
    },
    async find<Data>(request: GitLabRequest) {
      try {
        return (await send(options, request)).data as Data;
      } catch (cause) {
        if ((cause as { readonly status?: number }).status === 404) return undefined;
        throw failure(cause, context);
      }
    },
  };
}

// --- internal ---

interface Answer {
  readonly data: unknown;
  /** Number of the next page; empty on the last. */
  readonly next: string;
}

const failure = (cause: unknown, context: FailureContext) => githubError(cause, context);

async function send(options: GitLabClientOptions, request: GitLabRequest): Promise<Answer> {
  const { place, source, tokens, repository, patience = DEFAULT_PATIENCE, env, timeout = 30_000 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const fetch = await createFetch({ env, timeout, signal });
  const which = { source, forge: place, repository };
  let token = await tokens.get(which);
  const attempt = () => sendOnce(fetch, options, request, token);
  const patient = { patience, signal, once: request.once === true };
  try {
    return await patiently(attempt, patient);
  } catch (cause) {
    if ((cause as { readonly status?: number }).status !== 401) throw cause;
    tokens.refuse(token);
    const renewed = await tokens.get(which);
    if (renewed === token) throw cause;
    token = renewed;
    return patiently(attempt, patient);
  }
}

async function sendOnce(
  fetch: typeof globalThis.fetch,
  { place }: GitLabClientOptions,
  { method = 'GET', path, query = {}, body }: GitLabRequest,
  token: string,
): Promise<Answer> {
  const project = encodeURIComponent(place.path);
  const parts = path.map((part) => encodeURIComponent(String(part))).join('/');
  const search = new URLSearchParams(query).toString();
  const url = `${place.api}/projects/${project}/${parts}${search === '' ? '' : `?${search}`}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      // a redirect would take the token along
      redirect: 'error',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (cause) {
    const { name, message, cause: reason } = cause as Error;
    if (name === 'AbortError') throw cause;
    throw { status: 500, message: reason instanceof Error ? reason.message : message, request: { method, url } };
  }
  const data: unknown = parsed(text);
  if (response.ok) return { data, next: response.headers.get('x-next-page') ?? '' };
  throw {
    status: response.status,
    message: messageOf(data),
    request: { method, url },
    response: { headers: Object.fromEntries(response.headers) },
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const said = 'message' in data ? data.message : 'error' in data ? data.error : '';
  return typeof said === 'string' ? said : JSON.stringify(said);
}
