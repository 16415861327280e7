import type { Construct } from 'constructs';
import { type Reference, type ReferenceTo, toReference } from '../lib/model/reference.ts';
import type { InOrganization, Unknown } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { type ClusterProps, toClusterSettings } from './cluster-props.ts';
import type { Environment } from './environment.ts';
import type { ManagementCluster } from './management-cluster.ts';
import { OrganizationBound } from './organization-bound.ts';

export interface WorkloadClusterProps<Name extends string = Unknown> extends ClusterProps<Name> {
  /**
   * The management cluster of the same organization that runs it.
   *
   * @default - the organization's management cluster, when it has exactly one
   */
  readonly management?: ReferenceTo<ManagementCluster, Name>;
  /**
   * Environments it serves, beside those that attach themselves: constructs, or names with namespaces (`default` is
   * Global).
   *
   * @default - none
   */
  readonly environments?: readonly ReferenceTo<Environment, Name>[];
  /**
   * The cluster that this one runs on, as a virtual cluster inside it.
   *
   * @default - none: a physical cluster
   */
  readonly host?: ReferenceTo<WorkloadCluster, Name>;
}

/** A cluster that applications run on. Stands under its organization. */
export class WorkloadCluster<Name extends string = Unknown> extends OrganizationBound<Name> {
  readonly kind = 'workload-cluster';
  private readonly attached: Reference[];

  constructor(scope: Construct & InOrganization<Name>, id: string, props: WorkloadClusterProps<Name> = {}) {
    super(scope, id, props);
    this.attached = (props.environments ?? []).map(toReference);
    contribute(this, 'workload-cluster', () => ({
      name: this.name,
      organization: this.organization,
      type: props.host === undefined ? ('physical' as const) : ('virtual' as const),
      host: props.host && toReference(props.host),
      management: props.management && toReference(props.management),
      environments: this.attached,
      ...toClusterSettings(props),
    }));
  }

  /** Attaches one more environment, for programs that learn of it after the cluster. */
  attach(environment: ReferenceTo<Environment, Name>): this {
    this.attached.push(toReference(environment));
    return this;
  }
}
