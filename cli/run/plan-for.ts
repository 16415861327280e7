import { type CompiledProgram, compileProgram, type ProgramPlan, planProgram } from '../../lib/pipeline.ts';
import type { ComparisonFlags } from '../commands/commands.ts';
import { askingEarly, planOptionsOf } from './plan.ts';
import type { Session } from './session.ts';

/** Compiles the program of the session and plans it. The caller closes the plan. */
export async function planFor(session: Session, options: ComparisonFlags): Promise<ProgramPlan> {
  return askingEarly(session, options, async (early) => {
    const program = await compileProgram({ ...session.compileOptions, configured: early?.start });
    return planProgram(program, await planOptionsOf(program, session, options, early));
  });
}

/** Plans a program that is compiled. The caller closes the plan. */
export async function planCompiled(
  program: CompiledProgram,
  session: Session,
  options: ComparisonFlags,
): Promise<ProgramPlan> {
  return planProgram(program, await planOptionsOf(program, session, options));
}
