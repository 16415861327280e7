import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createEmulator, type Emulator } from 'emulate';
import { violationOf } from './github-openapi.ts';

/** Number of the App, and of its installation in the organization `acme`. */
export const APP_ID = 12_345;

export interface GitHubRequest {
  readonly method: string;
  /** Below the base of the API, with the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What the server does to requests in place of answering them well. */
export interface GitHubFault {
  readonly method?: string;
  readonly path: RegExp;
  readonly body?: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** @default 1 */
  readonly times?: number;
  /** True: it is done all the same, and only the answer is lost. */
  readonly done?: boolean;
}

export interface GitHubServerOptions {
  /** Full names; their owners are organizations. @default `acme/platform` */
  readonly repositories?: readonly string[];
  /** Logins by personal access token; all are members that may write. @default `pat-ann: ann` */
  readonly users?: Readonly<Record<string, string>>;
  readonly extend?: GitHubExtension;
  /** Answers git over HTTP, for who has a good token. */
  readonly git?: (path: string, message: IncomingMessage, response: ServerResponse) => void;
}

/** What the server does that the emulator does not. */
export interface GitHubExtension {
  /** Undefined leaves the answer to the emulator. */
  answer(request: GitHubRequest, ask: AskEmulator): Promise<GitHubReply | undefined>;
  /** Corrects what the emulator answered. */
  amend(request: GitHubRequest, data: unknown, ask: AskEmulator): Promise<unknown>;
}

export interface GitHubReply {
  readonly status: number;
  readonly data: unknown;
}

/** Asks the emulator as one of the users. */
export type AskEmulator = (method: string, path: string, body?: unknown, token?: string) => Promise<GitHubReply>;

/**
 * The REST API of GitHub as an Enterprise server has it: the emulator, with what it lacks in front of it.
 *
 * It checks every request against `github-openapi.ts`, takes no unknown token, and fails when it is told to.
 */
export interface GitHubServer {
  /** `http://127.0.0.1:<port>/api/v3` */
  readonly api: string;
  readonly origin: string;
  readonly requests: readonly GitHubRequest[];
  /** Requests that GitHub's description does not know. */
  readonly violations: readonly string[];
  /** PEM of the App. */
  readonly privateKey: string;
  /** How many installation tokens were made. */
  readonly tokensMade: () => number;
  /** Ends every installation token that there is. */
  expireTokens(): void;
  fail(fault: GitHubFault): void;
  /** Does something before each request of a kind is answered: somebody else is faster, or who asks is gone. What is returned ends that. */
  when(kind: (request: GitHubRequest) => boolean, does: () => void | Promise<void>): () => void;
  /** Asks as another person does. */
  ask: AskEmulator;
  close(): Promise<void>;
}

export const ANN = 'pat-ann';

export async function startGitHub(options: GitHubServerOptions = {}): Promise<GitHubServer> {
  const { repositories = ['acme/platform'], users = { [ANN]: 'ann' }, extend } = options;
  const emulator = await startEmulator(repositories, users);
  const requests: GitHubRequest[] = [];
  const violations: string[] = [];
  const faults: { fault: GitHubFault; left: number }[] = [];
  const moments = new Map<() => void | Promise<void>, (request: GitHubRequest) => boolean>();
  const made = new Set<string>();
  let ended = new Set<string>();
  const ask: AskEmulator = async (method, path, body, token = Object.keys(users)[0] ?? '') => {
    const answer = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
  };
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const isGood = (token: string) => !ended.has(token) && (made.has(token) || Object.hasOwn(users, token));
    if (options.git !== undefined && message.url?.startsWith('/api/') === false) {
      const basic = Buffer.from(message.headers.authorization?.replace(/^Basic /i, '') ?? '', 'base64').toString();
      if (isGood(basic.slice(basic.indexOf(':') + 1))) return options.git(message.url, message, response);
      message.resume();
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('Bad credentials');
      return;
    }
    const request = await readRequest(message);
    const isPerson = message.headers['x-person'] !== undefined;
    if (!isPerson) requests.push(request);
    const violation = violationOf(request.method, request.path, request.body);
    if (violation !== undefined && !isPerson) violations.push(violation);
    const reply = (status: number, data: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const text = data === undefined ? '' : JSON.stringify(data);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
    };
    for (const [does, kind] of isPerson ? [] : moments) if (kind(request)) await does();
    const due = isPerson ? undefined : faults.find(({ fault, left }) => left > 0 && matches(fault, request));
    const fault = due?.fault;
    if (due !== undefined) due.left--;
    const refuse = () => reply(fault?.status ?? 500, { message: fault?.message ?? 'Not now' }, fault?.headers);
    if (fault !== undefined && fault.done !== true) return refuse();
    const token = request.authorization?.replace(/^(token|bearer) /i, '') ?? '';
    const isJwt = token.split('.').length === 3;
    if (!isJwt && !isGood(token)) {
      return reply(401, { message: 'Bad credentials' });
    }
    const { status, data: raw } = (await extend?.answer(request, ask)) ?? (await pass(emulator.url, request));
    const data = extend !== undefined && status < 300 ? await extend.amend(request, raw, ask) : raw;
    if (/\/access_tokens$/.test(request.path) && status === 201) made.add((data as { token: string }).token);
    if (fault !== undefined) return refuse();
    reply(status, data);
  };
  const server = createServer((message, response) => {
    answer(message, response).catch((cause) => response.writeHead(500).end(String(cause)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    api: `${origin}/api/v3`,
    origin,
    requests,
    violations,
    privateKey: emulator.generatedSecrets.find(({ kind }) => kind === 'github.app_private_key')?.value ?? '',
    tokensMade: () => made.size,
    expireTokens: () => {
      ended = new Set(made);
    },
    when: (kind, does) => {
      moments.set(does, kind);
      return () => moments.delete(does);
    },
    fail: (fault) => faults.push({ fault, left: fault.times ?? 1 }),
    ask,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await emulator.close();
    },
  };
}

// --- internal ---

function startEmulator(repositories: readonly string[], users: Readonly<Record<string, string>>): Promise<Emulator> {
  const owners = [...new Set(repositories.map((name) => name.split('/')[0] ?? ''))];
  const logins = Object.values(users);
  const permissions = {
    contents: 'write',
    pull_requests: 'write',
    issues: 'write',
    checks: 'write',
    statuses: 'write',
    metadata: 'read',
  };
  const seed = {
    tokens: Object.fromEntries(Object.entries(users).map(([token, login]) => [token, { login, scopes: ['repo'] }])),
    github: {
      users: logins.map((login) => ({ login, name: login, email: `${login}@example.invalid` })),
      orgs: owners.map((login) => ({ login, members: logins.map((member) => ({ login: member, role: 'admin' })) })),
      repos: repositories.map((full) => {
        const [owner, name] = full.split('/');
        return { owner, name, auto_init: false };
      }),
      apps: [
        {
          app_id: APP_ID,
          slug: 'kcdk',
          name: 'kcdk',
          permissions,
          events: [],
          installations: owners.map((account, index) => ({
            installation_id: 100 + index,
            account,
            repository_selection: 'all',
          })),
        },
      ],
    },
  };
  return createEmulator({ service: 'github', port: 0, seed });
}

/** Passes a request on with its own authorization. */
async function pass(url: string, { method, path, authorization, body }: GitHubRequest): Promise<GitHubReply> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    ...(body !== '' && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
}

async function readRequest(message: IncomingMessage): Promise<GitHubRequest> {
  let body = '';
  for await (const chunk of message.setEncoding('utf8')) body += chunk;
  const url = message.url ?? '';
  const path = url.startsWith('/api/graphql') ? '/graphql' : url.replace(/^\/api\/v3/, '');
  return { method: message.method ?? '', path, authorization: message.headers.authorization, body };
}

function matches({ method, path, body }: GitHubFault, request: GitHubRequest): boolean {
  return (
    (method === undefined || method === request.method) &&
    path.test(request.path) &&
    (body === undefined || body.test(request.body))
  );
}
