import type { Construct } from 'constructs';
import type { InOrganization, Unknown } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { type ClusterProps, toClusterSettings } from './cluster-props.ts';
import { OrganizationBound } from './organization-bound.ts';

export interface ManagementClusterProps<Name extends string = Unknown> extends ClusterProps<Name> {}

/** The cluster whose Argo CD and Crossplane run an organization's workload clusters. Stands under the organization. */
export class ManagementCluster<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'management-cluster';

  constructor(scope: Construct & InOrganization<Name>, id: string, props: ManagementClusterProps<Name> = {}) {
    super(scope, id, props);
    contribute(this, 'management-cluster', () => ({
      name: this.name,
      organization: this.organization,
      ...toClusterSettings(props),
    }));
  }
}
