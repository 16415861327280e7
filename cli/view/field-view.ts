import type { Json } from '../../lib/model/json.ts';
import type { FieldChange, ResourceChange } from '../../lib/plan/plan.ts';
import { formatPath, formatValue } from '../../lib/report/field-lines.ts';
import { leavesOf } from '../../lib/report/leaves.ts';
import { shorten, visible } from '../../lib/report/visible.ts';
import type { Style } from './style.ts';

export interface FieldViewOptions {
  readonly style: Style;
  /** Characters a line had better have; longer values get a line of their own. */
  readonly width: number;
  readonly indent: string;
}

/** The lines below a resource that say what changes in it; for a new or destroyed one, what it holds. */
export function renderFields(change: ResourceChange, options: FieldViewOptions): readonly string[] {
  if (change.action === 'create') return leafLines(change.after, '+', [], options);
  if (change.action === 'delete') return leafLines(change.before, '-', [], options);
  return change.fields.flatMap((field) => renderField(field, options));
}

// --- internal ---

/** A line is cut only where it is of no use to a reader: what differs may be at the end of a long value. */
const MOST_CHARACTERS = 2_000;

type Sign = '+' | '-' | '~';

const SIGNS = { add: '+', change: '~', remove: '-' } as const satisfies Record<FieldChange['action'], Sign>;

function paint(sign: Sign, text: string, style: Style): string {
  return sign === '+' ? style.green(text) : sign === '-' ? style.red(text) : style.yellow(text);
}

function line(sign: Sign, text: string, options: FieldViewOptions): string {
  return options.indent + paint(sign, shorten(`${sign} ${text}`, MOST_CHARACTERS), options.style);
}

function renderField(field: FieldChange, options: FieldViewOptions): readonly string[] {
  const sign = SIGNS[field.action];
  const path = formatPath(field.path);
  const note = field.formatting_only ? ' (only formatting or comments)' : field.order ? ' (only the order)' : '';
  if (field.text !== undefined) return [line(sign, `${path}:${note}`, options), ...textLines(field, options)];
  if (field.sizes !== undefined) {
    const { before, after } = field.sizes;
    return [line(sign, `${path}: ${before} bytes → ${after} bytes`, options)];
  }
  if (field.action === 'add') return leafLines(field.after, sign, field.path, options);
  if (field.action === 'remove') return leafLines(field.before, sign, field.path, options);
  const values = `${formatValue(field.before, field)} → ${formatValue(field.after, field)}`;
  const whole = line(sign, `${path}: ${values}${note}`, options);
  if (path.length + values.length + note.length + options.indent.length + 4 <= options.width) return [whole];
  return [
    line(sign, `${path}:${note}`, options),
    line('-', `  ${formatValue(field.before, field)}`, options),
    line('+', `  ${formatValue(field.after, field)}`, options),
  ];
}

function textLines(field: FieldChange, options: FieldViewOptions): readonly string[] {
  const indent = `${options.indent}    `;
  const lines = (field.text ?? []).map((text) => {
    const shown = shorten(visible(text), MOST_CHARACTERS);
    const sign = text[0];
    return indent + (sign === '+' || sign === '-' ? paint(sign, shown, options.style) : options.style.dim(shown));
  });
  if (field.text_omitted === undefined) return lines;
  return [...lines, `${indent}${options.style.dim(`… ${field.text_omitted} more lines`)}`];
}

function leafLines(
  value: Json | undefined,
  sign: Sign,
  from: readonly string[],
  options: FieldViewOptions,
): readonly string[] {
  return leavesOf(value, from).flatMap(({ path, value: leaf }) => {
    if (typeof leaf !== 'string' || !leaf.includes('\n')) {
      return [line(sign, `${formatPath(path)}: ${formatValue(leaf)}`, options)];
    }
    const texts = leaf.replace(/\n$/, '').split('\n');
    return [
      line(sign, `${formatPath(path)}:`, options),
      ...texts.map((text) => line(sign, `    ${visible(text)}`, options)),
    ];
  });
}
