import { resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { askEarly, type EarlyAsking } from '../../lib/early-asking.ts';
import { DEFAULT_PARALLELISM } from '../../lib/locate-repositories.ts';
import type { PlanProgramOptions } from '../../lib/pipeline.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import type { TargetSelection } from '../../lib/plan/targets.ts';
import { type CollectedProgram, collectProgram } from '../../lib/read-program.ts';
import { type PlanOutcome, planUnlessSettled } from '../../lib/settled/settled-plans.ts';
import type { ComparisonFlags, PlanFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CommentFlags } from '../commands/pull-request-options.ts';
import type { ReportFlags } from '../commands/report-options.ts';
import type { CliIo } from '../io.ts';
import { showPlan } from './report.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';
import { writeWhole } from './write-file.ts';

export interface PlanOptions extends GlobalOptions, PlanFlags, CommentFlags {}

/** Plans the program against its repositories, shows the plan, and saves it when asked to. */
export async function runPlan(options: PlanOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  return concludePlan(await planned(session, options), options, session);
}

/** Closes a plan, shows it, and saves it when asked to. */
export async function concludePlan(
  planned: PlanOutcome,
  options: ReportFlags & CommentFlags & Pick<PlanFlags, 'out' | 'detailedExitcode' | 'attest'>,
  session: Session,
): Promise<ExitCode> {
  await planned.close();
  return presentPlan(planned.bundle, options, session, async (plan) => {
    if (options.comment !== true) return;
    const { postPlan } = await import('./review.ts');
    await postPlan(plan, options, planned.config, session);
  });
}

/**
 * Shows a plan, and saves it when asked to.
 *
 * @param tell tells others of it, after it was shown
 */
export async function presentPlan(
  bundle: PlanBundle,
  options: ReportFlags & Pick<PlanFlags, 'out' | 'detailedExitcode' | 'attest'>,
  session: Session,
  tell: (plan: PlanDocument) => Promise<void> = async () => {},
): Promise<ExitCode> {
  const { plan } = bundle;
  await showPlan(plan, options, session);
  await tell(plan);
  const exit = exitCodeOf(plan.diagnostics);
  if (exit !== 0) return exit;
  if (options.attest !== undefined) await attest(plan, options.attest, session);
  if (options.out !== undefined) {
    const { serializeSavedPlan } = await import('../../lib/plan/saved-plan.ts');
    const file = resolve(session.cwd, options.out);
    await writeWhole(file, serializeSavedPlan(bundle), 'the plan');
    if (plan.applyable) session.say(`Saved the plan ${plan.digest}. To carry it out: kcdk apply ${options.out}`);
  }
  return plan.applyable && options.detailedExitcode === true ? 2 : 0;
}

/**
 * Does something that ends with reading repositories, while those of the last time are asked. Nothing of that runs any more
 * when this returns or throws.
 *
 * @param part the part of a plan that is made in parts
 */
export async function askingEarly<Result>(
  { gitOptions: git, offline }: Session,
  { parallelism = DEFAULT_PARALLELISM }: ComparisonFlags,
  body: (early: EarlyAsking | undefined) => Promise<Result>,
  part?: string,
): Promise<Result> {
  const { cache } = git;
  const early = cache === undefined || offline ? undefined : askEarly({ git, cache, parallelism, part });
  try {
    return await body(early);
  } finally {
    await early?.close();
  }
}

/** How a program is planned, by what the command line says. */
export async function planOptionsOf(
  { config: { root } }: Pick<CollectedProgram, 'config'>,
  session: Session,
  options: ComparisonFlags,
  early?: EarlyAsking,
): Promise<PlanProgramOptions> {
  const offline = session.offline ? await import('./open-offline.ts') : undefined;
  return {
    ...(offline && { open: offline.offlineOpener(session, root) }),
    kcdkVersion: session.version,
    compare: { ownership: options.adopt === true ? 'adopt' : 'strict', onDrift: options.onDrift },
    allowDelete: options.allowDelete,
    allowReplace: options.allowReplace,
    targets: targetsOf(options),
    parallelism: options.parallelism,
    early,
    git: { ...session.gitOptions, cwd: root, heads: early },
    cache: session.compileOptions.cache,
    actor: options.actor,
  };
}

// --- internal ---

/** In a workflow, what keeps a plan from being made is marked on its lines as well. */
async function planned(session: Session, options: PlanOptions): Promise<PlanOutcome> {
  try {
    return await askingEarly(session, options, async (early) => {
      const compile = { ...session.compileOptions, configured: early?.start };
      const program = await collectProgram(compile);
      return planUnlessSettled(program, compile, await planOptionsOf(program, session, options, early));
    });
  } catch (cause) {
    if (options.format === 'github' && KcdkError.is(cause)) {
      const { annotateFailure } = await import('./report-github.ts');
      annotateFailure(cause.diagnostics, session);
    }
    throw cause;
  }
}

async function attest(plan: PlanDocument, file: string, session: Session): Promise<void> {
  const [{ attestPlan }, { readSourceCheckout }] = await Promise.all([
    import('../../lib/plan/attestation.ts'),
    import('../../lib/apply/source-checkout.ts'),
  ]);
  const source = await readSourceCheckout(session.cwd, session.io.env);
  const statement = attestPlan(plan, source);
  await writeWhole(resolve(session.cwd, file), `${JSON.stringify(statement, undefined, 2)}\n`, 'the statement');
}

function targetsOf({ target = [], exclude = [] }: ComparisonFlags): TargetSelection | undefined {
  return target.length + exclude.length === 0 ? undefined : { target, exclude };
}
