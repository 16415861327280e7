import { CODES, type DiagnosticCode, type ExitCode } from './codes.ts';
import { type Diagnostic, type DiagnosticDetails, error as errorDiagnostic } from './diagnostic.ts';

const MARK = Symbol.for('konstruct-cdk.KcdkError');

/**
 * The one error this project throws: it stops a run and carries every diagnostic that led to it.
 *
 * `diagnostics` is never empty; `cause` keeps what was caught, with its stack.
 */
export class KcdkError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly [Diagnostic, ...Diagnostic[]] | readonly Diagnostic[], cause?: unknown) {
    super(diagnostics[0]?.summary ?? CODES.IMPOSSIBLE.summary, cause === undefined ? undefined : { cause });
    this.name = 'KcdkError';
    this.diagnostics = diagnostics;
    Object.defineProperty(this, MARK, { value: true });
  }

  /** The code of the first diagnostic. */
  get code(): DiagnosticCode {
    return this.diagnostics[0]?.code ?? 'IMPOSSIBLE';
  }

  /** How a command ends that this error stops: the code of the first diagnostic decides. */
  get exitCode(): ExitCode {
    return CODES[this.code].exit;
  }

  /** True for every copy of this class that may be loaded, hence no `instanceof`. */
  static is(value: unknown): value is KcdkError {
    return typeof value === 'object' && value !== null && MARK in value;
  }
}

/** Makes a `KcdkError` of one diagnostic. */
export function kcdkError(code: DiagnosticCode, details: DiagnosticDetails = {}, cause?: unknown): KcdkError {
  return new KcdkError([errorDiagnostic(code, details)], cause);
}

/** Ends a switch over a closed union; reaching it at run time is a defect of ours. */
export function assertNever(value: never): never {
  throw kcdkError('IMPOSSIBLE', { detail: `unexpected value: ${JSON.stringify(value)}` });
}
