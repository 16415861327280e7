import { groupsBroughtBy, isOfGroups } from '../crd-owners.ts';
import { holdsPruning } from '../departures.ts';
import { at, type PlacedObject, titleOf } from '../placed-object.ts';
import { toImpactObject } from '../reach.ts';
import { counted, type Found, found, isGone } from '../report.ts';
import type { World } from '../world.ts';

/**
 * What owns CustomResourceDefinitions goes: the Application of an operator, a Crossplane provider, or a definition. With
 * a definition go all its custom resources on that cluster, those of others too.
 *
 * @see Konstruct release notes 0.3 (remove the resources finalizer of operators before replacing them)
 */
export function findRemovedCrds(world: World): readonly Found[] {
  return world.changes.flatMap((change) => {
    const { before } = change;
    if (before === undefined || !isGone(change)) return [];
    const application = world.before.applicationOf(before);
    const groups = groupsBroughtBy(before, application);
    if (groups.length === 0) return [];
    const managers = world.before.managersOf(before.repository, before.path).filter((one) => one.object !== before);
    const cluster = application === undefined ? clusterOf(before, world) : world.before.clusterOf(application);
    const lost = customResources(groups, cluster, world).filter(({ object }) => object !== before);
    const heldBy = managers.flatMap((one) => holdsPruning(one, world.successorOf(one), [before]));
    if (application !== undefined && !application.cascades)
      heldBy.push(`${application.label} has no resources finalizer`);
    if (application !== undefined && keepsCrds(before)) heldBy.push('its values say that the definitions stay');
    const where = cluster === undefined ? 'its cluster' : cluster;
    return [
      found('CRDS_REMOVED', change.change, {
        summary: `${titleOf(before.resource)} owns the definitions of ${groups.join(' and ')} on ${where}: ${counted(lost.length, 'custom resource')} that we know`,
        severity: heldBy.length > 0 ? 'notice' : 'destructive',
        reach: lost.map(({ shown }) => shown),
        placed: lost.map(({ object }) => object),
        beyond: [`every other resource of ${groups.join(' and ')} on ${where}`],
        heldBy,
      }),
    ];
  });
}

// --- internal ---

function clusterOf(object: PlacedObject, { before }: World): string | undefined {
  const [manager] = before.managersOf(object.repository, object.path);
  return manager === undefined ? undefined : before.clusterOf(manager);
}

/** Those that are on the cluster, and those of which we do not know where they are. */
function customResources(groups: readonly string[], cluster: string | undefined, { before }: World) {
  return [...before.objects()].flatMap((object) => {
    if (!isOfGroups(object, groups)) return [];
    const managers = before.managersOf(object.repository, object.path);
    const here = managers.find((one) => {
      const own = before.clusterOf(one);
      return own === undefined || cluster === undefined || own === cluster;
    });
    if (here === undefined && managers.length > 0) return [];
    const chain = here === undefined ? [] : [here.label];
    return [{ object, shown: toImpactObject(object, here, chain, before) }];
  });
}

/** What charts say of it: `crds.keep` of cert-manager, `crds.enabled: false` where others install them. */
function keepsCrds({ manifest }: PlacedObject): boolean {
  const values = at(manifest, 'spec', 'source', 'helm', 'valuesObject');
  return at(values, 'crds', 'keep') === true || at(manifest, 'spec', 'source', 'helm', 'skipCrds') === true;
}
