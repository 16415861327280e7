import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { sequences } from './model/steps.ts';
import { createWorld } from './model/world.ts';

const SEQUENCES = Number(process.env['KCDK_SOAK'] ?? 300);
const GIVEN = process.env['KCDK_TEST_SEED'];
/** In memory where there is such a folder: no machine fails here but those of the model. */
const MEMORY = '/dev/shm';
if (existsSync(MEMORY)) process.env['TMPDIR'] = MEMORY;

/**
 * Two at a time: git runs in processes of its own. CI asks the same every time, so that it fails for a change and not for
 * its luck; a soak looks for what is new.
 */
const FIRST = Number(GIVEN ?? (process.env['KCDK_SOAK'] === undefined ? 7 : Date.now() % 1_000_000));
const LANES = [FIRST, FIRST + 1];

describe('random programs, other writers, kills and gates, on real git', () => {
  it.concurrent.each(LANES)(
    `lose nothing, write nothing that was not planned, and converge (${Math.ceil(SEQUENCES / LANES.length)} sequences, seed %i)`,
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(sequences, async ({ start, steps }) => {
          const world = createWorld(start);
          try {
            for (const step of steps) await world.run(step);
            await world.converge();
          } finally {
            world.remove();
          }
        }),
        { numRuns: Math.ceil(SEQUENCES / LANES.length), seed },
      );
    },
    3_600_000,
  );
});
