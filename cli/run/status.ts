import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { findSince } from '../../lib/find-since.ts';
import { findTakenBack } from '../../lib/find-taken-back.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { StatusFlags } from '../commands/status-command.ts';
import type { CliIo } from '../io.ts';
import { statusText, takenBackWork, unfinishedWork } from '../view/status-view.ts';
import { planFor } from './plan-for.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface StatusOptions extends GlobalOptions, StatusFlags {}

/** Says what earlier applies have begun and not ended, in all repositories. */
export async function runStatus(options: StatusOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const planned = await planFor(session, { onDrift: 'keep' });
  const [since, takenBack] = await Promise.all([findSince(planned), findTakenBack(planned)]).finally(() =>
    planned.close(),
  );
  const { plan } = planned.bundle;
  const work = [...unfinishedWork(plan, since), ...takenBack.map(takenBackWork)];
  // what could not be read may hide something
  if (!plan.complete && options.json !== true) session.report(plan.diagnostics);
  if (options.json === true) {
    const document = { format_version: '1.1', project: plan.project, complete: plan.complete, unfinished: work };
    io.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  } else if (plan.complete || work.length > 0) io.stdout.write(statusText(work));
  if (!plan.complete) return exitCodeOf(plan.diagnostics) || 1;
  return work.length > 0 && options.detailedExitcode === true ? 2 : 0;
}
