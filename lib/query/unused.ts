import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { type RecordId, recordKey } from '../model/identity.ts';
import { type PlatformModel, type Resource, recordIdOf, resourcesOf } from '../model/platform-model.ts';
import { referencesOf } from './references-of.ts';

/** A declaration that decides nothing beside its own record, or an input that decides nothing. */
export interface Unused {
  readonly kind: RecordId['kind'] | 'input';
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly source?: SourcePosition;
  /** Why, in words. */
  readonly reason: string;
}

/**
 * Declarations that nothing follows from: environments on no cluster, templates, items and accounts that nobody uses,
 * teams that give nobody a role.
 *
 * A Global one may be meant for organizations to come; it is listed all the same.
 */
export function findUnused(model: PlatformModel): readonly Unused[] {
  const used = new Set<string>();
  const attached = new Set<string>();
  for (const resource of resourcesOf(model)) {
    for (const { to } of referencesOf(resource)) {
      used.add(recordKey(to));
      if (resource.kind === 'workload-cluster' && to.kind === 'environment') attached.add(recordKey(to));
    }
  }
  return resourcesOf(model).flatMap((resource) => {
    const reason = reasonOf(resource, used, attached);
    if (reason === undefined) return [];
    const { kind, namespace, name } = recordIdOf(resource);
    const source = resource.origin.position();
    return [{ kind, namespace, name, address: resource.origin.address, ...(source && { source }), reason }];
  });
}

// --- internal ---

function reasonOf(resource: Resource, used: ReadonlySet<string>, attached: ReadonlySet<string>): string | undefined {
  const isUsed = used.has(recordKey(recordIdOf(resource)));
  switch (resource.kind) {
    case 'environment':
      return attached.has(recordKey(recordIdOf(resource))) ? undefined : 'is on no cluster';
    case 'cluster-template':
      return isUsed ? undefined : 'no cluster is made from it';
    case 'pipeline-template':
    case 'helm-template':
      return isUsed ? undefined : 'no application uses it';
    case 'catalog-application':
      return isUsed ? undefined : 'nobody deploys it';
    case 'cloud-account':
      return isUsed ? undefined : 'no cluster runs on it';
    case 'team':
      return isUsed || resource.roleMappings.length > 0 ? undefined : 'gives nobody a role';
    default:
      return undefined;
  }
}
