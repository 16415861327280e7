import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { Gate } from '../model/gate.ts';
import { checkBase } from '../plan/check-base.ts';
import type { RepositoryPlan } from '../plan/plan.ts';
import type { CommitAuthor, FileWrite, ObjectId, Repository, Snapshot } from '../repository/repository.ts';
import { openPhaseRun } from './phase-run.ts';
import { preflight, repositoryOf, stale } from './preflight.ts';

/** One repository's share of a reviewed plan. */
export interface RepositoryChange {
  readonly plan: RepositoryPlan;
  /** Every file the commit writes or removes, the ledger among them. */
  readonly writes: readonly FileWrite[];
  readonly message: string;
}

/** Commits that are made together, and what has to pass before the next phase. */
export interface ApplyPhase {
  readonly id: string;
  /** In the order in which they are written; at most one a repository. */
  readonly changes: readonly RepositoryChange[];
  readonly gates: readonly Gate[];
}

export interface ApplyInput {
  /** In order. No path of a repository is changed by two of them. */
  readonly phases: readonly ApplyPhase[];
  /** By name; one for every change. */
  readonly repositories: ReadonlyMap<string, Repository>;
  /** Snapshots the plan was made from, when it was made in this run; a saved plan has none. */
  readonly snapshots?: ReadonlyMap<string, Snapshot> | undefined;
}

/** The world as apply sees it, so that tests need not wait and runs can be watched. */
export interface ApplyPorts {
  /** Author of the commits, asked once a commit. */
  readonly author: () => CommitAuthor;
  /** Waits; rejects when the run is aborted. Milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number in [0, 1), to keep writers that collided apart. */
  readonly random: () => number;
  /**
   * Waits until gates have passed, and says why they have not; empty when they have.
   *
   * @default - no gate can be looked at, and the run stops before the first
   */
  readonly awaitGates?: ((gates: readonly Gate[], phase: string) => Promise<readonly Diagnostic[]>) | undefined;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
}

export type ApplyEvent =
  | { readonly type: 'checking'; readonly repository: string }
  | { readonly type: 'committing'; readonly repository: string; readonly files: number }
  | { readonly type: 'retrying'; readonly repository: string; readonly attempt: number }
  | { readonly type: 'committed'; readonly repository: string; readonly commit: ObjectId; readonly files: number }
  | { readonly type: 'proposed'; readonly repository: string; readonly url: string }
  | { readonly type: 'already-applied'; readonly repository: string }
  | { readonly type: 'waiting'; readonly phase: string; readonly gates: readonly Gate[] };

/**
 * `applied` now, found applied `already`, `proposed` in a pull request, `failed`, or not reached (`pending`) because another
 * one failed or something is waited for.
 */
export interface RepositoryOutcome {
  readonly repository: string;
  /** Set where there are several phases. */
  readonly phase?: string;
  readonly status: 'applied' | 'already' | 'proposed' | 'failed' | 'pending';
  /** Set where `applied`. */
  readonly commit?: ObjectId;
  /** Set where `proposed`. */
  readonly pull?: {
    readonly number: number;
    readonly url: string;
    /** What was done to it; left out where it was only looked at. */
    readonly status?: 'created' | 'updated' | 'unchanged';
  };
}

export interface ApplyResult {
  readonly outcomes: readonly RepositoryOutcome[];
  /** Why it stopped; empty when everything was applied. */
  readonly diagnostics: readonly Diagnostic[];
  /** The phase whose gates it waited for when it stopped. */
  readonly waitingAfter?: string | undefined;
}

/** A branch that other writers move is tried anew this often; with the pauses between them that is about two minutes. */
const MOST_ATTEMPTS = 100;

/** A branch that cannot be moved though it stands still is tried this often in a row: about ten seconds. */
const MOST_STANDSTILLS = 10;

/**
 * Carries out a plan phase by phase: one commit a repository in each, by compare-and-swap, then its gates.
 *
 * Before the first commit every repository is checked: that nothing the plan touches has moved, and that we may write.
 * Phases that are found done are not done again, and their gates are looked at only if something comes after them.
 * A commit that loses a race against other writers is tried again on the new head as long as what the plan touches is
 * still as planned; a race lost to the same project stops the run. After a failure nothing more is written, and the
 * result says what was; running the command again does the rest.
 */
