import { kcdkError } from '../../diagnostics/error.ts';
import type { PlanDocument, PlanPhase, RepositoryPlan } from '../plan.ts';

/** The id of the phase that a file change belongs to; a plan of one phase does not say. */
export function phaseOf(file: { readonly phase?: string }, plan: Pick<PlanDocument, 'phases'>): string | undefined {
  return file.phase ?? plan.phases.find(({ commits }) => commits.length > 0)?.id;
}

/**
 * What one phase does to one repository, as a plan of its own: its files, and the ledger before and after it.
 *
 * @throws {KcdkError} `IMPOSSIBLE` where the phase does not commit to the repository
 */
export function slicePlan(plan: PlanDocument, phase: PlanPhase, name: string): RepositoryPlan {
  const repository = plan.repositories.find((one) => one.name === name);
  if (repository === undefined || !phase.commits.includes(name))
    throw kcdkError('IMPOSSIBLE', { detail: `the phase ${phase.id} has no commit to ${name}` });
  if (plan.phases.length === 1) return repository;
  const step = phase.ledgers?.find((one) => one.repository === name) ?? repository.ledger;
  return {
    ...repository,
    ledger: { path: repository.ledger.path, before: step.before, after: step.after },
    files: repository.files.filter((file) => phaseOf(file, plan) === phase.id),
  };
}
