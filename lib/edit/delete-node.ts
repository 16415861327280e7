import type { EditableDocument, EditableFile, WriteOptions } from './editable-file.ts';
import { closeBranches, hasWritingLines, refuse, removeLines } from './extent.ts';
import type { ListItem, ListNode, MapEntry, MapNode } from './node.ts';
import type { Found } from './path.ts';
import { setValue } from './set-value.ts';
import type { Splice } from './splice.ts';
import { firstFrom } from './trailing-lines.ts';

/**
 * The splices that take an entry or item away.
 *
 * @param found    the place of the node
 * @param holder   the place of the collection it stands in: the last member leaves `{}` or `[]` there
 * @param remains  how many members the collection has afterwards
 */
export function deleteNode(
  file: EditableFile,
  document: EditableDocument,
  found: Found,
  holder: Found,
  remains: number,
  options: WriteOptions,
): readonly Splice[] {
  const { place } = found;
  const collection = found.parents.at(-1);
  if (place === undefined || collection === undefined) {
    throw refuse(file, found.node?.start ?? 0, 'EDIT_UNSUPPORTED', 'the root of a document cannot be deleted');
  }
  if (collection.style === 'pair') {
    throw refuse(file, collection.start, 'EDIT_UNSUPPORTED', 'a pair in a list has one entry only');
  }
  if (collection.style === 'flow') return [deleteFromFlow(file, collection, place.index)];
  const member = place.in === 'map' ? place.entry : place.item;
  if (remains === 0) {
    const last = membersOf(collection).at(-1)?.end ?? collection.end;
    if (hasWritingLines(file, collection.start, last)) {
      throw refuse(file, collection.start, 'EDIT_TEMPLATED', 'a line of the template writes more of this collection');
    }
    return setValue(file, document, holder, collection.kind === 'map' ? {} : [], options);
  }
  if (file.lines.isFirstOnLine(member.start)) return [removeLines(file, member.start, member.end, options.cautious)];
  return [deleteBehindDash(file, member)];
}

// --- internal ---

const membersOf = (node: MapNode | ListNode): readonly (MapEntry | ListItem)[] =>
  node.kind === 'map' ? node.entries : node.items;

/** The first entry of an item shares its line with the dash: what comes next moves up there. */
function deleteBehindDash(file: EditableFile, member: MapEntry | ListItem): Splice {
  const end = closeBranches(file, member.start, member.end);
  const rest = /^\s*/.exec(file.text.slice(file.lines.endOf(end)));
  const next = file.lines.endOf(end) + (rest?.[0].length ?? 0);
  const line = file.templateLines[firstFrom(file.templateLines, end)];
  if (line !== undefined && line.start <= next) {
    throw refuse(file, member.start, 'EDIT_TEMPLATED', 'a line of the template follows the first entry of an item');
  }
  return { start: member.start, end: next, text: '' };
}

function deleteFromFlow(file: EditableFile, collection: MapNode | ListNode, index: number): Splice {
  const { text, lines } = file;
  const members = membersOf(collection);
  const member = members[index];
  const previous = members[index - 1];
  const next = members[index + 1];
  if (member === undefined) throw refuse(file, collection.start, 'EDIT_NOT_FOUND', 'there is no such member');
  if (next === undefined) {
    if (previous !== undefined) return { start: previous.end, end: member.end, text: '' };
    const comma = /^\s*,/.exec(text.slice(member.end, collection.end));
    return { start: member.start, end: member.end + (comma?.[0].length ?? 0), text: '' };
  }
  const comma = text.indexOf(',', member.end) + 1;
  const blanks = /^[ \t]*/.exec(text.slice(comma))?.[0].length ?? 0;
  const ownLine = lines.isFirstOnLine(member.start) && comma + blanks === lines.endOf(comma);
  if (ownLine) return { start: lines.startOf(member.start), end: lines.nextOf(comma), text: '' };
  return { start: member.start, end: comma + blanks, text: '' };
}
