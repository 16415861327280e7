import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { ARGOCD, type DestinationSpec, IN_CLUSTER, list } from './application-spec.ts';
import { globMatches } from './glob.ts';

/**
 * Whether a project allows a source. An entry with `!` forbids what it names, whatever else allows it; what it does not
 * name it allows, as Argo CD has it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#managing-projects
 */
export function allowsSource(project: JsonObject, url: string): boolean {
  // many Applications of one project have the same few sources
  const answers = sourceAnswers.get(project) ?? new Map<string, boolean>();
  sourceAnswers.set(project, answers);
  const allowed = answers.get(url) ?? findsSource(project, url);
  answers.set(url, allowed);
  return allowed;
}

/**
 * Whether a project allows a namespace of a cluster. Clusters are given by name or by server, and entries likewise; where
 * the two cannot be compared the answer is yes, since we do not know which server a name stands for.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#managing-projects
 */
export function allowsDestination(project: JsonObject, destination: DestinationSpec): boolean {
  const cluster = namesOf(destination);
  let allowed = false;
  for (const entry of list(project['destinations'])) {
    if (!isJsonObject(entry)) continue;
    const clusterFits = fitsCluster(entry, cluster);
    const namespace = String(entry['namespace'] ?? '*');
    const namespaceFits = fits(namespace, destination.namespace ?? '');
    if (clusterFits === 'denied' && namespaceFits) return false;
    if (namespace.startsWith('!') && !namespaceFits && clusterFits === 'yes') return false;
    if (clusterFits !== 'no' && clusterFits !== 'denied' && namespaceFits) allowed = true;
  }
  return allowed;
}

/**
 * Whether a project takes Applications that live in a namespace: any in Argo CD's own, others where it lists them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
 */
export function allowsApplicationsIn(project: JsonObject, namespace: string | undefined): boolean {
  if (namespace === undefined || namespace === ARGOCD.namespace) return true;
  return list(project['sourceNamespaces'])
    .map(String)
    .some((pattern) => namespaceFits(pattern, namespace));
}

// --- internal ---

const sourceAnswers = new WeakMap<JsonObject, Map<string, boolean>>();

function findsSource(project: JsonObject, url: string): boolean {
  const wanted = normalizedUrl(url);
  let allowed = false;
  for (const pattern of list(project['sourceRepos']).map(String)) {
    if (pattern.startsWith('!')) {
      if (globMatches(normalizedUrl(pattern.slice(1)), wanted, '/')) return false;
      allowed = true;
    } else if (pattern === '*' || globMatches(normalizedUrl(pattern), wanted, '/')) allowed = true;
  }
  return allowed;
}

interface ClusterNames {
  readonly name: string | undefined;
  readonly server: string | undefined;
}

/** Argo CD knows both of every cluster; we know both of the one it runs on only. */
function namesOf({ name, server }: DestinationSpec): ClusterNames {
  return name === IN_CLUSTER.name || server === IN_CLUSTER.server ? IN_CLUSTER : { name, server };
}

function fitsCluster(entry: JsonObject, cluster: ClusterNames): 'yes' | 'no' | 'denied' | 'unknown' {
  let result: 'no' | 'unknown' = 'no';
  for (const by of ['name', 'server'] as const) {
    const pattern = textOf(entry[by]);
    if (pattern === undefined) continue;
    if (pattern === '*') return 'yes';
    const value = cluster[by];
    if (value === undefined) result = 'unknown';
    else if (fits(pattern, value)) return 'yes';
    else if (pattern.startsWith('!')) return 'denied';
  }
  return result;
}

function fits(pattern: string, value: string): boolean {
  return pattern.startsWith('!') ? !globMatches(pattern.slice(1), value) : globMatches(pattern, value);
}

/** A pattern between slashes is a regular expression. One that is none of ours is taken to fit: it is Go's to judge. */
function namespaceFits(pattern: string, namespace: string): boolean {
  if (pattern.length < 2 || !pattern.startsWith('/') || !pattern.endsWith('/')) return globMatches(pattern, namespace);
  try {
    return new RegExp(pattern.slice(1, -1)).test(namespace);
  } catch {
    return true;
  }
}

/** Argo CD compares URLs without case, `.git` and user. */
function normalizedUrl(url: string): string {
  const text = url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const scpLike = /^([^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(text);
  return (scpLike === null ? text : `ssh://${scpLike[2]}/${scpLike[3]}`).replace(/^ssh:\/\/[^@/]+@/, 'ssh://');
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
