import type { Construct } from 'constructs';
import type { ReferenceTo } from '../lib/model/reference.ts';
import type { InOrganization, Unknown } from '../lib/model/visibility.ts';
import { WorkloadCluster, type WorkloadClusterProps } from './workload-cluster.ts';

export interface VirtualClusterProps<Name extends string = Unknown> extends WorkloadClusterProps<Name> {
  /** The cluster of the same organization that it runs on. */
  readonly host: ReferenceTo<WorkloadCluster, Name>;
}

/** A workload cluster that runs inside another one. */
export class VirtualCluster<Name extends string = Unknown> extends WorkloadCluster<Name> {
  constructor(scope: Construct & InOrganization<Name>, id: string, props: VirtualClusterProps<Name>) {
    super(scope, id, props);
  }
}
