import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { readApplies, rollbackProgram } from '../../lib/rollback.ts';
import type { PlanFlags } from '../commands/commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { LedgerFlags } from '../commands/ledger-commands.ts';
import type { CliIo } from '../io.ts';
import { historyTable } from '../view/history-view.ts';
import { concludePlan } from './plan.ts';
import { planCompiled } from './plan-for.ts';
import { json } from './query.ts';
import { openSession, type Session } from './session.ts';

export interface RollbackOptions extends GlobalOptions, PlanFlags {
  readonly reference: string;
  readonly before?: boolean;
}

/** Plans the way back to an earlier state, as any other plan. */
export async function runRollback(options: RollbackOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const program = await compileProgram(session.compileOptions);
  const { reference, before = false } = options;
  const past = await rollbackProgram(program, { reference, before }, gitOf(session, program.config.root));
  return concludePlan(await planCompiled(past, session, options), options, session);
}

/** Lists the applies of the project. */
export async function runHistory(options: GlobalOptions & LedgerFlags, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const program = await compileProgram(session.compileOptions);
  const applies = await readApplies(program, gitOf(session, program.config.root));
  if (options.json === true) {
    io.stdout.write(json(applies.map((apply) => ({ ...apply, commits: Object.fromEntries(apply.commits) }))));
  } else io.stdout.write(historyTable(applies));
  return 0;
}

// --- internal ---

function gitOf(session: Session, cwd: string) {
  return { git: { ...session.gitOptions, cwd } };
}
