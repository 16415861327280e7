import type { Application } from './application.ts';
import { ownSyncOptions, type PlacedObject } from './placed-object.ts';
import { isGone } from './report.ts';
import type { Side } from './side.ts';
import type { ObjectChange } from './world.ts';

/** What goes from git, by who is to delete it on the clusters. */
export interface Departures {
  /** Applications that go and that nothing else takes with it, with their survivors. */
  readonly applications: readonly DepartingApplication[];
  /** Other objects that go, by the Application that stays and no longer finds them. */
  readonly pruned: ReadonlyMap<Application, readonly ObjectChange[]>;
  /** Other objects that go, and that no Application we know applies. */
  readonly unmanaged: readonly ObjectChange[];
}

export interface DepartingApplication {
  readonly change: ObjectChange;
  readonly application: Application;
  /** The Applications that stay and apply it so far. */
  readonly managers: readonly Application[];
}

/** Sorts what goes. What goes together with the Application that applies it is told with that one. */
export function findDepartures(changes: readonly ObjectChange[], before: Side): Departures {
  const gone = changes.filter(isGone);
  const goneObjects = new Set(gone.map((change) => change.before));
  const applications: DepartingApplication[] = [];
  const pruned = new Map<Application, ObjectChange[]>();
  const unmanaged: ObjectChange[] = [];
  for (const change of gone) {
    const object = change.before;
    if (object === undefined || isRecord(object)) continue;
    const managers = before.managersOf(object.repository, object.path).filter((one) => one.object !== object);
    const staying = managers.filter((one) => !goneObjects.has(one.object));
    const application = before.applicationOf(object);
    if (staying.length < managers.length && !leadsBack(object, managers, before, goneObjects)) continue;
    if (application !== undefined) applications.push({ change, application, managers: staying });
    else if (managers.length === 0) unmanaged.push(change);
    for (const manager of application === undefined ? staying : []) {
      const known = pruned.get(manager);
      if (known === undefined) pruned.set(manager, [change]);
      else known.push(change);
    }
  }
  return { applications, pruned, unmanaged };
}

/**
 * What keeps an Application from pruning objects by itself; empty when it does.
 *
 * @param after the same Application as it is wanted, if it stays: whichever of the two prunes counts
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning
 */
export function holdsPruning(
  manager: Application,
  after: Application | undefined,
  objects: readonly PlacedObject[],
): readonly string[] {
  const held: string[] = [];
  if (!manager.automated && after?.automated !== true) {
    held.push(`${manager.label} is not synced automatically: it goes when somebody syncs it with pruning`);
  } else if (!manager.prune && after?.prune !== true) {
    held.push(`${manager.label} does not prune by itself: it goes when somebody syncs it with pruning`);
  }
  const options = objects.map(ownSyncOptions);
  for (const option of ['Prune=false', 'Prune=confirm']) {
    if (options.length > 0 && options.every((one) => one.has(option))) held.push(`it says ${option}`);
  }
  return held;
}

// --- internal ---

/** Records are for the platform; no Argo CD applies them. */
function isRecord({ resource }: PlacedObject): boolean {
  return resource.api_version.startsWith('konstruct-cdk.dev/');
}

/** True for Applications that apply each other and all go: one of them has to be told, the first by place. */
function leadsBack(
  object: PlacedObject,
  managers: readonly Application[],
  before: Side,
  gone: ReadonlySet<PlacedObject | undefined>,
): boolean {
  const above = new Set(managers.filter((one) => gone.has(one.object)));
  for (const manager of above) {
    const next = before
      .managersOf(manager.object.repository, manager.object.path)
      .filter((one) => one !== manager && gone.has(one.object));
    if (next.length === 0) return false;
    for (const one of next) above.add(one);
  }
  return [...above].every((one) => place(object) <= place(one.object));
}

function place({ repository, path }: PlacedObject): string {
  return `${repository}\0${path}`;
}
