import type { Compilation } from '../compile.ts';
import { kcdkError } from '../diagnostics/error.ts';
import type { PlanDocument, PlanPermissions } from '../plan/plan.ts';
import type { PlannedRepository } from '../plan/plan-repository.ts';
import { countingTeams, readsTeams } from './applied-teams.ts';
import { judgePlan } from './judge-plan.ts';
import { indexOwnership } from './ownership.ts';
import { DEFAULT_PERMISSIONS, type PermissionSettings } from './settings.ts';

export interface JudgeProgramInput {
  /** Name of a user or of a group. */
  readonly actor: string;
  readonly settings: PermissionSettings | undefined;
  /** What the program comes to. */
  readonly compilation: Pick<Compilation, 'model' | 'records'>;
  /** What was read of the repositories. */
  readonly repositories: readonly PlannedRepository[];
}

/**
 * Judges a plan by a program and by what its repositories hold.
 *
 * Pure but for loading the YAML parser, which only a plan that changes teams needs.
 *
 * @throws {KcdkError} `ACTOR_UNKNOWN`
 */
export async function judgeProgramPlan(plan: PlanDocument, input: JudgeProgramInput): Promise<PlanPermissions> {
  const { actor, settings = DEFAULT_PERMISSIONS, repositories } = input;
  const { model, records } = input.compilation;
  if (model === undefined) throw kcdkError('IMPOSSIBLE', { detail: 'a plan without a platform' });
  const parse = readsTeams(repositories) ? (await import('../plan/diff/parse-yaml.ts')).parseYaml : () => undefined;
  const ownership = indexOwnership(
    model,
    repositories.map(({ url, wanted, snapshot, ledger }) => ({
      name: wanted.repository,
      url,
      branch: snapshot.branch,
      wanted: wanted.files,
      records: records.get(wanted.repository) ?? [],
      ledger,
    })),
  );
  return judgePlan(plan, { actor, settings, model, ownership, counting: countingTeams(model, repositories, parse) });
}
