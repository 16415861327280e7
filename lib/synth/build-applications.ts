import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { ApplicationDeclaration } from '../model/declarations/application.ts';
import type { CatalogDeploymentDeclaration } from '../model/declarations/catalog.ts';
import { GLOBAL_NAMESPACE, labelWithScope } from '../model/identity.ts';
import { placeOf } from '../model/origin.ts';
import type {
  Application,
  CatalogDeployment,
  CatalogItem,
  Environment,
  Located,
  Organization,
  Team,
  Template,
  WorkloadCluster,
} from '../model/platform-model.ts';
import { ReferenceIndex, type Referrer } from './references.ts';
import { reportStages } from './report-stages.ts';
import type { RepositoryIndex } from './repository-index.ts';

/** What deployments and applications refer to. */
export interface ApplicationInputs {
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly repositories: RepositoryIndex;
  readonly teams: readonly Team[];
  readonly items: readonly CatalogItem[];
  readonly clusters: readonly WorkloadCluster[];
  readonly environments: readonly Environment[];
  readonly pipelineTemplates: readonly Template<'pipeline-template'>[];
  readonly helmTemplates: readonly Template<'helm-template'>[];
  readonly diagnostics: Diagnostic[];
}

/** Resolves catalog deployments and applications; one with a reference that cannot be resolved is left out. */
export function buildApplications(
  deployments: readonly Located<CatalogDeploymentDeclaration>[],
  applications: readonly Located<ApplicationDeclaration>[],
  inputs: ApplicationInputs,
): { readonly deployments: readonly CatalogDeployment[]; readonly applications: readonly Application[] } {
  const { diagnostics } = inputs;
  const index = {
    teams: new ReferenceIndex(inputs.teams),
    items: new ReferenceIndex(inputs.items),
    clusters: new ReferenceIndex(inputs.clusters),
    environments: new ReferenceIndex(inputs.environments),
    pipelines: new ReferenceIndex(inputs.pipelineTemplates),
    charts: new ReferenceIndex(inputs.helmTemplates),
  };

  const resolveDeployment = (declared: Located<CatalogDeploymentDeclaration>): CatalogDeployment | undefined => {
    const referrer = referrerOf('Deployment', declared);
    const item = index.items.resolve(declared.item, referrer, diagnostics, { what: 'catalog item' });
    // What the platform deploys itself may go to a cluster of any organization.
    const everywhere = declared.namespace === GLOBAL_NAMESPACE ? () => true : undefined;
    const cluster = index.clusters.resolve(declared.cluster, referrer, diagnostics, {
      what: 'cluster',
      visible: everywhere,
    });
    const teams =
      declared.teams &&
      index.teams.resolveAll(declared.teams, referrer, diagnostics, { what: 'team', visible: ownOnly(declared) });
    const onBehalf = { ...referrer, namespace: cluster?.namespace ?? referrer.namespace };
    const environments = index.environments.resolveAll(declared.environments, onBehalf, diagnostics, {
      what: 'environment',
    });
    if (declared.environments.length === 0) {
      const summary = `Deployment \`${declared.name}\` names no environment`;
      diagnostics.push(error('DEPLOYMENT_WITHOUT_ENVIRONMENT', { summary, ...placeOf(declared.origin) }));
    }
    if (cluster === undefined) return undefined;
    for (const environment of environments) reportUnattached(declared, environment, cluster, diagnostics);
    return item && { provisionedBy: undefined, ...declared, item, cluster, environments, teams };
  };

  const resolveApplication = (declared: Located<ApplicationDeclaration>): Application | undefined => {
    const referrer = referrerOf('Application', declared);
    const pipelineTemplate = index.pipelines.resolve(declared.pipelineTemplate, referrer, diagnostics, {
      what: 'pipeline template',
    });
    const helmTemplate = index.charts.resolve(declared.helmTemplate, referrer, diagnostics, { what: 'Helm template' });
    const team =
      declared.team &&
      index.teams.resolve(declared.team, referrer, diagnostics, { what: 'team', visible: ownOnly(declared) });
    const stages = index.environments.resolveAll(declared.stages, referrer, diagnostics, { what: 'environment' });
    if (declared.stages.length === 0) {
      const summary = `Application \`${declared.name}\` has no stage`;
      diagnostics.push(error('APPLICATION_WITHOUT_STAGE', { summary, ...placeOf(declared.origin) }));
    }
    const repository = inputs.repositories.add(declared.repository, declared);
    if (pipelineTemplate === undefined || helmTemplate === undefined) return undefined;
    reportStages(declared, stages, inputs.clusters, diagnostics);
    const organization = inputs.organizations.get(declared.namespace);
    return { ...declared, organization, repository, pipelineTemplate, helmTemplate, team, stages };
  };

  return {
    deployments: deployments.map(resolveDeployment).filter((each) => each !== undefined),
    applications: applications.map(resolveApplication).filter((each) => each !== undefined),
  };
}

// --- internal ---

function referrerOf(what: string, { name, namespace, origin }: Located<{ readonly name: string }>): Referrer {
  return { label: `${what} \`${name}\``, namespace, origin };
}

/** Teams are of one organization, also where Global is visible. */
function ownOnly({ namespace }: { readonly namespace: string }): (other: string) => boolean {
  return (other) => other === namespace;
}

function reportUnattached(
  deployment: Located<{ readonly name: string }>,
  environment: Environment,
  cluster: WorkloadCluster,
  diagnostics: Diagnostic[],
): void {
  if (cluster.environments.includes(environment)) return;
  const attached = cluster.environments.map((each) => `\`${labelWithScope(each)}\``).join(', ') || 'none';
  diagnostics.push(
    error('ENVIRONMENT_NOT_ATTACHED', {
      summary:
        `Deployment \`${deployment.name}\` goes to environment ${labelWithScope(environment)}, ` +
        `which is not attached to cluster \`${cluster.name}\``,
      fix: `Attach it to the cluster, or choose one that is: ${attached}.`,
      ...placeOf(deployment.origin),
      related: [{ message: 'the cluster', ...placeOf(cluster.origin) }],
    }),
  );
}
