import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as sendRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ForgePlace } from '../../lib/forge/forge-place.ts';
import { type GitHubClient, openGitHub } from '../../lib/github/github-client.ts';
import { DEFAULT_PATIENCE, type Patience } from '../../lib/github/patience.ts';
import { createTokens } from '../../lib/github/tokens.ts';
import type { CredentialSource } from '../../lib/repository/repository.ts';
import { codeOf, errorOf } from '../repository/contract.ts';
import { findTool } from '../tools/find-tool.ts';
import { ANN, APP_ID, type GitHubServer, startGitHub } from '../tools/github-server.ts';

let server: GitHubServer;
let waits: number[] = [];
let clock = Date.now();

beforeAll(async () => {
  server = await startGitHub({ repositories: ['acme/platform', 'retail/apps'] });
});
afterAll(() => server.close());
afterEach(() => {
  expect(server.violations).toEqual([]);
  waits = [];
  clock = Date.now();
});

const PAT: CredentialSource = { env: 'GITHUB_TOKEN' };
const APP: CredentialSource = { githubApp: { id: String(APP_ID), privateKey: { env: 'APP_KEY' } } };

interface OpenOptions {
  readonly source?: CredentialSource;
  readonly path?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly api?: string;
}

function open({ source = PAT, path = 'acme/platform', env = {}, signal, timeout, api }: OpenOptions = {}) {
  const patience: Patience = {
    ...DEFAULT_PATIENCE,
    random: () => 1,
    now: () => clock,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
  };
  const all = { GITHUB_TOKEN: ANN, APP_KEY: server.privateKey, ...env };
  const place: ForgePlace = { provider: 'github', host: '127.0.0.1', path, api: api ?? server.api };
  const tokens = createTokens({ env: all, patience });
  const client = openGitHub({ place, repository: path, source, tokens, env: all, patience, signal, timeout });
  return { client, tokens };
}

const nameOf = (client: GitHubClient) =>
  client.call(async (octokit) => {
    const { owner, repo } = client;
    return (await octokit.rest.repos.get({ owner, repo })).data.full_name;
  });

const sent = (path: RegExp) => server.requests.filter((request) => path.test(request.path));

describe('a personal access token', () => {
  it('is read from its source and sent', async () => {
    const { client } = open();
    expect(await nameOf(client)).toBe('acme/platform');
    expect(server.requests.at(-1)?.authorization).toBe(`token ${ANN}`);
    expect(client.isApp).toBe(false);
  });

  it.each([
    { title: 'is not set', env: { GITHUB_TOKEN: '' }, code: 'REPOSITORY_CREDENTIALS_MISSING' },
    { title: 'is refused', env: { GITHUB_TOKEN: 'ghp_wrong' }, code: 'FORGE_AUTHENTICATION_FAILED' },
  ])('that $title is an error', async ({ env, code }) => {
    expect(await codeOf(nameOf(open({ env }).client))).toBe(code);
  });
});

