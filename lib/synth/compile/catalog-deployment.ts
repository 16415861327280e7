import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { InputValue } from '../../model/declarations/cluster.ts';
import type { JsonObject } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment, Environment, PlatformModel } from '../../model/platform-model.ts';
import { teamLabels } from '../../model/team-label.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../templates/library/template-library.ts';
import type { Artifact } from '../artifact.ts';
import { DeployedSources } from '../deployed-sources.ts';
import { holdFor, infrastructureDrain } from '../drain.ts';
import { onceEach, withOwner } from './deployment-findings.ts';
import { deploymentValues } from './deployment-values.ts';
import { compileInfrastructure } from './infrastructure.ts';
import { tokenInputs } from './infrastructure-inputs.ts';
import { releaseDrains, releaseFiles } from './release-files.ts';
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
    compileDeployment(deployment, template, model, context, sources);
  }
  return sources;
}

// --- internal ---

/** Terraform comes first: what needs it is held back until it is ready, and goes before it does. */
function compileDeployment(
  deployment: CatalogDeployment,
  template: LoadedTemplate,
  model: PlatformModel,
  context: DeploymentContext,
  sources: DeployedSources,
): void {
  const { type } = deployment.item;
  const { add, diagnostics } = context;
  const infrastructure =
    type === 'Application' ? undefined : compileInfrastructure(deployment, template, model, diagnostics);
  const release =
    type === 'Infrastructure' ? [] : compileApplicationPart(deployment, template, model, context, sources);
  if (infrastructure === undefined) {
    for (const artifact of release) add(artifact);
    return;
  }
  for (const artifact of infrastructure.artifacts) add(removedAfter(artifact, deployment, release));
  for (const artifact of release) {
    add({ ...artifact, holds: [{ path: artifact.path, when: 'write', ...infrastructure.ready }] });
  }
}

/** Takes the Application of the Terraform down when those that need it are gone. */
function removedAfter(artifact: Artifact, deployment: CatalogDeployment, release: readonly Artifact[]): Artifact {
  const { trigger } = infrastructureDrain(deployment);
  if (artifact.path !== trigger.path) return artifact;
  const drains = release.flatMap((each) => releaseDrains(deployment, each));
  return {
    ...artifact,
    holds: drains.length > 0 ? holdFor(trigger.path, drains) : [{ path: trigger.path, when: 'remove' }],
  };
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
    artifacts.push(...releaseFiles(deployment, environment, folder, rendered.files));
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
  const contract = { ...whole, inputs: whole.inputs.filter(({ token }) => token === undefined) };
  const derived = deploymentValues(
    deployment,
    environment,
    clusters.folderOf(deployment.cluster, environment),
    platform,
  );
  const declared = new Set(contract.inputs.map(({ path }) => path[0] ?? ''));
  const standard = Object.entries(derived).filter(([key]) => declared.has(key));
  const given: Record<string, InputValue | undefined> = { ...Object.fromEntries(standard), ...deployment.values };
  // Tokens of its Terraform may stand among the values of a Hybrid item.
  for (const { path } of tokenInputs(whole)) delete given[path[0] ?? ''];
  const resolved = resolveInputs(contract, given as GivenValues, placeOf(origin));
  const located = secretLocations(contract, resolved.secrets, deployment.values, origin);
  diagnostics.push(...resolved.diagnostics, ...located.diagnostics);
  return { ...derived, ...resolved.values, ...located.values };
}
