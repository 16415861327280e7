import { describeGate } from '../../lib/model/gate.ts';
import type { PlanDocument, PlanGate, PlanPhase } from '../../lib/plan/plan.ts';
import { visible } from '../../lib/report/visible.ts';
import type { Style } from './style.ts';

/** What a plan of several phases commits in which order, and what it waits for between them; empty for one phase. */
export function renderPhases({ phases }: PlanDocument, style: Style): readonly string[] {
  if (phases.length < 2) return [];
  const lines = phases.flatMap((phase, index) => [
    `  ${index + 1}. ${commitsOf(phase)}`,
    ...(phase.gates ?? []).flatMap((gate) => gateLines(gate, style)),
  ]);
  return [style.bold(`In ${phases.length} phases:`), ...lines];
}

// --- internal ---

function commitsOf({ commits, gates = [] }: PlanPhase): string {
  if (commits.length > 0) return visible(`commits to ${commits.join(', ')}`);
  return gates.some(({ pending }) => pending) ? 'is done already' : 'commits nothing';
}

function gateLines({ id, gate }: PlanGate, style: Style): readonly string[] {
  return [visible(`     then waits until ${describeGate(gate)}`), style.dim(visible(`       ${id}`))];
}
