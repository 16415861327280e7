import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { checkBase } from '../plan/check-base.ts';
import type { RepositoryPlan } from '../plan/plan.ts';
import type { CommitAuthor, FileWrite, ObjectId, Repository, Snapshot } from '../repository/repository.ts';

/** One repository's share of a reviewed plan. */
export interface RepositoryChange {
  readonly plan: RepositoryPlan;
  /** Every file the commit writes or removes, the ledger among them. */
  readonly writes: readonly FileWrite[];
  readonly message: string;
}

export interface ApplyInput {
  /** In the order in which they are written. */
  readonly changes: readonly RepositoryChange[];
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
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
}

export type ApplyEvent =
  | { readonly type: 'checking'; readonly repository: string }
  | { readonly type: 'committing'; readonly repository: string; readonly files: number }
  | { readonly type: 'retrying'; readonly repository: string; readonly attempt: number }
  | { readonly type: 'committed'; readonly repository: string; readonly commit: ObjectId; readonly files: number }
  | { readonly type: 'already-applied'; readonly repository: string };

/** `applied` now, found applied `already`, `failed`, or not reached (`pending`) because another one failed. */
export interface RepositoryOutcome {
  readonly repository: string;
  readonly status: 'applied' | 'already' | 'failed' | 'pending';
  /** Set where `applied`. */
  readonly commit?: ObjectId;
}

export interface ApplyResult {
  readonly outcomes: readonly RepositoryOutcome[];
  /** Why it stopped; empty when everything was applied. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A branch that other writers move is tried anew this often; with the pauses between them that is about two minutes. */
const MOST_ATTEMPTS = 100;

/** A branch that cannot be moved though it stands still is tried this often in a row: about ten seconds. */
const MOST_STANDSTILLS = 10;

/**
 * Carries out a plan: one commit a repository, each by compare-and-swap.
 *
 * Before the first commit every repository is checked: that nothing the plan touches has moved, and that we may write.
 * A commit that loses a race against other writers is tried again on the new head as long as what the plan touches is
 * still as planned; a race lost to the same project stops the run. After a failure nothing more is written, and the
 * result says what was; running the command again does the rest.
 */
export async function apply(input: ApplyInput, ports: ApplyPorts): Promise<ApplyResult> {
  const outcomes = new Map<string, RepositoryOutcome>(
    input.changes.map(({ plan }) => [plan.name, { repository: plan.name, status: 'pending' }]),
  );
  const result = (diagnostics: readonly Diagnostic[]) => ({ outcomes: [...outcomes.values()], diagnostics });
  try {
    const { ready, problems } = await preflight(input, ports);
    if (problems.length > 0) return result(problems);
    for (const change of input.changes) {
      const { name } = change.plan;
      const base = ready.get(name);
      if (base === undefined) {
        outcomes.set(name, { repository: name, status: 'already' });
        ports.onEvent?.({ type: 'already-applied', repository: name });
        continue;
      }
      outcomes.set(name, { repository: name, status: 'failed' });
      const commit = await commitWithRetries(change, repositoryOf(input, name), base, ports);
      outcomes.set(name, { repository: name, status: 'applied', commit });
    }
    return result([]);
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return result(cause.diagnostics);
  }
}

// --- internal ---

/** Snapshots of the repositories that are to be written, or every reason against writing any of them. */
async function preflight(
  input: ApplyInput,
  ports: ApplyPorts,
): Promise<{ readonly ready: ReadonlyMap<string, Snapshot>; readonly problems: readonly Diagnostic[] }> {
  const ready = new Map<string, Snapshot>();
  const problems: Diagnostic[] = [];
  const check = async ({ plan }: RepositoryChange) => {
    ports.onEvent?.({ type: 'checking', repository: plan.name });
    const repository = repositoryOf(input, plan.name);
    const snapshot = input.snapshots?.get(plan.name) ?? (await repository.snapshot());
    const state = checkBase(plan, snapshot);
    if (state.status === 'applied') return;
    if (state.status === 'stale') problems.push(stale(plan, state.paths));
    else {
      await repository.checkWritable(snapshot);
      ready.set(plan.name, snapshot);
    }
  };
  const settled = await Promise.allSettled(input.changes.map(check));
  for (const outcome of settled) {
    if (outcome.status === 'fulfilled') continue;
    if (!KcdkError.is(outcome.reason)) throw outcome.reason;
    problems.push(...outcome.reason.diagnostics);
  }
  return { ready, problems };
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

function repositoryOf(input: ApplyInput, name: string): Repository {
  const repository = input.repositories.get(name);
  if (repository === undefined) throw new KcdkError([error('IMPOSSIBLE', { detail: `no repository named ${name}` })]);
  return repository;
}

function stale(plan: RepositoryPlan, paths: readonly string[]): Diagnostic {
  const shown = paths.slice(0, 20);
  const more = paths.length > shown.length ? [`and ${paths.length - shown.length} more`] : [];
  return error('PLAN_STALE', {
    summary: `\`${plan.name}\` has changed since the plan was made`,
    detail: ['These paths moved:', ...shown.map((path) => `  ${path}`), ...more].join('\n'),
    repository: plan.name,
    path: paths[0],
  });
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
