import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { applyPlan, memoryRemotes, planTree } from '../tools/memory-platform.ts';
import { buildFleet, FLEET_REPOSITORIES, fleet, outcomeOf, planMerged, planWhole } from './shards.ts';

const runs = { numRuns: Number(process.env['KCDK_RUNS'] ?? 10) };

describe('a plan in parts', () => {
  it('is the plan of one run, byte by byte, for every program and every number of parts', async () => {
    let changed = 0;
    let departed = 0;
    await fc.assert(
      fc.asyncProperty(
        fleet,
        fleet,
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (before, after, n, allowed) => {
          const remotes = memoryRemotes(FLEET_REPOSITORIES);
          const first = await outcomeOf(() => planWhole(buildFleet(before), remotes));
          if (!('plan' in first)) return;
          await applyPlan(await planTree(buildFleet(before), remotes));
          const options = allowed ? { allowDelete: ['acme'], allowReplace: ['acme'] } : {};
          const whole = await outcomeOf(() => planWhole(buildFleet(after), remotes, options));
          const merged = await outcomeOf(() => planMerged(buildFleet(after), remotes, n, options));
          if (!('plan' in whole) || !('plan' in merged)) {
            expect(merged).toEqual(whole);
            return;
          }
          expect(merged.plan).toEqual(whole.plan);
          expect(serializeSavedPlan(merged)).toBe(serializeSavedPlan(whole));
          if (whole.plan.resource_changes.length > 0) changed += 1;
          if (whole.plan.repositories.length > after.organizations.length * 2 + 1) departed += 1;
        },
      ),
      runs,
    );
    expect(changed).toBeGreaterThan(2);
    expect(departed).toBeGreaterThanOrEqual(0);
  });

  it('looks at the same targets', async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fc.integer({ min: 2, max: 5 }), async (platform, n) => {
        const remotes = memoryRemotes(FLEET_REPOSITORIES);
        const targets = { target: ['acme/amber', 'acme/nothing'], exclude: ['acme/amber/amber-alpha'] };
        const whole = await outcomeOf(() => planWhole(buildFleet(platform), remotes, { targets }));
        const merged = await outcomeOf(() => planMerged(buildFleet(platform), remotes, n, { targets }));
        expect(merged).toEqual(whole);
      }),
      { numRuns: 4 },
    );
  });
});
