import type { EditableFile } from './editable-file.ts';
import type { ListNode, MapNode } from './node.ts';
import type { Found } from './path.ts';
import { startOfPlace } from './set-value.ts';

/**
 * An offset in the branches that a new member of a collection belongs to: those of the key or dash in front of it.
 *
 * A whole document may stand in an `if`. So at the root it is the member that stands in the fewest branches.
 */
export function homeOffset(file: EditableFile, { place }: Found, collection: MapNode | ListNode): number {
  if (place !== undefined) return startOfPlace(place);
  const known = OUTERMOST.get(collection);
  if (known !== undefined) return known;
  const members = collection.kind === 'map' ? collection.entries : collection.items;
  let outermost = members[0]?.start ?? collection.start;
  for (const { start } of members) {
    if (file.branches.at(start).length < file.branches.at(outermost).length) outermost = start;
  }
  OUTERMOST.set(collection, outermost);
  return outermost;
}

// --- internal ---

/** Remembered for many insertions into one long collection. */
const OUTERMOST = new WeakMap<MapNode | ListNode, number>();
