import { isAbsolute, resolve } from 'node:path';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { runProcess } from '../../repository/git/run-process.ts';

/** What a credential plugin answers. Texts of certificates are PEM. */
export interface ExecCredential {
  readonly token?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Milliseconds since the epoch; undefined: until it is refused. */
  readonly expires?: number | undefined;
}

export interface ExecOptions {
  /** The `exec` section of a user of a kubeconfig. */
  readonly exec: JsonObject;
  /** The cluster of the context, for `provideClusterInfo`. */
  readonly cluster: JsonObject;
  /** Folder of the kubeconfig: a command with a slash in it starts there. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly fail: (detail: string) => Error;
}

/**
 * Runs a credential plugin of kubectl. What it prints is never shown, since it is the credential.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runExecPlugin(options: ExecOptions): Promise<ExecCredential> {
  const { exec, cluster, fail } = options;
  const { command: named, apiVersion } = exec;
  if (typeof named !== 'string' || named === '') throw fail('The `exec` section of the user has no `command`.');
  if (typeof apiVersion !== 'string' || !/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(apiVersion))
    throw fail('The `exec` section of the user has no `apiVersion` of client.authentication.k8s.io/v1 or v1beta1.');
  const info = {
    apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec['provideClusterInfo'] === true && { cluster: clusterInfo(cluster) }) },
  };
  const result = await runProcess({
    command: /[\\/]/.test(named) && !isAbsolute(named) ? resolve(options.folder, named) : named,
    args: Array.isArray(exec['args']) ? exec['args'].map(String) : [],
    env: { ...plain(options.env), ...variables(exec['env']), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    cwd: options.folder === '' ? process.cwd() : options.folder,
    timeoutMs: options.timeoutMs ?? 60_000,
    signal: options.signal,
  });
  const hint = typeof exec['installHint'] === 'string' ? `\n${exec['installHint'].trim()}` : '';
  if (result.ended === 'not-found') throw fail(`The credential plugin \`${named}\` is not installed.${hint}`);
  if (result.ended !== 'exit' || result.exitCode !== 0)
    throw fail(`The credential plugin \`${named}\` ended with status ${result.exitCode ?? result.ended}.`);
  return credentialOf(result.stdout, () => fail(`The credential plugin \`${named}\` printed no credential.`));
}

// --- internal ---

function clusterInfo(cluster: JsonObject): JsonObject {
  const { server, extensions } = cluster;
  const config = (Array.isArray(extensions) ? extensions : [])
    .filter(isJsonObject)
    .find((extension) => extension['name'] === 'client.authentication.k8s.io/exec')?.['extension'];
  return {
    server,
    'certificate-authority-data': cluster['certificate-authority-data'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'tls-server-name': cluster['tls-server-name'],
    ...(config !== undefined && { config }),
  };
}

function plain(env: ExecOptions['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** `[{ name, value }]`. */
function variables(list: unknown): Record<string, string> {
  const entries = (Array.isArray(list) ? list : []).filter(isJsonObject);
  return Object.fromEntries(entries.map((entry) => [String(entry['name']), String(entry['value'])]));
}

function credentialOf(printed: string, fail: () => Error): ExecCredential {
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    throw fail();
  }
  const status = isJsonObject(value) ? value['status'] : undefined;
  if (!isJsonObject(status)) throw fail();
  const text = (key: string) => (typeof status[key] === 'string' && status[key] !== '' ? status[key] : undefined);
  const [token, cert, key] = [text('token'), text('clientCertificateData'), text('clientKeyData')];
  if (token === undefined && (cert === undefined || key === undefined)) throw fail();
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  return { token, cert, key, expires: Number.isNaN(expires) ? undefined : expires };
}
