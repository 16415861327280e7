import { type Gate, gateId } from '../../model/gate.ts';
import { digestOf } from '../digest.ts';
import type { PlanGate, PlanPhase } from '../plan.ts';
import type { PlanBundle } from '../plan-bundle.ts';

/** What has to pass before the commits of a plan, and after them. */
export interface GatesAround {
  readonly before: readonly Gate[];
  readonly after: readonly Gate[];
}

/**
 * Puts gates around the commits of a plan that has one phase, or none because everything is written already: a phase
 * without commits that ends with the gates before, then the commits, which end with the gates after. Pure.
 */
export function gatesAroundCommits(bundle: PlanBundle, { before, after }: GatesAround): PlanBundle {
  const { digest: _, ...plan } = bundle.plan;
  const [{ id, commits } = { id: 'verify', commits: [] }] = plan.phases;
  const prepare: readonly PlanPhase[] =
    commits.length === 0 || before.length === 0 ? [] : [{ id: 'prepare', commits: [], gates: gatesOf(before, false) }];
  const ledgers = plan.repositories
    .filter(({ name }) => commits.includes(name))
    .map(({ name, ledger }) => ({ repository: name, before: ledger.before, after: ledger.after }));
  const write: PlanPhase = {
    id,
    commits,
    ...(after.length > 0 && { gates: gatesOf(after, commits.length === 0) }),
    ...(prepare.length > 0 && { ledgers }),
  };
  const phases = commits.length + after.length === 0 ? [] : [...prepare, write];
  const document = { ...plan, phases };
  return { ...bundle, plan: { ...document, digest: digestOf(document) } };
}

// --- internal ---

function gatesOf(gates: readonly Gate[], pending: boolean): readonly PlanGate[] {
  return gates.map((gate) => ({ id: gateId(gate), gate, pending }));
}
