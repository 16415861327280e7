import { addMember, changeMember, dataAt, renameMember } from './change-data.ts';
import { dataOf, dataOfValue, sameData } from './data.ts';
import { deleteNode } from './delete-node.ts';
import type { DeleteEdit, EditValue, InsertEdit, InsertPosition, RenameEdit, SetEdit } from './edit.ts';
import type { EditableDocument } from './editable-file.ts';
import { atPlace } from './extent.ts';
import { homeOffset } from './home-offset.ts';
import { type Addition, indexOfInsertion, insertNode } from './insert-node.ts';
import type { ListNode, MapNode } from './node.ts';
import { type Found, followPath, formatPath, isFound } from './path.ts';
import { renameKey } from './rename-key.ts';
import { notFound, refusal, resolveDocument, resolvePath, sharedAnchor } from './resolve-edit.ts';
import { collectionMustWait, expectedRoot, markerOf, mustWait, type Round, touch, touchCollection } from './round.ts';
import { setValue, startOfPlace } from './set-value.ts';

/** `wait`: the edit has to see what this round changed. */
export type Outcome = 'done' | 'wait';

/** Adds an edit of a node to a round: its splices, and what it means. @throws {KcdkError} why it cannot be made */
export function addEdit(round: Round, edit: SetEdit | InsertEdit | DeleteEdit | RenameEdit): Outcome {
  const document = resolveDocument(round.file, edit.document);
  switch (edit.op) {
    case 'set':
      return addSet(round, document, edit);
    case 'insert':
      return addInsert(round, document, resolvePath(round.file, document, edit.path), withKey(edit), edit.at ?? 'last');
    case 'delete':
      return addDelete(round, document, edit);
    case 'rename':
      return addRename(round, document, edit);
  }
}

// --- internal ---

const withKey = (edit: InsertEdit) => ({ path: edit.path, key: edit.key, value: edit.value });

function addSet(round: Round, document: EditableDocument, edit: SetEdit): Outcome {
  const { file } = round;
  const found = followPath(document.root, edit.path);
  if (!isFound(found)) {
    const key = edit.path.at(-1);
    const canAdd = found.reason === 'missing' && found.depth === edit.path.length - 1 && typeof key === 'string';
    if (!canAdd || edit.existing === true) throw notFound(file, found, edit.path);
    const holder = resolvePath(file, document, edit.path.slice(0, -1));
    return addInsert(round, document, holder, { path: edit.path.slice(0, -1), key, value: edit.value }, 'last');
  }
  if (mustWait(round, found)) return 'wait';
  const branch =
    found.place === undefined
      ? ''
      : file.branches.label(found.place.in === 'map' ? found.place.entry.start : found.place.item.start);
  const data = dataOfValue(edit.value, branch);
  if (data === undefined) throw invalidText(round, found);
  if (found.node !== undefined && sameData(dataOf(file, found.node), data)) return 'done';
  assertNotShared(round, document, found, true);
  const splices = atPlace(file, offsetOf(found), () => setValue(file, document, found, edit.value, round.options));
  const root = expectedRoot(round, document.index);
  const index = found.indexes.at(-1);
  if (index === undefined) round.expected.set(document.index, data);
  else if (!changeMember(dataAt(root, found.indexes.slice(0, -1)), index, edit.value)) throw invalidText(round, found);
  round.splices.push(...splices);
  touch(round, found, markerOf(found));
  return 'done';
}

function addInsert(
  round: Round,
  document: EditableDocument,
  found: Found,
  addition: Addition & Pick<InsertEdit, 'path'>,
  at: InsertPosition,
): Outcome {
  const { file } = round;
  const { node } = found;
  const collection = node?.kind === 'map' || node?.kind === 'list' ? node : undefined;
  if (collection === undefined) return fillPlace(round, document, found, addition);
  const place = formatPath(addition.path);
  if ((collection.kind === 'map') !== (addition.key !== undefined)) {
    throw refusal(file, 'EDIT_NOT_FOUND', collection.start, `\`${place}\` is a ${collection.kind}`);
  }
  const members = collection.kind === 'map' ? collection.entries.length : collection.items.length;
  const appends = at === 'last' && members > 0;
  const added = round.appended.get(collection);
  const inTouched = [...found.parents, collection].some((node) => round.touched.has(node));
  const waits = appends ? inTouched : collectionMustWait(round, found, collection);
  // What is appended to an outer collection would come to stand in front of this, at the same offset.
  if (waits || found.parents.some((parent) => round.appended.has(parent))) return 'wait';
  if (addition.key !== undefined) {
    const existing = collection.kind === 'map' && hasKey(collection, addition.key);
    if (existing || added?.has(addition.key)) {
      throw refusal(file, 'EDIT_EXISTS', collection.start, `\`${place}\` has \`${addition.key}\` already`);
    }
  }
  const index = indexOfInsertion(collection, at);
  if (index === undefined) throw refusal(file, 'EDIT_NOT_FOUND', collection.start, `\`${place}\` has no such sibling`);
  assertNotShared(round, document, found, false);
  const splices = atPlace(file, offsetOf(found), () => insertNode(file, document, found, addition, at, round.options));
  const data = dataAt(expectedRoot(round, document.index), found.indexes);
  const branch = file.branches.label(homeOffset(file, found, collection));
  const last = data?.kind === 'map' ? data.entries.length : data?.kind === 'list' ? data.items.length : 0;
  if (data === undefined || !addMember(data, appends ? last : index, addition, branch)) throw invalidText(round, found);
  round.splices.push(...splices);
  if (appends) {
    round.appended.set(collection, (added ?? new Set()).add(addition.key ?? ''));
    for (const parent of found.parents) round.above.add(parent);
  } else touchCollection(round, [...found.parents, collection]);
  return 'done';
}

