import type { DiagnosticCode } from '../../lib/diagnostics/codes.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';

/** The error of ours that an action throws; undefined when it throws none. Anything else it throws passes through. */
export function errorOf(action: () => unknown): KcdkError | undefined {
  try {
    action();
    return undefined;
  } catch (cause) {
    if (KcdkError.is(cause)) return cause;
    throw cause;
  }
}

/** The code an action fails with; undefined when it does not fail. */
export function codeOf(action: () => unknown): DiagnosticCode | undefined {
  return errorOf(action)?.code;
}
