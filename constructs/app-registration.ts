import type { Construct } from 'constructs';
import { type AwsPublishing, INITIAL_VERSION } from '../lib/model/declarations/application.ts';
import type { JsonObject } from '../lib/model/json.ts';
import { type ReferenceTo, toReference } from '../lib/model/reference.ts';
import type { RepositoryProps } from '../lib/model/repository-location.ts';
import type { InOrganization, Unknown } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import type { Environment } from './environment.ts';
import { OrganizationBound } from './organization-bound.ts';
import type { Team } from './team.ts';
import type { HelmTemplate, PipelineTemplate } from './templates.ts';

export interface AppRegistrationProps<Name extends string = Unknown> {
  /**
   * Name of the application: lower-case letters, digits and hyphens, starting with a letter; unique in the organization.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Repository of its sources, without credentials. Pipelines and the chart are written to it once; from then on they belong
   * to its developers.
   */
  readonly repository: RepositoryProps;
  /**
   * False leaves the repository alone, for one that has pipelines and a chart already.
   *
   * @default true
   */
  readonly scaffold?: boolean;
  /** What builds and releases it, of the organization or Global. */
  readonly pipelineTemplate: ReferenceTo<PipelineTemplate, Name>;
  /** The chart it is deployed with, of the organization or Global. */
  readonly helmTemplate: ReferenceTo<HelmTemplate, Name>;
  /**
   * Environments in the order in which a release passes them; each once. On every cluster of the organization that serves
   * one, an Application deploys the chart.
   */
  readonly stages: readonly (ReferenceTo<Environment, Name> | AppStage<Name>)[];
  /**
   * Where its pipeline signs in to publish.
   *
   * @default - none: an error where the pipeline template asks for it
   */
  readonly aws?: AwsPublishing;
  /**
   * Registry with the chart, with or without `oci://`, for example `ghcr.io/acme-retail/charts`.
   *
   * @default - where the built-in pipelines publish to: the ECR of the account of `aws` (`<owner>/charts`), else
   *   `ghcr.io/<owner>/charts`; for GitLab the registry of the project, at `registry.<host>`
   */
  readonly chartRegistry?: string;
  /**
   * Version of the chart until a pipeline promotes one; afterwards it is theirs. Argo CD reports a version that was not
   * published yet, and deploys nothing.
   *
   * @default 0.1.0
   */
  readonly initialVersion?: string;
  /**
   * Values of the chart in all stages. They are no place for secrets: a chart refers to those.
   *
   * @default - none
   */
  readonly values?: JsonObject;
  /**
   * The team it belongs to.
   *
   * @default - none
   */
  readonly team?: ReferenceTo<Team, Name>;
}

/** A stage with values of its own. */
export interface AppStage<Name extends string = Unknown> {
  readonly environment: ReferenceTo<Environment, Name>;
  /** Laid over the values of all stages, as Helm does. */
  readonly values: JsonObject;
}

/** An application of developers, registered with the platform. Stands under its organization. */
export class AppRegistration<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'application';

  constructor(scope: Construct & InOrganization<Name>, id: string, props: AppRegistrationProps<Name>) {
    super(scope, id, props);
    contribute(this, 'application', () => ({
      name: this.name,
      namespace: this.organization,
      repository: props.repository,
      scaffold: props.scaffold ?? true,
      aws: props.aws,
      chartRegistry: props.chartRegistry,
      initialVersion: props.initialVersion ?? INITIAL_VERSION,
      values: props.values ?? {},
      team: props.team && toReference(props.team),
      pipelineTemplate: toReference(props.pipelineTemplate),
      helmTemplate: toReference(props.helmTemplate),
      stages: props.stages.map((stage) => toReference(hasValues(stage) ? stage.environment : stage)),
      stageValues: props.stages.map((stage) => (hasValues(stage) ? stage.values : {})),
    }));
  }
}

// --- internal ---

/** What is neither is refused as a reference. */
function hasValues(stage: AppRegistrationProps['stages'][number]): stage is AppStage {
  return typeof stage === 'object' && stage !== null && 'environment' in stage;
}
