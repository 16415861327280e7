import type { Application } from './application.ts';
import type { ImpactObject } from './finding.ts';
import { annotationOf, ownSyncOptions, type PlacedObject, titleOf } from './placed-object.ts';
import type { Side } from './side.ts';

/** What is deleted with something, and what holds some of it back. */
export interface Reach {
  readonly objects: readonly ImpactObject[];
  /** The same, for those who ask more of them. */
  readonly placed: readonly PlacedObject[];
  readonly beyond: readonly string[];
  readonly heldBy: readonly string[];
}

/**
 * What deleting an Application with its resources finalizer deletes, through Applications of Applications.
 *
 * Each object once, nearest first.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
export function cascadeOf(application: Application, side: Side): Reach {
  const { objects, beyond } = side.managedBy(application);
  const reach = walk({ objects, manager: application, chain: [application.label] }, side);
  return { ...reach, beyond: [...beyond.map((what) => `${application.label}: ${what}`), ...reach.beyond] };
}

/** What pruning objects deletes: the objects, and what those of them delete that are Applications. */
export function pruneOf(objects: readonly PlacedObject[], manager: Application, side: Side): Reach {
  return walk({ objects, manager, chain: [manager.label] }, side);
}

/** An object as a finding lists it. */
export function toImpactObject(
  object: PlacedObject,
  manager: Application | undefined,
  chain: readonly string[],
  side: Side,
): ImpactObject {
  const cluster = manager === undefined ? undefined : side.clusterOf(manager);
  const namespace = object.resource.namespace ?? (manager?.destination.namespace || null);
  return {
    repository: object.repository,
    path: object.path,
    resource: isClusterScoped(object) ? object.resource : { ...object.resource, namespace },
    cluster: cluster ?? null,
    chain,
  };
}

/** True for kinds that live in no namespace, of those that we know. */
export function isClusterScoped({ resource }: PlacedObject): boolean {
  return CLUSTER_SCOPED.has(resource.kind) || resource.kind.startsWith('Cluster');
}

// --- internal ---

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolume',
  'StorageClass',
  'IngressClass',
  'GatewayClass',
  'PriorityClass',
  'Provider',
  'ProviderConfig',
  'DeploymentRuntimeConfig',
  'ControllerConfig',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

interface Step {
  readonly objects: readonly PlacedObject[];
  readonly manager: Application;
  readonly chain: readonly string[];
}

/** Breadth first, so that what is nearest comes first and a chain is as short as can be. */
function walk(start: Step, side: Side): Reach {
  const seen = new Set<Application>([start.manager]);
  const known = new Set<PlacedObject>();
  const objects: ImpactObject[] = [];
  const beyond = new Set<string>();
  const heldBy = new Set<string>();
  const queue = [start];
  for (const { objects: candidates, manager, chain } of queue) {
    for (const object of candidates) {
      const held = heldReason(object);
      if (held !== undefined) heldBy.add(`${titleOf(object.resource)}: ${held}`);
      const child = side.applicationOf(object);
      if (held !== undefined || known.has(object) || (child !== undefined && seen.has(child))) continue;
      known.add(object);
      objects.push(toImpactObject(object, manager, chain, side));
      if (child === undefined) continue;
      seen.add(child);
      if (!child.cascades) {
        heldBy.add(`${titleOf(object.resource)}: it has no resources finalizer, so what it runs stays`);
        continue;
      }
      const managed = side.managedBy(child);
      for (const what of managed.beyond) beyond.add(`${child.label}: ${what}`);
      queue.push({ objects: managed.objects, manager: child, chain: [...chain, child.label] });
    }
  }
  return { objects, placed: [...known], beyond: [...beyond], heldBy: [...heldBy] };
}

function heldReason(object: PlacedObject): string | undefined {
  const options = ownSyncOptions(object);
  for (const option of ['Delete=false', 'Delete=confirm']) if (options.has(option)) return `it says ${option}`;
  if (annotationOf(object, 'helm.sh/resource-policy') === 'keep') return 'it says helm.sh/resource-policy: keep';
  return undefined;
}
