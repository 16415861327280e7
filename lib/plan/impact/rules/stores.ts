import { locationOf, mayMeet } from '../location.ts';
import { isOfKind, titleOf } from '../placed-object.ts';
import { toImpactObject } from '../reach.ts';
import { counted, type Found, found, isGone } from '../report.ts';
import { indexStoreUses } from '../secret-uses.ts';
import type { World } from '../world.ts';

/**
 * A SecretStore or ClusterSecretStore that goes while ExternalSecrets of its cluster read from it. Secrets that exist
 * stay, but are no longer refreshed, and new ones are not made.
 *
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export function findRemovedStores(world: World): readonly Found[] {
  const stores = world.changes.filter(
    (change) =>
      isGone(change) &&
      change.before !== undefined &&
      isOfKind(change.before, 'external-secrets.io', 'SecretStore', 'ClusterSecretStore'),
  );
  if (stores.length === 0) return [];
  const uses = indexStoreUses(world.after.objects());
  return stores.flatMap(({ change, before }) => {
    if (before === undefined) return [];
    const { kind, name } = before.resource;
    const here = locationOf(before, world.before);
    const by = kind === 'ClusterSecretStore' ? 'cluster' : 'namespace';
    const users = (uses.get(`${kind}/${name}`) ?? []).filter((user) =>
      mayMeet(locationOf(user, world.after), here, by),
    );
    if (users.length === 0) return [];
    return [
      found('STORE_REMOVED_IN_USE', change, {
        summary: `${titleOf(before.resource)} goes, and ${counted(users.length, 'object')} may read from it`,
        reach: users.map((user) => {
          const [manager] = world.after.managersOf(user.repository, user.path);
          return toImpactObject(user, manager, manager === undefined ? [] : [manager.label], world.after);
        }),
      }),
    ];
  });
}
