import type { Cache } from '../cache/cache.ts';
import type { Settled } from './settled.ts';

/** The last plan of a project that found nothing to do, for programs that say nearly the same. */
export interface Ground extends Settled {
  /** What the program said. */
  readonly texts: readonly string[];
  /** Folders in which a file may be no object, since a tool renders what is there. */
  readonly toolFolders: readonly string[];
}

/** @param key  tells projects apart, and what was asked of them */
export function findGround(cache: Cache, key: string): Ground | undefined {
  const [head, ...texts] = cache.get(KIND, key)?.split('\n') ?? [];
  return head === undefined ? undefined : { ...(JSON.parse(head) as Omit<Ground, 'texts'>), texts };
}

/** In place of the one before. */
export function keepGround(cache: Cache, key: string, { texts, ...ground }: Ground): void {
  cache.put(KIND, key, [JSON.stringify(ground), ...texts].join('\n'));
}

// --- internal ---

const KIND = 'ground.txt';
