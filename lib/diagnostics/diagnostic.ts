import { CODES, type DiagnosticCode } from './codes.ts';

/** A place in a file that a person wrote. `line` and `column` count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Another place that belongs to the same diagnostic, such as the first of two claims of one path. */
export interface RelatedPlace {
  readonly message: string;
  readonly address?: string | undefined;
  readonly source?: SourcePosition | undefined;
}

/**
 * One statement about what a person gave us: what is wrong, where, why, and what to do.
 *
 * Diagnostics are collected, so that one run reports all of them; only `KcdkError` stops a run.
 * No field ever holds the value of a secret.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** One line, no final period, names the thing it is about. */
  readonly summary: string;
  /** Why it is so; may have several lines. */
  readonly detail?: string | undefined;
  /** What to do. */
  readonly fix: string;
  /** Path of the construct in the program, for example `acme/retail/lon1-dev`. */
  readonly address?: string | undefined;
  /** Where in the user's program or configuration. */
  readonly source?: SourcePosition | undefined;
  /** Name of the repository it is about. */
  readonly repository?: string | undefined;
  /** Path in that repository. */
  readonly path?: string | undefined;
  readonly related?: readonly RelatedPlace[] | undefined;
}

/** What an occurrence adds to its code; `summary` and `fix` default to those of the code. */
export type DiagnosticDetails = Partial<Omit<Diagnostic, 'code' | 'severity'>>;

/** Makes an error diagnostic; summary and fix come from the code table where not given. */
export function error(code: DiagnosticCode, details: DiagnosticDetails = {}): Diagnostic {
  return { code, severity: 'error', summary: CODES[code].summary, fix: CODES[code].fix, ...details };
}

/** Makes a warning diagnostic; summary and fix come from the code table where not given. */
export function warning(code: DiagnosticCode, details: DiagnosticDetails = {}): Diagnostic {
  return { ...error(code, details), severity: 'warning' };
}

/** The diagnostics that must stop a run. */
export function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
}

/** `file:line:column` as terminals and editors turn it into a link. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}
