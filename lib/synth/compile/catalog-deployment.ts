import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { application } from '../../manifests/application.ts';
import { isJsonObject, type JsonObject, type Manifest, mergeObjects } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment, Environment, PlatformModel } from '../../model/platform-model.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { LoadedTemplate, RenderedFile, TemplateLibrary } from '../../templates/library/template-library.ts';
import { type Artifact, manifestFile, type RolloutPhase, realmOf, renderedFile } from '../artifact.ts';
import { DeployedSources } from '../deployed-sources.ts';
import { deploymentValues } from './deployment-values.ts';
import { revisionOf } from './revision.ts';
import { secretLocations } from './secret-locations.ts';
import type { TemplatedClusters } from './templated-clusters.ts';
import { environmentNamespace } from './workload-cluster.ts';

/** What compiling deployments needs beside the model. */
export interface DeploymentContext {
  readonly library: TemplateLibrary;
  readonly clusters: Pick<TemplatedClusters, 'folderOf'>;
  /** Templates whose own findings were told. */
  readonly reported: Set<LoadedTemplate>;
  readonly add: (artifact: Artifact) => void;
  readonly diagnostics: Diagnostic[];
}

/**
 * The files of all catalog deployments.
 *
 * @returns where they are fetched from, which the projects of their clusters have to admit
 */
export function compileCatalogDeployments(model: PlatformModel, context: DeploymentContext): DeployedSources {
  const sources = new DeployedSources();
  const { reported } = context;
  for (const deployment of model.catalogDeployments) {
    const template = context.library.get(deployment.item.source);
    if (template === undefined) continue;
    if (template.diagnostics.length > 0) {
      // Its findings are about the template, whoever uses it.
      if (!reported.has(template)) context.diagnostics.push(...template.diagnostics);
      reported.add(template);
      continue;
    }
    const { item, name, origin } = deployment;
    if (item.type !== 'Application') {
      const summary = `The Terraform of \`${item.name}\` is not written for deployment \`${name}\``;
      context.diagnostics.push(warning('INFRASTRUCTURE_NOT_WRITTEN', { summary, ...placeOf(origin) }));
    }
    if (item.type !== 'Infrastructure') compileApplicationPart(deployment, template, model, context, sources);
  }
  return sources;
}

// --- internal ---

/** One release for each environment, in the application repository. */
function compileApplicationPart(
  deployment: CatalogDeployment,
  template: LoadedTemplate,
  model: PlatformModel,
  context: DeploymentContext,
  sources: DeployedSources,
): void {
  const { item, cluster, name } = deployment;
  const { diagnostics } = context;
  if (!template.hasChart) {
    const summary = `Catalog item \`${item.name}\` is of type ${item.type}, and ${template.label} holds no Helm chart`;
    diagnostics.push(error('TEMPLATE_KIND_DIFFERS', { summary, ...placeOf(item.origin) }));
    return;
  }
  const phase: RolloutPhase | undefined = item.type === 'Hybrid' ? 'application' : undefined;
  for (const [index, environment] of deployment.environments.entries()) {
    const found: Diagnostic[] = [];
    const values = valuesOf(deployment, environment, template, model, context, found);
    const release = { name, namespace: environmentNamespace(cluster.name) };
    const isRight = found.every(({ severity }) => severity === 'warning');
    const rendered = isRight ? template.renderChart({ values, release }) : { files: [], diagnostics: [] };
    if (isRight && rendered.files.length === 0 && rendered.diagnostics.length === 0) {
      const summary = `Deployment \`${name}\` of \`${item.name}\` renders no file`;
      found.push(error('TEMPLATE_RENDERS_NOTHING', { summary, ...placeOf(deployment.origin) }));
    }
    found.push(...onceEach(rendered.diagnostics).map((each) => withOwner(each, deployment)));
    // The environments differ in nothing that could be wrong: a mistake is told once.
    if (index === 0) diagnostics.push(...found);
    addFiles(deployment, environment, rendered.files, phase, context);
    sources.note(
      cluster,
      rendered.files.flatMap(({ documents }) => documents),
    );
  }
}

