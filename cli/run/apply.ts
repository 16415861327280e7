import { type ApplyEvent, type ApplyResult, apply } from '../../lib/apply/apply.ts';
import { phaseChanges } from '../../lib/apply/phase-changes.ts';
import { readSourceCheckout } from '../../lib/apply/source-checkout.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { resolveSavedLocation } from '../../lib/config/saved-location.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { type Diagnostic, errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { denialDiagnostics } from '../../lib/permissions/denials.ts';
import type { PlanBundle } from '../../lib/plan/build-plan.ts';
import type { SavedPlan } from '../../lib/plan/saved-plan.ts';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import type { Repository, Snapshot } from '../../lib/repository/repository.ts';
import type { ApplyFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { applyJson, applySummary } from '../view/apply-view.ts';
import { createProgress } from '../view/progress.ts';
import { approve } from './approve.ts';
import { gateWaiter, vouchedFor } from './gates.ts';
import { planFor } from './plan.ts';
import { showPlan } from './report.ts';
import { readSavedPlan } from './saved-plan-file.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';

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
  readonly snapshots?: ReadonlyMap<string, Snapshot>;
  readonly locate?: (diagnostic: Diagnostic) => Diagnostic;
  readonly config: Pick<Config, 'clusters'> | undefined;
}

async function applyProgram(options: ApplyOptions, session: Session): Promise<ExitCode> {
  const planned = await planFor(session, options);
  try {
    const { plan } = planned.bundle;
    if (options.json !== true) await showPlan(plan, options, session);
    const exit = exitCodeOf(plan.diagnostics);
    if (exit !== 0 || !plan.applyable) {
      if (options.json === true)
        session.io.stdout.write(applyJson(plan, { outcomes: [], diagnostics: plan.diagnostics }));
      return exit;
    }
    const denied = plan.permissions === undefined ? [] : denialDiagnostics(plan.permissions);
    if (denied.length > 0) return conclude(plan, { outcomes: [], diagnostics: denied }, options, session);
    await approve('Apply this plan?', options, session.io);
    return await carryOut(planned, options, session);
  } finally {
    await planned.close();
  }
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
  const config = await configIfAny(session);
  const actor = options.actor ?? config?.permissions?.actor ?? saved.plan.permissions?.actor.name;
  const denied = actor === undefined ? [] : await judgeSaved(saved, actor, options, session);
  if (denied.length > 0) return conclude(saved.plan, { outcomes: [], diagnostics: denied }, options, session);
  const repositories = openSaved(saved, config, session);
  try {
    return await carryOut({ bundle: saved, repositories, config }, options, session);
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

function openSaved(saved: SavedPlan, config: Config | undefined, session: Session): ReadonlyMap<string, Repository> {
  const git = { ...session.gitOptions, cwd: config?.root ?? session.cwd };
  return new Map(
    saved.locations.map((location) => [location.name, openGitRepository(resolveSavedLocation(config, location), git)]),
  );
}

async function carryOut(work: Work, options: ApplyOptions, session: Session): Promise<ExitCode> {
  const { plan } = work.bundle;
  const { io } = session;
  const source = await readSourceCheckout(session.cwd, io.env);
  const vouched = vouchedFor(plan, options);
  const phases = phaseChanges(work.bundle, { sourceCommit: source.commit, ...vouched });
  const progress = createProgress(io, session.quiet || options.json === true);
  const result = await apply(
    { phases, repositories: work.repositories, snapshots: work.snapshots },
    {
      author: () => ({ ...source.author, time: Math.floor(Date.now() / 1000) }),
      sleep: (milliseconds) => sleep(milliseconds, io.signal),
      random: Math.random,
      awaitGates: gateWaiter({ flags: options, config: work.config, approved: vouched.approved, io, progress }),
      onEvent: (event: ApplyEvent) => progress.show(event),
    },
  );
  progress.end();
  const diagnostics = work.locate === undefined ? result.diagnostics : result.diagnostics.map(work.locate);
  return conclude(plan, { ...result, diagnostics }, options, session);
}

function conclude(plan: PlanBundle['plan'], result: ApplyResult, options: ApplyOptions, session: Session): ExitCode {
  if (options.json === true) session.io.stdout.write(applyJson(plan, result));
  else {
    session.report(result.diagnostics);
    session.io.stdout.write(applySummary(plan, result));
  }
  return exitCodeOf(result.diagnostics);
}
