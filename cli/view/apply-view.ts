import type { ApplyResult, RepositoryOutcome } from '../../lib/apply/apply.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { visible } from '../../lib/report/visible.ts';

/** The outcome as one JSON document. */
export function applyJson(plan: PlanDocument, result: ApplyResult): string {
  const document = {
    format_version: '1.0',
    project: plan.project,
    plan_digest: plan.digest,
    complete: isComplete(result),
    summary: plan.summary,
    repositories: result.outcomes.map(({ repository, phase, status, commit, pull }) => ({
      repository,
      phase,
      status,
      commit,
      pull_request: pull,
    })),
    ...(result.waitingAfter !== undefined && { waiting_after: result.waitingAfter }),
    diagnostics: result.diagnostics,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The outcome in words; the last line is `Apply complete! …` or says what is left. */
export function applySummary(plan: PlanDocument, result: ApplyResult): string {
  const lines = result.outcomes.map(outcomeLine);
  if (isComplete(result) && result.outcomes.length > 0 && result.outcomes.every(({ status }) => status === 'already')) {
    lines.push('Apply complete! All of it was applied before.');
  } else if (isComplete(result)) {
    const { add, change, destroy, move, adopt, forget = 0 } = plan.summary;
    const rest = [
      [move, 'moved'],
      [adopt, 'adopted'],
      [forget, 'forgotten'],
    ] as const;
    const more = rest.map(([number, word]) => (number > 0 ? `, ${number} ${word}` : '')).join('');
    lines.push(`Apply complete! Resources: ${add} added, ${change} changed, ${destroy} destroyed${more}.`);
  } else if (result.diagnostics.length === 0 && result.outcomes.some(({ status }) => status === 'proposed')) {
    lines.push('Proposed. When the pull requests are merged: kcdk apply --merged');
  } else if (result.waitingAfter !== undefined || result.outcomes.some(({ status }) => status === 'applied')) {
    lines.push('Apply incomplete. What was written stays; run the command again to do the rest.');
  } else {
    lines.push('Nothing was applied.');
  }
  return `${lines.join('\n')}\n`;
}

// --- internal ---

function isComplete({ outcomes, diagnostics }: ApplyResult): boolean {
  return diagnostics.length === 0 && outcomes.every(({ status }) => status === 'applied' || status === 'already');
}

const WORDS: Readonly<Record<RepositoryOutcome['status'], string>> = {
  applied: 'committed',
  already: 'was as planned already',
  proposed: 'proposed in',
  failed: 'not written',
  pending: 'not reached',
};

function outcomeLine({ repository, phase, status, commit, pull }: RepositoryOutcome): string {
  const place = phase === undefined ? repository : `${phase} ${repository}`;
  const where = pull?.url ?? commit?.slice(0, 10);
  return `  ${visible(place)}: ${WORDS[status]}${where === undefined ? '' : ` ${visible(where)}`}`;
}
