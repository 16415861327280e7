import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object as the stub keeps it. */
export interface StubObject {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { name: string; namespace?: string };
  [key: string]: unknown;
}

/**
 * The part of a Kubernetes API server that gates use, on loopback: lists with pages, watches from a version with
 * bookmarks, 410 for versions that are compacted away, and faults on demand.
 */
export interface KubernetesStub {
  readonly url: string;
  /** Every request, as `GET /path?query`. */
  readonly requests: string[];
  /** Makes or changes an object. */
  put(object: StubObject): void;
  /** Asks for its deletion: it stays, with a deletion timestamp, as long as it has finalizers. */
  remove(plural: string, namespace: string | undefined, name: string): void;
  /** Takes it out at once, whatever holds it. */
  erase(plural: string, namespace: string | undefined, name: string): void;
  has(plural: string, namespace: string | undefined, name: string): boolean;
  /** Answers the next requests with these codes; 0 breaks the connection, 410 as an event of a watch. */
  fail(...codes: number[]): void;
  /** Failures that nobody has run into yet: a client that backs off meets them long after. */
  failuresLeft(): number;
  /** Ends all watches: with an end, or by breaking the connections. */
  dropWatches(how?: 'end' | 'break'): void;
  /** Forgets all versions before now: older watches get 410. */
  compact(): void;
  /** Only this token is let in, until it is set anew. */
  requireToken(token: string | undefined): void;
  /** The number of watches that are open. */
  watches(): number;
  close(): Promise<void>;
}

/** The plurals that the stub serves, by kind. */
const PLURALS: Readonly<Record<string, { plural: string; group: string; version: string }>> = {
  Application: { plural: 'applications', group: 'argoproj.io', version: 'v1alpha1' },
  Workspace: { plural: 'workspaces', group: 'tf.upbound.io', version: 'v1beta1' },
  ProviderRevision: { plural: 'providerrevisions', group: 'pkg.crossplane.io', version: 'v1' },
  Event: { plural: 'events', group: '', version: 'v1' },
  ExternalSecret: { plural: 'externalsecrets', group: 'external-secrets.io', version: 'v1beta1' },
};

interface Watch {
  readonly matches: (object: StubObject) => boolean;
  readonly response: ServerResponse;
}

