import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { gateId } from '../../model/gate.ts';
import { blobId } from '../../repository/blob-id.ts';
import { canonicalJson } from '../canonical-json.ts';
import { parseLedger } from '../parse-ledger.ts';
import type { PlanPhase, RepositoryPlan } from '../plan.ts';
import type { SavedPlan } from '../saved-plan.ts';
import { phaseOf } from './slice-plan.ts';

/** What a problem is found in; `edited` says that the plan contradicts itself. */
export interface PhaseReport {
  readonly saved: SavedPlan;
  edited(detail: string, repository?: RepositoryPlan): void;
  add(diagnostics: readonly Diagnostic[]): void;
}

/**
 * Checks that the phases of a saved plan do what the plan shows: every change in one of them, one commit a repository,
 * the ledgers of each repository one chain from what it has to what it will have.
 */
export function checkPhases({ saved, edited, add }: PhaseReport): void {
  const { phases, repositories } = saved.plan;
  const ids = new Set(phases.map(({ id }) => id));
  if (ids.size < phases.length) edited('It has a phase twice.');
  for (const phase of phases) {
    if (new Set(phase.commits).size < phase.commits.length)
      edited(`Its phase ${phase.id} commits twice to a repository.`);
    for (const { id, gate } of phase.gates ?? [])
      if (id !== gateId(gate)) edited(`Its gate ${id} waits for another thing.`);
  }
  for (const repository of repositories) {
    checkCommits(repository, phases, saved, edited);
    checkChain(repository, phases, { saved, edited, add });
  }
}

// --- internal ---

function checkCommits(
  repository: RepositoryPlan,
  phases: readonly PlanPhase[],
  { plan }: SavedPlan,
  edited: PhaseReport['edited'],
): void {
  const changed = repository.files.filter(({ before, after }) => before !== after);
  const needed = new Set(changed.map((file) => phaseOf(file, plan)));
  const commits = phases.filter((phase) => phase.commits.includes(repository.name)).map(({ id }) => id);
  const told = changed.length === 0 && repository.ledger.before !== repository.ledger.after;
  const fits = told ? commits.length === 1 : canonicalJson(commits.toSorted()) === canonicalJson([...needed].sort());
  if (!fits) edited('Its phases do not commit to exactly the repositories that change.', repository);
}

/** Each ledger follows from the one before, and has the content that was planned. */
function checkChain(
  repository: RepositoryPlan,
  phases: readonly PlanPhase[],
  { saved, edited, add }: PhaseReport,
): void {
  const { name, ledger, object_format: objectFormat } = repository;
  const commits = phases.filter((phase) => phase.commits.includes(name));
  let { before } = ledger;
  for (const [index, phase] of commits.entries()) {
    const step = phase.ledgers?.find((one) => one.repository === name);
    const text = saved.phaseLedgers.get(phase.id)?.get(name);
    const last = index === commits.length - 1;
    // in a plan of one phase the repository says it all
    if (step === undefined && phases.length === 1) return;
    if (step === undefined || step.before !== before || (last && step.after !== ledger.after)) {
      edited(`Its ledgers do not follow one another in phase ${phase.id}.`, repository);
      return;
    }
    if (last ? text !== undefined : actual(text, step.before, objectFormat) !== step.after)
      edited(`Its ledger in phase ${phase.id} is not the one that was planned.`, repository);
    else if (typeof text === 'string')
      add(parseLedger(text, { repository: name, project: saved.plan.project, objectFormat }).diagnostics);
    before = step.after;
  }
}

/** The blob that is there after a step. */
function actual(text: string | null | undefined, before: string | null, format: RepositoryPlan['object_format']) {
  if (text === undefined) return before;
  return text === null ? null : blobId(text, format);
}
