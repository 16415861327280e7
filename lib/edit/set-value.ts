import type { EditValue } from './edit.ts';
import type { EditableDocument, EditableFile, WriteOptions } from './editable-file.ts';
import { hasWritingLines, isLastOnLine, refuse } from './extent.ts';
import type { EditableNode } from './node.ts';
import type { Found, Placement } from './path.ts';
import type { Splice } from './splice.ts';
import { type QuoteStyle, type Style, styleAround } from './style.ts';
import { type ValueLayout, type Written, writeValue } from './write-value.ts';

/**
 * The splices that give a place another value.
 *
 * What stands around it stays: the comment on its line, comments between a key and its lines, the column of its lines.
 *
 * @throws {KcdkError} `EDIT_TEMPLATED` where a template writes the value, or part of it
 */
export function setValue(
  file: EditableFile,
  document: EditableDocument,
  found: Found,
  value: EditValue,
  options: WriteOptions,
): readonly Splice[] {
  const { node, place, parents } = found;
  const flow = parents.some(({ style }) => style !== 'block');
  const style = { ...styleAround(file, document, parents, found.indexes.at(-1) ?? 0), blocks: !options.cautious };
  const layout = layoutFor(node, place, flow, value, style);
  const written = writeValue(value, layout);
  if (place === undefined) return replaceRoot(file, node, written, style);
  const after = startOfPlace(place);
  if (flow) return [spliceInFlow(node, place, after, written)];
  if (!isTemplateFree(file, place, node, after)) {
    throw refuse(file, after, 'EDIT_TEMPLATED', 'a line of the template writes this value or decides about it');
  }
  if (written.on === 'line') return setOnLine(file, node, after, written.text, style);
  return setOnLines(file, node, after, written.lines, layout, style);
}

/** Behind the colon or dash that a value belongs to. */
export function startOfPlace(place: Placement): number {
  if (place.in === 'list') return place.item.dashEnd;
  return place.entry.colonEnd ?? place.entry.key?.end ?? place.entry.start;
}

// --- internal ---

function layoutFor(
  node: EditableNode | undefined,
  place: Placement | undefined,
  flow: boolean,
  value: EditValue,
  style: Style,
): ValueLayout {
  const prefer = preferredStyle(node, style);
  if (place === undefined) {
    // At the root there is nothing to be indented from.
    return { column: -(Array.isArray(value) ? style.listOffset : style.step), behindDash: false, flow, prefer, style };
  }
  const column = place.in === 'map' ? place.map.column : place.list.column;
  const own = isBlockCollection(node) ? node.column - column : undefined;
  if (place.in === 'list') return { column, behindDash: true, dashWidth: own ?? 2, flow, prefer, style };
  const same = own !== undefined && (node?.kind === 'list') === Array.isArray(value);
  const kept = same ? (node?.kind === 'list' ? { ...style, listOffset: own } : { ...style, step: own }) : style;
  return { column, behindDash: false, flow, prefer, style: kept };
}

function preferredStyle(node: EditableNode | undefined, style: Style): QuoteStyle | 'literal' {
  if (node?.kind !== 'scalar') return style.text;
  if (node.style === 'literal' || node.style === 'folded') return 'literal';
  // A number says nothing about how its neighbourhood writes text.
  return typeof node.value === 'string' ? node.style : style.text;
}

function isBlockCollection(node: EditableNode | undefined): node is Extract<EditableNode, { kind: 'map' | 'list' }> {
  return (node?.kind === 'map' || node?.kind === 'list') && node.style === 'block';
}

function isTemplateFree(file: EditableFile, place: Placement, node: EditableNode | undefined, after: number): boolean {
  const end = place.in === 'map' ? place.entry.end : place.item.end;
  if (node === undefined) return !hasWritingLines(file, after, end);
  const { branches } = file;
  return (
    !hasWritingLines(file, after, node.start) &&
    !hasWritingLines(file, node.end, end) &&
    branches.at(after) === branches.at(node.start) &&
    branches.isBalanced(node.start, node.end)
  );
}

