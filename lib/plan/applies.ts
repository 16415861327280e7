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
 * Of two that wrote to one repository its branch tells the order, since clocks differ and a second holds many commits;
 * of all others their times do.
 *
 * @param histories by repository, each newest first
 */
export function appliesOf(project: string, histories: ReadonlyMap<string, readonly HistoryCommit[]>): readonly Apply[] {
  const byPlan = new Map<string, Apply & { readonly commits: Map<string, ObjectId> }>();
  const branches: string[][] = [];
  for (const [repository, history] of histories) {
    const branch: string[] = [];
    branches.push(branch);
    for (const { commit, time, message } of history) {
      const trailers = trailersOf(message);
      if (trailers.project !== project) continue;
      const key = trailers.plan ?? commit;
      const known = byPlan.get(key);
      const commits = known?.commits ?? new Map<string, ObjectId>();
      if (!commits.has(repository)) {
        commits.set(repository, commit);
        branch.push(key);
      }
      byPlan.set(key, {
        plan: trailers.plan ?? null,
        time: Math.max(time, known?.time ?? 0),
        subject: known === undefined ? subjectOf(message, project) : joined(subjectOf(message, project), known.subject),
        source: trailers.source ?? known?.source ?? null,
        commits,
      });
    }
  }
  return inOrder(byPlan, branches);
}

// --- internal ---

/** Takes the newest of what stands first on every branch that it is on; where none does, the newest that stands first on one. */
function inOrder(applies: ReadonlyMap<string, Apply>, branches: readonly (readonly string[])[]): readonly Apply[] {
  const next = branches.map(() => 0);
  const taken = new Set<string>();
  const ordered: Apply[] = [];
  while (ordered.length < applies.size) {
    const first = new Map<string, number>();
    for (const [index, branch] of branches.entries()) {
      let at = next[index] ?? 0;
      while (taken.has(branch[at] ?? '')) at += 1;
      next[index] = at;
      const key = branch[at];
      if (key !== undefined) first.set(key, (first.get(key) ?? 0) + 1);
    }
    const whole = [...first].filter(([key, count]) => applies.get(key)?.commits.size === count);
    const [newest] = (whole.length > 0 ? whole : [...first])
      .map(([key]) => ({ key, time: applies.get(key)?.time ?? 0 }))
      .sort((a, b) => b.time - a.time);
    const apply = newest && applies.get(newest.key);
    if (newest === undefined || apply === undefined) break;
    taken.add(newest.key);
    ordered.push(apply);
  }
  return ordered;
}

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
