import type { DiagnosticCode } from '../../../diagnostics/codes.ts';

/** Something wrong with a value, told apart from where it is. */
export type Problem = readonly [code: DiagnosticCode, summary: string];
