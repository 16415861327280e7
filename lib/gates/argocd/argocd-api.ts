import { kcdkError } from '../../diagnostics/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { readSecret } from '../../repository/git/read-secret.ts';
import { readCertificates } from '../certificates.ts';
import { ask, type HttpServer } from '../http.ts';
import type { Look } from '../kubernetes/follow.ts';
import { type Pace, pause, pauseAfter } from '../pace.ts';
import type { ArgocdSettings } from '../settings.ts';

export interface ArgocdOptions {
  /** Name of our cluster. */
  readonly cluster: string;
  readonly settings: ArgocdSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pace: Pace;
}

/** What Argo CD's own API is asked for. */
export type ArgocdQuery =
  /** All Applications of a namespace, or the one of a name. */
  | { readonly kind: 'applications'; readonly namespace: string; readonly name?: string | undefined }
  /** An object that an Application applied, as it is in the cluster. */
  | {
      readonly kind: 'resource';
      readonly application: { readonly name: string; readonly namespace: string };
      readonly resource: ArgocdResource;
    };

export interface ArgocdResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/**
 * Looks at objects through Argo CD's API, again and again: what it streams is what one of its replicas knows, so a list
 * is asked for each time.
 *
 * @throws {KcdkError} `GATE_REFUSED`, `GATE_WRONG_TARGET`, `CLUSTER_ACCESS_INVALID`, `ABORTED`
 * @see https://argo-cd.readthedocs.io/en/stable/developer-guide/api-docs/
 */
export async function* lookThroughArgocd(
  query: ArgocdQuery,
  options: ArgocdOptions,
  signal: AbortSignal,
): AsyncGenerator<Look> {
  const server = await open(options, signal);
  let failures = 0;
  for (;;) {
    const look = await (query.kind === 'applications'
      ? applications(query, server, options, signal)
      : resource(query, server, options, signal));
    failures = look.status === 'unreachable' ? failures + 1 : 0;
    yield look;
    await pause(failures > 0 ? pauseAfter(failures, options.pace) : options.pace.poll, signal);
  }
}

// --- internal ---

async function open({ cluster, settings, env }: ArgocdOptions, signal: AbortSignal): Promise<HttpServer> {
  const fail = (detail: string, cause?: unknown) =>
    kcdkError('CLUSTER_ACCESS_INVALID', { summary: `Argo CD of \`${cluster}\` cannot be entered`, detail }, cause);
  const secret = { env, signal, fail, aborted: () => kcdkError('ABORTED') };
  return {
    base: new URL(settings.server),
    tls: await readCertificates(settings.certificateAuthority),
    headers: async () => ({ authorization: `Bearer ${await readSecret(settings.token, secret)}` }),
  };
}

async function applications(
  { namespace, name }: Extract<ArgocdQuery, { readonly kind: 'applications' }>,
  server: HttpServer,
  options: ArgocdOptions,
  signal: AbortSignal,
): Promise<Look> {
  const query = {
    appNamespace: namespace,
    ...(name !== undefined && { name }),
    fields:
      'items.metadata,items.spec.source,items.spec.sources,items.spec.destination,items.status.conditions,items.status.health,items.status.sync,items.status.operationState.phase,items.status.operationState.message',
  };
  const answer = await ask(server, { path: ['api', 'v1', 'applications'], query, idle: options.pace.answer, signal });
  const read = bodyOf(answer, options, 'the Applications', signal);
  // a list of nobody has no `items`, or null in their place; an answer that is none of it says nothing
  if (read.status !== 'read') return read;
  const { items } = read.body;
  if (items === undefined && !('metadata' in read.body))
    return { status: 'unreachable', reason: 'its answer is no list' };
  const objects = Array.isArray(items) ? items.filter(isJsonObject) : [];
  return { status: 'known', objects: objects.filter((one) => isIn(one, namespace)) };
}

async function resource(
  { application, resource: wanted }: Extract<ArgocdQuery, { readonly kind: 'resource' }>,
  server: HttpServer,
  options: ArgocdOptions,
  signal: AbortSignal,
): Promise<Look> {
  const answer = await ask(server, {
    path: ['api', 'v1', 'applications', application.name, 'resource'],
    query: {
      appNamespace: application.namespace,
      group: wanted.group,
      version: wanted.version,
      kind: wanted.kind,
      resourceName: wanted.name,
      ...(wanted.namespace !== undefined && { namespace: wanted.namespace }),
    },
    idle: options.pace.answer,
    signal,
  });
  // not there yet: neither the Application nor what it will apply
  if (answer.status === 'answered' && answer.code === 404) return { status: 'known', objects: [] };
  const read = bodyOf(answer, options, `${wanted.kind} ${wanted.name}`, signal);
  if (read.status !== 'read') return read;
  const manifest = typeof read.body['manifest'] === 'string' ? parse(read.body['manifest']) : undefined;
  return manifest === undefined
    ? { status: 'unreachable', reason: 'its answer has no manifest' }
    : { status: 'known', objects: [manifest] };
}

function bodyOf(
  answer: Awaited<ReturnType<typeof ask>>,
  { cluster }: ArgocdOptions,
  what: string,
  signal: AbortSignal,
): { readonly status: 'read'; readonly body: JsonObject } | Extract<Look, { readonly status: 'unreachable' }> {
  if (signal.aborted) throw kcdkError('ABORTED');
  if (answer.status === 'unanswered') return { status: 'unreachable', reason: answer.reason };
  if (answer.code === 401 || answer.code === 403) {
    throw kcdkError('GATE_REFUSED', {
      summary: `Argo CD of \`${cluster}\` does not let us read ${what} (${answer.code})`,
      fix: 'Allow the account of the token `applications, get` in the RBAC of Argo CD, and run the command again.',
    });
  }
  if (answer.code === 404) throw kcdkError('GATE_WRONG_TARGET', { summary: `\`${cluster}\`: this is no Argo CD` });
  const body = parse(answer.text);
  if (answer.code !== 200) return { status: 'unreachable', reason: `it answers ${answer.code}` };
  return body === undefined ? { status: 'unreachable', reason: 'its answer is no JSON' } : { status: 'read', body };
}

function isIn({ metadata }: JsonObject, namespace: string): boolean {
  return isJsonObject(metadata) && metadata['namespace'] === namespace;
}

function parse(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
