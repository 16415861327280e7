import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import { PROMETHEUS_CHARTS } from '../../manifests/kube-prometheus-stack.ts';
import { applicationSources } from '../../manifests/read-application.ts';
import type { JsonObject } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { Declared, Environment, PlatformModel, WorkloadCluster } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import type { LoadedTemplate, RenderedFile } from '../../templates/library/template-library.ts';
import { type Artifact, placeholderFile, realmOf, renderedFile } from '../artifact.ts';
import type { DeployedSources } from '../deployed-sources.ts';
import { LAYOUT } from '../layout.ts';
import { controlPlaneValues, managementValues, type SuppliedValues, workloadValues } from './cluster-values.ts';
import { type ClusterRender, checkClusterInputs, environmentFile, renderCluster } from './render-cluster.ts';
import type { UsableTemplates } from './usable-templates.ts';

/** Clusters that are made from templates. */
export interface TemplatedClusters {
  /** The folder that holds what an environment has on a cluster: the one that its Application syncs. */
  readonly folderOf: (cluster: WorkloadCluster, environment: Environment) => string;
  /** The trees, when it is known what is deployed to them. */
  readonly trees: (sources: DeployedSources) => readonly Artifact[];
}

/**
 * Renders the clusters that are made from templates.
 *
 * The Applications of environments come first: the template decides which folder they sync, and deployments go there.
 */
export function compileTemplatedClusters(
  model: PlatformModel,
  templates: UsableTemplates,
  diagnostics: Diagnostic[],
): TemplatedClusters {
  const ready = new Map<object, ClusterRender>();
  const prepare = (
    cluster: Declared<{ readonly name: string; readonly inputs: ClusterRender['inputs'] }>,
    source: LoadedTemplate['source'] | undefined,
    types: readonly string[],
    supplied: () => SuppliedValues,
  ) => {
    const template = source && templates.find(source);
    if (template === undefined) return;
    const { clusterType, format } = template.contract;
    // The first format knew no management clusters: the platform's own template of one says `physical`.
    const isOld = format === 'input-file' && types.includes('management') && clusterType === 'physical';
    if (clusterType !== undefined && !types.includes(clusterType) && !isOld) {
      const summary = `Cluster \`${cluster.name}\` is made from ${template.label}, which is for clusters of type ${clusterType}`;
      diagnostics.push(error('TEMPLATE_KIND_DIFFERS', { summary, ...placeOf(cluster.origin) }));
      return;
    }
    const render = {
      name: cluster.name,
      origin: cluster.origin,
      template,
      inputs: cluster.inputs,
      supplied: supplied(),
    };
    const found = checkClusterInputs(render);
    diagnostics.push(...found);
    if (errorsOf(found).length === 0) ready.set(cluster, render);
  };
  const { platform } = model;
  const controlPlane = {
    ...platform,
    name: platform.controlPlane,
    inputs: platform.controlPlaneSettings?.inputs ?? {},
  };
  prepare(controlPlane, platform.controlPlaneSettings?.template, ['control-plane'], () => controlPlaneValues(platform));
  for (const cluster of model.managementClusters) {
    prepare(cluster, cluster.template?.source, ['management'], () => managementValues(cluster, platform));
  }
  for (const cluster of model.workloadClusters) {
    const types = cluster.type === 'virtual' ? ['virtual'] : ['physical', 'gpu'];
    prepare(cluster, cluster.template?.source, types, () => workloadValues(cluster, platform));
  }

  const environments = new Map<WorkloadCluster, ReadonlyMap<Environment, RenderedFile>>();
  for (const cluster of model.workloadClusters) {
    const render = ready.get(cluster);
    if (render !== undefined) environments.set(cluster, renderEnvironments(cluster, render, ready, diagnostics));
  }

  const trees = (sources: DeployedSources): readonly Artifact[] => {
    const artifacts: Artifact[] = [];
    const plant = (cluster: Declared<object>, extra: JsonObject, place: TreePlace) => {
      const render = ready.get(cluster);
      if (render !== undefined) artifacts.push(...treeFiles(cluster, render, extra, place, diagnostics));
    };
    const own = { repository: platform.repository, realm: realmOf(platform.repository, platform.controlPlane) };
    plant(controlPlane, {}, { ...own, base: LAYOUT.cluster(platform.controlPlane), registration: undefined });
    for (const cluster of model.managementClusters) {
      const base = LAYOUT.konstructCluster(cluster.name);
      const registration = `${LAYOUT.konstructClusterRegistrations(platform.controlPlane)}/registry-${cluster.name}.yaml`;
      plant(cluster, {}, { ...own, base, registration });
    }
    for (const cluster of model.workloadClusters) {
      const { organization, management, name } = cluster;
      const repository = organization.platform;
      const registration = `${LAYOUT.clusterRegistrations(management.name)}/registry-${name}.yaml`;
      const place = {
        repository,
        realm: realmOf(repository, management.name),
        base: LAYOUT.cluster(name),
        registration,
      };
      const fetched = [...sources.of(cluster), ...(cluster.monitoring === undefined ? [] : [PROMETHEUS_CHARTS])];
      const others = [...new Set(fetched)].filter((url) => url !== organization.application.url);
      plant(cluster, { applicationSourceRepos: others.sort() }, place);
      for (const [environment, file] of environments.get(cluster) ?? []) {
        const path = LAYOUT.environmentApplication(name, environment.slug);
        artifacts.push(renderedFile(cluster, repository, path, file, { realm: place.realm }));
        const folder = syncedFolder(file, organization.application.url);
        if (folder !== undefined)
          artifacts.push(placeholderFile(cluster, organization.application, LAYOUT.placeholder(folder)));
      }
    }
    return artifacts;
  };
  const folderOf = (cluster: WorkloadCluster, environment: Environment) => {
    const file = environments.get(cluster)?.get(environment);
    const synced = file && syncedFolder(file, cluster.organization.application.url);
    return synced ?? LAYOUT.environment(environment.slug, cluster.name);
  };
  return { folderOf, trees };
}

