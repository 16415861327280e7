import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject, type Manifest } from '../../model/json.ts';

/** The name under which every Argo CD knows the cluster it runs on, and the URL of its API server from inside. */
export const IN_CLUSTER = { name: 'in-cluster', server: 'https://kubernetes.default.svc' } as const;

/** Where Argo CD itself runs, and where Applications live that any project may hold. */
export const ARGOCD = { group: 'argoproj.io', namespace: 'argocd' } as const;

export interface Source {
  readonly repoURL: string;
  /** A folder, without `./` and slashes around it; undefined for a chart, or where nothing is said. */
  readonly folder: string | undefined;
  readonly chart: string | undefined;
  readonly raw: JsonObject;
  /** Where it stands in the Application. */
  readonly field: FieldPath;
}

/** The sources of an Application, one or several. */
export function sourcesOf(application: Manifest): readonly Source[] {
  // every other rule asks
  const known = readSources.get(application);
  if (known !== undefined) return known;
  const sources = readSourcesOf(application);
  readSources.set(application, sources);
  return sources;
}

/** The destination as it is written. */
export interface DestinationSpec {
  readonly name: string | undefined;
  readonly server: string | undefined;
  readonly namespace: string | undefined;
}

export function destinationOf(application: Manifest): DestinationSpec {
  const spec = application['spec'];
  const destination = isJsonObject(spec) && isJsonObject(spec['destination']) ? spec['destination'] : {};
  const { name, server, namespace } = destination;
  return { name: text(name), server: text(server), namespace: text(namespace) };
}

export function projectOf(application: Manifest): string {
  const spec = application['spec'];
  return (isJsonObject(spec) ? text(spec['project']) : undefined) ?? 'default';
}

/** The cluster of an environment, if an Application syncs the folder of one. */
export function clusterOfEnvironment(application: Manifest): string | undefined {
  const cluster = /^(.+)-environment$/.exec(projectOf(application))?.[1];
  return destinationOf(application).namespace === `${cluster}-environment` ? cluster : undefined;
}

export function syncOptionsOf(application: Manifest): readonly string[] {
  const spec = application['spec'];
  const policy = isJsonObject(spec) ? spec['syncPolicy'] : undefined;
  return isJsonObject(policy) ? list(policy['syncOptions']).map(String) : [];
}

/** Whether what goes from git is deleted in the cluster without anybody asking. */
export function prunes(application: Manifest): boolean {
  const spec = application['spec'];
  const policy = isJsonObject(spec) ? spec['syncPolicy'] : undefined;
  const automated = isJsonObject(policy) ? policy['automated'] : undefined;
  return isJsonObject(automated) && automated['prune'] === true && automated['enabled'] !== false;
}

/** Where the sync wave of an object stands. */
export const WAVE_FIELD: FieldPath = ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave'];

/** The sync wave of an object: 0 where its annotation says nothing, or nothing that is a number. */
export function waveOf(manifest: Manifest): number {
  const wave = Number(annotationOf(manifest, 'argocd.argoproj.io/sync-wave') ?? 0);
  return Number.isFinite(wave) ? wave : 0;
}

export function annotationOf(manifest: Manifest, name: string): string | undefined {
  const annotations = manifest.metadata['annotations'];
  const value = isJsonObject(annotations) ? annotations[name] : undefined;
  return value === undefined || value === null ? undefined : String(value);
}

/** The members of a list; none for what is no list. */
export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

// --- internal ---

const readSources = new WeakMap<Manifest, readonly Source[]>();

function readSourcesOf(application: Manifest): readonly Source[] {
  const spec = application['spec'];
  if (!isJsonObject(spec)) return [];
  const several = list(spec['sources']).map((raw, index) => ({ raw, field: ['spec', 'sources', `[${index}]`] }));
  return [{ raw: spec['source'], field: ['spec', 'source'] }, ...several].flatMap(({ raw, field }): Source[] => {
    if (!isJsonObject(raw)) return [];
    const folder = raw['chart'] === undefined ? folderOf(text(raw['path'])) : undefined;
    return [{ repoURL: text(raw['repoURL']) ?? '', folder, chart: text(raw['chart']), raw, field }];
  });
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function folderOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
}
