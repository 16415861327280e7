/** Room that blocks of text may fill; what does not fit is left out as a whole. */
export interface Allowance {
  /** Takes room for a block and the blank line behind it; false, and nothing taken, where it does not fit. */
  take(text: string): boolean;
  /** Takes room in bytes; false, and nothing taken, where there is less. */
  spend(bytes: number): boolean;
  readonly left: number;
}

/**
 * Counts in bytes of UTF-8: never fewer than the characters or code units that a forge counts.
 *
 * @param room bytes
 */
export function createAllowance(room: number): Allowance {
  let left = room;
  const spend = (bytes: number): boolean => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  return {
    take: (text) => spend(sizeOf(text) + SEPARATOR),
    spend,
    get left() {
      return left;
    },
  };
}

/** Bytes of a text in UTF-8. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/** The first of the blocks, as many as fit. */
export function takeWhileFits(blocks: readonly string[], allowance: Allowance): readonly string[] {
  const end = blocks.findIndex((block) => !allowance.take(block));
  return end === -1 ? blocks : blocks.slice(0, end);
}

// --- internal ---

const SEPARATOR = 2;
const encoder = new TextEncoder();
