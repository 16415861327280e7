import { holdsPruning } from '../departures.ts';
import { cascadeOf } from '../reach.ts';
import { counted, type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * An Application that goes: with its resources finalizer it deletes all that it runs, through Applications of
 * Applications; without it, what it runs stays and belongs to nobody.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
export function findCascades(world: World): readonly Found[] {
  return world.departures().applications.flatMap(({ change, application, managers }) => {
    if (change.change.action === 'replace') return [];
    const heldBy = managers.flatMap((manager) =>
      holdsPruning(manager, world.successorOf(manager), [application.object]),
    );
    const isHeld = managers.length > 0 && heldBy.length >= managers.length;
    const beyond = managers.length > 0 ? [] : [nobodyKnown(application.object.path)];
    if (!application.cascades) {
      const { objects, beyond: more } = cascadeOf(application, world.before);
      const summary = `Application ${application.label} goes, and what it runs stays without it`;
      const own = objects.filter(({ chain }) => chain.length === 1);
      return [
        found('APPLICATION_ORPHANS', change.change, { summary, reach: own, beyond: [...more, ...beyond], heldBy }),
      ];
    }
    const reach = cascadeOf(application, world.before);
    return [
      found('APPLICATION_CASCADE', change.change, {
        summary: `Application ${application.label} deletes what it runs: ${told(reach.objects.length, reach.beyond.length)}`,
        severity: isHeld ? 'notice' : 'destructive',
        reach: reach.objects,
        placed: reach.placed,
        beyond: [...reach.beyond, ...beyond],
        heldBy: [...heldBy, ...reach.heldBy],
      }),
    ];
  });
}

/** `3 objects and what cannot be listed` */
export function told(objects: number, beyond: number): string {
  if (objects === 0) return beyond === 0 ? 'nothing that we know' : 'what cannot be listed from here';
  return counted(objects, 'object') + (beyond === 0 ? '' : ' and what cannot be listed from here');
}

export function nobodyKnown(path: string): string {
  return `no Application that we know applies ${path}: if none does, nothing happens until somebody deletes it`;
}
