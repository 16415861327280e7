import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { CommitStatus, PullRequest, Review } from '../forge/forge.ts';
import type { PlanDocument } from '../plan/plan.ts';
import { parseStatus, short, statusContext } from '../propose/describe.ts';
import { reviewDigest } from './review-digest.ts';

/** What is known of the review of a plan. */
export interface ReviewEvidence {
  readonly pull: PullRequest;
  /** Oldest first. */
  readonly reviews: readonly Review[];
  /** Of the head of the pull request. */
  readonly statuses: readonly CommitStatus[];
}

export interface ReviewRules {
  /** How many people have to approve, the author not counted. */
  readonly approvals: number;
  /** True where the plan was saved: then it must be the very plan that was reviewed, byte for byte. */
  readonly exact: boolean;
}

/**
 * Whether a plan is the one that was reviewed: approved by enough people, after the last push, with nobody against it,
 * and with a status on that very commit that names the plan.
 *
 * Pure. All that is missing is told at once.
 */
export function checkReview(plan: PlanDocument, evidence: ReviewEvidence, rules: ReviewRules): readonly Diagnostic[] {
  return [...approvalProblems(evidence, rules), ...planProblems(plan, evidence, rules)];
}

/** The last word of each reviewer. A comment does not take back what was said before. */
export function lastWords(reviews: readonly Review[]): ReadonlyMap<string, Review> {
  const last = new Map<string, Review>();
  for (const review of reviews) if (review.state !== 'commented') last.set(review.author, review);
  return last;
}

/** What is missing of the approvals of a pull request. */
export function approvalProblems(
  { pull, reviews }: Pick<ReviewEvidence, 'pull' | 'reviews'>,
  { approvals }: Pick<ReviewRules, 'approvals'>,
): readonly Diagnostic[] {
  const words = [...lastWords(reviews).values()].filter(({ author }) => author !== pull.author);
  const against = words.filter(({ state }) => state === 'changes-requested');
  const approved = words.filter(({ state }) => state === 'approved');
  const current = approved.filter(({ commit }) => commit === pull.head.commit);
  const diagnostics = against.map(({ author }) =>
    error('REVIEW_CHANGES_REQUESTED', { summary: `${author} has asked for changes in ${pull.url}` }),
  );
  if (current.length >= approvals) return diagnostics;
  if (approved.length >= approvals) {
    const late = approved.filter(({ commit }) => commit !== pull.head.commit).map(({ author }) => author);
    const summary = `${pull.url} was approved before the last push to it`;
    const detail = `${late.join(', ')} approved another commit than ${pull.head.commit.slice(0, 10)}, its head.`;
    return [...diagnostics, error('REVIEW_OUTDATED', { summary, detail })];
  }
  const summary = `${pull.url} has ${approved.length} of ${approvals} approvals`;
  return [...diagnostics, error('REVIEW_NOT_APPROVED', { summary })];
}

// --- internal ---

function planProblems(
  plan: PlanDocument,
  { pull, statuses }: ReviewEvidence,
  { exact }: ReviewRules,
): readonly Diagnostic[] {
  const context = statusContext(plan.project);
  const status = statuses.find((one) => one.context === context);
  const digests = status === undefined ? undefined : parseStatus(status);
  if (status === undefined || digests === undefined) {
    const detail = `The commit ${pull.head.commit.slice(0, 10)} has no status \`${context}\` that names a plan.`;
    return [error('REVIEW_PLAN_UNKNOWN', { summary: `No plan was reviewed in ${pull.url}`, detail })];
  }
  const same = exact ? digests.plan === short(plan.digest) : digests.writes === short(reviewDigest(plan));
  if (same && status.state === 'success') return [];
  const detail = same
    ? 'The plan that was reviewed could not be applied.'
    : exact
      ? `Reviewed was the plan ${digests.plan}, and this is ${short(plan.digest)}.`
      : `Reviewed was what writes ${digests.writes}, and this writes ${short(reviewDigest(plan))}.`;
  return [
    error('REVIEW_PLAN_DIFFERS', { summary: `The plan is not the one that was reviewed in ${pull.url}`, detail }),
  ];
}
