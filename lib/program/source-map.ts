/** A place in an original source; both numbers count from 1. */
export interface OriginalPlace {
  /** As the map spells it. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Finds where code comes from. */
export interface SourceMapIndex {
  /** The origin of a place of the generated code (both from 1), or undefined for code that nobody wrote. */
  find(line: number, column: number): OriginalPlace | undefined;
}

/**
 * Decodes a source map, once and whole.
 *
 * Not `SourceMap` of `node:module`, which makes an object of every segment and costs about four times as much.
 *
 * @param json  a map of version 3 with one section
 * @see https://tc39.es/ecma426/ (mappings grammar)
 */
export function parseSourceMap(json: string): SourceMapIndex {
  const map: { readonly sources: readonly string[]; readonly mappings: string } = JSON.parse(json);
  const { segments, lines } = decode(map.mappings);
  return {
    find(line, column) {
      const first = lines[line - 1] ?? segments.length;
      const index = lastAtOrBefore(segments, first, lines[line] ?? segments.length, column - 1);
      if (index === undefined) return undefined;
      const source = map.sources[segments[index + 1] ?? -1];
      if (source === undefined) return undefined;
      return { source, line: (segments[index + 2] ?? 0) + 1, column: (segments[index + 3] ?? 0) + 1 };
    },
  };
}

// --- internal ---

/** Numbers of a segment: generated column, source (-1: none), original line and column, all from 0. */
const WIDTH = 4;

const DIGITS = digits();

function digits(): Uint8Array {
  const table = new Uint8Array(128);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < alphabet.length; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}

/** All segments in one list, and the index in it at which each generated line starts. */
function decode(mappings: string): { readonly segments: readonly number[]; readonly lines: readonly number[] } {
  const segments: number[] = [];
  const lines = [0];
  // differences to the segment before: column, source, line, column, name; only the first restarts with a line
  const state = [0, 0, 0, 0, 0];
  let field = 0;
  let value = 0;
  let shift = 0;
  const endSegment = () => {
    if (field === 1) segments.push(state[0] ?? 0, -1, 0, 0);
    else if (field >= WIDTH) segments.push(state[0] ?? 0, state[1] ?? 0, state[2] ?? 0, state[3] ?? 0);
    field = 0;
  };
  for (let index = 0; index < mappings.length; index++) {
    const character = mappings.charCodeAt(index);
    if (character === 44 || character === 59) {
      endSegment();
      if (character === 44) continue;
      lines.push(segments.length);
      state[0] = 0;
      continue;
    }
    const digit = DIGITS[character] ?? 0;
    value += (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    state[field] = (state[field] ?? 0) + ((value & 1) === 1 ? -(value >>> 1) : value >>> 1);
    field += 1;
    value = 0;
    shift = 0;
  }
  endSegment();
  return { segments, lines };
}

/** Index of the last segment of a line that starts at or before the column; the first one when all start after it. */
function lastAtOrBefore(segments: readonly number[], from: number, to: number, column: number): number | undefined {
  if (from >= to) return undefined;
  let low = from / WIDTH;
  let high = to / WIDTH - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle * WIDTH] ?? 0) <= column) low = middle;
    else high = middle - 1;
  }
  return low * WIDTH;
}