/** A place without a value, or with `null`, becomes a collection of one member. */
function fillPlace(
  round: Round,
  document: EditableDocument,
  found: Found,
  { key, value, path }: Addition & Pick<InsertEdit, 'path'>,
): Outcome {
  const { node } = found;
  if (node !== undefined && (node.kind !== 'scalar' || node.value !== null)) {
    throw refusal(round.file, 'EDIT_NOT_FOUND', node.start, `\`${formatPath(path)}\` holds no members`);
  }
  const whole: EditValue = key === undefined ? [value] : { [key]: value };
  return addSet(round, document, { op: 'set', path, value: whole, existing: true });
}

function addDelete(round: Round, document: EditableDocument, edit: DeleteEdit): Outcome {
  const { file } = round;
  const found = resolvePath(file, document, edit.path);
  const collection = found.parents.at(-1);
  const index = found.indexes.at(-1);
  if (mustWait(round, found)) return 'wait';
  const holder = resolvePath(file, document, edit.path.slice(0, -1));
  assertNotShared(round, document, found, true);
  const deleted = collection && round.deleted.get(collection);
  const remains = collection === undefined ? 0 : lengthOf(collection) - (deleted?.indexes.size ?? 0) - 1;
  const member = found.place?.in === 'map' ? found.place.entry : undefined;
  const simple =
    collection?.style === 'block' && member !== undefined && remains > 0 && file.lines.isFirstOnLine(member.start);
  if (collection !== undefined && round.appended.has(collection)) return 'wait';
  if (!simple && collection !== undefined && collectionMustWait(round, found, collection)) return 'wait';
  round.splices.push(...deleteNode(file, document, found, holder, remains, round.options));
  const data = dataAt(expectedRoot(round, document.index), found.indexes.slice(0, -1));
  if (collection !== undefined && index !== undefined) {
    const indexes = (deleted?.indexes ?? new Set<number>()).add(index);
    round.deleted.set(collection, { indexes, data });
  }
  if (simple) touch(round, found, markerOf(found));
  else touchCollection(round, found.parents);
  return 'done';
}

function addRename(round: Round, document: EditableDocument, edit: RenameEdit): Outcome {
  const { file } = round;
  const found = resolvePath(file, document, edit.path);
  const collection = found.parents.at(-1);
  const index = found.indexes.at(-1);
  if (collection !== undefined && collectionMustWait(round, found, collection)) return 'wait';
  if (edit.path.at(-1) === edit.key) return 'done';
  if (collection?.kind === 'map' && hasKey(collection, edit.key)) {
    throw refusal(file, 'EDIT_EXISTS', collection.start, `\`${edit.key}\` is there already`);
  }
  assertNotShared(round, document, found, false);
  round.splices.push(...atPlace(file, offsetOf(found), () => renameKey(file, document, found, edit.key)));
  renameMember(dataAt(expectedRoot(round, document.index), found.indexes.slice(0, -1)), index ?? 0, edit.key);
  touchCollection(round, found.parents);
  return 'done';
}

/** @throws {KcdkError} `EDIT_SHARED` */
function assertNotShared(round: Round, document: EditableDocument, found: Found, replaced: boolean): void {
  const shared = sharedAnchor(document, found, replaced);
  if (shared === undefined) return;
  throw refusal(round.file, 'EDIT_SHARED', shared.start, `\`*${shared.anchor}\` refers to it`);
}

const lengthOf = (node: MapNode | ListNode) => (node.kind === 'map' ? node.entries.length : node.items.length);

function hasKey(map: MapNode, key: string): boolean {
  const found = followPath(map, [key]);
  return isFound(found) || found.reason === 'twice';
}

const offsetOf = ({ node, place }: Found) => node?.start ?? (place === undefined ? 0 : startOfPlace(place));

function invalidText(round: Round, found: Found) {
  return refusal(round.file, 'EDIT_VALUE_INVALID', offsetOf(found), 'the given text is no YAML by itself');
}
