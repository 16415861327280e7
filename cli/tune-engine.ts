import { setFlagsFromString } from 'node:v8';

/**
 * Lets a function run longer before it is compiled with all optimizations. Most of a plan is code that runs a few times, and
 * what V8 spends on it in other threads is a fifth of all; what runs for long is compiled all the same, a little later.
 *
 * Only for the V8 of Node.js 20: later ones have a cheaper compiler before that one, and do not know the flag.
 *
 * @see docs/adr/0030-less-compiling-on-node-20.md
 */
export function tuneEngine(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${BYTES}`);
}

// --- internal ---

/** Of bytecode that is run through; the default is 67,584. */
const BYTES = 600_000;
