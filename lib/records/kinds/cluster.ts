import { nearMatches } from '../../diagnostics/near-matches.ts';
import type {
  ClusterSettings,
  ManagementClusterDeclaration,
  WorkloadClusterDeclaration,
} from '../../model/declarations/cluster.ts';
import type { RecordFields } from '../record-fields.ts';

/** The platform has one kind for clusters of all types. */
export function readCluster(fields: RecordFields): ManagementClusterDeclaration | WorkloadClusterDeclaration {
  const { name, namespace: organization } = fields;
  const type = typeOf(fields);
  if (type === 'management') return { kind: 'management-cluster', name, organization, ...settings(fields) };
  return {
    kind: 'workload-cluster',
    name,
    organization,
    type,
    host: type === 'virtual' ? fields.own('hostCluster') : undefined,
    management: fields.own('managementCluster'),
    environments: fields.environments() ?? [],
    ...settings(fields),
  };
}

// --- internal ---

const CLUSTER_TYPES = ['management', 'physical', 'virtual'] as const;

/** A misspelt type is reported; what was meant decides what else may refer to the cluster. */
function typeOf(fields: RecordFields): (typeof CLUSTER_TYPES)[number] {
  const [meant] = nearMatches(fields.text('type') ?? '', CLUSTER_TYPES, 1);
  return CLUSTER_TYPES.find((type) => type === meant) ?? 'physical';
}

function settings(fields: RecordFields): ClusterSettings {
  return {
    template: fields.pair('cluster_template'),
    cloudAccount: fields.own('cloudAccount'),
    region: fields.text('region'),
    instanceType: fields.text('instanceType'),
    nodeCount: fields.number('nodeCount'),
    amiType: fields.text('amiType'),
    stateStoreBucket: fields.text('stateStoreBucket'),
    dnsDomain: fields.text('dnsDomain'),
    inputs: fields.values('customTemplateFieldsInputs'),
  };
}
