import { KcdkError } from './diagnostics/error.ts';
import { type Gate, gateId } from './model/gate.ts';
import type { ProgramPlan } from './pipeline.ts';
import { trailersOf } from './plan/applies.ts';
import { holdsOf, indexHolds } from './plan/phases/hold-index.ts';
import type { HistoryCommit } from './repository/repository.ts';

/** A phase that an apply has begun and nobody ended, though the program wants back what went in it. */
export interface TakenBack {
  readonly gate: Gate;
  /** Digest of the plan that was begun. */
  readonly plan: string;
  /** How many of its phases are done, of how many. */
  readonly phase: { readonly done: number; readonly of: number };
  /** When the last of its commits was made. Seconds since the epoch. */
  readonly time: number;
  /** What the rest of that plan would remove. */
  readonly files: readonly { readonly repository: string; readonly path: string }[];
}

/**
 * Finds what stands half-way without being in the plan: the plan only writes again what is gone.
 *
 * This is what somebody sees with another program than the one that was applied, or after a rollback that was stopped. A
 * file that waits for something that git does not have is no sign of it, since that may never have been written: a commit
 * of a plan that was begun has to have taken it away.
 */
export async function findTakenBack(planned: ProgramPlan): Promise<readonly TakenBack[]> {
  const waiting = waitingFor(planned);
  if (waiting.length === 0) return [];
  const histories = await historiesOf(planned);
  const found = await Promise.all(
    waiting.map(async ({ gate, trigger, files }) => {
      const begun = await beginningOf(trigger, planned, histories);
      return begun === undefined ? [] : [{ gate, files, ...begun }];
    }),
  );
  return found.flat();
}

// --- internal ---

interface Trigger {
  readonly repository: string;
  readonly path: string;
}

interface Waiting {
  readonly gate: Gate;
  /** The file that went. */
  readonly trigger: Trigger;
  readonly files: { repository: string; path: string }[];
}

/** Files that git has, whose gate is set off by what git has not and the program wants. */
function waitingFor({ planned, snapshots }: ProgramPlan): readonly Waiting[] {
  const wanted = new Map(
    planned.map((one) => [one.snapshot.repository, one.wanted.files as ReadonlyMap<string, unknown>]),
  );
  const found = new Map<string, Waiting>();
  for (const { ledger, snapshot } of planned) {
    const index = indexHolds(ledger?.holds ?? [], 'remove');
    for (const path of index.size === 0 ? [] : (ledger?.files.keys() ?? [])) {
      if (!snapshot.files.has(path)) continue;
      for (const { gate, trigger } of holdsOf(path, index)) {
        if (gate === undefined || trigger === undefined) continue;
        const there = snapshots.get(trigger.repository)?.files as ReadonlyMap<string, unknown> | undefined;
        if (there?.has(trigger.path) !== false || wanted.get(trigger.repository)?.has(trigger.path) !== true) continue;
        const known = found.get(gateId(gate)) ?? { gate, trigger, files: [] };
        known.files.push({ repository: snapshot.repository, path });
        found.set(gateId(gate), known);
      }
    }
  }
  return [...found.values()];
}

const MOST_LOOKED_AT = 10;

function unlessUnreadable(cause: unknown): undefined {
  if (!KcdkError.is(cause)) throw cause;
  return undefined;
}

type Histories = ReadonlyMap<string, readonly HistoryCommit[]>;

/** What cannot be read is left out: without it nothing says that a plan was begun. */
async function historiesOf({ repositories }: ProgramPlan): Promise<Histories> {
  const all = await Promise.all(
    [...repositories].map(async ([name, repository]) => {
      return [name, (await repository.history().catch(unlessUnreadable)) ?? []] as const;
    }),
  );
  return new Map(all);
}

/** The commit of a plan that is not ended, and that took the file away; looks at the newest few. */
async function beginningOf(
  { repository: name, path }: Trigger,
  { repositories, bundle }: ProgramPlan,
  histories: Histories,
): Promise<Pick<TakenBack, 'plan' | 'phase' | 'time'> | undefined> {
  const history = histories.get(name) ?? [];
  let looked = 0;
  for (const { message, time, parent } of history) {
    const { project, plan, phase } = trailersOf(message);
    if (project !== bundle.plan.project || plan === undefined || phase === undefined) continue;
    if (parent === undefined || looked === MOST_LOOKED_AT || isEnded(plan, histories)) continue;
    looked += 1;
    const before = await repositories.get(name)?.snapshotAt(parent).catch(unlessUnreadable);
    if ((before?.files as ReadonlyMap<string, unknown> | undefined)?.has(path) === true) return { plan, phase, time };
  }
  return undefined;
}

function isEnded(plan: string, histories: Histories): boolean {
  return [...histories.values()].flat().some(({ message }) => {
    const { plan: other, phase } = trailersOf(message);
    return other === plan && phase !== undefined && phase.done === phase.of;
  });
}
