import type { DiagnosticCode } from '../diagnostics/codes.ts';
import type { DiagnosticDetails } from '../diagnostics/diagnostic.ts';

/** What is wrong with a record, or old in it, before it is known where the record stands. */
export interface RecordFinding {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** Keys and indices that lead to it from the root of the record. */
  readonly path: readonly string[];
  /** Whether the key at the end of the path is meant, or what it leads to. */
  readonly part: 'key' | 'value';
  readonly details: DiagnosticDetails;
}
