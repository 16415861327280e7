import type { DiagnosticCode } from '../../../lib/diagnostics/codes.ts';
import type { Targets } from '../../../lib/model/targets.ts';
import type { RulePlatform } from './rule-program.ts';

/** A good example of a rule and bad ones: what is written, and the construct that is told. */
export interface RuleCase {
  readonly code: DiagnosticCode;
  readonly what: string;
  readonly severity?: 'error' | 'warning';
  readonly targets?: Partial<Targets>;
  readonly good: (platform: RulePlatform) => void;
  readonly bad: readonly (readonly [address: string, write: (platform: RulePlatform) => void])[];
}
