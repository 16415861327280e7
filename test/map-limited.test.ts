import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mapLimited } from '../lib/map-limited.ts';

it('keeps the order, and never runs more at once than it may', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 })), fc.integer({ min: 1, max: 5 }), async (turns, limit) => {
      let running = 0;
      let most = 0;
      const results = await mapLimited(turns, limit, async (count) => {
        running += 1;
        most = Math.max(most, running);
        for (let turn = 0; turn < count; turn++) await Promise.resolve();
        running -= 1;
        return count * 2;
      });
      expect(results).toEqual(turns.map((count) => count * 2));
      expect(most).toBeLessThanOrEqual(limit);
    }),
  );
});

it('fails with the first failure, after what runs has ended, and starts nothing more', async () => {
  const started: number[] = [];
  let ended = 0;
  const run = mapLimited([0, 1, 2, 3, 4], 2, async (item) => {
    started.push(item);
    await Promise.resolve();
    if (item === 1) throw new RangeError('no');
    await Promise.resolve();
    ended += 1;
  });
  await expect(run).rejects.toThrow('no');
  expect(ended).toBe(started.length - 1);
  expect(started).not.toContain(4);
});
