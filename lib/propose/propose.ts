import type { ApplyInput, ApplyPorts, ApplyResult, RepositoryChange, RepositoryOutcome } from '../apply/apply.ts';
import { openPhaseRun, type PhaseRun } from '../apply/phase-run.ts';
import { preflight, repositoryOf } from '../apply/preflight.ts';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { Forge, PullRequest, PullRequestOutcome } from '../forge/forge.ts';
import type { PlanDocument } from '../plan/plan.ts';
import type { Repository, Snapshot } from '../repository/repository.ts';
import { planStatus, pullRequestBody, pullRequestTitle, type Sibling } from './describe.ts';
import { ownBranch, updateBranch } from './own-branch.ts';

export interface ProposeInput extends ApplyInput {
  readonly plan: PlanDocument;
  /** By name; one for every repository of the plan. */
  readonly forges: ReadonlyMap<string, Forge>;
  /**
   * True goes on after merges only: the pull requests of the phase that is being done must be merged, and only those of a
   * later one are opened.
   */
  readonly merged: boolean;
}

/**
 * Carries out a plan through pull requests: one a repository, for the first phase that is not done; then it stops.
 *
 * A phase is done when its repositories hold what it writes, so when its pull requests are merged, whoever merged them and
 * how. Its gates are waited for, and the next phase is proposed. Nothing is remembered but what git and the forge hold;
 * running it again brings everything up to date and does nothing twice. Pull requests of the project with nothing left to
 * do are closed.
 */
export async function propose(input: ProposeInput, ports: ApplyPorts): Promise<ApplyResult> {
  const { phases } = input;
  const run = openPhaseRun(input, ports);
  try {
    const { done, ready, problems } = await preflight(input, ports, { writable: false });
    if (problems.length > 0) return run.result(problems);
    for (const [index, phase] of phases.entries()) {
      for (const change of phase.changes) if (done.has(change)) run.settle(change, { status: 'already' });
      const open = phase.changes.filter((change) => !done.has(change));
      if (open.length > 0) {
        const work: PhaseWork = { input, ports, phase: phase.id, changes: open, ready, run };
        const diagnostics = input.merged ? await goOn(work, index > 0) : await openAll(work);
        if (diagnostics.length === 0) await closeOthers(input, new Set(open.map((change) => change.plan.name)));
        return run.result(diagnostics);
      }
      const stopped = await run.passGates(index, done);
      if (stopped.length > 0) return run.result(stopped);
    }
    await closeOthers(input, new Set());
    return run.result([]);
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return run.result(cause.diagnostics);
  }
}

/** Closes the open pull requests of a project whose repositories have nothing to do, as those that `keep` does not name. */
export async function closeOthers(
  { plan, forges }: Pick<ProposeInput, 'plan' | 'forges'>,
  keep: ReadonlySet<string>,
): Promise<void> {
  const branch = ownBranch(plan.project, plan.targets);
  for (const { name, branch: base } of plan.repositories) {
    const forge = forges.get(name);
    if (forge === undefined || keep.has(name)) continue;
    const open = (await forge.pullRequestsFrom(branch, base)).filter(({ state }) => state === 'open');
    for (const { number } of open) {
      const body = 'There is nothing left to do here: the repository holds what is wanted, or other phases come first.';
      await forge.upsertComment(number, { marker: `<!-- kcdk:closed ${plan.project} -->`, body });
      await forge.closePullRequest(number);
    }
  }
}

// --- internal ---

interface PhaseWork {
  readonly input: ProposeInput;
  readonly ports: ApplyPorts;
  readonly phase: string;
  /** What is not done yet, in order. */
  readonly changes: readonly RepositoryChange[];
  readonly ready: ReadonlyMap<string, Snapshot>;
  readonly run: PhaseRun;
}

/** Opens nothing that was not merged before: says which pull requests are still open, or were never there. */
async function goOn(work: PhaseWork, wasMerged: boolean): Promise<readonly Diagnostic[]> {
  const { input, changes, run } = work;
  const found = await Promise.all(changes.map(async (change) => ({ change, pull: await lastPull(input, change) })));
  const waiting = found.filter(({ pull }) => pull?.state === 'open');
  for (const { change, pull } of waiting) if (pull) run.settle(change, { status: 'proposed', ...shown(pull) });
  if (waiting.length > 0) return waiting.map(({ change, pull }) => notMerged(change, pull));
  if (wasMerged) return openAll(work);
  return found.map(({ change, pull }) =>
    pull?.state === 'closed' ? closed(change, pull) : neverOpened(change, input.plan),
  );
}

