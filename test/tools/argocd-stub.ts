import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StubObject } from './kubernetes-stub.ts';

/** The routes of Argo CD's own API that gates use, on loopback. */
export interface ArgocdStub {
  readonly url: string;
  readonly requests: string[];
  /** By `namespace/name`. */
  readonly applications: Map<string, StubObject>;
  /** What Applications applied, by `application/kind/name`. */
  readonly resources: Map<string, StubObject>;
  fail(...codes: number[]): void;
  close(): Promise<void>;
}

export async function startArgocdStub(token = 'argocd-token'): Promise<ArgocdStub> {
  const applications = new Map<string, StubObject>();
  const resources = new Map<string, StubObject>();
  const requests: string[] = [];
  const failures: number[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = (code: number, body: object) => {
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const failure = failures.shift();
    if (failure === 0) return void request.socket.destroy();
    if (failure !== undefined) return answer(failure, { error: 'on demand' });
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'no session' });
    const url = new URL(request.url ?? '/', 'http://stub');
    if (url.pathname === '/api/v1/applications') {
      const [namespace, name] = [url.searchParams.get('appNamespace'), url.searchParams.get('name')];
      const items = [...applications.values()].filter(
        ({ metadata }) => metadata.namespace === namespace && (name === null || metadata.name === name),
      );
      // Argo CD has null for an empty list
      return answer(200, { metadata: { resourceVersion: '1' }, items: items.length > 0 ? items : null });
    }
    const match = /^\/api\/v1\/applications\/([^/]+)\/resource$/.exec(url.pathname);
    const found = resources.get(
      `${match?.[1]}/${url.searchParams.get('kind')}/${url.searchParams.get('resourceName')}`,
    );
    return found === undefined ? answer(404, { code: 5 }) : answer(200, { manifest: JSON.stringify(found) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    applications,
    resources,
    fail: (...codes) => void failures.push(...codes),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
