import type { Application } from '../application.ts';
import { applicationPairs } from '../application-pairs.ts';
import { type Found, found } from '../report.ts';
import type { World } from '../world.ts';

/**
 * Automated sync, pruning or self-healing of an Application that is turned on or off. Turned on, it does at once what
 * has piled up; turned off, changes no longer arrive.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export function findSyncPolicies(world: World): readonly Found[] {
  return applicationPairs(world).flatMap(({ change, before, after }) => {
    const on = switched(before, after);
    const off = switched(after, before);
    if (on.length + off.length === 0) return [];
    const words = [...on.map((what) => `${what} on`), ...off.map((what) => `${what} off`)].join(', ');
    // only what starts to act by itself can surprise
    const severity = on.includes('pruning') || on.includes('automated sync') ? 'disruptive' : 'notice';
    return [found('SYNC_POLICY_CHANGED', change, { summary: `Application ${after.label}: ${words}`, severity })];
  });
}

// --- internal ---

function switched(from: Application, to: Application): readonly string[] {
  return [
    ...(!from.automated && to.automated ? ['automated sync'] : []),
    ...(!from.prune && to.prune ? ['pruning'] : []),
    ...(!from.selfHeal && to.selfHeal ? ['self-healing'] : []),
  ];
}
