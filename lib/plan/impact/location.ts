import type { PlacedObject } from './placed-object.ts';
import type { Side } from './side.ts';

/** Where an object is once it is applied; undefined parts are what we cannot tell. */
export interface Location {
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
}

/** By the first Application that applies it. Of an Application itself, where it deploys to. */
export function locationOf(object: PlacedObject, side: Side): Location {
  const application = side.applicationOf(object);
  const manager = application ?? side.managersOf(object.repository, object.path)[0];
  const own = application === undefined ? (object.resource.namespace ?? undefined) : undefined;
  if (manager === undefined) return { cluster: undefined, namespace: own };
  return { cluster: side.clusterOf(manager), namespace: own ?? (manager.destination.namespace || undefined) };
}

/** False only where two places are known to be different. */
export function mayMeet(a: Location, b: Location, by: 'cluster' | 'namespace' = 'namespace'): boolean {
  const differ = (x: string | undefined, y: string | undefined) => x !== undefined && y !== undefined && x !== y;
  if (differ(a.cluster, b.cluster)) return false;
  return by === 'cluster' || !differ(a.namespace, b.namespace);
}
