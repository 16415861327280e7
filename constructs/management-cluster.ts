import { Construct } from 'constructs';
import { contribute } from '../lib/synth/contribution.ts';
import { organizationAround } from './scope.ts';

export interface ManagementClusterProps {
  /**
   * Name of the cluster, a DNS label of at most 51 characters.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** The cluster whose Argo CD and Crossplane run an organization's workload clusters. Stands under the organization. */
export class ManagementCluster extends Construct {
  readonly name: string;
  /** Name of the organization around it; undefined when there is none, which synthesis reports. */
  readonly organization: string | undefined;

  constructor(scope: Construct, id: string, props: ManagementClusterProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.organization = organizationAround(scope);
    contribute(this, 'management-cluster', () => ({ name: this.name, organization: this.organization }));
  }
}
