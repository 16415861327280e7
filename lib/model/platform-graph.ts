import { GLOBAL_NAMESPACE, labelWithScope } from './identity.ts';
import type { PlatformModel } from './platform-model.ts';

export interface GraphNode {
  /** Unique over the graph. */
  readonly id: string;
  readonly kind: 'platform' | 'organization' | 'environment' | 'management-cluster' | 'workload-cluster' | 'repository';
  readonly label: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: 'owns' | 'runs' | 'serves' | 'writes';
}

/** Who owns, runs, serves and writes what. Nodes and edges are in a fixed order. */
export interface PlatformGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The platform as a graph of its resources and repositories. */
export function platformGraph(model: PlatformModel): PlatformGraph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (kind: GraphNode['kind'], key: string, label: string): string => {
    const id = `${kind}/${key}`;
    nodes.push({ id, kind, label });
    return id;
  };
  const link = (from: string, label: GraphEdge['label'], to: string) => edges.push({ from, to, label });

  const platform = add('platform', model.platform.name, model.platform.name);
  for (const repository of model.repositories) add('repository', repository.name, repository.name);
  link(platform, 'writes', `repository/${model.platform.repository.name}`);
  for (const organization of model.organizations) {
    const id = add('organization', organization.name, organization.displayName ?? organization.name);
    link(platform, 'owns', id);
    link(id, 'writes', `repository/${organization.platform.name}`);
    if (organization.application !== organization.platform) {
      link(id, 'writes', `repository/${organization.application.name}`);
    }
  }
  for (const environment of model.environments) {
    const id = add('environment', `${environment.namespace}/${environment.name}`, labelWithScope(environment));
    const isGlobal = environment.namespace === GLOBAL_NAMESPACE;
    link(isGlobal ? platform : `organization/${environment.namespace}`, 'owns', id);
  }
  for (const cluster of model.managementClusters) {
    const id = add('management-cluster', `${cluster.organization.name}/${cluster.name}`, cluster.name);
    link(`organization/${cluster.organization.name}`, 'owns', id);
  }
  for (const cluster of model.workloadClusters) {
    const id = add('workload-cluster', `${cluster.organization.name}/${cluster.name}`, cluster.name);
    link(`management-cluster/${cluster.organization.name}/${cluster.management.name}`, 'runs', id);
    for (const environment of cluster.environments) {
      link(id, 'serves', `environment/${environment.namespace}/${environment.name}`);
    }
  }
  return { nodes, edges };
}
