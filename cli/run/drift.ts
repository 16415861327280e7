import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { findDrift } from '../../lib/drift.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { LedgerFlags } from '../commands/ledger-commands.ts';
import type { CliIo } from '../io.ts';
import { renderDrift } from '../view/drift-view.ts';
import { planFor } from './plan-for.ts';
import { json } from './query.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface DriftOptions extends GlobalOptions, LedgerFlags {
  readonly detailedExitcode?: boolean;
}

/** Lists what was changed by hand; what could not be read is an error, since there may be more. */
export async function runDrift(options: DriftOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const planned = await planFor(session, { onDrift: 'refuse' });
  try {
    const drift = await findDrift(planned);
    const unread = drift.complete
      ? []
      : errorsOf(planned.bundle.plan.diagnostics).filter(({ code }) => code !== 'DRIFT');
    session.report(unread);
    const { columns, isTTY } = io.stdout;
    const width = isTTY ? Math.max(columns, 80) : 160;
    io.stdout.write(options.json === true ? json(drift) : renderDrift(drift, { color: session.color, width }));
    const exit = exitCodeOf(unread);
    return exit === 0 && drift.files.length > 0 && options.detailedExitcode === true ? 2 : exit;
  } finally {
    await planned.close();
  }
}
