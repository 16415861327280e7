import { type Application, toApplication } from '../application.ts';
import { at } from '../placed-object.ts';
import { type Found, found, isGone } from '../report.ts';
import type { World } from '../world.ts';

/**
 * kube-prometheus-stack without ServerSideApply=true: its CustomResourceDefinitions are larger than the annotation in
 * which client-side apply keeps the last state (262,144 bytes), so the sync fails.
 *
 * Told where it becomes so: for a new Application, one that loses the option, or one that takes another version.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
 */
export function findMissingServerSideApply(world: World): readonly Found[] {
  return world.changes.flatMap((change) => {
    const after = change.after && toApplication(change.after);
    if (after === undefined || !isLarge(after)) return [];
    const before = isGone(change) ? undefined : change.before && toApplication(change.before);
    const wasSo = before !== undefined && isLarge(before) && versions(before) === versions(after);
    if (wasSo) return [];
    const summary = `Application ${after.label} installs kube-prometheus-stack without ServerSideApply=true`;
    return [found('SERVER_SIDE_APPLY_MISSING', change.change, { summary })];
  });
}

// --- internal ---

function isLarge(application: Application): boolean {
  if (application.syncOptions.has('ServerSideApply=true')) return false;
  return application.sources.some(({ chart }) => chart === 'kube-prometheus-stack') && !skipsCrds(application);
}

function skipsCrds({ object }: Application): boolean {
  return at(object.manifest, 'spec', 'source', 'helm', 'skipCrds') === true;
}

function versions({ sources }: Application): string {
  return JSON.stringify(sources.map(({ chart, revision }) => [chart, revision]));
}
