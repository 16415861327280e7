import type { CommitStatus } from '../forge/forge.ts';
import type { PlanDocument } from '../plan/plan.ts';
import { code } from '../report/markdown/escape.ts';
import { renderMarkdown } from '../report/markdown/markdown.ts';
import { conclusionOf } from '../report/plan-words.ts';
import { reviewDigest } from '../review/review-digest.ts';

/** A pull request of the same phase. */
export interface Sibling {
  readonly repository: string;
  readonly url: string;
}

export interface PullRequestSubject {
  readonly plan: PlanDocument;
  /** Name of the repository. */
  readonly repository: string;
  /** Id of the phase. */
  readonly phase: string;
  /** All pull requests of the phase, in the order in which they are to be merged. */
  readonly siblings: readonly Sibling[];
  /** Most characters. */
  readonly limit: number;
}

/** One line, the same while the plan does the same kind of things. */
export function pullRequestTitle({ plan, repository }: Pick<PullRequestSubject, 'plan' | 'repository'>): string {
  const count = plan.resource_changes.filter((change) => change.repository === repository).length;
  return `${plan.project}: ${count === 1 ? '1 change' : `${count} changes`}`;
}

/** What the pull request is a part of, and the whole plan. */
export function pullRequestBody(subject: PullRequestSubject): string {
  const { plan, phase, siblings, repository, limit } = subject;
  const lines: string[] = [];
  if (plan.phases.length > 1) {
    const number = plan.phases.findIndex(({ id }) => id === phase) + 1;
    const rest =
      number < plan.phases.length ? ' The rest is proposed when this is merged and its gate has passed.' : '';
    lines.push(`Phase ${number} of ${plan.phases.length}.${rest}`);
  }
  if (siblings.length > 1) {
    const items = siblings.map(({ repository: name, url }, index) => {
      return `${index + 1}. ${code(name)} ${name === repository ? '(this one)' : url}`;
    });
    lines.push(['One of several pull requests of one plan. Merge them in this order:', ...items].join('\n'));
  }
  lines.push('Made by `kcdk apply --pr`, which updates it. Commits of others to its branch stop it.');
  const top = lines.join('\n\n');
  const whole = renderMarkdown(plan, { limit: limit - Buffer.byteLength(top) - 2 });
  return `${top}\n\n${whole}`;
}

/** What the status of a commit is called. */
export function statusContext(project: string): string {
  return `kcdk/${project}`;
}

/**
 * Says on a commit which plan it stands for. An approval of the commit is then one of this plan, and of what it writes.
 *
 * 140 characters at most; `parseStatus` reads it.
 */
export function planStatus(plan: PlanDocument, url?: string): CommitStatus {
  const { add, change, destroy } = plan.summary;
  const digests = `plan ${short(plan.digest)} writes ${short(reviewDigest(plan))}`;
  const counts = conclusionOf(plan).head === 'No changes.' ? 'No changes' : `+${add} ~${change} -${destroy}`;
  return {
    context: statusContext(plan.project),
    state: plan.applyable || plan.phases.length === 0 ? 'success' : 'failure',
    description: `${counts} · ${digests}`,
    ...(url !== undefined && { url }),
  };
}

/** The digests in a status that `planStatus` made. */
export function parseStatus({
  description,
}: Pick<CommitStatus, 'description'>): { readonly plan: string; readonly writes: string } | undefined {
  const [, plan, writes] = /\bplan ([0-9a-f]{32}) writes ([0-9a-f]{32})$/.exec(description) ?? [];
  return plan === undefined || writes === undefined ? undefined : { plan, writes };
}

/** 128 bits of a digest `sha256:…`: nobody finds another plan with the same. */
export function short(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 32);
}
