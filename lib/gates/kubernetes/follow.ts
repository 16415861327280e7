import { kcdkError } from '../../diagnostics/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { ask, askLines, type HttpAnswer } from '../http.ts';
import { type Pace, pause, pauseAfter } from '../pace.ts';
import type { KubernetesAccess } from './access.ts';

/** A kind of objects, all of them or one by name. */
export interface ObjectQuery {
  /** Empty for the core of Kubernetes. */
  readonly group: string;
  /** The API's versions that we read, the best first; the first that the server has is used. */
  readonly versions: readonly string[];
  readonly plural: string;
  /** Undefined for kinds of the whole cluster. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** What is known at one time: all objects of the query, or that nothing can be said. */
export type Look =
  | { readonly status: 'known'; readonly objects: readonly JsonObject[] }
  | { readonly status: 'unreachable'; readonly reason: string };

export interface FollowOptions {
  /** Name of our cluster. */
  readonly cluster: string;
  readonly access: KubernetesAccess;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/**
 * Lists objects and follows their changes: yields all of them, first as they are and then after every change.
 *
 * A watch tells only of changes since a version of the list. Whenever it is lost in a way that may have missed one
 * (410, an event that cannot be read), everything is listed anew; an end without error is watched on from the last
 * version that was seen. Servers that fail are asked again with growing, random pauses.
 *
 * @throws {KcdkError} `GATE_REFUSED`, `GATE_WRONG_TARGET`, `ABORTED`, and those of the credentials
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function* follow(query: ObjectQuery, options: FollowOptions): AsyncGenerator<Look> {
  const { pace, signal } = options;
  let failures = 0;
  for (;;) {
    const listed = await list(query, options);
    if (listed.status === 'unreachable') {
      yield listed;
      failures += 1;
      await pause(Math.max(listed.retryAfter ?? 0, pauseAfter(failures, pace)), signal);
      continue;
    }
    const state: State = { ...listed, renewed: false };
    yield known(state);
    for await (const look of watch(query, state, options)) {
      failures = 0;
      yield look;
    }
    failures += 1;
    await pause(pauseAfter(failures, pace), signal);
  }
}

/** Lists objects once. @throws {KcdkError} as `follow` does */
export async function lookOnce(query: ObjectQuery, options: FollowOptions): Promise<Look> {
  const listed = await list(query, options);
  return listed.status === 'unreachable' ? listed : known(listed);
}

// --- internal ---

const PAGE = 500;

interface Listed {
  readonly status: 'known';
  /** By namespace and name. */
  readonly objects: Map<string, JsonObject>;
  version: string;
  /** The API version that the server has. */
  readonly api: string;
}

interface State extends Listed {
  renewed: boolean;
}

type Failed = Extract<Look, { readonly status: 'unreachable' }> & { readonly retryAfter?: number };

async function list(query: ObjectQuery, options: FollowOptions): Promise<Listed | Failed> {
  for (const [index, api] of query.versions.entries()) {
    const listed = await listVersion(query, api, options);
    if (listed !== 'unknown') return listed;
    if (index === query.versions.length - 1) break;
  }
  throw kcdkError('GATE_WRONG_TARGET', {
    summary: `The cluster \`${options.cluster}\` knows no ${nameOf(query)}`,
  });
}

async function listVersion(
  query: ObjectQuery,
  api: string,
  options: FollowOptions,
): Promise<Listed | Failed | 'unknown'> {
  const objects = new Map<string, JsonObject>();
  let token = '';
  for (;;) {
    const parameters = { ...selector(query), limit: String(PAGE), ...(token !== '' && { continue: token }) };
    const answer = await askOnce(query, api, parameters, options);
    if (answer.status === 'unanswered') return unreachable(answer.reason);
    if (answer.code === 404) return 'unknown';
    // the pages that are left are of a version that is gone: from the start
    if (answer.code === 410 && token !== '') return unreachable('its list changed while it was read');
    if (answer.code !== 200) return { ...unreachable(`it answers ${answer.code}`), ...retryAfter(answer) };
    const page = parse(answer.text);
    const metadata = isJsonObject(page?.['metadata']) ? page['metadata'] : {};
    if (page === undefined || !Array.isArray(page['items'])) return unreachable('its answer is no list');
    for (const item of page['items']) if (isJsonObject(item)) objects.set(keyOf(item), item);
    token = text(metadata['continue']);
    if (token === '') return { status: 'known', objects, version: text(metadata['resourceVersion']), api };
  }
}

/** Asks, and once more with a new token where the old one is refused. */
async function askOnce(
  query: ObjectQuery,
  api: string,
  parameters: Readonly<Record<string, string>>,
  { access, pace, signal, cluster }: FollowOptions,
): Promise<HttpAnswer> {
  const request = { path: pathOf(query, api), query: parameters, idle: pace.answer, signal };
  const answer = await ask(access, request);
  const refused = answer.status === 'answered' && answer.code === 401;
  return checkAccess(refused && (await access.renew()) ? await ask(access, request) : answer, cluster, query, signal);
}

/** Yields after every change until the list has to be read anew. */
async function* watch(query: ObjectQuery, state: State, options: FollowOptions): AsyncGenerator<Look> {
  const { access, pace, signal, cluster } = options;
  let quiet = 0;
  for (;;) {
    const seconds = Math.max(1, Math.round(pace.watchSeconds * (0.75 + 0.25 * pace.random())));
    const answer = await askLines(access, {
      path: pathOf(query, state.api),
      query: {
        ...selector(query),
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: state.version,
        timeoutSeconds: String(seconds),
      },
      idle: seconds * 1000 + pace.answer,
      signal,
    });
    if (answer.status !== 'streaming') {
      if (answer.status === 'answered' && answer.code === 401 && !state.renewed && (await access.renew())) {
        state.renewed = true;
        continue;
      }
      checkAccess(answer, cluster, query, signal);
      return;
    }
    let events = 0;
    for await (const line of answer.lines) {
      const event = eventOf(line);
      if (event === undefined || !take(event, state)) return;
      events += 1;
      if (event.type !== 'BOOKMARK') yield known(state);
    }
    // a stream that always ends at once is a server in trouble: list again, with pauses
    quiet = events > 0 ? 0 : quiet + 1;
    if (quiet > 2) return;
    await pause(pauseAfter(1, pace), signal);
  }
}

interface WatchEvent {
  readonly type: string;
  readonly object: JsonObject;
}

function eventOf(line: string): WatchEvent | undefined {
  const event = parse(line);
  const object = event?.['object'];
  return typeof event?.['type'] === 'string' && isJsonObject(object) ? { type: event['type'], object } : undefined;
}

/** False for an event after which nothing is known any more. */
function take({ type, object }: WatchEvent, state: State): boolean {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  if (type === 'ADDED' || type === 'MODIFIED') state.objects.set(keyOf(object), object);
  else if (type === 'DELETED') state.objects.delete(keyOf(object));
  else if (type !== 'BOOKMARK') return false;
  state.version = text(metadata['resourceVersion']) || state.version;
  return true;
}

function checkAccess(answer: HttpAnswer, cluster: string, query: ObjectQuery, signal: AbortSignal): HttpAnswer {
  if (signal.aborted) throw kcdkError('ABORTED');
  if (answer.status === 'answered' && (answer.code === 401 || answer.code === 403)) {
    const place = query.namespace === undefined ? '' : ` in namespace \`${query.namespace}\``;
    throw kcdkError('GATE_REFUSED', {
      summary: `The cluster \`${cluster}\` does not let us read ${nameOf(query)}${place} (${answer.code})`,
      fix:
        answer.code === 401
          ? 'Renew the credentials, and run the command again.'
          : `Allow \`list\` and \`watch\` on ${nameOf(query)}, and run the command again.`,
    });
  }
  return answer;
}

function pathOf({ group, plural, namespace }: ObjectQuery, api: string): readonly string[] {
  return [
    ...(group === '' ? ['api'] : ['apis', group]),
    api,
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    plural,
  ];
}

function nameOf({ plural, group }: ObjectQuery): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function selector({ name }: ObjectQuery): Readonly<Record<string, string>> {
  return name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
}

function keyOf({ metadata }: JsonObject): string {
  return isJsonObject(metadata) ? `${text(metadata['namespace'])}/${text(metadata['name'])}` : '/';
}

function known({ objects }: Listed): Look {
  return { status: 'known', objects: [...objects.values()] };
}

function unreachable(reason: string): Failed {
  return { status: 'unreachable', reason };
}

/** At most five minutes: a server may ask for any time. */
function retryAfter({ retryAfter: wait }: { readonly retryAfter?: number }): { readonly retryAfter?: number } {
  return wait === undefined ? {} : { retryAfter: Math.min(wait, 300_000) };
}

function parse(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
