import type { DiagnosticCode } from '../../../lib/diagnostics/codes.ts';
import type { SmallPlatform } from '../../tools/program.ts';

/** One mistake in a correct program: what it is, its code, the construct that is told, and the statements that make it. */
export type Mistake = readonly [
  what: string,
  code: DiagnosticCode,
  address: string,
  make: (program: SmallPlatform) => void,
];
