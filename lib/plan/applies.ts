import type { HistoryCommit, ObjectId } from '../repository/repository.ts';

/** One apply of a project, as the commits of its repositories tell it. */
export interface Apply {
  /** Digest of the plan, or null for a commit that carried out none, such as an edit of the ledger. */
  readonly plan: string | null;
  /** When its last commit was made. Seconds since the epoch. */
  readonly time: number;
  /** What its commits did altogether, as their first lines say: `add 12, change 1`. */
  readonly subject: string;
  /** Commit of the program's own repository, where it was known. */
  readonly source: string | null;
  /** By repository; the last one, where an apply made several. */
  readonly commits: ReadonlyMap<string, ObjectId>;
}

/** The trailers by which our commits tell what they belong to. */
export interface Trailers {
  readonly project: string | undefined;
  readonly plan: string | undefined;
  readonly source: string | undefined;
  /** Which of how many phases it carried out; undefined for an apply of one. */
  readonly phase: { readonly done: number; readonly of: number } | undefined;
}

/** Reads the trailers of a commit message: its last paragraph, and nothing above it. */
export function trailersOf(message: string): Trailers {
  const last =
    message
      .trimEnd()
      .split(/\n{2,}/)
      .at(-1) ?? '';
  const find = (key: string) => new RegExp(`^Konstruct-${key}: (.+)$`, 'm').exec(last)?.[1]?.trim();
  const [, done, of] = /^([0-9]{1,6})\/([0-9]{1,6})$/.exec(find('Phase') ?? '') ?? [];
  const phase = done === undefined ? undefined : { done: Number(done), of: Number(of) };
  return { project: find('Project'), plan: find('Plan'), source: find('Source'), phase };
}

/**
 * Joins the histories of repositories to the applies of one project, newest first.
 *
 * @param histories by repository, each newest first
 */
export function appliesOf(project: string, histories: ReadonlyMap<string, readonly HistoryCommit[]>): readonly Apply[] {
  const byPlan = new Map<string, Apply & { readonly commits: Map<string, ObjectId> }>();
  for (const [repository, history] of histories) {
    for (const { commit, time, message } of history) {
      const trailers = trailersOf(message);
      if (trailers.project !== project) continue;
      const key = trailers.plan ?? commit;
      const known = byPlan.get(key);
      const commits = known?.commits ?? new Map<string, ObjectId>();
      if (!commits.has(repository)) commits.set(repository, commit);
      byPlan.set(key, {
        plan: trailers.plan ?? null,
        time: Math.max(time, known?.time ?? 0),
        subject: known === undefined ? subjectOf(message, project) : joined(subjectOf(message, project), known.subject),
        source: trailers.source ?? known?.source ?? null,
        commits,
      });
    }
  }
  return [...byPlan.values()].sort((a, b) => b.time - a.time);
}

// --- internal ---

function subjectOf(message: string, project: string): string {
  const [line = ''] = message.split('\n');
  return line.startsWith(`${project}: `) ? line.slice(project.length + 2) : line;
}

/** Adds up what two commits did; words that are no counts stand side by side. */
function joined(a: string, b: string): string {
  const [left, right] = [countsOf(a), countsOf(b)];
  if (left === undefined || right === undefined) return a === b ? a : `${a}; ${b}`;
  const sums = new Map(left);
  for (const [word, number] of right) sums.set(word, (sums.get(word) ?? 0) + number);
  return [...sums].map(([word, number]) => `${word} ${number}`).join(', ');
}

function countsOf(subject: string): ReadonlyMap<string, number> | undefined {
  const counts = new Map<string, number>();
  for (const part of subject.split(', ')) {
    const [, word, number] = /^([a-z]+) ([0-9]+)$/.exec(part) ?? [];
    if (word === undefined) return undefined;
    counts.set(word, Number(number));
  }
  return counts;
}
