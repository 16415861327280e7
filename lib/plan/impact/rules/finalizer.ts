import { applicationPairs } from '../application-pairs.ts';
import { type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * An Application that loses its resources finalizer: from then on deleting it leaves what it runs.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
export function findLostFinalizers(world: World): readonly Found[] {
  return applicationPairs(world).flatMap(({ change, before, after }) => {
    if (!before.cascades || after.cascades) return [];
    const summary = `Application ${before.label} loses its resources finalizer: once deleted, what it runs stays`;
    return [found('FINALIZER_REMOVED', change, { summary })];
  });
}