function replaceRoot(
  file: EditableFile,
  node: EditableNode | undefined,
  written: Written,
  style: Style,
): readonly Splice[] {
  if (node === undefined) throw refuse(file, 0, 'EDIT_UNSUPPORTED', 'the document is empty');
  if (!file.branches.isBalanced(node.start, node.end)) {
    throw refuse(file, node.start, 'EDIT_TEMPLATED', 'a branch of the template ends behind this document');
  }
  return [{ start: node.start, end: node.end, text: textOf(written, style) }];
}

const textOf = (written: Written, style: Style) =>
  written.on === 'line' ? written.text : written.lines.join(style.newline);

function spliceInFlow(node: EditableNode | undefined, place: Placement, after: number, written: Written): Splice {
  const text = written.on === 'line' ? written.text : '';
  if (node !== undefined) return { start: node.start, end: node.end, text };
  const colon = place.in === 'map' && place.entry.colonEnd === undefined ? ':' : '';
  return { start: after, end: after, text: `${colon} ${text}` };
}

function setOnLine(
  file: EditableFile,
  node: EditableNode | undefined,
  after: number,
  text: string,
  style: Style,
): readonly Splice[] {
  if (node === undefined) {
    return spliceLineValue(file, after, after, ` ${text}`, style);
  }
  const ownLines = isBlockCollection(node) && file.lines.isFirstOnLine(node.start);
  if (!ownLines) return spliceLineValue(file, node.start, endWithComment(file, node), text, style);
  const start = file.lines.startOf(node.start);
  const lineBreak = start - (file.text[start - 2] === '\r' ? 2 : 1);
  return [
    ...spliceLineValue(file, after, after, ` ${text}`, style),
    { start: lineBreak, end: endWithComment(file, node), text: '' },
  ];
}

/** A block keeps a comment behind its header: behind its text it would be part of the text. */
function spliceLineValue(
  file: EditableFile,
  start: number,
  end: number,
  text: string,
  style: Style,
): readonly Splice[] {
  const header = text.indexOf(style.newline);
  if (header === -1) return [{ start, end, text }];
  const lineEnd = file.lines.endOf(end);
  // Without a line break behind it, some parsers take the block to end without one.
  const last = lineEnd === file.text.length ? style.newline : '';
  if (isLastOnLine(file, end)) return [{ start, end: lineEnd, text: text + last }];
  return [
    { start, end, text: text.slice(0, header) },
    { start: lineEnd, end: lineEnd, text: text.slice(header) + last },
  ];
}

function setOnLines(
  file: EditableFile,
  node: EditableNode | undefined,
  after: number,
  lines: readonly string[],
  layout: ValueLayout,
  style: Style,
): readonly Splice[] {
  const { lines: index } = file;
  const text = lines.join(style.newline);
  if (node !== undefined && index.isFirstOnLine(node.start)) {
    return [{ start: index.startOf(node.start), end: endWithComment(file, node), text }];
  }
  const end = node === undefined ? after : endWithComment(file, node);
  if (layout.behindDash && (isBlockCollection(node) || isLastOnLine(file, end))) {
    const width = layout.dashWidth ?? 2;
    return [{ start: after, end, text: ' '.repeat(width - 1) + text.slice(layout.column + width) }];
  }
  const lineEnd = index.endOf(end);
  if (isLastOnLine(file, end)) return [{ start: after, end: lineEnd, text: style.newline + text }];
  return [
    { start: after, end, text: '' },
    { start: lineEnd, end: lineEnd, text: style.newline + text },
  ];
}

/** A comment on the last line of a collection belongs to its last member. */
function endWithComment(file: EditableFile, node: EditableNode): number {
  return isBlockCollection(node) ? file.lines.endOf(node.end) : node.end;
}
