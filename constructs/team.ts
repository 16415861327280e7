import type { Construct } from 'constructs';
import type { Role } from '../lib/model/declarations/organization.ts';
import type { Unknown, VisibleTo } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { OrganizationBound, type OrganizationBoundProps } from './organization-bound.ts';

export interface TeamProps extends OrganizationBoundProps {
  /**
   * What the groups of the single sign-on may do, by the name of the group.
   *
   * @example { 'acme-retail-leads': 'Team Admin', 'acme-retail': 'Developer' }
   */
  readonly roles: Readonly<Record<string, Role>>;
}

/**
 * People, with their roles in an organization. A team directly under the platform holds the platform's own
 * administrators: its roles count in every organization and for what is Global.
 *
 * @see Konstruct documentation, "Roles and permissions"
 */
export class Team<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'team';

  constructor(scope: Construct & VisibleTo<Name>, id: string, props: TeamProps) {
    super(scope, id, props);
    contribute(this, 'team', () => ({
      name: this.name,
      namespace: this.namespaces[0],
      roleMappings: Object.entries(props.roles).map(([ssoGroup, role]) => ({ ssoGroup, role })),
    }));
  }
}
