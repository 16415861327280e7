/**
 * What an editable file holds. Offsets are UTF-16 units into the text of the file; every byte that belongs to no node
 * is layout, comments and template lines, which stay where they are.
 */
export type EditableNode = MapNode | ListNode | ScalarNode | AliasNode;

interface NodePlace {
  /** Start of the node with its anchor and tag. */
  readonly start: number;
  /** End of the node, without a comment behind it and without empty lines. */
  readonly end: number;
  readonly anchor?: string | undefined;
  readonly tag?: string | undefined;
}

export interface MapNode extends NodePlace {
  readonly kind: 'map';
  readonly style: CollectionStyle;
  /** Column of the keys, from 0. For block style only. */
  readonly column: number;
  readonly entries: readonly MapEntry[];
}

export interface ListNode extends NodePlace {
  readonly kind: 'list';
  readonly style: CollectionStyle;
  /** Column of the dashes, from 0. For block style only. */
  readonly column: number;
  readonly items: readonly ListItem[];
}

/** `pair` is the mapping of one entry without braces in a flow list, `[a: 1]`. */
export type CollectionStyle = 'block' | 'flow' | 'pair';

export interface MapEntry {
  readonly key: EditableNode | undefined;
  readonly value: EditableNode | undefined;
  /** Start of the key, or of `?` in front of it. */
  readonly start: number;
  /** Behind the colon; undefined for a key without one. */
  readonly colonEnd: number | undefined;
  /** End of the entry, with template lines that belong to its value. */
  readonly end: number;
}

export interface ListItem {
  readonly value: EditableNode | undefined;
  /** The dash, or the start of an item of a flow list. */
  readonly start: number;
  /** Behind the dash; the start for a flow list. */
  readonly dashEnd: number;
  readonly end: number;
}

export interface ScalarNode extends NodePlace {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The text as YAML reads it; what is templated shows its template. */
  readonly text: string;
  /** The value by the core schema of YAML 1.2; integers that a number cannot hold stay as spelled. */
  readonly value: string | number | boolean | null;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface AliasNode extends NodePlace {
  readonly kind: 'alias';
  readonly name: string;
}

/** The text of a scalar key, or undefined for a key that is none. */
export function keyText(entry: MapEntry): string | undefined {
  return entry.key?.kind === 'scalar' ? entry.key.text : undefined;
}

/** Every node below and including `node`, keys too, in order. */
export function* walk(node: EditableNode | undefined): Generator<EditableNode> {
  if (node === undefined) return;
  yield node;
  if (node.kind === 'map') {
    for (const entry of node.entries) {
      yield* walk(entry.key);
      yield* walk(entry.value);
    }
  } else if (node.kind === 'list') {
    for (const item of node.items) yield* walk(item.value);
  }
}
