import { createHash } from 'node:crypto';
import { kcdkError } from '../diagnostics/error.ts';
import type { Forge } from '../forge/forge.ts';
import { checkBase } from '../plan/check-base.ts';
import type { RepositoryPlan } from '../plan/plan.ts';
import type { CommitAuthor, FileWrite, ObjectId, Repository, Snapshot } from '../repository/repository.ts';

export interface BranchUpdate {
  /** What the commit does. */
  readonly plan: RepositoryPlan;
  readonly writes: readonly FileWrite[];
  readonly message: string;
  /** Head of the branch that the pull request goes to. */
  readonly base: Snapshot;
  /** Name of our branch. */
  readonly branch: string;
  readonly project: string;
  readonly author: () => CommitAuthor;
}

/** The name of the branch of a project; a part of it (`--target`) has its own. */
export function ownBranch(
  project: string,
  targets: { readonly target: readonly string[]; readonly exclude: readonly string[] } | undefined,
): string {
  if (targets === undefined) return `konstruct/${project}`;
  const part = createHash('sha256').update(JSON.stringify(targets)).digest('hex').slice(0, 8);
  return `konstruct/${project}-${part}`;
}

/** True for the message of a commit that an apply of the project made. */
export function isOursByMessage(message: string, project: string): boolean {
  return message.split('\n').includes(`Konstruct-Project: ${project}`);
}

/**
 * Whether a branch holds exactly what a plan wants on top of its parent, and the parent is still good for it.
 *
 * A branch that does stays as it is though its base moved on elsewhere: moving it would take back what was approved.
 */
export function holdsPlan(plan: RepositoryPlan, head: Snapshot, parent: Snapshot): boolean {
  if (checkBase(plan, head).status !== 'applied' || checkBase(plan, parent).status !== 'ready') return false;
  const touched = new Set([...plan.files.map(({ path }) => path), plan.ledger.path]);
  let others = 0;
  for (const [path, { blob, mode }] of head.files) {
    if (touched.has(path)) continue;
    others++;
    const before = parent.files.get(path);
    if (before?.blob !== blob || before.mode !== mode) return false;
  }
  for (const path of parent.files.keys()) if (!touched.has(path)) others--;
  return others === 0;
}

/** How often a branch is tried that somebody else moves. */
const ATTEMPTS = 5;

/**
 * Brings our branch to one commit on top of the base, and leaves it alone where it is right already.
 *
 * @returns its head
 * @throws {KcdkError} `PULL_REQUEST_BRANCH_FOREIGN` where somebody else has committed to it; `APPLY_CONTENDED`
 */
export async function updateBranch(update: BranchUpdate, repository: Repository, forge: Forge): Promise<ObjectId> {
  const { plan, base, branch, writes, message, author } = update;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const head = await forge.branch(branch);
    if (head !== undefined && (await isFree(update, head.commit, repository, forge))) {
      // a merge of the base into it is GitHub's way of bringing it up to date
      const parent = head.parents.at(-1);
      const before = parent === base.commit ? base : parent && (await repository.snapshotAt(parent));
      if (before && holdsPlan(plan, await repository.snapshotAt(head.commit), before)) return head.commit;
    }
    const onto = { branch, head: head?.commit };
    const result = await repository.commit({ base, writes, message, author: author(), onto });
    if (result.status === 'committed') return result.commit;
  }
  const summary = `\`${branch}\` of \`${plan.name}\` moved at each of ${ATTEMPTS} attempts`;
  throw kcdkError('APPLY_CONTENDED', { summary, repository: plan.name });
}

// --- internal ---

/** @throws {KcdkError} `PULL_REQUEST_BRANCH_FOREIGN` */
async function isFree(update: BranchUpdate, head: ObjectId, repository: Repository, forge: Forge): Promise<true> {
  const { project, plan, branch } = update;
  const commit = await forge.commit(head);
  if (isOursByMessage(commit.message, project)) return true;
  const [first] = commit.parents;
  if (commit.parents.length === 2 && first !== undefined) {
    if (isOursByMessage((await forge.commit(first)).message, project)) return true;
  }
  // a run that was killed may have left the branch on its base
  if ((await repository.history()).some((past) => past.commit === head)) return true;
  throw kcdkError('PULL_REQUEST_BRANCH_FOREIGN', {
    summary: `Somebody has committed to \`${branch}\` of \`${plan.name}\``,
    detail: `Its head ${head.slice(0, 10)} is not of kcdk: ${commit.message.split('\n')[0]?.slice(0, 100)}`,
    repository: plan.name,
  });
}
