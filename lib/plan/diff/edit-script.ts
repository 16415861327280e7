/** A run of items that one side has in place of a run of the other; positions from 0. */
export interface Edit {
  readonly before: number;
  readonly removed: number;
  readonly after: number;
  readonly added: number;
}

/**
 * What turns one sequence into another: the longest common subsequence stays, the runs between are edits, in order.
 *
 * The work is bounded: two long sequences with little in common are one edit between their common ends.
 *
 * @see E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986
 */
export function editScript(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const ids = new Map<string, number>();
  const a = intern(before.slice(start, before.length - end), ids);
  const b = intern(after.slice(start, after.length - end), ids);
  if (a.length === 0 && b.length === 0) return [];
  const whole = { before: start, removed: a.length, after: start, added: b.length };
  if (a.length === 0 || b.length === 0) return [whole];
  const kept = commonItems(a, b);
  return kept === undefined ? [whole] : editsBetween(kept, a.length, b.length, start);
}

// --- internal ---

/** Bounds of the search: edits, and steps along common items. Beyond them a difference is no help to a reader. */
const MOST_EDITS = 1_000;
const MOST_STEPS = 4_000_000;

type Pair = readonly [before: number, after: number];

function intern(items: readonly string[], ids: Map<string, number>): Int32Array {
  const interned = new Int32Array(items.length);
  for (const [index, item] of items.entries()) {
    let id = ids.get(item);
    if (id === undefined) {
      id = ids.size;
      ids.set(item, id);
    }
    interned[index] = id;
  }
  return interned;
}

/** Positions of the items that stay, in order; undefined when finding them would cost too much. */
function commonItems(a: Int32Array, b: Int32Array): readonly Pair[] | undefined {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  let steps = 0;
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(furthest, offset, edits, diagonal);
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
        steps++;
      }
      furthest[offset + diagonal] = x;
      if (x >= a.length && y >= b.length) return backtrack(trace, a.length, b.length);
    }
    steps += edits;
    if (steps > MOST_STEPS) return undefined;
  }
  return undefined;
}

/** How far a diagonal is reached from its neighbours with one edit more: down (an addition) or right (a removal). */
function startOf(furthest: Int32Array, offset: number, edits: number, diagonal: number): number {
  if (edits === 0) return 0;
  const above = furthest[offset + diagonal + 1] ?? 0;
  const left = furthest[offset + diagonal - 1] ?? 0;
  const down = diagonal === -edits || (diagonal !== edits && left < above);
  return down ? above : left + 1;
}

/** Walks from the end to the start; `trace[n]` holds diagonals `-n-1 … n+1` as they were before the `n`th edit. */
function backtrack(trace: readonly Int32Array[], endX: number, endY: number): readonly Pair[] {
  const pairs: Pair[] = [];
  let x = endX;
  let y = endY;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Int32Array();
    const diagonal = x - y;
    const start = startOf(furthest, edits + 1, edits, diagonal);
    while (x > start && y > start - diagonal) {
      x--;
      y--;
      pairs.push([x, y]);
    }
    if (edits === 0) break;
    const above = furthest[edits + 1 + diagonal + 1] ?? 0;
    const left = furthest[edits + 1 + diagonal - 1] ?? 0;
    if (diagonal === -edits || (diagonal !== edits && left < above)) y--;
    else x--;
  }
  return pairs.reverse();
}

function editsBetween(kept: readonly Pair[], lengthA: number, lengthB: number, shift: number): readonly Edit[] {
  const edits: Edit[] = [];
  let x = 0;
  let y = 0;
  for (const [keptX, keptY] of [...kept, [lengthA, lengthB] as const]) {
    if (keptX > x || keptY > y) {
      edits.push({ before: x + shift, removed: keptX - x, after: y + shift, added: keptY - y });
    }
    x = keptX + 1;
    y = keptY + 1;
  }
  return edits;
}
