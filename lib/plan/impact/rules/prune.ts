import type { ResourceChange } from '../../plan.ts';
import type { Application } from '../application.ts';
import { applicationPairs } from '../application-pairs.ts';
import { holdsPruning } from '../departures.ts';
import type { PlacedObject } from '../placed-object.ts';
import { pruneOf } from '../reach.ts';
import { counted, type Found, found, identityKey, isGone } from '../report.ts';
import type { ObjectChange, World } from '../world.ts';

/**
 * An Application that stays and no longer finds objects: their files or their folder went, or its source now is another
 * folder, or takes less of it.
 *
 * Applications among what goes are told by themselves, as cascades.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning
 */
export function findPruned(world: World): readonly Found[] {
  const removed = [...world.departures().pruned].flatMap(([manager, changes]) => prunedBy(manager, changes, world));
  return [...removed, ...lostFromSight(world)];
}

// --- internal ---

function prunedBy(manager: Application, changes: readonly ObjectChange[], world: World): readonly Found[] {
  const deleted = changes.filter(({ change }) => change.action === 'delete');
  const [first] = deleted;
  if (first === undefined) return [];
  const objects = deleted.flatMap(({ before }) => before ?? []);
  return [pruning(first.change, objects, manager, world, deleted.length - 1)];
}

function pruning(
  cause: ResourceChange,
  objects: readonly PlacedObject[],
  manager: Application,
  world: World,
  others: number,
): Found {
  const after = world.successorOf(manager);
  const heldBy = [...holdsPruning(manager, after, objects), ...refusesEmpty(manager, after, world)];
  const reach = pruneOf(objects, manager, world.before);
  return found('OBJECTS_PRUNED', cause, {
    summary: `Application ${manager.label} prunes ${counted(reach.objects.length, 'object')}`,
    severity: heldBy.length > 0 ? 'notice' : 'destructive',
    reach: reach.objects,
    placed: reach.placed,
    beyond: reach.beyond,
    heldBy: [...heldBy, ...reach.heldBy],
    others,
  });
}

/** Automated sync refuses to prune everything unless it is told that this may happen. */
function refusesEmpty(manager: Application, after: Application | undefined, world: World): readonly string[] {
  if (after === undefined || manager.allowEmpty || after.allowEmpty) return [];
  const { objects, beyond } = world.after.managedBy(after);
  if (objects.length + beyond.length > 0) return [];
  return [`${manager.label} does not allow an empty source: its automated sync fails rather than prune everything`];
}

/** Applications whose source changes; what they still find under the new one, stays. */
function lostFromSight(world: World): readonly Found[] {
  const moving = applicationPairs(world).filter(({ before, after }) => !sameSources(before, after));
  if (moving.length === 0) return [];
  const departing = new Set(world.changes.filter(isGone).map(({ before }) => before));
  return moving.flatMap(({ change, before, after }) => {
    const still = new Set(world.after.managedBy(after).objects.map(({ resource }) => identityKey(resource)));
    const gone = world.before.managedBy(before).objects.filter(({ resource }) => !still.has(identityKey(resource)));
    const told = gone.filter((object) => !departing.has(object));
    return told.length === 0 ? [] : [pruning(change, told, before, world, 0)];
  });
}

function sameSources(a: Application, b: Application): boolean {
  const spelled = ({ sources }: Application) =>
    JSON.stringify(sources.map(({ repository, path, revision, directory }) => [repository, path, revision, directory]));
  return spelled(a) === spelled(b);
}
