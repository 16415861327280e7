import { Construct } from 'constructs';
import type { RepositoryProps } from '../lib/model/repository-location.ts';
import type { Unknown, visibility } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import type { GitConnection } from './git-connection.ts';

export interface OrganizationProps {
  /** Repository of clusters, infrastructure and platform tools, owned by the platform team. */
  readonly platformRepository: RepositoryProps;
  /** Repository of the desired state of environments and applications, owned by the developers. */
  readonly applicationRepository: RepositoryProps;
  /** How both repositories are entered. */
  readonly git: GitConnection;
  /**
   * Name of the organization, a DNS label other than `default`; it is the namespace of its records.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * What people call it.
   *
   * @default - none
   */
  readonly displayName?: string;
}

/** An isolated business unit. What stands under it is scoped to it, and seen by no other organization. */
export class Organization<Name extends string = Unknown> extends Construct {
  declare readonly [visibility]?: (organization: Name) => void;
  /** Name of the organization and namespace of its records. */
  readonly name: string;

  constructor(scope: Construct, id: Name, props: OrganizationProps) {
    super(scope, id);
    this.name = props.name ?? id;
    contribute(this, 'organization', () => ({
      name: this.name,
      displayName: props.displayName,
      git: props.git.spec,
      platformRepository: props.platformRepository,
      applicationRepository: props.applicationRepository,
    }));
  }
}
