import { kcdkError } from '../diagnostics/error.ts';
import { type EditValue, isInlineText, verbatimText } from './edit.ts';
import type { QuoteStyle, Style } from './style.ts';
import { writeKey, writeScalar } from './write-scalar.ts';

/** How a new value is laid out. */
export interface ValueLayout {
  /** Column of the key or dash that the value belongs to. */
  readonly column: number;
  /** Whether the value stands behind a dash: then a collection starts on the line of the dash. */
  readonly behindDash: boolean;
  /** Columns from the dash to what stands behind it. @default 2 */
  readonly dashWidth?: number | undefined;
  /** Whether it stands within `{}` or `[]`. */
  readonly flow: boolean;
  readonly prefer: QuoteStyle | 'literal';
  readonly style: Style;
}

/** A written value: on the line of its key or dash, or on lines of its own below it. No newline at the end. */
export type Written =
  | { readonly on: 'line'; readonly text: string }
  | { readonly on: 'lines'; readonly lines: readonly string[] };

/** @throws {KcdkError} `EDIT_VALUE_INVALID` for what YAML cannot hold, and beyond 100 levels */
export function writeValue(value: EditValue, layout: ValueLayout, depth = 0): Written {
  if (depth > MOST_LEVELS)
    throw kcdkError('EDIT_VALUE_INVALID', { detail: `nested deeper than ${MOST_LEVELS} levels` });
  const text = verbatimText(value);
  if (text !== undefined) return writeVerbatim(text, layout);
  if (!isCollection(value)) {
    return { on: 'line', text: writeScalar(value as string | number | boolean | null, layout, layout.style) };
  }
  const isList = Array.isArray(value);
  const members = isList ? [] : membersOf(value);
  if (isList ? value.length === 0 : members.length === 0) return { on: 'line', text: isList ? '[]' : '{}' };
  if (layout.flow) return { on: 'line', text: writeFlow(value, layout, depth) };
  const { style } = layout;
  const column = layout.column + (layout.behindDash ? (layout.dashWidth ?? 2) : isList ? style.listOffset : style.step);
  const lines = isList
    ? (value as readonly EditValue[]).flatMap((item) => writeItem(item, column, layout, depth))
    : members.flatMap(([key, member]) => writeEntry(key, member, column, layout, depth));
  return { on: 'lines', lines };
}

/** The lines of a new entry, `column` spaces in front of the first. */
export function writeEntry(
  key: string,
  value: EditValue,
  column: number,
  layout: ValueLayout,
  depth = 0,
): readonly string[] {
  const { style } = layout;
  const inner = writeValue(
    value,
    { ...layout, column, behindDash: false, dashWidth: 2, prefer: style.text },
    depth + 1,
  );
  const head = `${' '.repeat(column)}${writeKey(key, false, 'plain', style)}:`;
  return inner.on === 'line' ? [`${head} ${inner.text}`] : [head, ...inner.lines];
}

/** The lines of a new item of a list whose dashes stand at `column`. */
export function writeItem(value: EditValue, column: number, layout: ValueLayout, depth = 0): readonly string[] {
  const pad = ' '.repeat(column);
  const inner = writeValue(
    value,
    { ...layout, column, behindDash: true, dashWidth: 2, prefer: layout.style.text },
    depth + 1,
  );
  if (inner.on === 'line') return [`${pad}- ${inner.text}`];
  const [first = '', ...rest] = inner.lines;
  return [`${pad}- ${first.slice(column + 2)}`, ...rest];
}

export function isCollection(
  value: EditValue,
): value is readonly EditValue[] | { readonly [key: string]: EditValue | undefined } {
  return typeof value === 'object' && value !== null && verbatimText(value) === undefined;
}

/** `key: value` as it stands within braces. */
export function writeFlowEntry(key: string, value: EditValue, layout: ValueLayout, depth = 0): string {
  const inner = writeValue(value, { ...layout, flow: true, prefer: layout.style.text }, depth + 1);
  return `${writeKey(key, true, 'plain', layout.style)}: ${inner.on === 'line' ? inner.text : ''}`;
}

// --- internal ---

const MOST_LEVELS = 100;

function membersOf(value: EditValue): readonly (readonly [string, EditValue])[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw kcdkError('EDIT_VALUE_INVALID', { detail: 'an object that is no plain mapping' });
  }
  return Object.entries(value as Record<string, EditValue | undefined>).flatMap(([key, member]) =>
    member === undefined ? [] : [[key, member] as const],
  );
}

function writeFlow(value: EditValue, layout: ValueLayout, depth: number): string {
  if (Array.isArray(value)) {
    const items = (value as readonly EditValue[]).map((item) => {
      const inner = writeValue(item, { ...layout, flow: true, prefer: layout.style.text }, depth + 1);
      return inner.on === 'line' ? inner.text : '';
    });
    return `[${items.join(', ')}]`;
  }
  return `{${membersOf(value)
    .map(([key, member]) => writeFlowEntry(key, member, layout, depth))
    .join(', ')}}`;
}

/** Text of one line stands where a scalar would; text of several is indented to its place. */
function writeVerbatim(text: string, layout: ValueLayout): Written {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [first = ''] = lines;
  if (isInlineText(text)) return { on: 'line', text: first };
  if (layout.flow) throw kcdkError('EDIT_VALUE_INVALID', { detail: 'lines of YAML within braces' });
  const isList = /^- |^-$/.test(
    lines.find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('{{')) ?? '',
  );
  const { style } = layout;
  const column = layout.column + (layout.behindDash ? (layout.dashWidth ?? 2) : isList ? style.listOffset : style.step);
  return { on: 'lines', lines: lines.map((line) => (line === '' ? '' : `${' '.repeat(column)}${line}`)) };
}