describe('a GitHub App', () => {
  it('finds its installation, makes a token for it, and keeps that', async () => {
    const { client, tokens } = open({ source: APP });
    const before = server.tokensMade();
    await nameOf(client);
    await nameOf(client);
    expect(server.tokensMade()).toBe(before + 1);
    const [token] = tokens.known;
    expect(server.requests.at(-1)?.authorization).toBe(`token ${token}`);
  });

  it('has a token for each organization', async () => {
    const { client, tokens } = open({ source: APP });
    await nameOf(client);
    const forge = { ...client.place, path: 'retail/apps' };
    const other = await tokens.get({ source: APP, forge, repository: 'apps' });
    expect(tokens.known.size).toBe(2);
    expect(await tokens.get({ source: APP, forge, repository: 'apps' })).toBe(other);
    expect(await tokens.get({ source: APP, forge: { ...forge, path: 'retail/other' }, repository: 'x' })).toBe(other);
  });

  it('makes one token for all who ask at once', async () => {
    const { client } = open({ source: APP });
    const before = server.tokensMade();
    await Promise.all([nameOf(client), nameOf(client), nameOf(client)]);
    expect(server.tokensMade()).toBe(before + 1);
  });

  it('makes a new one in the last minute of the old one', async () => {
    const { client } = open({ source: APP });
    await nameOf(client);
    const before = server.tokensMade();
    clock += 58 * 60_000;
    await nameOf(client);
    expect(server.tokensMade()).toBe(before);
    clock += 61_000;
    await nameOf(client);
    expect(server.tokensMade()).toBe(before + 1);
  });

  it('makes a new one when the server takes the old one no more', async () => {
    const { client } = open({ source: APP });
    await nameOf(client);
    const before = server.tokensMade();
    server.expireTokens();
    expect(await nameOf(client)).toBe('acme/platform');
    expect(server.tokensMade()).toBe(before + 1);
  });

  it('takes a key whose line breaks are written as \\n', async () => {
    const env = { APP_KEY: server.privateKey.trim().replaceAll('\n', '\\n') };
    expect(await nameOf(open({ source: APP, env }).client)).toBe('acme/platform');
  });

  it.each([
    { title: 'a text that is no key', env: { APP_KEY: 'secret words' }, code: 'FORGE_APP_KEY_INVALID' },
    { title: 'an owner who has not installed it', path: 'nobody/here', code: 'FORGE_APP_NOT_INSTALLED' },
  ])('says what is wrong with $title', async ({ env, path, code }) => {
    const error = await errorOf(nameOf(open({ source: APP, env: env ?? {}, path: path ?? 'acme/platform' }).client));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error.diagnostics)).not.toContain('secret words');
  });
});

describe('a server that cannot just now', () => {
  it('is asked again, with growing pauses', async () => {
    server.fail({ path: /^\/repos\/acme\/platform$/, status: 502, times: 3 });
    expect(await nameOf(open().client)).toBe('acme/platform');
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  it('is given up after five times', async () => {
    server.fail({ path: /^\/repos\/acme\/platform$/, status: 503, times: 5 });
    const before = sent(/^\/repos\/acme\/platform$/).length;
    expect(await codeOf(nameOf(open().client))).toBe('FORGE_FAILED');
    expect(sent(/^\/repos\/acme\/platform$/).length - before).toBe(5);
  });

  it('is not asked again for what may have been done', async () => {
    server.fail({ method: 'POST', path: /comments$/, status: 502 });
    const { client } = open();
    const comment = client.call((octokit) =>
      octokit.rest.issues.createComment({
        owner: 'acme',
        repo: 'platform',
        issue_number: 1,
        body: 'x',
        request: { once: true },
      }),
    );
    expect(await codeOf(comment)).toBe('FORGE_FAILED');
    expect(waits).toEqual([]);
  });

  it.each([
    { title: 'a secondary limit', status: 403, headers: { 'retry-after': '7' }, expected: [7_000] },
    { title: 'too many requests', status: 429, headers: {}, expected: [60_000] },
    {
      title: 'a secondary limit that does not say how long',
      status: 403,
      headers: {},
      message: 'You have exceeded a secondary rate limit.',
      expected: [60_000],
    },
  ])('is waited for as $title says', async ({ status, headers, message, expected }) => {
    server.fail({ path: /^\/repos\/acme\/platform$/, status, headers, ...(message !== undefined && { message }) });
    expect(await nameOf(open().client)).toBe('acme/platform');
    expect(waits).toEqual(expected);
  });

  it('is waited for until the hour is over, if that is soon', async () => {
    const reset = (seconds: number) => ({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.floor(clock / 1000) + seconds),
    });
    server.fail({ path: /^\/repos\/acme\/platform$/, status: 403, headers: reset(90) });
    await nameOf(open().client);
    expect([90, 91]).toContain(Math.round((waits[0] ?? 0) / 1000));
    server.fail({ path: /^\/repos\/acme\/platform$/, status: 403, headers: reset(1800) });
    expect(await codeOf(nameOf(open().client))).toBe('FORGE_RATE_LIMITED');
    expect(waits).toHaveLength(1);
  });

  it('has an end: a request that is not answered', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const { port } = silent.address() as { port: number };
    const { client } = open({ api: `http://127.0.0.1:${port}/api/v3`, timeout: 30 });
    expect(await codeOf(nameOf(client))).toBe('FORGE_UNREACHABLE');
    expect(waits).toHaveLength(4);
    silent.closeAllConnections();
    silent.close();
  });

  it('is left when the person interrupts', async () => {
    const controller = new AbortController();
    const { client } = open({ signal: controller.signal });
    controller.abort();
    expect(await codeOf(nameOf(client))).toBe('ABORTED');
  });
});

