import { isJsonObject, type Json } from '../../model/json.ts';
import { repositoryIdentity } from '../../model/repository-location.ts';
import { at, isOfKind, listAt, nameOf, objectAt, type PlacedObject, textAt } from './placed-object.ts';

/** An Argo CD Application as the model needs it. */
export interface Application {
  readonly object: PlacedObject;
  /** `namespace/name`. */
  readonly label: string;
  readonly project: string;
  readonly sources: readonly Source[];
  readonly destination: Destination;
  readonly automated: boolean;
  readonly prune: boolean;
  readonly selfHeal: boolean;
  readonly allowEmpty: boolean;
  readonly syncOptions: ReadonlySet<string>;
  /** True when deleting it deletes what it runs. */
  readonly cascades: boolean;
}

export interface Source {
  /** As written. */
  readonly url: string;
  /** `repositoryIdentity` of the URL. */
  readonly repository: string;
  /** Folder without slashes at its ends, empty for the root; undefined for a chart of a Helm repository. */
  readonly path: string | undefined;
  readonly chart: string | undefined;
  readonly revision: string;
  readonly directory: { readonly recurse: boolean; readonly include: string; readonly exclude: string };
  /** True when a tool renders the folder, by what the source itself says. */
  readonly rendered: boolean;
}

export interface Destination {
  /** Name or URL as Argo CD knows the cluster; `in-cluster` for the one it runs on. */
  readonly cluster: string;
  readonly namespace: string;
}

export const IN_CLUSTER = 'in-cluster';

/** Reads an Application; undefined for every other object. What is malformed reads as if it was not there. */
export function toApplication(object: PlacedObject): Application | undefined {
  if (!isOfKind(object, 'argoproj.io', 'Application')) return undefined;
  const { manifest } = object;
  const automated = objectAt(manifest, 'spec', 'syncPolicy', 'automated');
  const active = automated !== undefined && automated['enabled'] !== false;
  return {
    object,
    label: nameOf(object.resource),
    project: textAt(manifest, 'spec', 'project') ?? 'default',
    sources: [at(manifest, 'spec', 'source'), ...listAt(manifest, 'spec', 'sources')].flatMap(toSource),
    destination: destinationOf(at(manifest, 'spec', 'destination')),
    automated: active,
    prune: active && automated['prune'] === true,
    selfHeal: active && automated['selfHeal'] === true,
    allowEmpty: active && automated['allowEmpty'] === true,
    syncOptions: new Set(listAt(manifest, 'spec', 'syncPolicy', 'syncOptions').map(String)),
    cascades: listAt(manifest, 'metadata', 'finalizers').some((one) => CASCADING.test(String(one))),
  };
}

/** The folder of a repository that a source names; undefined for a chart of a Helm repository, and where there is none. */
export function folderOfSource(source: Json | undefined): string | undefined {
  if (textAt(source, 'chart') !== undefined) return undefined;
  const path = textAt(source, 'path');
  return path === undefined ? undefined : tidy(path);
}

/** True for a source that calls for a tool to render its folder. */
export function callsTool(source: Json | undefined): boolean {
  return ['helm', 'kustomize', 'plugin'].some((tool) => objectAt(source, tool) !== undefined);
}

// --- internal ---

/** The foreground finalizer has the name alone, others a `/background` after it. */
const CASCADING = /^(?:foreground-|background-)?resources-finalizer\.argocd\.argoproj\.io(?:\/.*)?$/;

/** The URL by which every Argo CD knows the cluster it runs on. */
const OWN_SERVER = /^https:\/\/kubernetes\.default(?:\.svc)?\/?$/;

function toSource(source: Json | undefined): readonly Source[] {
  if (!isJsonObject(source)) return [];
  const url = textAt(source, 'repoURL') ?? '';
  return [
    {
      url,
      repository: repositoryIdentity(url),
      path: folderOfSource(source),
      chart: textAt(source, 'chart'),
      revision: textAt(source, 'targetRevision') ?? 'HEAD',
      directory: {
        recurse: at(source, 'directory', 'recurse') === true,
        include: textAt(source, 'directory', 'include') ?? '',
        exclude: textAt(source, 'directory', 'exclude') ?? '',
      },
      rendered: callsTool(source),
    },
  ];
}

function tidy(path: string): string {
  const plain = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return plain === '.' ? '' : plain;
}

function destinationOf(destination: Json | undefined): Destination {
  const cluster = textAt(destination, 'name') ?? textAt(destination, 'server') ?? '';
  return {
    cluster: OWN_SERVER.test(cluster) ? IN_CLUSTER : cluster,
    namespace: textAt(destination, 'namespace') ?? '',
  };
}