function valuesOf(
  deployment: CatalogDeployment,
  environment: Environment,
  { contract: whole }: LoadedTemplate,
  { platform }: PlatformModel,
  { clusters }: DeploymentContext,
  diagnostics: Diagnostic[],
): JsonObject {
  const { origin } = deployment;
  const contract = { ...whole, inputs: whole.inputs.filter(({ token }) => token === undefined) };
  const derived = deploymentValues(
    deployment,
    environment,
    clusters.folderOf(deployment.cluster, environment),
    platform,
  );
  const declared = new Set(contract.inputs.map(({ path }) => path[0] ?? ''));
  const standard = Object.entries(derived).filter(([key]) => declared.has(key));
  const given = { ...Object.fromEntries(standard), ...deployment.values };
  const resolved = resolveInputs(contract, given as GivenValues, placeOf(origin));
  const located = secretLocations(contract, resolved.secrets, deployment.values, origin);
  diagnostics.push(...resolved.diagnostics, ...located.diagnostics);
  return { ...derived, ...mergeObjects(resolved.values, located.values) };
}

/** A helper that fails is told once, however many files include it. */
function onceEach(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Map<string, Diagnostic>();
  for (const finding of found) {
    const { code, detail, source } = finding;
    const key = JSON.stringify([code, detail, source]);
    if (!known.has(key)) known.set(key, finding);
  }
  return [...known.values()];
}

/** A finding of a template names the deployment that it came up with. */
function withOwner(finding: Diagnostic, { origin, name }: CatalogDeployment): Diagnostic {
  const { address, source } = placeOf(origin);
  const related = [...(finding.related ?? []), { message: `rendered for deployment \`${name}\``, address, source }];
  return finding.source === undefined ? { ...finding, ...placeOf(origin) } : { ...finding, address, related };
}

/**
 * `<release>.yaml` is the main file. Others that hold nothing but Applications lie beside it, since the folder of the
 * environment is what the Argo CD of the management cluster syncs; a dot, which no release has in its name, keeps them
 * apart. All else goes to a folder of the release, for the cluster itself.
 */
function addFiles(
  deployment: CatalogDeployment,
  environment: Environment,
  files: readonly RenderedFile[],
  phase: RolloutPhase | undefined,
  { add, clusters }: DeploymentContext,
): void {
  const { cluster, name } = deployment;
  const { application: repository, platform } = cluster.organization;
  const folder = clusters.folderOf(cluster, environment);
  const realm = realmOf(platform, cluster.management.name);
  const main = mainFile(files);
  const beside = files.filter((file) => file === main || file.documents.every(isArgoCd));
  for (const file of beside) {
    const path = file === main ? `${name}.yaml` : `${name}.${file.path.replaceAll('/', '.')}`;
    add(renderedFile(deployment, repository, `${folder}/${path}`, file, { realm, phase }));
  }
  const others = files.filter((file) => !beside.includes(file));
  for (const file of others) {
    // Applied to the cluster, not where its Argo CD runs: no realm.
    add(renderedFile(deployment, repository, `${folder}/${name}/${file.path}`, file, { phase }));
  }
  const isSynced = beside.some(({ documents }) => documents.some(syncs(`${folder}/${name}`)));
  if (others.length > 0 && !isSynced) add({ ...resourcesFile(deployment, environment, folder, main, realm), phase });
}

/** The Application of a release's own files, where the template has none that syncs them. */
function resourcesFile(
  deployment: CatalogDeployment,
  environment: Environment,
  folder: string,
  main: RenderedFile | undefined,
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
  });
  return manifestFile(deployment, repository, `${folder}/${name}.resources.yaml`, [manifest], realm);
}

/** The one with the Application of the item; an item of other objects alone has none. */
function mainFile(files: readonly RenderedFile[]): RenderedFile | undefined {
  const holders = files.filter(({ documents }) => documents.some(isApplication));
  return holders.find(({ path }) => path === 'application.yaml') ?? holders[0];
}

function isArgoCd({ apiVersion }: Manifest): boolean {
  return apiVersion.startsWith('argoproj.io/');
}

function isApplication({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Application' && apiVersion.startsWith('argoproj.io/');
}

/** True for an Application that syncs a folder, whichever of its sources that is. */
function syncs(folder: string): (manifest: Manifest) => boolean {
  return (manifest) => {
    const { spec } = manifest;
    if (!isApplication(manifest) || !isJsonObject(spec)) return false;
    const sources = [spec['source'], ...(Array.isArray(spec['sources']) ? spec['sources'] : [])];
    return sources.some((source) => isJsonObject(source) && source['path'] === folder);
  };
}

function waveOf({ metadata }: Manifest): number {
  const annotations = metadata['annotations'];
  const wave = isJsonObject(annotations) ? Number(annotations['argocd.argoproj.io/sync-wave'] ?? 0) : 0;
  return Number.isFinite(wave) ? wave : 0;
}
