import { GLOBAL_NAMESPACE, type NameAndNamespace, type RecordId } from '../model/identity.ts';
import { type PlatformModel, type Resource, recordIdOf, resourcesOf } from '../model/platform-model.ts';

/** One reference of a resource to another. */
export interface ResourceReference {
  /** What the other is for the one that refers, for example `stage` or `host`. */
  readonly as: string;
  readonly to: RecordId;
}

/** What a resource refers to, in the order of its fields; its organization first. */
export function referencesOf(resource: Resource): readonly ResourceReference[] {
  const references: ResourceReference[] = [];
  const add = (as: string, kind: RecordId['kind'], to: NameAndNamespace | undefined) => {
    if (to !== undefined) references.push({ as, to: { kind, namespace: to.namespace, name: to.name } });
  };
  const { namespace, kind } = resource;
  if (kind !== 'platform' && kind !== 'organization' && namespace !== GLOBAL_NAMESPACE) {
    add('organization', 'organization', { name: namespace, namespace });
  }
  switch (kind) {
    case 'environment':
      for (const cluster of resource.clusters) add('cluster', 'cluster', cluster);
      break;
    case 'management-cluster':
      add('template', 'cluster-template', resource.template);
      add('cloud account', 'cloud-account', resource.cloudAccount);
      break;
    case 'workload-cluster':
      add('template', 'cluster-template', resource.template);
      add('cloud account', 'cloud-account', resource.cloudAccount);
      add('management cluster', 'cluster', resource.management);
      add('host', 'cluster', resource.host);
      for (const environment of resource.environments) add('environment', 'environment', environment);
      break;
    case 'catalog-deployment':
      add('item', 'catalog-application', resource.item);
      add('cluster', 'cluster', resource.cluster);
      for (const environment of resource.environments) add('environment', 'environment', environment);
      for (const team of resource.teams ?? []) add('team', 'team', team);
      break;
    case 'application':
      add('team', 'team', resource.team);
      add('pipeline template', 'pipeline-template', resource.pipelineTemplate);
      add('Helm template', 'helm-template', resource.helmTemplate);
      for (const stage of resource.stages) add('stage', 'environment', stage);
      break;
  }
  return references;
}

/** A resource that refers to another. */
export interface Use {
  readonly by: Resource;
  readonly as: string;
}

/** Who refers to a resource, in the order of the model; what merely stands in an organization does not count. */
export function usesOf(model: PlatformModel, target: RecordId): readonly Use[] {
  const uses: Use[] = [];
  for (const by of resourcesOf(model)) {
    for (const { as, to } of referencesOf(by)) {
      if (as !== 'organization' && sameRecord(to, target)) uses.push({ by, as });
    }
  }
  return uses;
}

/** The resource of an identity. */
export function findResource(model: PlatformModel, id: RecordId): Resource | undefined {
  return resourcesOf(model).find((resource) => sameRecord(recordIdOf(resource), id));
}

// --- internal ---

function sameRecord(a: RecordId, b: RecordId): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}
