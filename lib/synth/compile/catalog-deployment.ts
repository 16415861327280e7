import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { InputValue } from '../../model/declarations/cluster.ts';
import type { Hold } from '../../model/hold.ts';
import { type JsonObject, mergeObjects } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment, Environment, PlatformModel, WorkloadCluster } from '../../model/platform-model.ts';
import { teamLabels } from '../../model/team-label.ts';
import type { Contract } from '../../templates/contract/contract.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { LoadedTemplate } from '../../templates/library/template-library.ts';
import type { Artifact } from '../artifact.ts';
import { DeployedSources } from '../deployed-sources.ts';
import { type Drain, holdFor, infrastructureDrain } from '../drain.ts';
import { onceEach, withOwner } from './deployment-findings.ts';
import { deploymentValues, provisionedReleaseName } from './deployment-values.ts';
import { compileInfrastructure, type Infrastructure } from './infrastructure.ts';
import { tokenInputs } from './infrastructure-inputs.ts';
import { makeCharts } from './item-program.ts';
import { madeRelease, releaseDrains, releaseFiles, renderedRelease } from './release-files.ts';
import { secretLocations } from './secret-locations.ts';
import type { TemplatedClusters } from './templated-clusters.ts';
import type { UsableTemplates } from './usable-templates.ts';
import { environmentNamespace } from './workload-cluster.ts';

/** What compiling deployments needs beside the model. */
export interface DeploymentContext {
  readonly templates: UsableTemplates;
  readonly clusters: Pick<TemplatedClusters, 'folderOf'>;
  readonly add: (artifact: Artifact) => void;
  readonly diagnostics: Diagnostic[];
}

/**
 * The files of all catalog deployments.
 *
 * Terraform comes first: what needs it is held back until it is ready, and goes before it does. What one environment
 * brings to one cluster is rolled out together, so all of its Terraform comes before all of its Applications.
 *
 * @returns where they are fetched from, which the projects of their clusters have to admit
 */
export function compileCatalogDeployments(model: PlatformModel, context: DeploymentContext): DeployedSources {
  const sources = new DeployedSources();
  for (const group of rollouts(model.catalogDeployments)) {
    const infrastructures: { readonly deployment: CatalogDeployment; readonly made: Infrastructure }[] = [];
    const releases: Artifact[] = [];
    const drains: Drain[] = [];
    for (const deployment of group) {
      const { type, program, source } = deployment.item;
      const template = source && context.templates.find(source);
      if (template === undefined && program === undefined) continue;
      const made =
        type === 'Application' ? undefined : compileInfrastructure(deployment, template, model, context.diagnostics);
      if (made !== undefined) infrastructures.push({ deployment, made });
      if (type === 'Infrastructure') continue;
      const release =
        template === undefined
          ? compileCharts(deployment, context, sources)
          : compileApplicationPart(deployment, template, model, context, sources);
      releases.push(...release);
      drains.push(...release.flatMap((artifact) => releaseDrains(deployment, artifact)));
    }
    for (const { deployment, made } of infrastructures) {
      const { path } = infrastructureDrain(deployment).trigger;
      const after: readonly Hold[] = drains.length > 0 ? holdFor(path, drains) : [{ path, when: 'remove' }];
      for (const artifact of made.artifacts)
        context.add(artifact.path === path ? { ...artifact, holds: after } : artifact);
    }
    for (const artifact of releases) {
      const { path } = artifact;
      const holds = infrastructures.map(({ made }): Hold => ({ path, when: 'write', ...made.ready }));
      context.add(holds.length === 0 ? artifact : { ...artifact, phase: 'application', holds });
    }
  }
  return sources;
}

// --- internal ---

/** What is rolled out together: a deployment by itself, or all that an environment brings to a cluster. */
function rollouts(deployments: readonly CatalogDeployment[]): readonly (readonly CatalogDeployment[])[] {
  const groups: CatalogDeployment[][] = [];
  const brought = new Map<WorkloadCluster, Map<Environment, CatalogDeployment[]>>();
  for (const deployment of deployments) {
    const { cluster, provisionedBy } = deployment;
    const known = provisionedBy && brought.get(cluster)?.get(provisionedBy);
    if (known !== undefined) {
      known.push(deployment);
      continue;
    }
    const group = [deployment];
    groups.push(group);
    if (provisionedBy === undefined) continue;
    const ofCluster = brought.get(cluster) ?? new Map<Environment, CatalogDeployment[]>();
    brought.set(cluster, ofCluster.set(provisionedBy, group));
  }
  return groups;
}

