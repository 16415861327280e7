import type { PlanDocument, PlanSummary, ResourceChange, ResourceIdentity } from '../plan/plan.ts';

/** `Plan: 1 to add, 0 to change, 0 to destroy.`, with moved, adopted and forgotten ones where there are any. */
export function formatSummary(summary: PlanSummary): string {
  const { add, change, destroy, move, adopt, forget = 0 } = summary;
  const more = [
    move > 0 ? `, ${move} to move` : '',
    adopt > 0 ? `, ${adopt} to adopt` : '',
    forget > 0 ? `, ${forget} to forget` : '',
  ].join('');
  return `Plan: ${add} to add, ${change} to change, ${destroy} to destroy${more}.`;
}

/** `Application argocd/lon1-dev`. */
export function formatResource({ kind, namespace, name }: ResourceIdentity): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

/** `1 field`, `2 fields`. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** True for a resource that goes, or goes and comes again. */
export function isDestroyed(change: ResourceChange): boolean {
  return change.action === 'delete' || change.action === 'replace';
}

/** What is worth a word beside the action: where it was, what it replaces, how many fields differ. */
export function remarksOf(change: ResourceChange): readonly string[] {
  const remarks: string[] = [];
  if (change.action === 'move' || change.action === 'adopt') remarks.push(change.action);
  if (change.action === 'forget') remarks.push('stays in git, nobody’s from now on');
  if (change.previous_resource !== undefined) remarks.push(`replaces ${formatResource(change.previous_resource)}`);
  if (change.previous_path !== undefined) remarks.push(`from ${change.previous_path}`);
  if (change.previous_address !== undefined) remarks.push(`was ${change.previous_address}`);
  if (change.formatting_only) remarks.push('only formatting');
  if (change.fields.length > 0) remarks.push(counted(change.fields.length, 'field'));
  return remarks;
}

/** What a reader has to know of the plan as a whole: that it is incomplete, limited, or cannot be applied. */
export function planNotes(plan: PlanDocument): readonly PlanNote[] {
  const notes: PlanNote[] = [];
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (!plan.complete)
    notes.push({ text: 'This plan is incomplete: something could not be read, so more may change.', grave: false });
  if (plan.targets !== undefined) notes.push({ text: targetNote(plan.targets), grave: false });
  if (errors > 0) notes.push({ text: `This plan cannot be applied: it has ${counted(errors, 'error')}.`, grave: true });
  return notes;
}

export interface PlanNote {
  readonly text: string;
  /** True where the plan cannot be applied for it. */
  readonly grave: boolean;
}

/**
 * The sentence that a plan comes to: its counts, or `No changes.` with the reason.
 *
 * An incomplete plan, and one with errors, never says "no changes".
 */
export function conclusionOf(plan: PlanDocument): { readonly head: string; readonly why: string } {
  const errors = plan.diagnostics.some(({ severity }) => severity === 'error');
  const quiet = plan.phases.length === 0 && plan.resource_changes.length === 0;
  if (!quiet || !plan.complete || errors) return { head: formatSummary(plan.summary), why: '' };
  const kept = plan.diagnostics.some(({ code }) => KEPT.has(code));
  const why =
    plan.targets !== undefined
      ? 'What the plan looked at is as it is wanted.'
      : kept
        ? 'What differs was changed by hand and is kept.'
        : 'The repositories hold what is wanted.';
  return { head: 'No changes.', why };
}

// --- internal ---

const KEPT: ReadonlySet<string> = new Set(['DRIFT_KEPT', 'DRIFT_FIELDS_KEPT']);

function targetNote({ target, exclude }: NonNullable<PlanDocument['targets']>): string {
  const parts = [
    target.length > 0 ? `only ${target.join(', ')}` : '',
    exclude.length > 0 ? `nothing of ${exclude.join(', ')}` : '',
  ].filter((part) => part !== '');
  return `This plan looks at ${parts.join(', ')}; the rest of the program may differ from the repositories.`;
}
