import type { Application } from '../application.ts';
import { titleOf } from '../placed-object.ts';
import { cascadeOf } from '../reach.ts';
import { type Found, found, identityKey, isGone } from '../report.ts';
import type { ObjectChange, World } from '../world.ts';

/**
 * A name that is freed and taken in one plan: of an Application, of the folder that an Application syncs (so of an
 * environment), or of a release that becomes another one in its file. What had it is still being deleted by then.
 *
 * @see Konstruct release notes 0.5.2: the name of an environment is free once it is cleaned up
 */
export function findReusedNames(world: World): readonly Found[] {
  const coming = world.changes.filter(
    (change) => change.after !== undefined && (change.before === undefined || isGone(change)),
  );
  const byName = new Map<string, ObjectChange>();
  const byFolder = new Map<string, ObjectChange>();
  for (const change of coming) {
    const application = change.after && world.after.applicationOf(change.after);
    if (application === undefined) continue;
    byName.set(identityKey(application.object.resource), change);
    for (const folder of foldersOf(application)) byFolder.set(folder, change);
  }
  return [
    ...world.changes.flatMap((change) => reused(change, byName, byFolder, world)),
    ...world.changes.flatMap((change) => becameAnother(change, world)),
  ];
}

// --- internal ---

function reused(
  change: ObjectChange,
  byName: ReadonlyMap<string, ObjectChange>,
  byFolder: ReadonlyMap<string, ObjectChange>,
  world: World,
): readonly Found[] {
  const application =
    isGone(change) && change.before !== undefined ? world.before.applicationOf(change.before) : undefined;
  if (application === undefined) return [];
  const sameName = byName.get(identityKey(application.object.resource));
  const here = world.before.realmOf(application);
  if (sameName?.after !== undefined && meets(here, sameName, world)) {
    return [taking(change, application, sameName, 'its name', world)];
  }
  for (const folder of foldersOf(application)) {
    const taker = byFolder.get(folder);
    if (taker !== undefined)
      return [taking(change, application, taker, `its folder ${folder.slice(folder.indexOf(' ') + 1)}`, world)];
  }
  return [];
}

/** Two Argo CDs each may have an Application of one name. */
function meets(realm: string | undefined, { after }: ObjectChange, world: World): boolean {
  const application = after && world.after.applicationOf(after);
  const other = application && world.after.realmOf(application);
  return realm === undefined || other === undefined || realm === other;
}

function taking(change: ObjectChange, from: Application, by: ObjectChange, what: string, world: World): Found {
  const { objects, placed, beyond } = cascadeOf(from, world.before);
  const taker = by.after === undefined ? 'another' : titleOf(by.after.resource);
  const elsewhere = by === change ? '' : ` in ${by.change.repository}: ${by.change.path}`;
  return found('NAME_REUSED', change.change, {
    summary: `Application ${from.label} goes, and ${taker}${elsewhere} takes ${what} before it is drained`,
    severity: from.cascades ? 'destructive' : 'disruptive',
    reach: objects,
    placed: from.cascades ? placed : [],
    beyond,
  });
}

/** The Application keeps its file and name but belongs to another construct and runs something else. */
function becameAnother({ change, before, after }: ObjectChange, world: World): readonly Found[] {
  if (change.previous_address === undefined || before === undefined || after === undefined) return [];
  const from = world.before.applicationOf(before);
  const to = world.after.applicationOf(after);
  if (from === undefined || to === undefined || what(from) === what(to)) return [];
  const { objects, beyond } = cascadeOf(from, world.before);
  return [
    found('NAME_REUSED', change, {
      summary: `Application ${from.label} of ${change.previous_address} becomes another one of ${change.address}`,
      reach: objects,
      beyond,
    }),
  ];
}

function what({ sources }: Application): string {
  return JSON.stringify(sources.map(({ repository, chart, path }) => [repository, chart, path]));
}

function foldersOf({ sources }: Application): readonly string[] {
  return sources.flatMap(({ repository, path, revision }) =>
    path === undefined ? [] : [`${repository}@${revision} ${path}`],
  );
}
