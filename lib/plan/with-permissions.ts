import { digestOf } from './digest.ts';
import type { PlanPermissions } from './plan.ts';
import type { PlanBundle } from './plan-bundle.ts';

/** The same plan with what its actor may do, under a digest of its own. */
export function withPermissions(bundle: PlanBundle, permissions: PlanPermissions): PlanBundle {
  const plan = { ...bundle.plan, permissions };
  return { ...bundle, plan: { ...plan, digest: digestOf(plan) } };
}
