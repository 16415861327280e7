import { resolve } from 'node:path';
import type { Config } from '../../lib/config/config.ts';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { Forge, PullRequest } from '../../lib/forge/forge.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { planStatus } from '../../lib/propose/describe.ts';
import { planMarker, renderMarkdown } from '../../lib/report/markdown/markdown.ts';
import { checkReview, type ReviewEvidence } from '../../lib/review/check-review.ts';
import { findReview, type SourceCommit } from '../../lib/review/find-review.ts';
import { readSourceCommit } from '../../lib/review/source-commit.ts';
import type { CommentFlags, ReviewFlags } from '../commands/pull-request-options.ts';
import type { ReportFlags } from '../commands/report-options.ts';
import type { Session } from './session.ts';
import { openSourceForge, pullRequestOfJob } from './source-forge.ts';

/** A review that was found, before the plan is known that it has to be of. */
export interface FoundReview {
  readonly evidence: ReviewEvidence;
  /** Who put the change in: the person who merged it, or its author. */
  readonly actor: string;
  /** What is wrong with the review of this plan; empty when it is good. */
  check(plan: PlanDocument, exact: boolean): readonly Diagnostic[];
}

/**
 * Finds the review of the program as it is checked out, where one is wanted.
 *
 * @param planFile a saved plan, which is no part of the program
 * @throws {KcdkError} `REVIEW_SOURCE_CHANGED`, `REVIEW_MISSING`, and codes of the API
 */
export async function reviewOf(
  options: ReviewFlags,
  config: Config | undefined,
  session: Session,
  planFile: string | undefined,
): Promise<FoundReview | undefined> {
  if (options.reviewed !== true) return undefined;
  const source = await sourceOf(config, session, planFile === undefined ? [] : [resolve(session.cwd, planFile)]);
  const evidence = await findReview(source, await openSourceForge(config, session));
  const { approvals } = options;
  return {
    evidence,
    actor: evidence.pull.mergedBy ?? evidence.pull.author,
    check: (plan, exact) => checkReview(plan, evidence, { approvals, exact }),
  };
}

/**
 * Writes a plan into the one comment that a project has in the pull request of its program, and its digests on the head.
 *
 * @throws {KcdkError} `REVIEW_MISSING` where there is no pull request; codes of the API
 */
export async function postPlan(
  plan: PlanDocument,
  options: CommentFlags & Pick<ReportFlags, 'limit' | 'reportUrl'>,
  config: Config,
  session: Session,
): Promise<void> {
  const forge = await openSourceForge(config, session);
  const pull = await pullRequestFor(options, config, session, forge);
  const marker = planMarker(plan);
  // the marker goes to the end of the text, by which the comment is found
  const most = Math.min(options.limit ?? forge.mostCharacters, forge.mostCharacters);
  const text = renderMarkdown(plan, { limit: most, fullReport: options.reportUrl });
  const { url, status } = await forge.upsertComment(pull.number, {
    marker,
    body: text.slice(marker.length).trimStart(),
  });
  await forge.setStatus(pull.head.commit, planStatus(plan, url));
  session.say(`${status === 'created' ? 'Commented' : 'The comment is up to date'}: ${url}`);
}

// --- internal ---

async function sourceOf(
  config: Config | undefined,
  session: Session,
  ignore: readonly string[],
): Promise<SourceCommit> {
  const folder = config?.root ?? session.cwd;
  const output = config === undefined ? [] : [config.output];
  const source = await readSourceCommit({ folder, env: session.io.env, ignore: [...ignore, ...output] });
  if (source !== undefined) return source;
  throw kcdkError('REVIEW_MISSING', { summary: 'The program is in no git repository, so nobody can have reviewed it' });
}

async function pullRequestFor(
  { pullRequest }: CommentFlags,
  config: Config,
  session: Session,
  forge: Forge,
): Promise<PullRequest> {
  const number = pullRequest ?? pullRequestOfJob(session.io.env);
  if (number !== undefined) return forge.pullRequest(number);
  const { commit, parents } = await sourceOf(config, session, []);
  for (const one of [commit, ...parents.slice(1)]) {
    const open = (await forge.pullRequestsOf(one)).find(({ state }) => state === 'open');
    if (open !== undefined) return open;
  }
  throw kcdkError('REVIEW_MISSING', {
    summary: `No open pull request of \`${forge.place.path}\` has the commit ${commit.slice(0, 10)}`,
    fix: 'Open one, or name it with `--pull-request`.',
  });
}