/** The same of an item that is a cdk8s chart of the program. */
function compileCharts(
  deployment: CatalogDeployment,
  { clusters, diagnostics }: DeploymentContext,
  sources: DeployedSources,
): readonly Artifact[] {
  const { cluster, item, name, origin } = deployment;
  return deployment.environments.flatMap((environment, index) => {
    const found: Diagnostic[] = [];
    const files = makeCharts(deployment, environment, found).map((file) => madeRelease(deployment, file));
    if (files.length === 0 && found.length === 0) {
      const summary = `Deployment \`${name}\` of \`${item.name}\` makes no object`;
      found.push(error('TEMPLATE_RENDERS_NOTHING', { summary, ...placeOf(origin) }));
    }
    if (index === 0) diagnostics.push(...found);
    sources.note(
      cluster,
      files.flatMap(({ documents }) => documents),
    );
    return releaseFiles(deployment, environment, clusters.folderOf(cluster, environment), files);
  });
}

/** One release for each environment, in the application repository. */
function compileApplicationPart(
  deployment: CatalogDeployment,
  template: LoadedTemplate,
  model: PlatformModel,
  context: DeploymentContext,
  sources: DeployedSources,
): readonly Artifact[] {
  const { item, cluster, name } = deployment;
  const { diagnostics } = context;
  if (!template.hasChart) {
    const summary = `Catalog item \`${item.name}\` is of type ${item.type}, and ${template.label} holds no Helm chart`;
    diagnostics.push(error('TEMPLATE_KIND_DIFFERS', { summary, ...placeOf(item.origin) }));
    return [];
  }
  const artifacts: Artifact[] = [];
  const labels = teamLabels(deployment.teams);
  for (const [index, environment] of deployment.environments.entries()) {
    const found: Diagnostic[] = [];
    const values = valuesOf(deployment, environment, template, model, context, found);
    const release = { name, namespace: environmentNamespace(cluster.name) };
    const isRight = found.every(({ severity }) => severity === 'warning');
    const rendered = isRight ? template.renderChart({ values, release, labels }) : { files: [], diagnostics: [] };
    if (isRight && rendered.files.length === 0 && rendered.diagnostics.length === 0) {
      const summary = `Deployment \`${name}\` of \`${item.name}\` renders no file`;
      found.push(error('TEMPLATE_RENDERS_NOTHING', { summary, ...placeOf(deployment.origin) }));
    }
    found.push(...onceEach(rendered.diagnostics).map((each) => withOwner(each, deployment)));
    // The environments differ in nothing that could be wrong: a mistake is told once.
    if (index === 0) diagnostics.push(...found);
    const folder = context.clusters.folderOf(cluster, environment);
    const files = rendered.files.map((file) => renderedRelease(deployment, file));
    artifacts.push(...releaseFiles(deployment, environment, folder, files));
    sources.note(
      cluster,
      rendered.files.flatMap(({ documents }) => documents),
    );
  }
  return artifacts;
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
  const { contract, roots, tokens } = chartInputs(whole);
  const derived = deploymentValues(
    deployment,
    environment,
    clusters.folderOf(deployment.cluster, environment),
    platform,
  );
  const standard = Object.entries(derived).filter(([key]) => roots.has(key));
  const releaseName = provisionedReleaseName(deployment, contract);
  const given: Record<string, InputValue | undefined> = {
    ...Object.fromEntries(standard),
    ...(releaseName !== undefined && { releaseName }),
    ...deployment.values,
  };
  // Tokens of its Terraform may stand among the values of a Hybrid item.
  for (const root of tokens) delete given[root];
  const resolved = resolveInputs(contract, given as GivenValues, placeOf(origin));
  const located = secretLocations(contract, resolved.secrets, deployment.values, origin);
  diagnostics.push(...resolved.diagnostics, ...located.diagnostics);
  return Object.assign({}, derived, mergeObjects(resolved.values, located.values));
}

interface ChartInputs {
  /** Without what its Terraform asks for. */
  readonly contract: Contract;
  /** The first keys of what it asks for. */
  readonly roots: ReadonlySet<string>;
  /** Those of what its Terraform asks for. */
  readonly tokens: readonly string[];
}

/** The same for all deployments of an item. */
const chartInputsOf = new WeakMap<Contract, ChartInputs>();

function chartInputs(whole: Contract): ChartInputs {
  const known = chartInputsOf.get(whole);
  if (known !== undefined) return known;
  const contract = { ...whole, inputs: whole.inputs.filter(({ token }) => token === undefined) };
  const roots = new Set(contract.inputs.map(({ path }) => path[0] ?? ''));
  const made = { contract, roots, tokens: tokenInputs(whole).map(({ path }) => path[0] ?? '') };
  chartInputsOf.set(whole, made);
  return made;
}
