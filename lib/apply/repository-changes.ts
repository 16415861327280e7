import { kcdkError } from '../diagnostics/error.ts';
import { isRepoPath } from '../model/repo-path.ts';
import type { PlanBundle } from '../plan/build-plan.ts';
import type { RepositoryPlan } from '../plan/plan.ts';
import type { FileWrite } from '../repository/repository.ts';
import type { RepositoryChange } from './apply.ts';
import { commitMessage } from './commit-message.ts';

/**
 * The commits of a plan, in the order of its phases.
 *
 * @param sourceCommit commit of the program's own repository, for the trailers
 */
export function repositoryChanges(bundle: PlanBundle, sourceCommit: string | undefined): readonly RepositoryChange[] {
  const byName = new Map(bundle.plan.repositories.map((repository) => [repository.name, repository]));
  return bundle.plan.phases.flatMap(({ commits }) =>
    commits.map((name) => {
      const plan = byName.get(name);
      if (plan === undefined) throw kcdkError('IMPOSSIBLE', { detail: `the plan has no repository ${name}` });
      const message = commitMessage({ plan: bundle.plan, repository: name, sourceCommit });
      return { plan, writes: writesOf(plan, bundle), message };
    }),
  );
}

// --- internal ---

function writesOf(plan: RepositoryPlan, { blobs, ledgers }: PlanBundle): readonly FileWrite[] {
  const contents = blobs.get(plan.name);
  const writes: FileWrite[] = [];
  for (const { path, before, after } of plan.files) {
    if (before !== after) writes.push(write(path, after === null ? undefined : contents?.get(path), after === null));
  }
  const ledger = ledgers.get(plan.name);
  if (ledger !== undefined) writes.push(write(plan.ledger.path, ledger ?? undefined, ledger === null));
  return writes;
}

function write(path: string, content: string | undefined, removes: boolean): FileWrite {
  if (!isRepoPath(path) || (content === undefined && !removes)) {
    throw kcdkError('IMPOSSIBLE', { detail: `the plan has no content for ${path}` });
  }
  return { path, content };
}
