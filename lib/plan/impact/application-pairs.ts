import type { ResourceChange } from '../plan.ts';
import { type Application, toApplication } from './application.ts';
import { isGone } from './report.ts';
import type { World } from './world.ts';

/** An Application that stays and changes. */
export interface ApplicationPair {
  readonly change: ResourceChange;
  readonly before: Application;
  readonly after: Application;
}

export function applicationPairs(world: World): readonly ApplicationPair[] {
  return world.changes.flatMap((change) => {
    if (isGone(change) || change.before === undefined || change.after === undefined) return [];
    const before = toApplication(change.before);
    const after = toApplication(change.after);
    return before === undefined || after === undefined ? [] : [{ change: change.change, before, after }];
  });
}
