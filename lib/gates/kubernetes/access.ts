import { readFile } from 'node:fs/promises';
import { kcdkError } from '../../diagnostics/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { HttpServer, TlsOptions } from '../http.ts';
import type { ClusterSettings } from '../settings.ts';
import { type ExecCredential, runExecPlugin } from './exec-credential.ts';
import { readKubeconfig } from './kubeconfig.ts';

/** An API server that can be asked. */
export interface KubernetesAccess extends HttpServer {
  /** Forgets a token that was refused. False where asking again would send the same one. */
  readonly renew: () => Promise<boolean>;
}

export interface AccessOptions {
  /** Name of our cluster. */
  readonly name: string;
  readonly settings: ClusterSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds out how an API server is entered: from inside the cluster, or by a kubeconfig.
 *
 * @throws {KcdkError} `CLUSTER_ACCESS_INVALID`
 */
export async function openAccess(options: AccessOptions): Promise<KubernetesAccess> {
  const fail = (detail: string, cause?: unknown) =>
    kcdkError(
      'CLUSTER_ACCESS_INVALID',
      { summary: `The cluster \`${options.name}\` cannot be reached`, detail },
      cause,
    );
  return options.settings.inCluster === true ? inCluster(options, fail) : byKubeconfig(options, fail);
}

// --- internal ---

type Fail = (detail: string, cause?: unknown) => Error;

/** Where a pod finds the token of its service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Renewed this long before they expire. */
const MARGIN = 60_000;

/** For so long a token that was renewed is not renewed again. */
const FRESH = 10_000;

async function inCluster({ env }: AccessOptions, fail: Fail): Promise<KubernetesAccess> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (host === undefined || host === '') throw fail('This is no pod: `KUBERNETES_SERVICE_HOST` is not set.');
  const ca = await read(`${SERVICE_ACCOUNT}/ca.crt`, fail);
  return {
    base: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    tls: { ca },
    headers: async () => bearer(await read(`${SERVICE_ACCOUNT}/token`, fail)),
    renew: async () => false,
  };
}

async function byKubeconfig(options: AccessOptions, fail: Fail): Promise<KubernetesAccess> {
  const { settings, env, name, signal } = options;
  const files = settings.kubeconfig ?? [];
  const { cluster, user, userFolder } = await readKubeconfig({ name, files, context: settings.context, env });
  const base = serverOf(cluster, fail);
  if (text(cluster['proxy-url']) !== '') throw fail('`proxy-url` of a kubeconfig is not supported.');
  if (user['auth-provider'] !== undefined)
    throw fail('`auth-provider` of a kubeconfig is not supported: Kubernetes has replaced it by `exec`.');
  const exec = typeof user['exec'] === 'object' && user['exec'] !== null ? (user['exec'] as JsonObject) : undefined;
  // one run of the plugin serves all that ask at once
  let known: Promise<ExecCredential> | undefined;
  let renewed = 0;
  const credential = async (): Promise<ExecCredential> => {
    if (exec === undefined) return {};
    const run = () => runExecPlugin({ exec, cluster, folder: userFolder, env, signal, fail });
    known ??= run();
    if (((await known).expires ?? Number.POSITIVE_INFINITY) < Date.now() + MARGIN) known = run();
    return known;
  };
  const first = await credential();
  const tls: TlsOptions = {
    ca: await pem(cluster, 'certificate-authority', fail),
    cert: first.cert ?? (await pem(user, 'client-certificate', fail)),
    key: first.key ?? (await pem(user, 'client-key', fail)),
    ...(text(cluster['tls-server-name']) !== '' && { servername: text(cluster['tls-server-name']) }),
    ...(cluster['insecure-skip-tls-verify'] === true && { rejectUnauthorized: false }),
  };
  return {
    base,
    tls,
    headers: async () => {
      const { token } = await credential();
      if (token !== undefined) return bearer(token);
      // as in client-go, a file wins over a token beside it
      if (text(user['tokenFile']) !== '') return bearer(await read(text(user['tokenFile']), fail));
      if (text(user['token']) !== '') return bearer(text(user['token']));
      if (text(user['username']) === '') return {};
      const basic = Buffer.from(`${text(user['username'])}:${text(user['password'])}`).toString('base64');
      return { authorization: `Basic ${basic}` };
    },
    renew: async () => {
      if (exec === undefined || known === undefined) return false;
      // what another request has just renewed is tried first
      if (Date.now() < renewed + FRESH) return true;
      [known, renewed] = [undefined, Date.now()];
      return true;
    },
  };
}

function serverOf(cluster: JsonObject, fail: Fail): URL {
  const server = text(cluster['server']);
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) throw fail('The cluster of the context has no `server`.');
  const url = new URL(server);
  if (url.username !== '' || url.password !== '') throw fail('The `server` of the cluster holds credentials.');
  return url;
}

/** `<key>-data` in base64, or the file that `<key>` names. */
async function pem(entry: JsonObject, key: string, fail: Fail): Promise<string | undefined> {
  const data = text(entry[`${key}-data`]);
  if (data !== '') return Buffer.from(data, 'base64').toString();
  const file = text(entry[key]);
  return file === '' ? undefined : read(file, fail);
}

async function read(file: string, fail: Fail): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw fail(`${file} cannot be read${code}.`, cause);
  }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token.trim()}` };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
