import { kcdkError } from '../diagnostics/error.ts';

/** How often the world is asked, in milliseconds, so that tests need not wait. */
export interface Pace {
  /** The first pause after a failure; it doubles, and a random part is cut off. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Between two looks where nothing tells of changes. */
  readonly poll: number;
  /** How long a server may keep one watch open, in seconds. */
  readonly watchSeconds: number;
  /** How long one answer may take. */
  readonly answer: number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

export const DEFAULT_PACE: Pace = {
  firstPause: 500,
  longestPause: 30_000,
  poll: 5_000,
  watchSeconds: 240,
  answer: 30_000,
  random: Math.random,
};

/** The pause before the next attempt, after a number of failures in a row (from 1). */
export function pauseAfter(
  failures: number,
  { firstPause, longestPause, random }: Pick<Pace, 'firstPause' | 'longestPause' | 'random'>,
): number {
  return Math.min(longestPause, firstPause * 2 ** Math.min(failures - 1, 20)) * (0.5 + 0.5 * random());
}

/** Waits. @throws {KcdkError} `ABORTED` as soon as the signal aborts */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (cause) {
    throw kcdkError('ABORTED', {}, cause);
  }
}
