import { holdsPruning } from '../departures.ts';
import { type PlacedObject, titleOf } from '../placed-object.ts';
import { cascadeOf, toImpactObject } from '../reach.ts';
import { type Found, found } from '../report.ts';
import type { ObjectChange, World } from '../world.ts';
import { nobodyKnown, told } from './cascade.ts';

/**
 * A new name or namespace: Kubernetes knows no rename, so one object is deleted and another created; of an Application,
 * with everything that it runs.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function findRecreated(world: World): readonly Found[] {
  return world.changes.flatMap((change) => {
    const { before, after } = change;
    if (change.change.action !== 'replace' || before === undefined || after === undefined) return [];
    return before.resource.api_version.startsWith('konstruct-cdk.dev/')
      ? []
      : [recreated(change, before, after, world)];
  });
}

// --- internal ---

function recreated(change: ObjectChange, before: PlacedObject, after: PlacedObject, world: World): Found {
  const managers = world.before
    .managersOf(before.repository, before.path)
    .filter((manager) => manager.object !== before);
  const [manager] = managers;
  const heldBy = managers.flatMap((one) => holdsPruning(one, world.successorOf(one), [before]));
  const application = world.before.applicationOf(before);
  const below = application?.cascades === true ? cascadeOf(application, world.before) : undefined;
  const reach = [toImpactObject(before, manager, manager === undefined ? [] : [manager.label], world.before)];
  return found('OBJECT_RECREATED', change.change, {
    summary:
      `${titleOf(before.resource)} is deleted and ${titleOf(after.resource)} created` +
      (below === undefined ? '' : `; the first takes with it ${told(below.objects.length, below.beyond.length)}`),
    severity: managers.length > 0 && heldBy.length >= managers.length ? 'notice' : 'destructive',
    reach: [...reach, ...(below?.objects ?? [])],
    placed: [before, ...(below?.placed ?? [])],
    beyond: [...(below?.beyond ?? []), ...(manager === undefined ? [nobodyKnown(before.path)] : [])],
    heldBy: [...heldBy, ...(below?.heldBy ?? [])],
  });
}
