import { KcdkError } from '../../diagnostics/error.ts';
import type { FollowOptions, ObjectQuery } from '../../gates/kubernetes/follow.ts';
import { hasApiServer, settingsOf } from '../../gates/open-gates.ts';
import { DEFAULT_PACE, type Pace } from '../../gates/pace.ts';
import type { ClusterSettings } from '../../gates/settings.ts';
import type { JsonObject } from '../../model/json.ts';
import { type LiveCluster, objectsOf, type Reading } from './live-cluster.ts';

export interface ReadClusterOptions {
  /** How clusters are reached, by name. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly pace?: Pace | undefined;
}

/** What of a cluster and its Vault is looked at. */
export interface ClusterQuestion {
  readonly name: string;
  /** Namespaces of runners. */
  readonly runners: readonly string[];
  /** Of the KV store. */
  readonly mount: string;
  /** Keys below the mount. */
  readonly keys: readonly string[];
}

/**
 * Reads what a cluster says of itself, once, by the connections of gates: objects that hold no secrets, and names of
 * fields in Vault. What cannot be read is said to be so, and stops nothing else.
 */
export async function readCluster(question: ClusterQuestion, options: ReadClusterOptions): Promise<LiveCluster> {
  const { name, runners } = question;
  const read = await openObjects(name, options);
  const list = (query: ObjectQuery) => attempt(() => read(query));
  const [applications, externalSecrets, workspaces, revisions, ...events] = await Promise.all([
    list({ group: 'argoproj.io', versions: ['v1alpha1'], plural: 'applications', namespace: 'argocd' }),
    list({ group: 'external-secrets.io', versions: ['v1', 'v1beta1'], plural: 'externalsecrets' }),
    list({ group: 'tf.upbound.io', versions: ['v1beta1', 'v1alpha1'], plural: 'workspaces' }),
    list({ group: 'pkg.crossplane.io', versions: ['v1'], plural: 'providerrevisions' }),
    ...runners.map((namespace) => list({ group: '', versions: ['v1'], plural: 'events', namespace })),
  ]);
  return {
    name,
    applications,
    externalSecrets,
    workspaces,
    revisions,
    events: events.find(({ status }) => status === 'unread') ?? { status: 'read', value: events.flatMap(objectsOf) },
    vault: await readVault(question, options),
  };
}

// --- internal ---

const NO_WAY = 'nothing says how it is reached: `konstruct.clusters` in cdk8s.yaml does, or an option';

async function openObjects(
  cluster: string,
  options: ReadClusterOptions,
): Promise<(query: ObjectQuery) => Promise<Reading<readonly JsonObject[]>>> {
  const settings = settingsOf(cluster, options);
  if (settings === undefined || !hasApiServer(settings)) return async () => ({ status: 'unread', reason: NO_WAY });
  const { openAccess } = await import('../../gates/kubernetes/access.ts');
  const { lookOnce } = await import('../../gates/kubernetes/follow.ts');
  const { env, signal, pace = DEFAULT_PACE } = options;
  const opened = openAccess({ name: cluster, settings, env, signal });
  opened.catch(() => undefined);
  return async (query) => {
    const follow: FollowOptions = { cluster, access: await opened, pace, signal };
    const look = await lookOnce(query, follow);
    return look.status === 'known'
      ? { status: 'read', value: look.objects }
      : { status: 'unread', reason: look.reason };
  };
}

async function readVault(question: ClusterQuestion, options: ReadClusterOptions): Promise<LiveCluster['vault']> {
  const { name: cluster, mount, keys } = question;
  const settings = settingsOf(cluster, options)?.vault;
  const { readFieldNames } = await import('../../gates/vault/vault-fields.ts');
  const vault = { env: options.env, pace: options.pace ?? DEFAULT_PACE };
  const entries = await Promise.all(
    keys.map(async (path) => {
      const reading = await attempt(async (): Promise<Reading<readonly string[] | undefined>> => {
        if (settings === undefined) return { status: 'unread', reason: NO_WAY };
        const found = await readFieldNames({ cluster, mount, path }, { ...vault, settings }, options.signal);
        return found.status === 'known'
          ? { status: 'read', value: found.names }
          : { status: 'unread', reason: found.reason };
      });
      return [path, reading] as const;
    }),
  );
  return new Map(entries);
}

/** What is refused, or is another server, is no reason not to read the rest. @throws {KcdkError} `ABORTED` */
async function attempt<T>(read: () => Promise<Reading<T>>): Promise<Reading<T>> {
  try {
    return await read();
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.code === 'ABORTED') throw cause;
    const [first] = cause.diagnostics;
    return { status: 'unread', reason: [first?.summary, first?.detail].filter(Boolean).join(': ') };
  }
}
