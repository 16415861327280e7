import { GLOBAL_NAMESPACE, labelWithScope, recordKey } from '../model/identity.ts';
import { type PlatformModel, type Resource, recordIdOf, resourcesOf } from '../model/platform-model.ts';
import { referencesOf } from './references-of.ts';

export interface GraphNode {
  /** Unique over the graph. */
  readonly id: string;
  readonly kind: Resource['kind'] | 'repository';
  readonly label: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `owns`, `writes`, `serves`, `runs`, or what the end is for the start, for example `stage`. */
  readonly label: string;
}

/** Who owns, runs, serves, uses and writes what. Nodes and edges are in a fixed order. */
export interface PlatformGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The platform as a graph of its resources and repositories. */
export function platformGraph(model: PlatformModel): PlatformGraph {
  // a git connection is a detail of its organization
  const resources = resourcesOf(model).filter(({ kind }) => kind !== 'git-account');
  const repositories = model.repositories.map(({ name }) => name);
  const nodes: GraphNode[] = [
    ...repositories.map((name): GraphNode => ({ id: `repository/${name}`, kind: 'repository', label: name })),
    ...resources.map((resource) => ({ id: idOf(resource), kind: resource.kind, label: labelOf(resource) })),
  ];
  const edges = resources.flatMap((resource) => [...ownership(resource, model), ...relations(resource)]);
  return { nodes, edges };
}

// --- internal ---

function idOf(resource: Resource): string {
  return recordKey(recordIdOf(resource));
}

function labelOf(resource: Resource): string {
  switch (resource.kind) {
    case 'platform':
      return resource.name;
    case 'organization':
      return resource.displayName ?? resource.name;
    case 'management-cluster':
    case 'workload-cluster':
      return resource.name;
    default:
      return labelWithScope(resource);
  }
}

function ownership(resource: Resource, { platform }: PlatformModel): readonly GraphEdge[] {
  const id = idOf(resource);
  if (resource.kind === 'platform')
    return [{ from: id, label: 'writes', to: `repository/${resource.repository.name}` }];
  const above = resource.kind === 'organization' || resource.namespace === GLOBAL_NAMESPACE;
  const owner = above
    ? idOf(platform)
    : recordKey({ ...ORGANIZATION, namespace: resource.namespace, name: resource.namespace });
  const owns = { from: owner, label: 'owns', to: id };
  if (resource.kind !== 'organization') return [owns];
  const repositories = new Set([resource.platform.name, resource.application.name]);
  return [owns, ...[...repositories].map((name) => ({ from: id, label: 'writes', to: `repository/${name}` }))];
}

const ORGANIZATION = { kind: 'organization' } as const;

function relations(resource: Resource): readonly GraphEdge[] {
  const id = idOf(resource);
  return referencesOf(resource).flatMap(({ as, to }): GraphEdge[] => {
    const other = recordKey(to);
    if (as === 'organization') return [];
    if (as === 'management cluster') return [{ from: other, label: 'runs', to: id }];
    if (resource.kind === 'workload-cluster' && as === 'environment') return [{ from: id, label: 'serves', to: other }];
    // what environments say of clusters is among what those serve
    if (resource.kind === 'environment') return [];
    return [{ from: id, label: as, to: other }];
  });
}
