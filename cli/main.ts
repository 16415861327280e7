import { CommanderError } from 'commander';
import type { ExitCode } from '../lib/diagnostics/codes.ts';
import type { CliIo } from './io.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command line.
 *
 * Knows arguments and exit codes, nothing else: what a command does is loaded when it runs. Never throws.
 *
 * @param argv without `node` and the script
 */
export async function main(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram({
    io,
    exit: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 1;
    const { reportFailure } = await import('./view/failure-view.ts');
    return reportFailure(cause, program.opts(), io);
  }
}
