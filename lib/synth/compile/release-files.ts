import { application } from '../../manifests/application.ts';
import { applicationSources, isApplication } from '../../manifests/read-application.ts';
import { isJsonObject, type Manifest } from '../../model/json.ts';
import type { CatalogDeployment, Environment } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { teamLabels, withLabels } from '../../model/team-label.ts';
import type { RenderedFile } from '../../templates/library/template-library.ts';
import { type Artifact, documentsOf, manifestFile, realmOf, renderedFile } from '../artifact.ts';
import type { Drain } from '../drain.ts';
import type { ProgramFile } from './item-program.ts';
import { revisionOf } from './revision.ts';
import { environmentNamespace } from './workload-cluster.ts';

type FileOptions = Pick<Artifact, 'realm' | 'phase' | 'environment'>;

/** A file of a release, wherever it comes from. */
export interface ReleaseFile {
  /** As the template calls it. */
  readonly path: string;
  readonly documents: readonly Manifest[];
  readonly write: (repository: PlatformRepository, path: string, options?: FileOptions) => Artifact;
}

/** A file that a template rendered. */
export function renderedRelease(deployment: CatalogDeployment, file: RenderedFile): ReleaseFile {
  const { path, documents } = file;
  const write: ReleaseFile['write'] = (repository, target, options) =>
    renderedFile(deployment, repository, target, file, options);
  return { path, documents, write };
}

/** A file of objects that a program made. */
export function madeRelease(deployment: CatalogDeployment, { path, documents }: ProgramFile): ReleaseFile {
  const labels = teamLabels(deployment.teams);
  const labelled = labels === undefined ? documents : documents.map((manifest) => withLabels(manifest, labels));
  return {
    path,
    documents: labelled,
    write: (repository, target, { realm, ...options } = {}) => ({
      ...options,
      ...manifestFile(deployment, repository, target, labelled, realm),
    }),
  };
}

/**
 * `<release>.yaml` is the main file. Others that hold nothing but Applications lie beside it, since the folder of the
 * environment is what the Argo CD of the management cluster syncs; a dot, which no release has in its name, keeps them
 * apart. All else goes to a folder of the release, for the cluster itself.
 */
export function releaseFiles(
  deployment: CatalogDeployment,
  environment: Environment,
  folder: string,
  files: readonly ReleaseFile[],
): readonly Artifact[] {
  const { cluster, item, name } = deployment;
  const { application: repository, platform } = cluster.organization;
  const phase = item.type === 'Hybrid' ? 'application' : undefined;
  const artifacts: Artifact[] = [];
  const realm = realmOf(platform, cluster.management.name);
  const main = mainFile(files);
  const beside = files.filter((file) => file === main || file.documents.every(isArgoCd));
  for (const file of beside) {
    const path = file === main ? `${name}.yaml` : `${name}.${file.path.replaceAll('/', '.')}`;
    artifacts.push(file.write(repository, `${folder}/${path}`, { realm, environment, phase }));
  }
  const others = files.filter((file) => !beside.includes(file));
  for (const file of others) {
    // Applied to the cluster, not where its Argo CD runs: no realm.
    artifacts.push(file.write(repository, `${folder}/${name}/${file.path}`, { phase }));
  }
  const isSynced = beside.some(({ documents }) => documents.some(syncs(`${folder}/${name}`)));
  if (others.length > 0 && !isSynced) {
    artifacts.push({ ...resourcesFile(deployment, environment, folder, main, realm), environment, phase });
  }
  return artifacts;
}

/** What a file of a release makes Argo CD run, which is gone only when Argo CD has deleted it. */
export function releaseDrains({ cluster, name }: CatalogDeployment, artifact: Artifact): readonly Drain[] {
  const { application: repository } = cluster.organization;
  return documentsOf(artifact.content)
    .filter(isApplication)
    .map(({ metadata }) => {
      const namespace = metadata.namespace ?? environmentNamespace(cluster.name);
      const folder = artifact.path.slice(0, artifact.path.lastIndexOf('/'));
      return {
        gate: {
          kind: 'argocd-drained',
          cluster: cluster.management.name,
          application: metadata.name,
          namespace,
          children: namespace,
          source: { repoURL: repository.url, path: `${folder}/${name}` },
        },
        trigger: { repository: repository.name, path: artifact.path },
      };
    });
}

// --- internal ---

/** The Application of a release's own files, where the template has none that syncs them. */
function resourcesFile(
  deployment: CatalogDeployment,
  environment: Environment,
  folder: string,
  main: ReleaseFile | undefined,
  realm: string,
): Artifact {
  const { cluster, name, values } = deployment;
  const repository = cluster.organization.application;
  const namespace = typeof values['namespace'] === 'string' ? values['namespace'] : name;
  const manifest = application({
    name: `${cluster.name}-${environment.slug}-${name}-resources`,
    namespace: environmentNamespace(cluster.name),
    // Secrets have to be there before what reads them.
    wave: Math.min(...(main?.documents ?? []).map(waveOf), main === undefined ? 0 : Number.POSITIVE_INFINITY) - 1,
    project: cluster.name,
    source: { repoURL: repository.url, path: `${folder}/${name}`, targetRevision: revisionOf(repository) },
    destination: { name: cluster.name, namespace },
    labels: teamLabels(deployment.teams),
  });
  return manifestFile(deployment, repository, `${folder}/${name}.resources.yaml`, [manifest], realm);
}

/** The one with the Application of the item; an item of other objects alone has none. */
function mainFile(files: readonly ReleaseFile[]): ReleaseFile | undefined {
  const holders = files.filter(({ documents }) => documents.some(isApplication));
  return holders.find(({ path }) => path === 'application.yaml') ?? holders[0];
}

function isArgoCd({ apiVersion }: Manifest): boolean {
  return apiVersion.startsWith('argoproj.io/');
}

/** True for an Application that syncs a folder, whichever of its sources that is. */
function syncs(folder: string): (manifest: Manifest) => boolean {
  return (manifest) => isApplication(manifest) && applicationSources(manifest).some(({ path }) => path === folder);
}

function waveOf({ metadata }: Manifest): number {
  const annotations = metadata['annotations'];
  const wave = isJsonObject(annotations) ? Number(annotations['argocd.argoproj.io/sync-wave'] ?? 0) : 0;
  return Number.isFinite(wave) ? wave : 0;
}
