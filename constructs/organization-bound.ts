import { Construct } from 'constructs';
import { GLOBAL_NAMESPACE } from '../lib/model/identity.ts';
import type { Referable } from '../lib/model/reference.ts';
import type { Unknown, visibility } from '../lib/model/visibility.ts';
import { organizationAround } from './scope.ts';

export interface OrganizationBoundProps {
  /**
   * Name, a DNS label; unique among the resources of its kind in the organization.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** What belongs to the organization around it, and is seen by no other. */
export abstract class OrganizationBound<Name extends string = Unknown> extends Construct implements Referable {
  declare readonly [visibility]?: (organization: Name) => void;
  readonly name: string;
  /** Name of the organization around it; undefined when there is none. */
  readonly organization: string | undefined;
  /** The organization's; `default` when it stands in none. */
  readonly namespaces: readonly [string];

  protected constructor(scope: Construct, id: string, props: OrganizationBoundProps) {
    super(scope, id);
    this.name = props.name ?? id;
    this.organization = organizationAround(scope);
    this.namespaces = [this.organization ?? GLOBAL_NAMESPACE];
  }
}
