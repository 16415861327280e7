import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { describeGate, type Gate } from '../model/gate.ts';
import type { ApplyInput, ApplyPorts, ApplyResult, RepositoryChange, RepositoryOutcome } from './apply.ts';

/** What a run over the phases of a plan has come to, however its changes reach their repositories. */
export interface PhaseRun {
  /** Notes what became of a change. */
  settle(change: RepositoryChange, rest: Pick<RepositoryOutcome, 'status' | 'commit' | 'pull'>): void;
  /**
   * Waits for the gates after a phase, unless all that comes after them is done already.
   *
   * @param index  of the phase
   * @param done  the changes that were found done when the run began
   * @returns why it stops here; empty when it goes on
   */
  passGates(index: number, done: ReadonlySet<RepositoryChange>): Promise<readonly Diagnostic[]>;
  result(diagnostics: readonly Diagnostic[]): ApplyResult;
}

/** Begins a run: every change is pending. */
export function openPhaseRun({ phases }: ApplyInput, ports: Pick<ApplyPorts, 'awaitGates' | 'onEvent'>): PhaseRun {
  const outcomes = new Map<RepositoryChange, RepositoryOutcome>();
  for (const { id, changes } of phases) {
    const phase = phases.length > 1 ? { phase: id } : {};
    for (const change of changes) outcomes.set(change, { repository: change.plan.name, ...phase, status: 'pending' });
  }
  let waitingAfter: string | undefined;
  return {
    settle: (change, rest) => {
      const known = outcomes.get(change);
      if (known !== undefined) outcomes.set(change, { ...known, ...rest });
    },
    passGates: async (index, done) => {
      const phase = phases[index];
      const later = phases.slice(index + 1).flatMap(({ changes }) => changes);
      const over = later.length > 0 && later.every((change) => done.has(change));
      if (phase === undefined || phase.gates.length === 0 || over) return [];
      waitingAfter = phase.id;
      ports.onEvent?.({ type: 'waiting', phase: phase.id, gates: phase.gates });
      const stopped = await (ports.awaitGates ?? noGates)(phase.gates, phase.id);
      if (stopped.length === 0) waitingAfter = undefined;
      return stopped;
    },
    result: (diagnostics) => ({
      outcomes: [...outcomes.values()],
      diagnostics,
      ...(waitingAfter !== undefined && { waitingAfter }),
    }),
  };
}

// --- internal ---

async function noGates(gates: readonly Gate[]): Promise<readonly Diagnostic[]> {
  return gates.map((gate) => error('GATE_NOT_CONFIGURED', { detail: `It waits until ${describeGate(gate)}.` }));
}
