import { kcdkError } from '../diagnostics/error.ts';

/** Puts `text` in the place of what stands from `start` to `end`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Carries out splices that do not overlap; those at one offset in the order given, insertions before removals.
 *
 * @throws {KcdkError} `IMPOSSIBLE` when they overlap: whoever makes them has to see to that
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices
    .map((splice, order) => ({ ...splice, order }))
    .sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.order - b.order);
  let out = '';
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (start < at) throw kcdkError('IMPOSSIBLE', { detail: `two splices overlap at offset ${start}` });
    out += text.slice(at, start) + inserted;
    at = end;
  }
  return out + text.slice(at);
}
