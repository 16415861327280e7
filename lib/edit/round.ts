import { removeMembers } from './change-data.ts';
import { type Data, dataOf } from './data.ts';
import type { EditableFile, WriteOptions } from './editable-file.ts';
import type { ListNode, MapNode } from './node.ts';
import type { Found } from './path.ts';
import type { Splice } from './splice.ts';

/**
 * Edits that are made on one reading of the file, because none sees what another one changed.
 *
 * Without rounds every edit would need the file to be read again, and many edits of a long file would take quadratic time.
 */
export interface Round {
  readonly file: EditableFile;
  readonly options: WriteOptions;
  readonly splices: Splice[];
  /** What the file has to say afterwards, by document; filled as documents are touched. */
  readonly expected: Map<number, Data>;
  /** Nodes, or members without a value, that were replaced or changed in their order. */
  readonly touched: Set<object>;
  /** Collections somewhere above what was touched. */
  readonly above: Set<object>;
  /** Collections that got members at their end, with the keys of these. */
  readonly appended: Map<object, Set<string>>;
  /** Mappings that lost whole lines, with the places of these in the mapping and in the data. */
  readonly deleted: Map<object, Deleted>;
  /** What happens to the list of documents when the round ends. */
  readonly afterwards: ((documents: Data[]) => void)[];
}

export interface Deleted {
  readonly indexes: Set<number>;
  readonly data: Data | undefined;
}

export function startRound(file: EditableFile, options: WriteOptions): Round {
  return {
    file,
    options,
    splices: [],
    expected: new Map(),
    touched: new Set(),
    above: new Set(),
    appended: new Map(),
    deleted: new Map(),
    afterwards: [],
  };
}

/** The data of a document, as the edits of this round left it; deleted members are still in their places. */
export function expectedRoot(round: Round, index: number): Data {
  const known = round.expected.get(index);
  if (known !== undefined) return known;
  const data = dataOf(round.file, round.file.documents[index]?.root);
  round.expected.set(index, data);
  return data;
}

/** What every document has to say after the round. */
export function expectedDocuments(round: Round): readonly Data[] {
  const documents = round.file.documents.map(({ index }) => expectedRoot(round, index));
  for (const { data, indexes } of round.deleted.values()) removeMembers(data, indexes);
  return documents;
}

/** What stands for a place: its node, or its entry or item when it has no value. */
export function markerOf({ node, place }: Found): object | undefined {
  if (node !== undefined || place === undefined) return node;
  return place.in === 'map' ? place.entry : place.item;
}

/** Whether replacing what is found must wait for the next round. */
export function mustWait(round: Round, found: Found): boolean {
  const marker = markerOf(found);
  if (found.parents.some((parent) => round.touched.has(parent))) return true;
  return marker !== undefined && (round.touched.has(marker) || round.above.has(marker));
}

/** Whether a change in the order of a collection must wait: anything in it or to it comes first. */
export function collectionMustWait(round: Round, found: Found, collection: object): boolean {
  return (
    mustWait(round, found) ||
    round.above.has(collection) ||
    round.touched.has(collection) ||
    round.appended.has(collection) ||
    round.deleted.has(collection)
  );
}

/** Notes that a place was replaced. */
export function touch(round: Round, found: Found, marker: object | undefined): void {
  if (marker !== undefined) round.touched.add(marker);
  for (const parent of found.parents) round.above.add(parent);
}

/** Notes that a collection itself changed. */
export function touchCollection(round: Round, parents: readonly (MapNode | ListNode)[]): void {
  const collection = parents.at(-1);
  if (collection !== undefined) round.touched.add(collection);
  for (const parent of parents.slice(0, -1)) round.above.add(parent);
}
