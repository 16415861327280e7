import type { FanOut } from '../plan/fan-out.ts';
import type { PlanDocument, ResourceChange } from '../plan/plan.ts';

/** Which change stands for others, and which are those others. */
export function indexFanOut(plan: PlanDocument): ReadonlyMap<ResourceChange, FanOut | null> {
  const index = new Map<ResourceChange, FanOut | null>();
  for (const group of plan.fan_out ?? []) {
    for (const [position, number] of group.changes.entries()) {
      const change = plan.resource_changes[number];
      if (change !== undefined) index.set(change, position === 0 ? group : null);
    }
  }
  return index;
}
