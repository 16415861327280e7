import type { ResourceChange } from '../../plan.ts';
import type { Application } from '../application.ts';
import { isOfKind, titleOf } from '../placed-object.ts';
import { counted, type Found, found, isGone } from '../report.ts';
import type { World } from '../world.ts';

/**
 * What the repositories do not tell: changed files that a tool renders or that are no readable manifests, what an
 * ApplicationSet generates, and what goes from folders that no Application we know applies.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/tool_detection/
 */
export function findUnknown(world: World): readonly Found[] {
  return [...rendered(world), ...generated(world), ...unmanaged(world)];
}

// --- internal ---

/** One finding an Application. */
function rendered(world: World): readonly Found[] {
  const touched = new Map<Application, ResourceChange[]>();
  const note = (change: ResourceChange, onlyRendered: boolean) => {
    const side = change.action === 'delete' ? world.before : world.after;
    for (const manager of side.managersOf(change.repository, change.path)) {
      if (onlyRendered && !side.isRendered(manager)) continue;
      const known = touched.get(manager);
      if (known === undefined) touched.set(manager, [change]);
      else known.push(change);
    }
  };
  for (const change of world.unread) note(change, false);
  if (world.mayRender) for (const { change } of world.changes) note(change, true);
  return [...touched].flatMap(([manager, changes]) => {
    const [first] = changes;
    if (first === undefined) return [];
    const summary = `Application ${manager.label} renders ${counted(changes.length, 'changed file')} that cannot be read as objects`;
    return [found('EFFECT_UNKNOWN', first, { summary, others: changes.length - 1 })];
  });
}

function generated(world: World): readonly Found[] {
  return world.changes.flatMap(({ change, before, after }) => {
    const object = before ?? after;
    if (before === undefined || object === undefined || !isOfKind(object, 'argoproj.io', 'ApplicationSet')) return [];
    const summary = `${titleOf(object.resource)} ${isGone({ change, before, after }) ? 'goes' : 'changes'}, and we do not know what it generates`;
    return [
      found('EFFECT_UNKNOWN', change, { summary, beyond: ['every Application that it generated, with what they run'] }),
    ];
  });
}

/** One finding a repository. */
function unmanaged(world: World): readonly Found[] {
  const byRepository = new Map<string, ResourceChange[]>();
  for (const { change } of world.departures().unmanaged) {
    const known = byRepository.get(change.repository);
    if (known === undefined) byRepository.set(change.repository, [change]);
    else known.push(change);
  }
  return [...byRepository].flatMap(([repository, changes]) => {
    const [first] = changes;
    if (first === undefined) return [];
    const summary = `${counted(changes.length, 'object')} ${changes.length === 1 ? 'goes' : 'go'} from ${repository}, and no Application that we know applies ${changes.length === 1 ? 'it' : 'them'}`;
    return [found('EFFECT_UNKNOWN', first, { summary, others: changes.length - 1 })];
  });
}
