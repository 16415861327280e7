import { holdsPruning } from '../departures.ts';
import { titleOf } from '../placed-object.ts';
import { pruneOf } from '../reach.ts';
import { type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * A resource that moves from the folder of one Application to that of another, both on one cluster: the first prunes it
 * while the second creates it, in whatever order they happen to sync.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources
 */
export function findHandedOver(world: World): readonly Found[] {
  return world.changes.flatMap(({ change, before, after }) => {
    if (change.action !== 'move' || before === undefined || after === undefined) return [];
    if (change.previous_path === undefined || before.resource.api_version.startsWith('konstruct-cdk.dev/')) return [];
    const from = world.before.managersOf(before.repository, before.path).filter((one) => one.object !== before);
    const to = world.after.managersOf(after.repository, after.path).filter((one) => one.object !== after);
    const losing = from.filter((one) => {
      const successor = world.successorOf(one);
      return successor === undefined || !to.includes(successor);
    });
    const [first] = losing;
    if (first === undefined) return [];
    // what goes itself is told with what it takes along
    if (world.successorOf(first) === undefined) return [];
    const heldBy = losing.flatMap((one) => holdsPruning(one, world.successorOf(one), [before]));
    const own = pruneOf([before], first, world.before);
    const next = to.map(({ label }) => label).join(', ') || 'no Application that we know';
    return [
      found('HANDED_OVER', change, {
        summary: `${titleOf(before.resource)} goes from Application ${first.label} to ${next}`,
        severity: heldBy.length >= losing.length ? 'notice' : 'destructive',
        reach: own.objects,
        placed: own.placed,
        beyond: own.beyond,
        heldBy: [...heldBy, ...own.heldBy],
      }),
    ];
  });
}
