import { error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { listSome } from '../diagnostics/list-some.ts';
import type { Forge, PullRequest } from '../forge/forge.ts';
import type { ReviewEvidence } from './check-review.ts';

/** The commit that the program is at. */
export interface SourceCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  /** Files that differ from the commit; empty for a clean checkout. */
  readonly changed: readonly string[];
}

/**
 * Finds the pull request in which the source of a plan was reviewed: the one that the commit is the merge of, the head of,
 * or, in the checkouts that CI systems make to test a pull request, the trial merge of.
 *
 * @throws {KcdkError} `REVIEW_SOURCE_CHANGED` where the checkout is not what was committed; `REVIEW_MISSING`
 */
export async function findReview(source: SourceCommit, forge: Forge): Promise<ReviewEvidence> {
  const { commit, parents, changed } = source;
  const problems = [];
  if (changed.length > 0) {
    const detail = listSome(changed, 10, (path) => path).join('\n');
    problems.push(error('REVIEW_SOURCE_CHANGED', { detail }));
  }
  const pull = await pullOf(source, forge);
  if (pull === undefined) {
    const summary = `No pull request of \`${forge.place.path}\` is known for the commit ${commit.slice(0, 10)}`;
    const detail = parents.length > 1 ? 'Neither is it a merge of one.' : undefined;
    problems.push(error('REVIEW_MISSING', { summary, ...(detail !== undefined && { detail }) }));
  }
  if (pull === undefined || problems.length > 0) throw new KcdkError(problems);
  const [reviews, statuses] = await Promise.all([forge.reviewsOf(pull.number), forge.statusesOf(pull.head.commit)]);
  return { pull, reviews, statuses };
}

// --- internal ---

async function pullOf({ commit, parents }: SourceCommit, forge: Forge): Promise<PullRequest | undefined> {
  const [, second] = parents;
  const candidates = await forge.pullRequestsOf(commit);
  const ofMerge = second === undefined ? [] : await forge.pullRequestsOf(second);
  const fits = (pull: PullRequest) =>
    pull.mergeCommit === commit || pull.head.commit === commit || (second !== undefined && pull.head.commit === second);
  const found = [...candidates, ...ofMerge].find((pull) => pull.state !== 'closed' && fits(pull));
  // lists do not tell who merged
  return found === undefined ? undefined : forge.pullRequest(found.number);
}
