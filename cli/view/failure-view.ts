import { CODES, type ExitCode } from '../../lib/diagnostics/codes.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { type ColorChoice, decideColor } from '../color.ts';
import type { CliIo } from '../io.ts';
import { renderDiagnostics } from './diagnostic-view.ts';

/**
 * Shows what stopped a command, on stderr, and says how the process ends.
 *
 * What is no `KcdkError` is a defect of ours and is shown with its stack.
 */
export function reportFailure(cause: unknown, options: { color?: ColorChoice | false }, io: CliIo): ExitCode {
  const failure = io.signal.aborted && !isOurs(cause) ? new KcdkError([error('ABORTED')]) : toKcdkError(cause);
  const color = decideColor(options.color === false ? 'never' : (options.color ?? 'auto'), io.env, io.stderr);
  io.stderr.write(renderDiagnostics(failure.diagnostics, { color }));
  return failure.exitCode;
}

// --- internal ---

function isOurs(cause: unknown): boolean {
  return KcdkError.is(cause) && CODES[cause.code].fault === 'ours';
}

function toKcdkError(cause: unknown): KcdkError {
  if (KcdkError.is(cause)) return cause;
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new KcdkError([error('IMPOSSIBLE', { detail })], cause);
}
