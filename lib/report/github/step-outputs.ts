import type { PlanDocument } from '../../plan/plan.ts';

/** What later steps of a workflow may ask of a plan, by the names under which they do. All are plain words and numbers. */
export function stepOutputs(plan: PlanDocument): Readonly<Record<string, string>> {
  const { add, change, destroy, move, adopt, forget = 0 } = plan.summary;
  const count = (severity: string) => (plan.impact ?? []).filter((finding) => finding.severity === severity).length;
  return {
    has_changes: String(plan.phases.length > 0 || plan.resource_changes.length > 0),
    applyable: String(plan.applyable),
    complete: String(plan.complete),
    plan_digest: plan.digest,
    add: String(add),
    change: String(change),
    destroy: String(destroy),
    move: String(move),
    adopt: String(adopt),
    forget: String(forget),
    destructive: String(count('destructive')),
    disruptive: String(count('disruptive')),
    errors: String(plan.diagnostics.filter(({ severity }) => severity === 'error').length),
  };
}

/** The lines of `GITHUB_OUTPUT`. */
export function formatOutputs(outputs: Readonly<Record<string, string>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value.replace(/[\r\n]/g, ' ')}\n`)
    .join('');
}
