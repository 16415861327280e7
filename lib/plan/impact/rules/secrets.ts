import { holdsPruning } from '../departures.ts';
import { type Location, locationOf, mayMeet } from '../location.ts';
import { isOfKind, nameOf, type PlacedObject, textAt } from '../placed-object.ts';
import { toImpactObject } from '../reach.ts';
import { counted, type Found, found, isGone } from '../report.ts';
import { indexSecretUses } from '../secret-uses.ts';
import type { ObjectChange, World } from '../world.ts';

/**
 * A Secret that goes, with its ExternalSecret or by itself or since it gets another name, while something names it:
 * pods that mount it, charts whose values do, or Argo CD itself, which knows clusters and repositories by Secrets.
 *
 * Not told where something else makes the same Secret from then on.
 *
 * @see https://external-secrets.io/latest/guides/ownership-deletion-policy/
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 */
export function findRemovedSecrets(world: World): readonly Found[] {
  const lost = world.changes.flatMap((change) => lostSecret(change, world));
  if (lost.length === 0) return [];
  const uses = indexSecretUses(world.after.objects());
  const made = indexMade(world);
  return lost.flatMap((secret) => judge(secret, uses, made, world));
}

// --- internal ---

interface LostSecret {
  readonly change: ObjectChange;
  readonly object: PlacedObject;
  readonly name: string;
  readonly location: Location;
}

function lostSecret(change: ObjectChange, world: World): readonly LostSecret[] {
  const { before, after } = change;
  const name = before && secretOf(before);
  if (before === undefined || name === undefined) return [];
  if (!isGone(change) && after !== undefined && secretOf(after) === name) return [];
  return [{ change, object: before, name, location: locationOf(before, world.before) }];
}

/** The Secret that an object makes or is. */
function secretOf(object: PlacedObject): string | undefined {
  if (isOfKind(object, '', 'Secret')) return object.resource.name;
  if (!isOfKind(object, 'external-secrets.io', 'ExternalSecret')) return undefined;
  return textAt(object.manifest, 'spec', 'target', 'name') ?? object.resource.name;
}

function indexMade({ after }: World): ReadonlyMap<string, readonly PlacedObject[]> {
  const made = new Map<string, PlacedObject[]>();
  for (const object of after.objects()) {
    const name = secretOf(object);
    if (name === undefined) continue;
    const known = made.get(name);
    if (known === undefined) made.set(name, [object]);
    else known.push(object);
  }
  return made;
}

function judge(
  { change, object, name, location }: LostSecret,
  uses: ReadonlyMap<string, readonly PlacedObject[]>,
  made: ReadonlyMap<string, readonly PlacedObject[]>,
  world: World,
): readonly Found[] {
  const again = (made.get(name) ?? []).some((one) => {
    const other = locationOf(one, world.after);
    return other.cluster === location.cluster && other.namespace === location.namespace;
  });
  if (again) return [];
  const users = (uses.get(name) ?? []).filter(
    (user) => user !== object && mayMeet(locationOf(user, world.after), location),
  );
  const type = textAt(object.manifest, 'spec', 'target', 'template', 'metadata', 'labels', SECRET_TYPE);
  const deploying =
    type === 'cluster' ? world.after.applications.filter((one) => one.destination.cluster === name) : [];
  const ofArgo = type === undefined ? [] : [`what Argo CD reaches by it, as a ${type} Secret`];
  if (users.length + deploying.length + ofArgo.length === 0) return [];
  const managers = world.before.managersOf(object.repository, object.path);
  const heldBy = isGone(change) ? managers.flatMap((one) => holdsPruning(one, world.successorOf(one), [object])) : [];
  const policy = textAt(object.manifest, 'spec', 'target', 'creationPolicy');
  if (policy === 'Orphan' || policy === 'Merge') heldBy.push(`creationPolicy is ${policy}: the Secret itself stays`);
  const reached = [...users, ...deploying.map((one) => one.object)];
  const using = reached.length === 0 ? 'Argo CD uses it' : `${counted(reached.length, 'object')} may use it`;
  return [
    found('SECRET_REMOVED_IN_USE', change.change, {
      summary: `Secret ${nameOf({ ...object.resource, name })} goes, and ${using}`,
      severity: heldBy.length > 0 ? 'notice' : 'destructive',
      reach: reached.map((user) => {
        const [manager] = world.after.managersOf(user.repository, user.path);
        return toImpactObject(user, manager, manager === undefined ? [] : [manager.label], world.after);
      }),
      beyond: ofArgo,
      heldBy,
    }),
  ];
}

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
