import type { Runtime } from './runtime.ts';
import type { Value } from './values.ts';

/** How a piece of a template ended: it ran through, or `break` or `continue` was met. */
export type Outcome = 'done' | 'break' | 'continue';

/** A compiled piece of a template. */
export type Step = (runtime: Runtime, dot: Value, variables: Value[]) => Outcome;
