import type { FileSet } from '../../model/file-set.ts';
import { gateId } from '../../model/gate.ts';
import { blobId } from '../../repository/blob-id.ts';
import type { ObjectId, Snapshot } from '../../repository/repository.ts';
import type { Comparison } from '../comparison.ts';
import type { Ledger, LedgerRecord } from '../ledger.ts';
import type { FileChange, PhaseLedger, PlanPhase } from '../plan.ts';
import { ledgerAfter } from './phase-ledgers.ts';
import type { Ranking } from './rank-changes.ts';

/** One commit to a repository, by the ledger that it leaves behind. */
export interface LedgerStep {
  readonly rank: number;
  readonly before: ObjectId | null;
  readonly after: ObjectId | null;
  /** Null removes it, undefined leaves it as it is. */
  readonly text: string | null | undefined;
}

export interface LedgerStepsInput {
  readonly project: string;
  readonly wanted: FileSet;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger | undefined;
  readonly comparison: Comparison;
  readonly records?: readonly LedgerRecord[] | undefined;
  /** Ranks above 0 by path. */
  readonly late: ReadonlyMap<string, number>;
}

/** The id of the phase of a rank, in a plan of several. */
export function phaseId(rank: number): string {
  return `phase-${rank + 1}`;
}

/**
 * The commits to one repository, one for each rank at which it writes a file; what is only told to the ledger goes with
 * the first.
 *
 * @param written the files that change
 * @param last the ledger before the plan and after all of it
 */
export function ledgerSteps(
  written: readonly FileChange[],
  last: Omit<LedgerStep, 'rank'>,
  input: LedgerStepsInput,
): readonly LedgerStep[] {
  const { late, project, ledger, comparison, records = [], wanted, snapshot } = input;
  const ranks = [...new Set(written.map(({ path }) => late.get(path) ?? 0))].sort((a, b) => a - b);
  if (ranks.length <= 1) return [{ rank: ranks[0] ?? 0, ...last }];
  if (last.text === undefined) return ranks.map((rank) => ({ ...last, rank }));
  const holds = (wanted.holds ?? []).filter(({ when }) => when === 'remove');
  let { before } = last;
  return ranks.map((rank, index) => {
    const start = before;
    if (index === ranks.length - 1) return { ...last, rank, before: start };
    const text = ledgerAfter(rank, { project, ledger, comparison, records, holds, late });
    const after = blobId(text, snapshot.objectFormat);
    before = after;
    return { rank, before: start, after, text: start === after ? undefined : text };
  });
}

export interface ArrangedPhases {
  readonly phases: readonly PlanPhase[];
  /** Texts of ledgers that are not the last of their repository, by phase and repository. */
  readonly phaseLedgers: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

/** Puts the commits of all repositories in their phases, with the gates between them. */
export function arrangePhases(
  ranking: Ranking,
  parts: readonly { readonly plan: { readonly name: string }; readonly steps: readonly LedgerStep[] }[],
): ArrangedPhases {
  const writing = parts.filter(({ steps }) => steps.length > 0);
  if (ranking.highest === 0) {
    const commits = writing.map(({ plan }) => plan.name);
    return { phases: commits.length > 0 ? [{ id: 'apply', commits }] : [], phaseLedgers: new Map() };
  }
  const phases: PlanPhase[] = [];
  const phaseLedgers = new Map<string, Map<string, string | null>>();
  for (let rank = 0; rank <= ranking.highest; rank++) {
    const id = phaseId(rank);
    const gates = (ranking.gates[rank] ?? []).map(({ gate, pending }) => ({ id: gateId(gate), gate, pending }));
    const ledgers: PhaseLedger[] = [];
    const texts = new Map<string, string | null>();
    for (const { plan, steps } of writing) {
      const step = steps.find((one) => one.rank === rank);
      if (step === undefined) continue;
      ledgers.push({ repository: plan.name, before: step.before, after: step.after });
      if (step !== steps.at(-1) && step.text !== undefined) texts.set(plan.name, step.text);
    }
    if (texts.size > 0) phaseLedgers.set(id, texts);
    const commits = ledgers.map(({ repository }) => repository);
    if (commits.length + gates.length > 0) phases.push({ id, commits, ...(gates.length > 0 && { gates }), ledgers });
  }
  return { phases, phaseLedgers };
}
