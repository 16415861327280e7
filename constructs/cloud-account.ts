import type { Construct } from 'constructs';
import type { CloudAccountSpec } from '../lib/model/declarations/cloud-account.ts';
import type { InOrganization, Unknown } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { OrganizationBound, type OrganizationBoundProps } from './organization-bound.ts';

/** Provider of the account, with what that provider needs. */
export type CloudAccountProps = OrganizationBoundProps & CloudAccountSpec;

/** An account at a cloud in which an organization's clusters are made. Stands under the organization. */
export class CloudAccount<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'cloud-account';

  constructor(scope: Construct & InOrganization<Name>, id: string, props: CloudAccountProps) {
    super(scope, id, props);
    const { name: _, ...spec } = props;
    contribute(this, 'cloud-account', () => ({ name: this.name, namespace: this.organization, spec }));
  }
}
