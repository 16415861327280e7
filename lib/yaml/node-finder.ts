import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { yaml } from './load-yaml.ts';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a path of keys and indices leads: to the value, or to the key before it. An index may be written as `[0]` or, by
 * what the item has, as `[name=http]`.
 */
export type FindPlace = (path: readonly string[], part: 'key' | 'value') => Place;

/**
 * Finds the places of the nodes of a document, aliases followed.
 *
 * A path that does not exist leads to the value, or the key, of the nearest node above it; a value that nobody wrote to
 * its key. A path may lead on into a block of text that is YAML itself.
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
    let key: Node | null = node;
    for (const [index, segment] of path.entries()) {
      const parent: unknown = yaml().isAlias(node) ? node.resolve(document) : node;
      if (yaml().isSeq(parent)) {
        const item = itemOf(parent, segment);
        if (!yaml().isNode(item)) return placeOfNode(part === 'key' ? key : node, counter);
        node = item;
        key = item;
        continue;
      }
      const inText = yaml().isScalar(parent) ? placeInText(parent, path.slice(index), part, counter) : undefined;
      if (inText !== undefined) return inText;
      const pair = yaml().isMap(parent) ? pairOf(parent, segment) : undefined;
      if (pair === undefined || !yaml().isNode(pair.key)) return placeOfNode(part === 'key' ? key : node, counter);
      key = pair.key;
      const isLast = index === path.length - 1;
      node = (isLast && part === 'key') || !yaml().isNode(pair.value) || isMissing(pair.value) ? pair.key : pair.value;
    }
    return placeOfNode(node, counter);
  };
}

/** Where a node begins; the start of the text for what was not parsed. */
export function placeOfNode(node: unknown, counter: LineCounter): Place {
  const offset = yaml().isNode(node) ? node.range?.[0] : undefined;
  if (offset === undefined) return { line: 1, column: 1 };
  const { line, col } = counter.linePos(offset);
  return { line, column: col };
}

// --- internal ---

function itemOf(list: YAMLSeq, segment: string): unknown {
  const inner = /^\[(.*)\]$/s.exec(segment)?.[1] ?? segment;
  if (!inner.includes('=')) return list.items[Number(inner)];
  return list.items.find((item) => yaml().isMap(item) && inner === labelOf(item, inner));
}

/** `name=http,port=80` of an item, with the members that another label names. */
function labelOf(item: YAMLMap, other: string): string {
  const parts: string[] = [];
  // A value may hold commas, so that only the members that the item has can be told from it.
  for (const member of other.split(',').map((part) => part.slice(0, Math.max(part.indexOf('='), 0)))) {
    const value: unknown = member === '' ? undefined : item.get(member);
    if (value !== undefined) parts.push(`${member}=${String(value)}`);
  }
  return parts.join(',');
}

/** Inside a block of text that is YAML, whose first line is the one after the indicator; undefined for any other text. */
function placeInText(
  block: Scalar,
  path: readonly string[],
  part: 'key' | 'value',
  counter: LineCounter,
): Place | undefined {
  if (block.type !== 'BLOCK_LITERAL' || typeof block.value !== 'string') return undefined;
  const inner = new (yaml().LineCounter)();
  const document = yaml().parseDocument(block.value, { lineCounter: inner, logLevel: 'error', uniqueKeys: false });
  const { contents, errors } = document;
  if (errors.length > 0 || !(yaml().isSeq(contents) || (yaml().isMap(contents) && contents.has(path[0]))))
    return undefined;
  return { line: placeOfNode(block, counter).line + createPlaceFinder(document, inner)(path, part).line, column: 1 };
}

/** A value that nobody wrote has no width; its key is the better place. */
function isMissing(node: Node): boolean {
  return node.range !== null && node.range !== undefined && node.range[0] === node.range[1];
}
