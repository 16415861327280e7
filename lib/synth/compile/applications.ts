import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { application as argoApplication } from '../../manifests/application.ts';
import { labelWithScope } from '../../model/identity.ts';
import { mergeObjects } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type {
  Application,
  Environment,
  Organization,
  PlatformModel,
  WorkloadCluster,
} from '../../model/platform-model.ts';
import { repositoryIdentity, repositoryOwner, shortRepositoryName } from '../../model/repository-location.ts';
import { emitYaml } from '../../render/yaml/emit-yaml.ts';
import { type Artifact, manifestFile, realmOf } from '../artifact.ts';
import type { DeployedSources } from '../deployed-sources.ts';
import { clustersOfStage } from '../report-stages.ts';
import { compileScaffold } from './scaffold.ts';
import { compileUpdateWorkflow } from './update-workflow.ts';
import type { UsableTemplates } from './usable-templates.ts';
import { environmentNamespace } from './workload-cluster.ts';

/** What compiling applications needs beside the model. */
export interface ApplicationContext {
  /** Undefined where nothing is made from templates. */
  readonly templates: UsableTemplates | undefined;
  /** Folder of an environment on a cluster, in the application repository. */
  readonly folderOf: (cluster: WorkloadCluster, environment: Environment) => string;
  readonly add: (artifact: Artifact) => void;
  /** Takes the registries of their charts. */
  readonly sources: DeployedSources;
  readonly diagnostics: Diagnostic[];
}

/** The files of all applications: in their own repositories, and in the application repositories of organizations. */
export function compileApplications(model: PlatformModel, context: ApplicationContext): void {
  const { templates, add, diagnostics } = context;
  const served = new Set<Organization>();
  const scaffolds = templates && { templates, add, diagnostics, wantedTokens: new Map() };
  for (const application of model.applications) {
    const { organization } = application;
    if (organization === undefined) continue;
    for (const [index] of application.stages.entries()) deployStage(application, index, organization, model, context);
    if (templates === undefined || scaffolds === undefined) continue;
    if (application.scaffold) compileScaffold(application, organization, scaffolds);
    if (!served.has(organization)) compileUpdateWorkflow(organization, templates, add, diagnostics);
    served.add(organization);
  }
}

/**
 * Where the chart of an application comes from, without `oci://`: what it says itself, else where our pipelines publish to.
 *
 * With AWS that is the ECR of the role's account, without it the registry of the forge.
 */
export function chartRegistryOf({ chartRegistry, aws, repository }: Application, { git }: Organization): string {
  if (chartRegistry !== undefined) return chartRegistry.replace(/^oci:\/\//, '').replace(/\/+$/, '');
  if (git.provider === 'gitlab') return `registry.${repositoryIdentity(repository.url).toLowerCase()}/charts`;
  const owner = (repositoryOwner(repository.url) || git.organization).toLowerCase();
  const account = aws && /^arn:aws[a-z-]*:iam::([0-9]{12}):/.exec(aws.roleArn)?.[1];
  if (aws === undefined || account === undefined) return `ghcr.io/${owner}/charts`;
  return `${account}.dkr.ecr.${aws.region}.amazonaws.com/${owner}/charts`;
}

// --- internal ---

/** After all that an environment itself provides. */
const WAVE = 100;

/** One Application on each cluster that serves the environment. */
function deployStage(
  application: Application,
  index: number,
  organization: Organization,
  { workloadClusters }: PlatformModel,
  { add, sources, folderOf, diagnostics }: ApplicationContext,
): void {
  const stage = application.stages[index];
  if (stage === undefined) return;
  const values = mergeObjects(application.values, application.stageValues[index] ?? {});
  const source = {
    repoURL: chartRegistryOf(application, organization),
    chart: shortRepositoryName(application.repository),
    targetRevision: application.initialVersion,
    helm: {
      releaseName: application.name,
      values: Object.keys(values).length === 0 ? undefined : emitYaml([values]),
    },
  };
  for (const cluster of clustersOfStage(organization.name, stage, workloadClusters)) {
    const manifest = argoApplication({
      name: `${cluster.name}-${stage.slug}-${application.name}`,
      namespace: environmentNamespace(cluster.name),
      wave: WAVE,
      project: cluster.name,
      source,
      destination: { name: cluster.name, namespace: stage.slug },
    });
    sources.note(cluster, [manifest]);
    const folder = folderOf(cluster, stage);
    if (!isPromotable(folder, stage)) diagnostics.push(outOfReach(application, stage, cluster, folder));
    add({ ...applicationFile(application, cluster, folder, manifest), environment: stage, ignoreChanges: PROMOTED });
  }
}

/** The update workflow looks for an application in the folders below that of an environment; templates may sync others. */
function isPromotable(folder: string, { slug }: Environment): boolean {
  const above = `registry/environments/${slug}/`;
  return folder.startsWith(above) && !folder.slice(above.length).includes('/');
}

function outOfReach(
  application: Application,
  stage: Environment,
  cluster: WorkloadCluster,
  folder: string,
): Diagnostic {
  return warning('STAGE_OUT_OF_REACH', {
    summary: `Pipelines cannot promote \`${application.name}\` to ${labelWithScope(stage)} on cluster \`${cluster.name}\``,
    detail:
      `The template of the cluster syncs \`${folder}\`, and the update workflow looks into the folders of ` +
      `\`registry/environments/${stage.slug}\`.`,
    ...placeOf(application.origin),
    related: [{ message: 'the cluster', ...placeOf(cluster.origin) }],
  });
}

/** The version belongs to the pipelines, which promote it. */
const PROMOTED = [{ kind: 'Application', path: ['spec', 'source', 'targetRevision'] }];

function applicationFile(
  application: Application,
  cluster: WorkloadCluster,
  folder: string,
  manifest: Parameters<typeof manifestFile>[3][number],
): Artifact {
  const { platform, application: repository } = cluster.organization;
  const path = `${folder}/${application.name}.yaml`;
  return manifestFile(application, repository, path, [manifest], realmOf(platform, cluster.management.name));
}
