import { type Data, dataOfValue } from './data.ts';
import type { EditValue } from './edit.ts';

/**
 * What edits mean, said again without any text: the data of a file is changed in place by these, and has to be equal to
 * the data of the text that the splices made.
 */

/** Follows places from a root; undefined when one of them is not there. */
export function dataAt(root: Data, indexes: readonly number[]): Data | undefined {
  let data: Data | undefined = root;
  for (const index of indexes) {
    if (data?.kind === 'map') data = data.entries[index]?.value;
    else if (data?.kind === 'list') data = data.items[index]?.value;
    else return undefined;
  }
  return data;
}

/** Gives a member another value; false when the value is no YAML by itself. */
export function changeMember(holder: Data | undefined, index: number, value: EditValue): boolean {
  const member = memberOf(holder, index);
  const data = member && dataOfValue(value, member.branch);
  if (member === undefined || data === undefined) return false;
  member.value = data;
  return true;
}

/** Adds a member to a collection. @param branch  the branch of the collection */
export function addMember(
  collection: Data,
  index: number,
  addition: { readonly key: string | undefined; readonly value: EditValue },
  branch: string,
): boolean {
  const value = dataOfValue(addition.value, branch);
  if (value === undefined) return false;
  if (collection.kind === 'map' && addition.key !== undefined) {
    const key: Data = { kind: 'scalar', mark: '', value: addition.key };
    collection.entries.splice(index, 0, { key, value, branch });
    return true;
  }
  if (collection.kind !== 'list' || addition.key !== undefined) return false;
  collection.items.splice(index, 0, { value, branch });
  return true;
}

/** Takes members away. */
export function removeMembers(collection: Data | undefined, indexes: ReadonlySet<number>): void {
  const kept = <T>(members: T[]) => members.filter((_, index) => !indexes.has(index));
  if (collection?.kind === 'map') collection.entries = kept(collection.entries);
  else if (collection?.kind === 'list') collection.items = kept(collection.items);
}

/** Gives an entry another key. */
export function renameMember(holder: Data | undefined, index: number, key: string): boolean {
  const entry = holder?.kind === 'map' ? holder.entries[index] : undefined;
  if (entry?.key.kind !== 'scalar') return false;
  entry.key = { ...entry.key, value: key };
  return true;
}

// --- internal ---

function memberOf(holder: Data | undefined, index: number) {
  if (holder?.kind === 'map') return holder.entries[index];
  return holder?.kind === 'list' ? holder.items[index] : undefined;
}
