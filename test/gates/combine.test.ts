import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { combine } from '../../lib/gates/combine.ts';

describe('combine', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  let others: NodeJS.UnhandledRejectionListener[] = [];

  beforeEach(() => {
    unhandled.length = 0;
    others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    for (const other of others) process.on('unhandledRejection', other);
  });

  it('throws what a sequence throws while nobody listens, and only then', async () => {
    const reason = new Error('hung up');
    const seen: (readonly number[])[] = [];
    const reading = (async () => {
      for await (const latest of combine([lasting(), failing(reason)])) {
        seen.push(latest);
        // whoever reads is busy, as with a look at what was found
        await wait(50);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(seen).toEqual([[2, 1]]);
    expect(unhandled).toEqual([]);
  });

  it('is left without a word when a sequence throws afterwards', async () => {
    for await (const latest of combine([lasting(), failing(new Error('hung up'))])) {
      expect(latest).toEqual([2, 1]);
      break;
    }
    await wait(50);
    expect(unhandled).toEqual([]);
  });
});

// --- internal ---

/** Has one value, and fails soon after it. */
async function* failing(reason: Error): AsyncGenerator<number> {
  yield 1;
  await wait(10);
  throw reason;
}

/** Has one value, and another only when the test is over. */
async function* lasting(): AsyncGenerator<number> {
  yield 2;
  await wait(200, undefined, { ref: false });
}
