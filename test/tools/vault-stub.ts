import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The routes of a KV version 2 store that gates use, on loopback. Reading values is a defect and answers 418. */
export interface VaultStub {
  readonly url: string;
  readonly requests: string[];
  /** Fields by key, mount first: `secret/argocd/…`. */
  readonly keys: Map<string, readonly string[]>;
  /** Tokens that are let in. */
  readonly tokens: Set<string>;
  /** Tokens by role and service account token, `role:jwt`. */
  readonly logins: Map<string, string>;
  fail(...codes: number[]): void;
  close(): Promise<void>;
}

export async function startVaultStub(): Promise<VaultStub> {
  const keys = new Map<string, readonly string[]>();
  const tokens = new Set<string>(['s.test']);
  const logins = new Map<string, string>();
  const requests: string[] = [];
  const failures: number[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = (code: number, body: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const failure = failures.shift();
    if (failure === 0) return void request.socket.destroy();
    if (failure !== undefined) return answer(failure, { errors: [] });
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/v1/auth/kubernetes/login') {
      const { role, jwt } = JSON.parse(body) as { role: string; jwt: string };
      const token = logins.get(`${role}:${jwt}`);
      return token === undefined ? answer(400, { errors: [] }) : answer(200, { auth: { client_token: token } });
    }
    if (!tokens.has(String(request.headers['x-vault-token']))) return answer(403, { errors: ['permission denied'] });
    if (path.includes('/data/')) return answer(418, {});
    const match = /^\/v1\/([^/]+)\/subkeys\/(.+)$/.exec(path);
    if (match === null) return answer(405, { errors: [] });
    const fields = keys.get(`${match[1]}/${decodeURIComponent(match[2] ?? '')}`);
    if (fields === undefined) return answer(404, { errors: [] });
    return answer(200, { data: { subkeys: Object.fromEntries(fields.map((field) => [field, null])), metadata: {} } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    keys,
    tokens,
    logins,
    fail: (...codes) => void failures.push(...codes),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
