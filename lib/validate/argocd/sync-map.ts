import type { Manifest } from '../../model/json.ts';
import { repositoryIdentity } from '../../model/repository-location.ts';
import { realmOf } from '../../synth/artifact.ts';
import type { IndexedManifest, ManifestIndex } from '../manifest-index.ts';
import type { RuleModel } from '../rule-model.ts';
import { ARGOCD, destinationOf, IN_CLUSTER, type Source, sourcesOf } from './application-spec.ts';

/** An Application with the Argo CD that runs it. */
export interface RunningApplication {
  readonly entry: IndexedManifest;
  /** The Argo CD, as in `Artifact.realm`. */
  readonly realm: string;
  /** The cluster that it deploys to, as in `Landing.cluster`. */
  readonly cluster: string;
  /** Where its own object comes from; undefined for a root, and for what we do not see. */
  readonly parent: RunningApplication | undefined;
}

/** That an Application brings a document to a cluster. */
export interface Landing {
  readonly application: RunningApplication;
  /** A management cluster as its realm; any other cluster as the realm that knows it, with its name there. */
  readonly cluster: string;
  readonly namespace: string | undefined;
}

/** What the Applications of a program bring where: followed from Application to folder to Application. */
export interface SyncMap {
  readonly applications: readonly RunningApplication[];
  /** How a document reaches its clusters; empty where no Application that we see syncs its folder. */
  landingsOf(manifest: Manifest): readonly Landing[];
  /** The Argo CDs that apply a document of theirs: as its maker says, else as it lands. */
  realmsOf(entry: IndexedManifest): readonly string[];
  /** The name of a repository of the program. */
  repositoryOf(url: string): string | undefined;
}

/** Linear in documents, but for folders that several Applications sync. */
export function createSyncMap(index: ManifestIndex, model: RuleModel | undefined): SyncMap {
  const repositories = new Map(model?.repositories.map(({ url, name }) => [repositoryIdentity(url), name]));
  const repositoryOf = (url: string) => repositories.get(repositoryIdentity(url));
  const clusters = managementClusters(model);
  const landings = new Map<Manifest, Landing[]>();
  const running = new Map<Manifest, Mutable[]>();
  const applications: Mutable[] = [];
  const run = (entry: IndexedManifest, realm: string, parent: RunningApplication | undefined) => {
    const known = running.get(entry.manifest);
    const same = known?.find((one) => one.realm === realm);
    if (same !== undefined) {
      same.parent ??= parent;
      return;
    }
    const application = { entry, realm, cluster: clusterOf(entry.manifest, realm, clusters), parent };
    if (known === undefined) running.set(entry.manifest, [application]);
    else known.push(application);
    applications.push(application);
  };
  for (const entry of index.of(ARGOCD.group, 'Application')) {
    if (entry.artifact.realm !== undefined) run(entry, entry.artifact.realm, undefined);
  }
  // Grows while it is walked: Applications lead to folders, and folders to Applications.
  for (const next of applications) {
    const landing = {
      application: next,
      cluster: next.cluster,
      namespace: destinationOf(next.entry.manifest).namespace,
    };
    for (const source of sourcesOf(next.entry.manifest)) {
      for (const entry of documentsOf(source, index, repositoryOf)) {
        const known = landings.get(entry.manifest);
        if (known === undefined) landings.set(entry.manifest, [landing]);
        else known.push(landing);
        const isApplication = entry.group === ARGOCD.group && entry.manifest.kind === 'Application';
        // Only clusters that run an Argo CD do anything with an Application.
        const hasArgoCd = next.cluster === next.realm || !next.cluster.includes(KNOWN_BY);
        if (isApplication && hasArgoCd && entry !== next.entry) run(entry, next.cluster, next);
      }
    }
  }
  return {
    applications,
    landingsOf: (manifest) => landings.get(manifest) ?? NONE,
    realmsOf: ({ manifest, artifact }) => {
      const found = landings.get(manifest);
      if (found === undefined) return artifact.realm === undefined ? [] : [artifact.realm];
      return [...new Set(found.map(({ cluster }) => cluster))];
    },
    repositoryOf,
  };
}

/** Files that make a folder more than the manifests in it: what Argo CD applies then, we do not see. */
export const GENERATED_BY: readonly string[] = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
  'Chart.yaml',
];

// --- internal ---

type Mutable = { -readonly [Key in keyof RunningApplication]: RunningApplication[Key] };

const NONE: readonly Landing[] = [];

/** Between a realm and the name under which it knows a cluster. */
const KNOWN_BY = ' > ';

function managementClusters(model: RuleModel | undefined): ReadonlyMap<string, string> {
  if (model === undefined) return new Map();
  const { repository, controlPlane } = model.platform;
  const home = realmOf(repository, controlPlane);
  return new Map(
    model.managementClusters.map(({ name, organization }) => [
      `${home}${KNOWN_BY}${name}`,
      realmOf(organization.platform, name),
    ]),
  );
}

function clusterOf(application: Manifest, realm: string, clusters: ReadonlyMap<string, string>): string {
  const { name, server } = destinationOf(application);
  if (name === IN_CLUSTER.name || server === IN_CLUSTER.server) return realm;
  const key = `${realm}${KNOWN_BY}${name ?? server ?? ''}`;
  return clusters.get(key) ?? key;
}

function documentsOf(
  { folder, repoURL, raw }: Source,
  index: ManifestIndex,
  repositoryOf: (url: string) => string | undefined,
): readonly IndexedManifest[] {
  if (folder === undefined) return [];
  const repository = repositoryOf(repoURL);
  if (repository === undefined) return [];
  const directory = raw['directory'] as Readonly<Record<string, unknown>> | undefined;
  if (directory?.['include'] !== undefined || directory?.['exclude'] !== undefined) return [];
  const names = index.filesIn(repository, folder);
  if (GENERATED_BY.some((name) => names.has(name))) return [];
  return directory?.['recurse'] === true ? index.below(repository, folder) : index.inFolder(repository, folder);
}
