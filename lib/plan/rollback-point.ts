import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { HistoryCommit, ObjectId } from '../repository/repository.ts';
import { appliesOf, trailersOf } from './applies.ts';

export interface RollbackRequest {
  readonly project: string;
  /** Digest of a plan, or a commit of one of the repositories; at least seven digits of either. */
  readonly reference: string;
  /** True for the state before it, not the one that it left. */
  readonly before: boolean;
}

/** The commit of each repository that holds the state to go back to; undefined where the project had none yet. */
export type RollbackPoint = ReadonlyMap<string, ObjectId | undefined>;

/**
 * Finds the state of all repositories that belongs to a plan or a commit.
 *
 * A repository that the plan wrote to counts as that commit left it, or as it was just before. Of one that it did not
 * write to, the last commit of the project up to then counts.
 *
 * @param histories by repository, each newest first
 */
export function findRollbackPoint(
  { project, reference, before }: RollbackRequest,
  histories: ReadonlyMap<string, readonly HistoryCommit[]>,
): RollbackPoint | Diagnostic {
  const wanted = reference.replace(/^sha256:/, '').toLowerCase();
  if (!/^[0-9a-f]{7,64}$/.test(wanted)) {
    const summary = `\`${reference}\` is neither the digest of a plan nor a commit`;
    return error('ROLLBACK_REFERENCE_INVALID', { summary });
  }
  const all = [...histories].flatMap(([repository, history]) =>
    history.map((commit) => ({ repository, ...commit, trailers: trailersOf(commit.message) })),
  );
  const named = all.filter(
    ({ commit, trailers }) =>
      commit.startsWith(wanted) ||
      (trailers.project === project && trailers.plan === planDigest(trailers.plan, wanted)),
  );
  const meant = new Set(named.map(({ commit, trailers }) => trailers.plan ?? commit));
  if (meant.size === 0) {
    return error('ROLLBACK_REFERENCE_UNKNOWN', {
      summary: `No commit of the repositories belongs to \`${reference}\``,
    });
  }
  if (meant.size > 1) {
    const summary = `\`${reference}\` may mean ${[...meant].map((one) => `\`${short(one)}\``).join(' or ')}`;
    return error('ROLLBACK_REFERENCE_AMBIGUOUS', { summary });
  }
  const [key] = meant;
  const ours = all.filter(({ commit, trailers }) => (trailers.plan ?? commit) === key);
  const times = ours.map(({ time }) => time);
  const later = laterApplies(project, key, histories);
  const until = before ? Math.min(...times) : Math.max(...times);
  return new Map(
    [...histories].map(([repository, history]) => {
      const own = ours.filter((commit) => commit.repository === repository);
      if (own.length > 0) return [repository, before ? own.at(-1)?.parent : own[0]?.commit];
      const last = history.find(({ time, message, commit }) => {
        const trailers = trailersOf(message);
        return time <= until && trailers.project === project && !later.has(trailers.plan ?? commit);
      });
      return [repository, last?.commit];
    }),
  );
}

// --- internal ---

/** What came after it, as far as branches tell: a second holds many commits, and clocks differ. */
function laterApplies(
  project: string,
  key: string | undefined,
  histories: ReadonlyMap<string, readonly HistoryCommit[]>,
): ReadonlySet<string> {
  const keys = appliesOf(project, histories).map(({ plan, commits }) => plan ?? [...commits.values()][0] ?? '');
  const index = key === undefined ? -1 : keys.indexOf(key);
  return new Set(index === -1 ? [] : keys.slice(0, index));
}

function planDigest(plan: string | undefined, wanted: string): string | undefined {
  return plan?.startsWith(`sha256:${wanted}`) ? plan : '';
}

function short(reference: string): string {
  return reference.startsWith('sha256:') ? reference.slice(0, 19) : reference.slice(0, 12);
}
