import { resolve } from 'node:path';
import { readSourceCheckout } from '../../lib/apply/source-checkout.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { type CompiledProgram, compileProgram, type ProgramPlan, planProgram } from '../../lib/pipeline.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { serializePlan } from '../../lib/plan/plan-json.ts';
import { serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import type { TargetSelection } from '../../lib/plan/targets.ts';
import type { ComparisonFlags, PlanFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { renderPlan } from '../view/plan-view.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';
import { writeWhole } from './write-file.ts';

export interface PlanOptions extends GlobalOptions, PlanFlags {}

/** Plans the program against its repositories, shows the plan, and saves it when asked to. */
export async function runPlan(options: PlanOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  return concludePlan(await planFor(session, options), options, session);
}

/** Closes a plan, shows it, and saves it when asked to. */
export async function concludePlan(
  planned: ProgramPlan,
  options: Pick<PlanFlags, 'out' | 'json' | 'diff' | 'detailedExitcode' | 'attest'>,
  session: Session,
): Promise<ExitCode> {
  await planned.close();
  const { plan } = planned.bundle;
  showPlan(plan, options, session);
  const exit = exitCodeOf(plan.diagnostics);
  if (exit !== 0) return exit;
  if (options.attest !== undefined) await attest(plan, options.attest, session);
  if (options.out !== undefined) {
    const file = resolve(session.cwd, options.out);
    await writeWhole(file, serializeSavedPlan(planned.bundle), 'the plan');
    if (plan.applyable) session.say(`Saved the plan. To carry it out: kcdk apply ${options.out}`);
  }
  return plan.applyable && options.detailedExitcode === true ? 2 : 0;
}

/** Compiles the program of the session and plans it. The caller closes the plan. */
export async function planFor(session: Session, options: ComparisonFlags): Promise<ProgramPlan> {
  return planCompiled(await compileProgram(session.compileOptions), session, options);
}

/** Plans a program that is compiled. The caller closes the plan. */
export function planCompiled(
  program: CompiledProgram,
  session: Session,
  options: ComparisonFlags,
): Promise<ProgramPlan> {
  return planProgram(program, {
    kcdkVersion: session.version,
    compare: { ownership: options.adopt === true ? 'adopt' : 'strict', onDrift: options.onDrift },
    allowDelete: options.allowDelete,
    allowReplace: options.allowReplace,
    targets: targetsOf(options),
    parallelism: options.parallelism,
    git: { ...session.gitOptions, cwd: program.config.root },
    cache: session.compileOptions.cache,
    actor: options.actor,
  });
}

/** The document on stdout, findings on stderr; as JSON everything is in the document. */
export function showPlan(
  plan: PlanDocument,
  options: { readonly json?: boolean; readonly diff?: boolean },
  session: Session,
): void {
  if (options.json === true) {
    session.io.stdout.write(serializePlan(plan));
    return;
  }
  session.report(plan.diagnostics);
  const { columns, isTTY } = session.io.stdout;
  const text = renderPlan(plan, {
    color: session.color,
    diff: options.diff === true,
    width: isTTY ? Math.max(columns, 80) : 160,
  });
  session.io.stdout.write(text);
}

// --- internal ---

async function attest(plan: PlanDocument, file: string, session: Session): Promise<void> {
  const { attestPlan } = await import('../../lib/plan/attestation.ts');
  const source = await readSourceCheckout(session.cwd, session.io.env);
  const statement = attestPlan(plan, source);
  await writeWhole(resolve(session.cwd, file), `${JSON.stringify(statement, undefined, 2)}\n`, 'the statement');
}

function targetsOf({ target = [], exclude = [] }: ComparisonFlags): TargetSelection | undefined {
  return target.length + exclude.length === 0 ? undefined : { target, exclude };
}
