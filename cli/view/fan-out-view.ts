import type { FanOut } from '../../lib/plan/fan-out.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { visible } from '../../lib/report/visible.ts';
import type { Style } from './style.ts';

/** What stands below the change that is shown: in how many places it is the same, and in which. */
export function fanOutLines(
  group: FanOut,
  plan: PlanDocument,
  { style, full }: { readonly style: Style; readonly full: boolean },
): readonly string[] {
  const others = group.changes.slice(1).flatMap((number) => plan.resource_changes[number] ?? []);
  const places = [
    group.environments > 1 ? `${group.environments} environments` : '',
    group.clusters > 1 ? `${group.clusters} clusters` : '',
    group.repositories > 1 ? `${group.repositories} repositories` : '',
  ].filter((words) => words !== '');
  const where = places.length === 0 ? `${group.changes.length} places` : places.join(', ');
  const head = `          ${style.bold(`the same change ${group.changes.length} times: in ${where}`)}`;
  const shown = full ? others : others.slice(0, MOST_NAMED);
  const lines = shown.map((change) => `            ${style.dim(visible(`${change.repository}: ${change.path}`))}`);
  if (shown.length < others.length) lines.push(`            and ${others.length - shown.length} more`);
  return [head, ...lines];
}

// --- internal ---

const MOST_NAMED = 5;
