import type { EditableFile } from './editable-file.ts';
import { type EditableNode, keyText, type ListItem, type ListNode, type MapEntry, type MapNode } from './node.ts';

/**
 * The way from the root of a document to a node: keys of mappings, and items of lists by index from 0 or by what they
 * hold (`{ name: 'http' }`: every member named is a scalar of this text).
 */
export type NodePath = readonly PathStep[];
export type PathStep = string | number | ItemMatch;
export type ItemMatch = Readonly<Record<string, string>>;

/** The document of a file: by index from 0, or by the Kubernetes object it holds. */
export type DocumentAddress = number | ResourceMatch;

export interface ResourceMatch {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** Where a path led. `place` is undefined for the root of the document. */
export interface Found {
  readonly node: EditableNode | undefined;
  readonly place: Placement | undefined;
  /** From the root to the collection that holds the node. */
  readonly parents: readonly (MapNode | ListNode)[];
  /** The place in each of the parents. */
  readonly indexes: readonly number[];
}

export type Placement =
  | { readonly in: 'map'; readonly map: MapNode; readonly entry: MapEntry; readonly index: number }
  | { readonly in: 'list'; readonly list: ListNode; readonly item: ListItem; readonly index: number };

/** Why a path leads nowhere. `depth` is the number of steps that could be taken, `offset` where they led. */
export interface NotFound {
  readonly reason: 'missing' | 'twice' | 'alias';
  readonly depth: number;
  readonly offset: number;
}

/** Follows a path from a root. An alias on the way is not followed: what it stands for is elsewhere. */
export function followPath(root: EditableNode | undefined, path: NodePath): Found | NotFound {
  const parents: (MapNode | ListNode)[] = [];
  const indexes: number[] = [];
  let node = root;
  let place: Placement | undefined;
  for (const [depth, step] of path.entries()) {
    const offset = node?.start ?? 0;
    if (node?.kind === 'alias') return { reason: 'alias', depth, offset };
    const next = node === undefined || node.kind === 'scalar' ? [] : placesOf(node, step);
    const [first] = next;
    if (first === undefined || node === undefined) return { reason: 'missing', depth, offset };
    if (next.length > 1) return { reason: 'twice', depth, offset };
    parents.push(first.in === 'map' ? first.map : first.list);
    indexes.push(first.index);
    place = first;
    node = first.in === 'map' ? first.entry.value : first.item.value;
  }
  return { node, place, parents, indexes };
}

export function isFound(found: Found | NotFound): found is Found {
  return !('reason' in found);
}

/** The node at a path, or undefined when there is none or more than one. */
export function findNode(root: EditableNode | undefined, path: NodePath): EditableNode | undefined {
  const found = followPath(root, path);
  return isFound(found) ? found.node : undefined;
}

/** The text of the scalar at a path. */
export function findText(root: EditableNode | undefined, path: NodePath): string | undefined {
  const node = findNode(root, path);
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** The indexes of the documents that an address means: none, one, or several. */
export function findDocuments(file: EditableFile, address: DocumentAddress): readonly number[] {
  if (typeof address === 'number') return file.documents[address] === undefined ? [] : [address];
  return file.documents.filter(({ root }) => isResource(root, address)).map(({ index }) => index);
}

/** A path as people write it, for findings: `spec.ports[{name: http}].port`. */
export function formatPath(path: NodePath): string {
  let out = '';
  for (const step of path) {
    if (typeof step === 'string') out += /^[\w-]+$/.test(step) ? `${out && '.'}${step}` : `[${JSON.stringify(step)}]`;
    else if (typeof step === 'number') out += `[${step}]`;
    else
      out += `[{${Object.entries(step)
        .map(([key, text]) => `${key}: ${text}`)
        .join(', ')}}]`;
  }
  return out || '(root)';
}

// --- internal ---

function placesOf(node: MapNode | ListNode, step: PathStep): readonly Placement[] {
  if (node.kind === 'map') {
    return typeof step === 'string' ? (keysOf(node).get(step) ?? []) : [];
  }
  if (typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? [] : [{ in: 'list', list: node, item, index: step }];
  }
  if (typeof step === 'string') return [];
  const wanted = Object.entries(step);
  return node.items.flatMap((item, index) =>
    wanted.every(([key, text]) => findText(item.value, [key]) === text)
      ? [{ in: 'list', list: node, item, index }]
      : [],
  );
}

/** Made once a mapping, so that many edits of a large mapping do not search it again and again. */
const KEYS = new WeakMap<MapNode, ReadonlyMap<string, readonly Placement[]>>();

function keysOf(map: MapNode): ReadonlyMap<string, readonly Placement[]> {
  const known = KEYS.get(map);
  if (known !== undefined) return known;
  const keys = new Map<string, Placement[]>();
  for (const [index, entry] of map.entries.entries()) {
    const text = keyText(entry);
    if (text === undefined) continue;
    const places = keys.get(text);
    const place: Placement = { in: 'map', map, entry, index };
    if (places === undefined) keys.set(text, [place]);
    else places.push(place);
  }
  KEYS.set(map, keys);
  return keys;
}

function isResource(root: EditableNode | undefined, match: ResourceMatch): boolean {
  if (root?.kind !== 'map') return false;
  const is = (path: NodePath, text: string | undefined) => text === undefined || findText(root, path) === text;
  return (
    is(['apiVersion'], match.apiVersion) &&
    is(['kind'], match.kind) &&
    is(['metadata', 'name'], match.name) &&
    is(['metadata', 'namespace'], match.namespace)
  );
}
