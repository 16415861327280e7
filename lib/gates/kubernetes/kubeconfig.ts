import { readFile } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

/** The cluster and the user that a context names, with relative files made absolute. */
export interface KubeconfigContext {
  readonly cluster: JsonObject;
  readonly user: JsonObject;
  /** Folder of the file that holds the user: commands with a slash in them start there. */
  readonly userFolder: string;
}

export interface KubeconfigOptions {
  /** Name of our cluster, for the errors. */
  readonly name: string;
  /** Absolute files. @default - those of `KUBECONFIG`, or `~/.kube/config` */
  readonly files: readonly string[];
  /** @default - the current context */
  readonly context?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads kubeconfig files and picks a context.
 *
 * Several files are merged as kubectl does: of each name the first counts, and of a list in `KUBECONFIG` the files that
 * exist.
 *
 * @throws {KcdkError} `CLUSTER_ACCESS_INVALID`
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export async function readKubeconfig(options: KubeconfigOptions): Promise<KubeconfigContext> {
  const { name, context } = options;
  const fail: Fail = (detail, cause) =>
    kcdkError('CLUSTER_ACCESS_INVALID', { summary: `The cluster \`${name}\` cannot be reached`, detail }, cause);
  const files = await readFiles(options, fail);
  const wanted = context ?? files.map(({ data }) => data['current-context']).find((one) => one !== '' && one);
  if (typeof wanted !== 'string')
    throw fail(`There is no current context in ${listOf(files)}, and \`context\` does not name one.`);
  const chosen = find(files, 'contexts', wanted, 'context', fail);
  const clusterName = textOf(chosen.entry['cluster']);
  const userName = textOf(chosen.entry['user']);
  const cluster = find(files, 'clusters', clusterName, 'cluster', fail);
  const user = userName === '' ? undefined : find(files, 'users', userName, 'user', fail);
  return {
    cluster: withAbsoluteFiles(cluster.entry, cluster.folder, ['certificate-authority']),
    user: user ? withAbsoluteFiles(user.entry, user.folder, ['client-certificate', 'client-key', 'tokenFile']) : {},
    userFolder: user?.folder ?? '',
  };
}

// --- internal ---

type Fail = (detail: string, cause?: unknown) => Error;

interface KubeconfigFile {
  readonly file: string;
  readonly data: JsonObject;
}

async function readFiles({ files, env }: KubeconfigOptions, fail: Fail): Promise<readonly KubeconfigFile[]> {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  const usual = listed.length > 0 ? listed.map((file) => resolve(file)) : [join(home, '.kube', 'config')];
  const paths = files.length > 0 ? files : usual;
  const mayMiss = files.length === 0 && listed.length > 1;
  const read = await Promise.all(paths.map((file) => readOne(file, mayMiss, fail)));
  const found = read.filter((one) => one !== undefined);
  if (found.length === 0) throw fail(`None of ${paths.join(', ')} exists.`);
  return found;
}

async function readOne(file: string, mayMiss: boolean, fail: Fail): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (mayMiss && code === 'ENOENT') return undefined;
    throw fail(`${file} cannot be read${code === '' ? '' : ` (${code})`}.`, cause);
  }
  const { parse } = await import('yaml');
  let data: unknown;
  try {
    data = parse(text, { maxAliasCount: 100, logLevel: 'silent' });
  } catch {
    // the message of the parser quotes the line, which may hold a token
    throw fail(`${file} is not YAML.`);
  }
  if (!isJsonObject(data)) throw fail(`${file} is no kubeconfig.`);
  return { file, data };
}

/** The first entry of a name, as `{ name, <singular>: … }`. */
function find(
  files: readonly KubeconfigFile[],
  list: string,
  name: string,
  singular: string,
  fail: Fail,
): { readonly entry: JsonObject; readonly folder: string } {
  for (const { file, data } of files) {
    const entries = Array.isArray(data[list]) ? data[list] : [];
    for (const one of entries) {
      if (!isJsonObject(one) || one['name'] !== name) continue;
      const entry = one[singular];
      return { entry: isJsonObject(entry) ? entry : {}, folder: dirname(file) };
    }
  }
  throw fail(`There is no ${singular} \`${name}\` in ${listOf(files)}.`);
}

function listOf(files: readonly KubeconfigFile[]): string {
  return files.map(({ file }) => file).join(', ');
}

function withAbsoluteFiles(entry: JsonObject, folder: string, keys: readonly string[]): JsonObject {
  const absolute = keys.flatMap((key) => {
    const file = entry[key];
    return typeof file === 'string' && file !== '' && !isAbsolute(file) ? [[key, join(folder, file)] as const] : [];
  });
  return { ...entry, ...Object.fromEntries(absolute) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