export async function apply(input: ApplyInput, ports: ApplyPorts): Promise<ApplyResult> {
  const run = openPhaseRun(input, ports);
  try {
    const { done, ready, problems } = await preflight(input, ports);
    if (problems.length > 0) return run.result(problems);
    for (const [index, phase] of input.phases.entries()) {
      for (const change of phase.changes) {
        const { name } = change.plan;
        const base = done.has(change) ? undefined : await baseOf(change, index > 0, ready, repositoryOf(input, name));
        if (base === undefined) {
          run.settle(change, { status: 'already' });
          ports.onEvent?.({ type: 'already-applied', repository: name });
          continue;
        }
        run.settle(change, { status: 'failed' });
        const commit = await commitWithRetries(change, repositoryOf(input, name), base, ports);
        run.settle(change, { status: 'applied', commit });
      }
      const stopped = await run.passGates(index, done);
      if (stopped.length > 0) return run.result(stopped);
    }
    return run.result([]);
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return run.result(cause.diagnostics);
  }
}

// --- internal ---

/**
 * The snapshot to commit on: that of the preflight, or a new one where time has passed since.
 *
 * @returns undefined when somebody has done it meanwhile
 * @throws {KcdkError} `APPLY_OVERTAKEN`, `PLAN_STALE`
 */
async function baseOf(
  { plan }: RepositoryChange,
  later: boolean,
  ready: ReadonlyMap<string, Snapshot>,
  repository: Repository,
): Promise<Snapshot | undefined> {
  const known = later ? undefined : ready.get(plan.name);
  if (known !== undefined) return known;
  const snapshot = await repository.snapshot();
  const state = checkBase(plan, snapshot);
  if (state.status === 'applied') return undefined;
  if (state.ledgerMoved) throw new KcdkError([overtaken(plan)]);
  if (state.status === 'stale') throw new KcdkError([stale(plan, state.paths)]);
  return snapshot;
}

async function commitWithRetries(
  { plan, writes, message }: RepositoryChange,
  repository: Repository,
  planned: Snapshot,
  ports: ApplyPorts,
): Promise<ObjectId> {
  let base = planned;
  let standstills = 0;
  ports.onEvent?.({ type: 'committing', repository: plan.name, files: writes.length });
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const outcome = await repository.commit({ base, writes, message, author: ports.author() });
    if (outcome.status === 'committed') {
      const { commit } = outcome;
      ports.onEvent?.({ type: 'committed', repository: plan.name, commit, files: writes.length });
      return commit;
    }
    await ports.sleep(pause(attempt, ports.random()));
    ports.onEvent?.({ type: 'retrying', repository: plan.name, attempt });
    const next = await repository.snapshot();
    standstills = next.commit === base.commit ? standstills + 1 : 0;
    if (standstills === MOST_STANDSTILLS) throw new KcdkError([locked(plan, outcome.said)]);
    base = next;
    const state = checkBase(plan, base);
    if (state.ledgerMoved) throw new KcdkError([overtaken(plan)]);
    if (state.status === 'stale') throw new KcdkError([stale(plan, state.paths)]);
  }
  throw new KcdkError([
    error('APPLY_CONTENDED', {
      summary: `\`${plan.branch}\` of \`${plan.name}\` moved at each of ${MOST_ATTEMPTS} attempts`,
      repository: plan.name,
    }),
  ]);
}

/** Grows to two seconds, and is cut at random so that writers that collided once do not collide again. */
function pause(attempt: number, random: number): number {
  return Math.min(2000, 25 * 2 ** Math.min(attempt, 7)) * (0.25 + 0.75 * random);
}

function locked(plan: RepositoryPlan, said: string | undefined): Diagnostic {
  return error('REPOSITORY_LOCKED', {
    summary: `\`${plan.branch}\` of \`${plan.name}\` cannot be moved, though nobody else moves it`,
    repository: plan.name,
    ...(said ? { detail: said } : {}),
  });
}

function overtaken(plan: RepositoryPlan): Diagnostic {
  return error('APPLY_OVERTAKEN', {
    summary: `Another apply of the same project has written to \`${plan.name}\``,
    repository: plan.name,
    path: plan.ledger.path,
  });
}
