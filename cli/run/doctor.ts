import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { DoctorFlags } from '../commands/doctor-command.ts';
import type { CliIo } from '../io.ts';
import { doctorJson, renderDiagnosis } from '../view/doctor-view.ts';
import { openTarget } from './migrate-target.ts';
import { openSession } from './session.ts';

export interface DoctorOptions extends GlobalOptions, DoctorFlags {
  readonly place: string | undefined;
}

/** Looks at a repository, and says what is wrong, why, and what to do. Findings are the data: they go to stdout. */
export async function runDoctor(options: DoctorOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const target = await openTarget({ ...options, migration: 'doctor' }, session);
  try {
    // Commands are joined in one file: what reads YAML must not be loaded with all of them.
    const { diagnose } = await import('../../lib/doctor/diagnose.ts');
    const diagnosis = diagnose(target.files);
    const report = { kcdkVersion: session.version, place: target.place, ...diagnosis };
    io.stdout.write(options.json === true ? doctorJson(report) : renderDiagnosis(report, { color: session.color }));
    if (errorsOf(diagnosis.findings).length > 0) return 1;
    return diagnosis.findings.length > 0 && options.detailedExitcode === true ? 2 : 0;
  } finally {
    await target.close();
  }
}
