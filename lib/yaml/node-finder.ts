import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a path of keys and indices leads: to the value, or to the key before it. */
export type FindPlace = (path: readonly string[], part: 'key' | 'value') => Place;

/**
 * Finds the places of the nodes of a document, aliases followed.
 *
 * A path that does not exist leads to the nearest node above it; a value that nobody wrote to its key.
 */
export function createPlaceFinder(document: Document, counter: LineCounter): FindPlace {
  const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairOf = (map: YAMLMap, key: string): Pair | undefined => {
    let known = pairs.get(map);
    if (known === undefined) {
      // The first of two equal keys, which is the one that comes first in the text.
      known = new Map(map.items.toReversed().map((pair) => [String(pair.key), pair]));
      pairs.set(map, known);
    }
    return known.get(key);
  };
  return (path, part) => {
    let node: Node | null = document.contents;
    for (const [index, segment] of path.entries()) {
      const parent: unknown = isAlias(node) ? node.resolve(document) : node;
      if (isSeq(parent)) {
        const item = parent.items[Number(segment)];
        if (!isNode(item)) break;
        node = item;
        continue;
      }
      const pair = isMap(parent) ? pairOf(parent, segment) : undefined;
      if (pair === undefined || !isNode(pair.key)) break;
      const isLast = index === path.length - 1;
      node = (isLast && part === 'key') || !isNode(pair.value) || isMissing(pair.value) ? pair.key : pair.value;
    }
    return placeOfNode(node, counter);
  };
}

/** Where a node begins; the start of the text for what was not parsed. */
export function placeOfNode(node: unknown, counter: LineCounter): Place {
  const offset = isNode(node) ? node.range?.[0] : undefined;
  if (offset === undefined) return { line: 1, column: 1 };
  const { line, col } = counter.linePos(offset);
  return { line, column: col };
}

// --- internal ---

/** A value that nobody wrote has no width; its key is the better place. */
function isMissing(node: Node): boolean {
  return node.range !== null && node.range !== undefined && node.range[0] === node.range[1];
}
