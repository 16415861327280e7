import { refusals } from '../admission.ts';
import type { Application } from '../application.ts';
import { isOfKind, nameOf, type PlacedObject } from '../placed-object.ts';
import { toImpactObject } from '../reach.ts';
import { counted, type Found, found, isGone } from '../report.ts';
import type { ObjectChange, World } from '../world.ts';

/**
 * An AppProject that goes, or that no longer admits a source or destination which Applications of it use: they can be
 * neither synced nor deleted any more.
 *
 * Told only of Applications that stay and that the project admitted before.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export function findRefusingProjects(world: World): readonly Found[] {
  const projects = world.changes.filter(
    ({ before, change }) =>
      before !== undefined && isOfKind(before, 'argoproj.io', 'AppProject') && change.action !== 'adopt',
  );
  if (projects.length === 0) return [];
  const users = byProject(world);
  return projects.flatMap((change) => refusing(change, users, world));
}

// --- internal ---

function byProject({ after }: World): ReadonlyMap<string, readonly Application[]> {
  const users = new Map<string, Application[]>();
  for (const application of after.applications) {
    const known = users.get(application.project);
    if (known === undefined) users.set(application.project, [application]);
    else known.push(application);
  }
  return users;
}

function refusing(
  change: ObjectChange,
  users: ReadonlyMap<string, readonly Application[]>,
  world: World,
): readonly Found[] {
  const { before } = change;
  if (before === undefined) return [];
  const after = isGone(change) ? undefined : change.after;
  const realm = realmOf(before, world);
  const why = new Set<string>();
  const refused = (users.get(before.resource.name) ?? []).filter((application) => {
    const own = world.after.realmOf(application);
    if (own !== undefined && realm !== undefined && clusterOf(own) !== clusterOf(realm)) return false;
    if (refusals(before, application).length > 0) return false;
    const reasons = after === undefined ? ['anything'] : refusals(after, application);
    for (const reason of reasons) why.add(reason);
    return reasons.length > 0;
  });
  if (refused.length === 0) return [];
  const what = after === undefined ? 'goes' : `no longer admits ${[...why].join(', ')}`;
  const using = `${counted(refused.length, 'Application')} ${refused.length === 1 ? 'uses' : 'use'} it`;
  return [
    found('PROJECT_REFUSES', change.change, {
      summary: `AppProject ${nameOf(before.resource)} ${what}, and ${using}`,
      reach: refused.map((application) => toImpactObject(application.object, undefined, [], world.after)),
    }),
  ];
}

/** The Argo CD of a project: as the program says, or that of the Application which applies it. */
function realmOf(project: PlacedObject, { before }: World): string | undefined {
  if (project.realm !== undefined) return project.realm;
  return before
    .managersOf(project.repository, project.path)
    .map((manager) => before.realmOf(manager))
    .find((one) => one !== undefined);
}

function clusterOf(realm: string): string {
  return realm.slice(realm.lastIndexOf('#') + 1);
}
