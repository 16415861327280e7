import { resolve } from 'node:path';
import { type ApplyEvent, type ApplyPorts, type ApplyResult, apply } from '../../lib/apply/apply.ts';
import { phaseChanges } from '../../lib/apply/phase-changes.ts';
import { readSourceCheckout } from '../../lib/apply/source-checkout.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { resolveSavedLocation } from '../../lib/config/saved-location.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { type Diagnostic, error, errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { denialDiagnostics } from '../../lib/permissions/denials.ts';
import type { AttestedSource } from '../../lib/plan/attestation.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import type { SavedPlan } from '../../lib/plan/saved-plan.ts';
import { visible } from '../../lib/report/visible.ts';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import type { Repository, RepositoryLocation, Snapshot } from '../../lib/repository/repository.ts';
import type { ApplyFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { applyJson, applySummary } from '../view/apply-view.ts';
import { createProgress } from '../view/progress.ts';
import { approve } from './approve.ts';
import { foreseenStops, gateWaiter, vouchedFor } from './gates.ts';
import { planFor } from './plan-for.ts';
import { isProposal, openForges, withdraw } from './propose.ts';
import { showPlan } from './report.ts';
import { type FoundReview, reviewOf } from './review.ts';
import { readSavedPlan } from './saved-plan-file.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';
import { writeWhole } from './write-file.ts';

export interface ApplyOptions extends GlobalOptions, ApplyFlags {
  readonly file: string | undefined;
}

/** Plans and applies, or applies a saved plan as it is; asks first unless told not to. */
export async function runApply(options: ApplyOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  return options.file === undefined ? applyProgram(options, session) : applySaved(options.file, options, session);
}

/** Waits. @throws {KcdkError} `ABORTED` as soon as the person interrupts */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (cause) {
    throw kcdkError('ABORTED', {}, cause);
  }
}

/** The configuration gives credentials; a saved plan can do without one. */
export async function configIfAny(session: Session): Promise<Config | undefined> {
  const { cwd, configFile: file, env, cache } = session.compileOptions;
  try {
    return await loadConfig({ cwd, file, env, cache });
  } catch (cause) {
    if (KcdkError.is(cause) && cause.code === 'CONFIG_NOT_FOUND' && file === undefined) return undefined;
    throw cause;
  }
}

// --- internal ---

/** What is applied, and where. */
interface Work {
  readonly bundle: PlanBundle;
  readonly repositories: ReadonlyMap<string, Repository>;
  readonly locations: ReadonlyMap<string, RepositoryLocation>;
  readonly snapshots?: ReadonlyMap<string, Snapshot>;
  readonly locate?: (diagnostic: Diagnostic) => Diagnostic;
  readonly config: Pick<Config, 'clusters'> | undefined;
}

const NOTHING: ApplyResult = { outcomes: [], diagnostics: [] };

async function applyProgram(options: ApplyOptions, session: Session): Promise<ExitCode> {
  const config = options.reviewed === true ? await configIfAny(session) : undefined;
  const review = await reviewOf(options, config, session, undefined);
  const planned = await planFor(session, { ...options, ...actorOf(options, config, review) });
  try {
    const { plan } = planned.bundle;
    if (options.json !== true) await showPlan(plan, options, session);
    const exit = exitCodeOf(plan.diagnostics);
    const unexpected = exit === 0 ? unexpectedDigest(plan, options) : [];
    if (unexpected.length > 0) return conclude(plan, { outcomes: [], diagnostics: unexpected }, options, session);
    if (exit !== 0 || !plan.applyable) {
      if (exit === 0 && isProposal(options)) await withdraw(plan, planned.locations, session);
      if (options.json === true)
        session.io.stdout.write(applyJson(plan, { ...NOTHING, diagnostics: plan.diagnostics }));
      return exit;
    }
    const denied = plan.permissions === undefined ? [] : denialDiagnostics(plan.permissions);
    const refused = [...(review?.check(plan, false) ?? []), ...denied];
    if (refused.length > 0) return conclude(plan, { ...NOTHING, diagnostics: refused }, options, session);
    for (const stop of await foreseenStops(plan, options, planned.config)) session.say(visible(stop));
    if (!isProposal(options)) await approve('Apply this plan?', options, session.io);
    return await carryOut(planned, options, session);
  } finally {
    await planned.close();
  }
}

/** Who put a reviewed change in is judged, where the configuration judges and nobody else is named. */
function actorOf(
  options: ApplyOptions,
  config: Config | undefined,
  review: FoundReview | undefined,
): { readonly actor?: string } {
  const actor = options.actor ?? config?.permissions?.actor;
  if (actor !== undefined) return { actor };
  return review !== undefined && config?.permissions !== undefined ? { actor: review.actor } : {};
}

/**
 * A saved plan was reviewed when it was made: applying it asks nobody. It runs nothing of the user's either, unless it is
 * judged: anybody may have written the file, so only the program says whose the files are that it touches.
 */
async function applySaved(file: string, options: ApplyOptions, session: Session): Promise<ExitCode> {
  const saved = await readSavedPlan(session.cwd, file);
  if (saved.plan.phases.length > 0 && !saved.plan.applyable) {
    throw new KcdkError(saved.plan.diagnostics.length > 0 ? saved.plan.diagnostics : []);
  }
  const unexpected = unexpectedDigest(saved.plan, options);
  if (unexpected.length > 0) return conclude(saved.plan, { outcomes: [], diagnostics: unexpected }, options, session);
  const config = await configIfAny(session);
  const review = await reviewOf(options, config, session, file);
  const actor = actorOf(options, config, review).actor ?? saved.plan.permissions?.actor.name;
  const denied = actor === undefined ? [] : await judgeSaved(saved, actor, options, session);
  const refused = [...(review?.check(saved.plan, true) ?? []), ...denied];
  if (refused.length > 0) return conclude(saved.plan, { ...NOTHING, diagnostics: refused }, options, session);
  const locations = new Map(saved.locations.map((one) => [one.name, resolveSavedLocation(config, one)]));
  const git = { ...session.gitOptions, cwd: config?.root ?? session.cwd };
  const repositories = new Map([...locations].map(([name, location]) => [name, openGitRepository(location, git)]));
  try {
    return await carryOut({ bundle: saved, repositories, locations, config }, options, session);
  } finally {
    await Promise.all([...repositories.values()].map((repository) => repository.close()));
  }
}

/** What the actor may not do, by the program and the repositories as they are now, not by what the file says. */
async function judgeSaved(
  saved: SavedPlan,
  actor: string,
  options: ApplyOptions,
  session: Session,
): Promise<readonly Diagnostic[]> {
  const now = await planFor(session, { ...options, actor });
  try {
    const { complete, diagnostics } = now.bundle.plan;
    if (!complete) throw new KcdkError(errorsOf(diagnostics));
    return denialDiagnostics(await now.judge(saved.plan, actor));
  } finally {
    await now.close();
  }
}

async function carryOut(work: Work, options: ApplyOptions, session: Session): Promise<ExitCode> {
  const { plan } = work.bundle;
  const { io } = session;
  const source = await readSourceCheckout(session.cwd, io.env);
  const vouched = vouchedFor(plan, options);
  const phases = phaseChanges(work.bundle, { sourceCommit: source.commit, ...vouched });
  const progress = createProgress(io, session.quiet || options.json === true);
  const input = { phases, repositories: work.repositories, snapshots: work.snapshots };
  const ports: ApplyPorts = {
    author: () => ({ ...source.author, time: Math.floor(Date.now() / 1000) }),
    sleep: (milliseconds) => sleep(milliseconds, io.signal),
    random: Math.random,
    awaitGates: gateWaiter({
      flags: options,
      config: work.config,
      approved: vouched.approved,
      repositories: work.repositories,
      io,
      progress,
    }),
    onEvent: (event: ApplyEvent) => progress.show(event),
  };
  let result: ApplyResult;
  if (isProposal(options)) {
    const { propose } = await import('../../lib/propose/propose.ts');
    const forges = await openForges(plan, work.locations, session);
    result = await propose({ ...input, plan, forges, merged: options.merged === true }, ports);
  } else result = await apply(input, ports);
  progress.end();
  const diagnostics = work.locate === undefined ? result.diagnostics : result.diagnostics.map(work.locate);
  if (options.attest !== undefined) await attest(plan, result, source, { ...session, file: options.attest });
  return conclude(plan, { ...result, diagnostics }, options, session);
}

/** What was reviewed is what is applied, or nothing is. */
function unexpectedDigest({ digest }: PlanBundle['plan'], { expectDigest }: ApplyOptions): readonly Diagnostic[] {
  if (expectDigest === undefined || digest === expectDigest) return [];
  return [error('PLAN_DIGEST_UNEXPECTED', { detail: `Its digest is ${digest}, not ${expectDigest}.` })];
}

/** States which commits were made, also where the run stopped before the last. */
async function attest(
  plan: PlanBundle['plan'],
  result: ApplyResult,
  source: AttestedSource,
  { cwd, say, file }: Pick<Session, 'cwd' | 'say'> & { readonly file: string },
): Promise<void> {
  const commits = result.outcomes.flatMap(({ repository, commit }) =>
    commit === undefined ? [] : [{ repository, commit }],
  );
  if (commits.length === 0) return say('No commit was made, so there is nothing to state about one.');
  const { attestApply } = await import('../../lib/plan/attestation.ts');
  const statement = attestApply(plan, source, { commits, complete: result.diagnostics.length === 0 });
  await writeWhole(resolve(cwd, file), `${JSON.stringify(statement, undefined, 2)}\n`, 'the statement');
}

function conclude(plan: PlanBundle['plan'], result: ApplyResult, options: ApplyOptions, session: Session): ExitCode {
  if (options.json === true) session.io.stdout.write(applyJson(plan, result));
  else {
    session.report(result.diagnostics);
    session.io.stdout.write(applySummary(plan, result));
  }
  return exitCodeOf(result.diagnostics);
}