export async function startKubernetesStub(): Promise<KubernetesStub> {
  const objects = new Map<string, StubObject>();
  const history: { version: number; type: string; object: StubObject }[] = [];
  const watches = new Set<Watch>();
  const failures: number[] = [];
  const requests: string[] = [];
  let version = 100;
  let compacted = 0;
  let token: string | undefined;

  const keyOf = (plural: string, namespace: string | undefined, name: string) => `${plural}/${namespace ?? ''}/${name}`;
  const keyOfObject = (object: StubObject) =>
    keyOf(PLURALS[object.kind]?.plural ?? '', object.metadata.namespace, object.metadata.name);
  const emit = (type: string, object: StubObject) => {
    version += 1;
    const copy = structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
    if (type === 'DELETED') objects.delete(keyOfObject(object));
    else objects.set(keyOfObject(object), copy);
    history.push({ version, type, object: copy });
    for (const watch of watches) if (watch.matches(copy)) write(watch.response, type, copy);
  };

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url}`);
    const url = new URL(request.url ?? '/', 'http://stub');
    const watching = url.searchParams.get('watch') === 'true';
    const failure = failures.shift();
    if (failure === 0) return void request.socket.destroy();
    if (failure === 410 && watching) return expired(response);
    if (failure !== undefined) return answer(response, failure, { kind: 'Status', code: failure });
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return answer(response, 401, { kind: 'Status', code: 401 });
    // the core of Kubernetes has no group, and `/api` before its version
    const pathname = url.pathname.replace(/^\/api\//, '/apis//');
    const path = /^\/apis\/([^/]*)\/([^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(pathname);
    const served = Object.entries(PLURALS).find(
      ([, one]) => one.group === path?.[1] && one.version === path[2] && one.plural === path[4],
    );
    if (path === null || served === undefined) return answer(response, 404, { kind: 'Status', code: 404 });
    const name = /^metadata\.name=(.+)$/.exec(url.searchParams.get('fieldSelector') ?? '')?.[1];
    const matches = (object: StubObject) =>
      object.kind === served[0] &&
      (path[3] === undefined || object.metadata.namespace === path[3]) &&
      (name === undefined || object.metadata.name === name);
    if (!watching) return list(url, response, matches);
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < compacted) return expired(response);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    for (const event of history)
      if (event.version > from && matches(event.object)) write(response, event.type, event.object);
    write(response, 'BOOKMARK', {
      apiVersion: '',
      kind: served[0],
      metadata: { name: '', resourceVersion: String(version) },
    });
    const watch = { matches, response };
    watches.add(watch);
    response.on('close', () => watches.delete(watch));
  };

  /** Pages of two, so that there always are several. */
  const list = (url: URL, response: ServerResponse, matches: (object: StubObject) => boolean) => {
    const [start, at] = (url.searchParams.get('continue') ?? '0@0').split('@').map(Number);
    if (at !== 0 && (at ?? 0) < compacted) return answer(response, 410, { kind: 'Status', code: 410 });
    const all = [...objects.values()].filter(matches);
    const end = (start ?? 0) + 2;
    const metadata = { resourceVersion: String(version), ...(end < all.length && { continue: `${end}@${version}` }) };
    answer(response, 200, { kind: 'List', metadata, items: all.slice(start, end) });
  };

  const server: Server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    put: (object) => emit(objects.has(keyOfObject(object)) ? 'MODIFIED' : 'ADDED', object),
    remove: (plural, namespace, name) => {
      const object = objects.get(keyOf(plural, namespace, name));
      if (object === undefined) return;
      const finalizers = object.metadata['finalizers'];
      if (!Array.isArray(finalizers) || finalizers.length === 0) return emit('DELETED', object);
      emit('MODIFIED', { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-11-28T19:00:00Z' } });
    },
    erase: (plural, namespace, name) => {
      const object = objects.get(keyOf(plural, namespace, name));
      if (object !== undefined) emit('DELETED', object);
    },
    has: (plural, namespace, name) => objects.has(keyOf(plural, namespace, name)),
    fail: (...codes) => void failures.push(...codes),
    failuresLeft: () => failures.length,
    dropWatches: (how = 'end') => {
      for (const { response } of watches)
        if (how === 'end') response.end();
        else response.destroy();
      watches.clear();
    },
    compact: () => {
      version += 1;
      compacted = version;
      history.length = 0;
    },
    requireToken: (wanted) => {
      token = wanted;
    },
    watches: () => watches.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A kubeconfig for the stub. */
export function kubeconfigFor(url: string, user: object = {}, name = 'stub'): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: url } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

/** An Application as Argo CD has it. */
export function applicationObject(
  name: string,
  options: {
    namespace?: string;
    parent?: string;
    path?: string;
    repoURL?: string;
    extra?: object;
    status?: object;
  } = {},
): StubObject {
  const { namespace = 'argocd', parent, path = 'somewhere', repoURL = 'https://git.example.com/apps.git' } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace,
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      annotations:
        parent === undefined
          ? {}
          : { 'argocd.argoproj.io/tracking-id': `${parent}:argoproj.io/Application:${namespace}/${name}` },
      ...options.extra,
    },
    spec: { source: { repoURL, path }, destination: { name: 'lon1-dev', namespace: 'x' } },
    ...(options.status && { status: options.status }),
  };
}

// --- internal ---

function answer(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function expired(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  write(response, 'ERROR', { apiVersion: 'v1', kind: 'Status', metadata: { name: '' }, code: 410, reason: 'Expired' });
  response.end();
}

function write(response: ServerResponse, type: string, object: StubObject): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}
