import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { listSome } from '../diagnostics/list-some.ts';
import { checkProgress } from '../plan/phases/check-progress.ts';
import type { RepositoryPlan } from '../plan/plan.ts';
import type { Repository, Snapshot } from '../repository/repository.ts';
import type { ApplyInput, ApplyPorts, RepositoryChange } from './apply.ts';

/** What a run finds before it writes anything. */
export interface Preflight {
  /** What was found done. */
  readonly done: ReadonlySet<RepositoryChange>;
  /** Snapshots of the repositories that are to be written. */
  readonly ready: ReadonlyMap<string, Snapshot>;
  /** Every reason against writing any of them. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Checks that nothing the plan touches has moved, and that we may write; finds out what is done already.
 *
 * `writable: false` leaves the branches alone that are only proposed to: they may well be closed to us.
 */
export async function preflight(
  input: ApplyInput,
  ports: Pick<ApplyPorts, 'onEvent'>,
  { writable = true }: { readonly writable?: boolean } = {},
): Promise<Preflight> {
  const done = new Set<RepositoryChange>();
  const ready = new Map<string, Snapshot>();
  const problems: Diagnostic[] = [];
  const check = async (changes: readonly RepositoryChange[], name: string) => {
    ports.onEvent?.({ type: 'checking', repository: name });
    const repository = repositoryOf(input, name);
    const snapshot = input.snapshots?.get(name) ?? (await repository.snapshot());
    const slices = changes.map(({ plan }) => plan);
    const progress = checkProgress(slices, snapshot);
    const [next] = slices.slice(progress.done);
    if (progress.stale.length > 0) problems.push(stale(next ?? slices[0], progress.stale));
    else for (const change of changes.slice(0, progress.done)) done.add(change);
    if (progress.stale.length > 0 || next === undefined) return;
    if (writable) await repository.checkWritable(snapshot);
    ready.set(name, snapshot);
  };
  const settled = await Promise.allSettled([...byRepository(input)].map(([name, changes]) => check(changes, name)));
  for (const outcome of settled) {
    if (outcome.status === 'fulfilled') continue;
    if (!KcdkError.is(outcome.reason)) throw outcome.reason;
    problems.push(...outcome.reason.diagnostics);
  }
  return { done, ready, problems };
}

/** @throws {KcdkError} `IMPOSSIBLE` */
export function repositoryOf(input: ApplyInput, name: string): Repository {
  const repository = input.repositories.get(name);
  if (repository === undefined) throw new KcdkError([error('IMPOSSIBLE', { detail: `no repository named ${name}` })]);
  return repository;
}

/** What of a plan no longer fits a repository. */
export function stale(plan: RepositoryPlan | undefined, paths: readonly string[]): Diagnostic {
  const name = plan?.name ?? '';
  return error('PLAN_STALE', {
    summary: `\`${name}\` has changed since the plan was made`,
    detail: ['These paths moved:', ...listSome(paths, 20, (path) => `  ${path}`)].join('\n'),
    repository: name,
    path: paths[0],
  });
}

// --- internal ---

/** What each repository is to see, phase by phase. */
function byRepository({ phases }: ApplyInput): ReadonlyMap<string, readonly RepositoryChange[]> {
  const changes = new Map<string, RepositoryChange[]>();
  for (const change of phases.flatMap((phase) => phase.changes)) {
    const known = changes.get(change.plan.name);
    if (known === undefined) changes.set(change.plan.name, [change]);
    else known.push(change);
  }
  return changes;
}
