import type { EditValue, InsertPosition } from './edit.ts';
import type { EditableDocument, EditableFile, WriteOptions } from './editable-file.ts';
import { refuse } from './extent.ts';
import { homeOffset } from './home-offset.ts';
import { keyText, type ListItem, type ListNode, type MapEntry, type MapNode } from './node.ts';
import { type Found, findText, type PathStep } from './path.ts';
import { setValue } from './set-value.ts';
import type { Splice } from './splice.ts';
import { type Style, styleAround } from './style.ts';
import { firstFrom } from './trailing-lines.ts';
import { writeEntry, writeFlowEntry, writeItem, writeValue } from './write-value.ts';

/** What is added: an entry when there is a key, an item otherwise. */
export interface Addition {
  readonly key: string | undefined;
  readonly value: EditValue;
}

/** Where an addition goes among the members of its collection; undefined when the sibling is not there. */
export function indexOfInsertion(node: MapNode | ListNode, at: InsertPosition): number | undefined {
  const members = membersOf(node);
  if (at === 'first') return 0;
  if (at === 'last') return members.length;
  const step = 'before' in at ? at.before : at.after;
  const index = members.findIndex((member, position) => isMember(member, position, step));
  if (index === -1) return undefined;
  return 'before' in at ? index : index + 1;
}

/**
 * The splices that add an entry or item.
 *
 * It goes directly behind the sibling in front of it, so that comments above the next one stay with that one. It stands
 * in the same branches of the template as its collection: behind the `end` of a sibling that is conditional.
 *
 * @param found  the place of the collection: one with members, an empty one, or a place without a value
 * @param at     which of the two sides of the place between two siblings to take, besides the index
 */
export function insertNode(
  file: EditableFile,
  document: EditableDocument,
  found: Found,
  addition: Addition,
  at: InsertPosition,
  options: WriteOptions,
): readonly Splice[] {
  const { node } = found;
  const flow = found.parents.some(({ style }) => style !== 'block');
  const collection = node?.kind === 'map' || node?.kind === 'list' ? node : undefined;
  if (collection === undefined || (membersOf(collection).length === 0 && !flow)) {
    const whole: EditValue = addition.key === undefined ? [addition.value] : { [addition.key]: addition.value };
    return setValue(file, document, found, whole, options);
  }
  const index = indexOfInsertion(collection, at) ?? 0;
  const parents = [...found.parents, collection];
  const style = { ...styleAround(file, document, parents, index), blocks: !options.cautious };
  if (collection.style !== 'block') return insertInFlow(file, collection, index, addition, style);
  const lines = linesOf(addition, collection, style);
  return [spliceLines(file, found, collection, index, at, lines, style)];
}

// --- internal ---

type Member = MapEntry | ListItem;

const membersOf = (node: MapNode | ListNode): readonly Member[] => (node.kind === 'map' ? node.entries : node.items);

function isMember(member: Member, position: number, step: PathStep): boolean {
  if (typeof step === 'number') return position === step;
  if (typeof step === 'string') return 'key' in member && keyText(member) === step;
  return Object.entries(step).every(([key, text]) => findText(member.value, [key]) === text);
}

function linesOf({ key, value }: Addition, { column }: MapNode | ListNode, style: Style): readonly string[] {
  const layout = { column, behindDash: false, flow: false, prefer: style.text, style };
  return key === undefined ? writeItem(value, column, layout) : writeEntry(key, value, column, layout);
}

function insertInFlow(
  file: EditableFile,
  node: MapNode | ListNode,
  index: number,
  { key, value }: Addition,
  style: Style,
): readonly Splice[] {
  if (node.style === 'pair') throw refuse(file, node.start, 'EDIT_UNSUPPORTED', 'a pair in a list has one entry only');
  const layout = { column: 0, behindDash: false, flow: true, prefer: style.text, style };
  const written = writeValue(value, layout);
  const text = key === undefined ? (written.on === 'line' ? written.text : '') : writeFlowEntry(key, value, layout);
  const members = membersOf(node);
  const previous = members[index - 1];
  const next = members[index];
  if (previous !== undefined) {
    // Members on lines of their own stay so.
    const ownLine = file.lines.isFirstOnLine(previous.start);
    const gap = ownLine ? `${style.newline}${file.lines.indentOf(previous.start)}` : ' ';
    return [{ start: previous.end, end: previous.end, text: `,${gap}${text}` }];
  }
  if (next === undefined) return [{ start: node.end - 1, end: node.end - 1, text }];
  const gap = file.lines.isFirstOnLine(next.start) ? `${style.newline}${file.lines.indentOf(next.start)}` : ' ';
  return [{ start: next.start, end: next.start, text: `${text},${gap}` }];
}

function spliceLines(
  file: EditableFile,
  found: Found,
  collection: MapNode | ListNode,
  index: number,
  at: InsertPosition,
  lines: readonly string[],
  style: Style,
): Splice {
  const members = membersOf(collection);
  const next = members[index];
  const previous = members[index - 1];
  const home = file.branches.at(homeOffset(file, found, collection));
  const wantsNext = typeof at === 'object' && 'before' in at;
  if (next !== undefined && (previous === undefined || wantsNext)) {
    const start = file.lines.isFirstOnLine(next.start)
      ? startOfComments(file, next.start, previous?.end ?? 0)
      : next.start;
    if (file.branches.at(start) === home) return inFrontOf(file, start, collection.column, lines, style);
  }
  if (previous === undefined) {
    throw refuse(file, collection.start, 'EDIT_TEMPLATED', 'the first member stands in a branch of the template');
  }
  const start = homeward(file, previous.end, home);
  const text = lines.join(style.newline);
  if (start < file.text.length || file.text.endsWith('\n'))
    return { start, end: start, text: `${text}${style.newline}` };
  return { start, end: start, text: `${style.newline}${text}` };
}

function inFrontOf(file: EditableFile, start: number, column: number, lines: readonly string[], style: Style): Splice {
  const text = `${lines.join(style.newline)}${style.newline}`;
  if (file.lines.startOf(start) === start) return { start, end: start, text };
  // Behind a dash: the first line goes there, and what stood there gets a line of its own.
  return { start, end: start, text: text.slice(column) + ' '.repeat(column) };
}

/** The start of the line behind `end` from which on the branch is `home`. */
function homeward(file: EditableFile, end: number, home: string): number {
  let start = file.lines.nextOf(end);
  let at = end;
  for (let index = firstFrom(file.templateLines, end); file.branches.at(start) !== home; index++) {
    const line = file.templateLines[index];
    if (line === undefined || !LAYOUT.test(file.text.slice(at, line.start))) {
      throw refuse(file, end, 'EDIT_TEMPLATED', 'the branch of the template that stands here does not end');
    }
    at = line.end;
    start = file.lines.nextOf(at);
  }
  return start;
}

const LAYOUT = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*$/;

/** The start of the comment lines directly above a member, of the same indentation. */
function startOfComments(file: EditableFile, offset: number, least: number): number {
  const indent = file.lines.indentOf(offset);
  let start = file.lines.startOf(offset);
  while (start > least) {
    const above = file.lines.startOf(start - 1);
    if (above < least || above === start || !file.text.startsWith(`${indent}#`, above)) break;
    start = above;
  }
  return start;
}
