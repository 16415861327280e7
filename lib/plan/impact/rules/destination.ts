import type { Application } from '../application.ts';
import { applicationPairs } from '../application-pairs.ts';
import { cascadeOf } from '../reach.ts';
import { type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * An Application that deploys to another place. On another cluster it starts anew, and what it ran on the first stays
 * there and belongs to nobody; in another namespace of the same cluster it prunes the first and starts anew.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 */
export function findMovedDestinations(world: World): readonly Found[] {
  return applicationPairs(world).flatMap(({ change, before, after }) => {
    const from = before.destination;
    const to = after.destination;
    if (from.cluster === to.cluster && from.namespace === to.namespace) return [];
    const own = cascadeOf(before, world.before);
    const reach = own.objects.filter(({ chain }) => chain.length === 1);
    const elsewhere = from.cluster !== to.cluster;
    return [
      found('DESTINATION_CHANGED', change, {
        summary:
          `Application ${before.label} goes from ${spell(before)} to ${spell(after)}; what it ran there ` +
          (elsewhere ? 'stays and belongs to nobody' : 'is pruned and starts anew without its data'),
        severity: elsewhere ? 'disruptive' : prunes(before, after) ? 'destructive' : 'disruptive',
        reach,
        beyond: own.beyond.filter((what) => what.startsWith(`${before.label}: `)),
        heldBy: elsewhere || prunes(before, after) ? [] : [`${before.label} does not prune by itself`],
      }),
    ];
  });
}

// --- internal ---

function prunes(before: Application, after: Application): boolean {
  return before.prune || after.prune;
}

function spell({ destination }: Application): string {
  return `${destination.namespace || 'no namespace'} on ${destination.cluster || 'an unknown cluster'}`;
}
