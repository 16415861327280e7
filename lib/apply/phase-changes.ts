import { kcdkError } from '../diagnostics/error.ts';
import { isRepoPath } from '../model/repo-path.ts';
import { slicePlan } from '../plan/phases/slice-plan.ts';
import type { PlanPhase, RepositoryPlan } from '../plan/plan.ts';
import type { PlanBundle } from '../plan/plan-bundle.ts';
import type { FileWrite } from '../repository/repository.ts';
import type { ApplyPhase } from './apply.ts';
import { commitMessage } from './commit-message.ts';

export interface PhaseChangesOptions {
  /** Commit of the program's own repository, for the trailers. */
  readonly sourceCommit: string | undefined;
  /** Ids of gates that a person vouches for: they are not looked at, and the commits after them say so. */
  readonly assumed?: ReadonlySet<string> | undefined;
  /** Names of approvals that were given on the command line; the commits after them say so. */
  readonly approved?: ReadonlySet<string> | undefined;
}

/** The phases of a plan with their commits and gates, in order. */
export function phaseChanges(bundle: PlanBundle, options: PhaseChangesOptions): readonly ApplyPhase[] {
  const { plan } = bundle;
  const { sourceCommit, assumed = new Set(), approved = new Set() } = options;
  const vouched: string[] = [];
  return plan.phases.map((phase): ApplyPhase => {
    const before = [...vouched];
    const changes = phase.commits.map((name) => {
      const slice = slicePlan(plan, phase, name);
      const message = commitMessage({ plan, phase, repository: slice, sourceCommit, vouched: before });
      return { plan: slice, writes: writesOf(slice, phase, bundle), message };
    });
    const gates = (phase.gates ?? []).filter(({ id }) => !assumed.has(id)).map(({ gate }) => gate);
    for (const { id, gate } of phase.gates ?? []) {
      if (assumed.has(id)) vouched.push(`Konstruct-Assumed-Gate: ${id}`);
      if (gate.kind === 'approval' && approved.has(gate.name)) vouched.push(`Konstruct-Approved: ${gate.name}`);
    }
    return { id: phase.id, changes, gates };
  });
}

// --- internal ---

function writesOf(slice: RepositoryPlan, phase: PlanPhase, { plan, ...texts }: PlanBundle): readonly FileWrite[] {
  const contents = texts.blobs.get(slice.name);
  const writes: FileWrite[] = [];
  for (const { path, before, after } of slice.files) {
    if (before !== after) writes.push(write(path, after === null ? undefined : contents?.get(path), after === null));
  }
  if (slice.ledger.before !== slice.ledger.after) {
    const last = plan.phases.findLast(({ commits }) => commits.includes(slice.name));
    const ledgers = last?.id === phase.id ? texts.ledgers : texts.phaseLedgers.get(phase.id);
    const text = ledgers?.get(slice.name);
    writes.push(write(slice.ledger.path, text ?? undefined, text === null));
  }
  return writes;
}

function write(path: string, content: string | undefined, removes: boolean): FileWrite {
  if (!isRepoPath(path) || (content === undefined && !removes)) {
    throw kcdkError('IMPOSSIBLE', { detail: `the plan has no content for ${path}` });
  }
  return { path, content };
}