async function openAll(work: PhaseWork): Promise<readonly Diagnostic[]> {
  const { input, changes, run } = work;
  const opened: { readonly change: RepositoryChange; readonly outcome: PullRequestOutcome; readonly text: string }[] =
    [];
  // a body that is complete already is not made incomplete for a moment
  const known = await knownSiblings(work);
  for (const change of changes) {
    run.settle(change, { status: 'failed' });
    const one = await openOne(work, change, known);
    opened.push({ change, ...one });
    run.settle(change, { status: 'proposed', ...shown(one.outcome.pull, one.outcome.status) });
  }
  const siblings = opened.map(({ change, outcome }) => ({ repository: change.plan.name, url: outcome.pull.url }));
  for (const { change, outcome, text } of opened) {
    const body = bodyOf(work, change, siblings);
    if (body === text) continue;
    const { pull } = outcome;
    const request = { head: pull.head.branch, base: pull.base, title: pull.title, body };
    await forgeOf(input, change).upsertPullRequest(request);
  }
  return [];
}

async function openOne(work: PhaseWork, change: RepositoryChange, siblings: readonly Sibling[]) {
  const { input, ports, ready } = work;
  const { plan } = input;
  const { name, branch: base } = change.plan;
  const forge = forgeOf(input, change);
  const repository = withForgeCommits(repositoryOf(input, name), forge, ports);
  const snapshot = ready.get(name) ?? (await repository.snapshot());
  const head = ownBranch(plan.project, plan.targets);
  ports.onEvent?.({ type: 'committing', repository: name, files: change.writes.length });
  const commit = await updateBranch(
    { ...change, base: snapshot, branch: head, project: plan.project, author: ports.author },
    repository,
    forge,
  );
  const text = bodyOf(work, change, siblings);
  const title = pullRequestTitle({ plan, repository: name });
  const outcome = await forge.upsertPullRequest({ head, base, title, body: text });
  const status = planStatus(plan, outcome.pull.url);
  const said = (await forge.statusesOf(commit)).find(({ context }) => context === status.context);
  if (said?.description !== status.description || said.state !== status.state) await forge.setStatus(commit, status);
  ports.onEvent?.({ type: 'proposed', repository: name, url: outcome.pull.url });
  return { outcome, text };
}

/** The pull requests of the phase, where all are open already. */
async function knownSiblings({ input, changes }: PhaseWork): Promise<readonly Sibling[]> {
  if (changes.length === 1) return [];
  const found = await Promise.all(changes.map(async (change) => ({ change, pull: await lastPull(input, change) })));
  const open = found.flatMap(({ change, pull }) =>
    pull?.state === 'open' ? [{ repository: change.plan.name, url: pull.url }] : [],
  );
  return open.length === changes.length ? open : [];
}

function bodyOf({ input, phase }: PhaseWork, change: RepositoryChange, siblings: readonly Sibling[]): string {
  const { plan } = input;
  const limit = forgeOf(input, change).mostCharacters;
  return pullRequestBody({ plan, repository: change.plan.name, phase, siblings, limit });
}

/** Signed by the server, unless git is configured to sign here. */
function withForgeCommits(repository: Repository, forge: Forge, ports: ApplyPorts): Repository {
  const { commits } = forge;
  if (commits === undefined || ports.author().signing !== undefined) return repository;
  return { ...repository, commit: (request) => commits.commit(request) };
}

async function lastPull({ forges, plan }: ProposeInput, change: RepositoryChange): Promise<PullRequest | undefined> {
  const { name, branch } = change.plan;
  const [last] = (await forges.get(name)?.pullRequestsFrom(ownBranch(plan.project, plan.targets), branch)) ?? [];
  return last;
}

function forgeOf({ forges }: ProposeInput, { plan }: RepositoryChange): Forge {
  const forge = forges.get(plan.name);
  if (forge === undefined) throw new KcdkError([error('IMPOSSIBLE', { detail: `no forge for ${plan.name}` })]);
  return forge;
}

function shown(
  { number, url }: PullRequest,
  status?: PullRequestOutcome['status'],
): Required<Pick<RepositoryOutcome, 'pull'>> {
  return { pull: { number, url, ...(status !== undefined && { status }) } };
}

function notMerged({ plan }: RepositoryChange, pull: PullRequest | undefined): Diagnostic {
  const summary = `The pull request ${pull?.url ?? ''} of \`${plan.name}\` is not merged yet`;
  return error('PULL_REQUEST_OPEN', { summary, repository: plan.name });
}

function closed({ plan }: RepositoryChange, pull: PullRequest): Diagnostic {
  const summary = `The pull request ${pull.url} of \`${plan.name}\` was closed and not merged`;
  return error('PULL_REQUEST_CLOSED', { summary, repository: plan.name });
}

/** After a merge that was followed by another change, too. */
function neverOpened({ plan: { name } }: RepositoryChange, { project }: PlanDocument): Diagnostic {
  const summary = `There is no pull request of \`${project}\` in \`${name}\` that could have been merged`;
  return error('PULL_REQUEST_NONE', { summary, repository: name });
}
