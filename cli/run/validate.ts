import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { type Diagnostic, errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';

export interface ValidateOptions extends GlobalOptions {
  readonly json?: boolean;
  readonly cache: boolean;
}

/** Compiles and checks the program; asks no repository and writes nothing. */
export async function runValidate(options: ValidateOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const diagnostics = await findings(session);
  if (options.json) io.stdout.write(`${JSON.stringify({ format_version: '1.0', diagnostics }, undefined, 2)}\n`);
  else session.report(diagnostics);
  const count = errorsOf(diagnostics).length;
  if (count === 0 && !options.json) io.stdout.write('Success! The program is valid.\n');
  return exitCodeOf(diagnostics);
}

// --- internal ---

/** Also what stops the run is a finding here. */
async function findings(session: Session): Promise<readonly Diagnostic[]> {
  try {
    return (await compileProgram(session.compileOptions)).compilation.diagnostics;
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return cause.diagnostics;
  }
}
