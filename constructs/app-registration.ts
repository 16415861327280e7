import type { Construct } from 'constructs';
import { type ReferenceTo, toReference } from '../lib/model/reference.ts';
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
  /** Repository of its sources, without credentials. */
  readonly repository: { readonly url: string };
  /** What builds and releases it, of the organization or Global. */
  readonly pipelineTemplate: ReferenceTo<PipelineTemplate, Name>;
  /** The chart it is deployed with, of the organization or Global. */
  readonly helmTemplate: ReferenceTo<HelmTemplate, Name>;
  /** Environments in the order in which a release passes them; each once. */
  readonly stages: readonly ReferenceTo<Environment, Name>[];
  /**
   * The team it belongs to.
   *
   * @default - none
   */
  readonly team?: ReferenceTo<Team, Name>;
}

/** An application of developers, registered with the platform. Stands under its organization. */
export class AppRegistration<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'application';

  constructor(scope: Construct & InOrganization<Name>, id: string, props: AppRegistrationProps<Name>) {
    super(scope, id, props);
    contribute(this, 'application', () => ({
      name: this.name,
      namespace: this.organization,
      repositoryUrl: props.repository.url,
      team: props.team && toReference(props.team),
      pipelineTemplate: toReference(props.pipelineTemplate),
      helmTemplate: toReference(props.helmTemplate),
      stages: props.stages.map(toReference),
    }));
  }
}