/** Where no cluster is made from a template. */
export const NO_TEMPLATED_CLUSTERS: TemplatedClusters = {
  folderOf: (cluster, environment) => LAYOUT.environment(environment.slug, cluster.name),
  trees: () => [],
};

// --- internal ---

interface TreePlace {
  readonly repository: PlatformRepository;
  readonly realm: string;
  readonly base: string;
  /** Path of the Application that registers the tree with its parent; undefined for the control plane, which has none. */
  readonly registration: string | undefined;
}

/** A cluster whose environments cannot be rendered is not rendered further: the mistake is told once. */
function renderEnvironments(
  cluster: WorkloadCluster,
  render: ClusterRender,
  ready: Map<object, ClusterRender>,
  diagnostics: Diagnostic[],
): ReadonlyMap<Environment, RenderedFile> {
  const files = new Map<Environment, RenderedFile>();
  for (const environment of cluster.environments) {
    const rendered = renderCluster(render, {}, environment.slug);
    if (errorsOf(rendered.diagnostics).length > 0) {
      diagnostics.push(...rendered.diagnostics);
      ready.delete(cluster);
      break;
    }
    const file = environmentFile(rendered);
    if (file !== undefined) files.set(environment, file);
  }
  return files;
}

function treeFiles(
  cluster: Declared<object>,
  render: ClusterRender,
  extra: JsonObject,
  { repository, realm, base, registration }: TreePlace,
  diagnostics: Diagnostic[],
): readonly Artifact[] {
  const rendered = renderCluster(render, extra);
  diagnostics.push(...rendered.diagnostics);
  if (rendered.files.length === 0 && rendered.diagnostics.length === 0) {
    const summary = `The template of cluster \`${render.name}\` renders no file`;
    diagnostics.push(error('TEMPLATE_RENDERS_NOTHING', { summary, ...placeOf(render.origin) }));
  }
  return rendered.files.map((file) => {
    const isRegistration = registration !== undefined && REGISTRATIONS.has(file.path);
    const path = isRegistration ? registration : `${base}/${file.path}`;
    // What lies in folders is applied by Applications, wherever those say.
    return renderedFile(cluster, repository, path, file, { realm: file.path.includes('/') ? undefined : realm });
  });
}

const REGISTRATIONS: ReadonlySet<string> = new Set(['registry-workload-cluster.yaml', 'registry-cluster.yaml']);

/** The folder of the application repository that an Application of the file syncs. */
function syncedFolder({ documents }: RenderedFile, repositoryUrl: string): string | undefined {
  for (const document of documents) {
    if (document.kind !== 'Application') continue;
    for (const { repoURL, path } of applicationSources(document)) {
      if (repoURL === repositoryUrl && typeof path === 'string') return path.replace(/\/+$/, '');
    }
  }
  return undefined;
}
