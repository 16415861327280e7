import { digestOf } from '../plan/digest.ts';
import type { PlanDocument } from '../plan/plan.ts';

/**
 * `sha256:<hex>` over what a plan writes and in which order, and nothing else.
 *
 * It stays the same when other writers move the branches, or when another version of kcdk plans the same. What was
 * reviewed on a pull request can so be told from what is planned after its merge.
 */
export function reviewDigest({ project, repositories, phases }: PlanDocument): string {
  return digestOf({
    project,
    repositories: repositories
      .filter((one) => one.contents_digest !== null)
      .map(({ name, url, branch, contents_digest }) => ({ name, url, branch, contents_digest })),
    phases: phases.map(({ id, commits, gates = [] }) => ({ id, commits, gates: gates.map((gate) => gate.id) })),
  });
}