describe('a refusal', () => {
  it('says which permission is missing', async () => {
    server.fail({
      path: /^\/repos\/acme\/platform$/,
      status: 403,
      message: 'Resource not accessible by integration',
      headers: { 'x-accepted-github-permissions': 'contents=write' },
    });
    const error = await errorOf(nameOf(open().client));
    expect(error.code).toBe('FORGE_FORBIDDEN');
    expect(error.diagnostics[0]?.fix).toContain('contents=write');
  });

  it('never repeats a secret', async () => {
    server.fail({
      path: /^\/repos\/acme\/platform$/,
      status: 422,
      message: `what is ${ANN}? authorization: token ${ANN}`,
    });
    const error = await errorOf(nameOf(open().client));
    expect(error.code).toBe('FORGE_REFUSED');
    expect(JSON.stringify(error.diagnostics)).not.toContain(ANN);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(ANN);
  });
});

describe('a proxy', () => {
  it('of the environment is used, but not for hosts that it is not for', async () => {
    const seen: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      seen.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    proxy.on('request', (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(502).end();
    });
    const url = `http://127.0.0.1:${await listen(proxy)}`;
    expect(await codeOf(nameOf(open({ env: { http_proxy: url } }).client))).not.toBe('none');
    expect(seen.length).toBeGreaterThan(0);
    const before = seen.length;
    expect(await nameOf(open({ env: { HTTP_PROXY: url, NO_PROXY: '127.0.0.1' } }).client)).toBe('acme/platform');
    expect(seen).toHaveLength(before);
    proxy.closeAllConnections();
    proxy.close();
  });

  it.skipIf(findTool('openssl') === undefined)('tunnels what is encrypted, and sees nothing of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kcdk-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', [...made, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const secure = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (message, response) => {
      const { method, headers } = message;
      const passed = sendRequest(`${server.origin}${message.url}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      message.pipe(passed);
    });
    const seen: string[] = [];
    let bytes = '';
    const proxy = createServer();
    proxy.on('connect', ({ url = '' }, client) => {
      seen.push(url);
      const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        client.on('data', (chunk) => {
          bytes += chunk.toString('latin1');
        });
        client.pipe(target).pipe(client);
      });
      for (const socket of [client, target]) socket.on('error', () => socket.destroy());
    });
    const [to, by] = [await listen(secure), await listen(proxy)];
    // the process that runs tests was started without this certificate
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      const { client } = open({
        api: `https://127.0.0.1:${to}/api/v3`,
        env: { HTTPS_PROXY: `http://127.0.0.1:${by}` },
      });
      expect(await nameOf(client)).toBe('acme/platform');
      expect(seen).toEqual([`127.0.0.1:${to}`]);
      expect(bytes.length).toBeGreaterThan(0);
      expect(bytes).not.toContain(ANN);
    } finally {
      vi.unstubAllEnvs();
      secure.closeAllConnections();
      proxy.closeAllConnections();
      secure.close();
      proxy.close();
      rmSync(folder, { recursive: true });
    }
  });
});

// --- internal ---

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
