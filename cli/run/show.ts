import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { ReportFlags } from '../commands/report-options.ts';
import type { CliIo } from '../io.ts';
import { showPlan } from './report.ts';
import { readSavedPlan } from './saved-plan-file.ts';
import { openSession } from './session.ts';

export interface ShowOptions extends GlobalOptions, ReportFlags {
  readonly file: string;
}

/** Shows a saved plan; neither program nor repositories are touched. */
export async function runShow(options: ShowOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const saved = await readSavedPlan(session.cwd, options.file);
  await showPlan(saved.plan, options, session);
  return 0;
}
