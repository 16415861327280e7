import { Construct } from 'constructs';
import type { NameAndNamespace } from '../lib/model/identity.ts';
import { contribute } from '../lib/synth/contribution.ts';
import type { ManagementCluster } from './management-cluster.ts';
import { organizationAround } from './scope.ts';

export interface WorkloadClusterProps {
  /**
   * Name of the cluster, a DNS label of at most 51 characters; unique within the organization's platform repository.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * The management cluster of the same organization that runs it.
   *
   * @default - the organization's management cluster, when it has exactly one
   */
  readonly management?: ManagementCluster;
  /**
   * Environments it serves: constructs, or names with namespaces (`default` is Global).
   *
   * @default - none
   */
  readonly environments?: readonly NameAndNamespace[];
}

/** A cluster that applications run on. Stands under its organization. */
export class WorkloadCluster extends Construct {
  readonly name: string;
  /** Name of the organization around it; undefined when there is none, which synthesis reports. */
  readonly organization: string | undefined;
  private readonly attached: NameAndNamespace[];

  constructor(scope: Construct, id: string, props: WorkloadClusterProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.organization = organizationAround(scope);
    this.attached = [...(props.environments ?? [])];
    contribute(this, 'workload-cluster', () => ({
      name: this.name,
      organization: this.organization,
      management: props.management && {
        name: props.management.name,
        organization: props.management.organization,
      },
      environments: this.attached.map(({ name, namespace }) => ({ name, namespace })),
    }));
  }

  /** Attaches one more environment, for programs that learn of it after the cluster. */
  attach(environment: NameAndNamespace): this {
    this.attached.push(environment);
    return this;
  }
}
