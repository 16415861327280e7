import { formatFieldPath } from '../model/field-path.ts';
import type { Json } from '../model/json.ts';
import type { FieldChange, ResourceChange } from '../plan/plan.ts';
import { leavesOf } from './leaves.ts';
import { shorten, visible } from './visible.ts';

/**
 * What changes in a resource, as the lines of a difference: `+` new, `-` old, `!` says what comes, `@` a hunk, and a blank
 * for what stays.
 *
 * All of it is visible text of one line. A changed value is its old line and its new one; of a new or destroyed resource
 * every value is a line.
 */
export function fieldLines(change: ResourceChange): readonly string[] {
  if (change.action === 'create') return valueLines('+', [], change.after);
  if (change.action === 'delete') return valueLines('-', [], change.before);
  return change.fields.flatMap(linesOfField);
}

/** One value as it is shown: JSON, or words for what is kept from the reader. */
export function formatValue(value: Json | undefined, field?: FieldChange): string {
  if (field?.sensitive || value === '(sensitive)') return '(sensitive)';
  if (field?.order && Array.isArray(value)) return visible(value.join(' '));
  return visible(JSON.stringify(value) ?? '(absent)');
}

/** `spec.source.path`, or words for the whole of a file. */
export function formatPath(path: readonly string[]): string {
  return path.length === 0 ? '(whole file)' : visible(formatFieldPath(path));
}

// --- internal ---

const MOST_CHARACTERS = 2_000;

function line(sign: string, text: string): string {
  return shorten(`${sign} ${text}`, MOST_CHARACTERS);
}

function linesOfField(field: FieldChange): readonly string[] {
  const path = formatPath(field.path);
  const note = field.formatting_only ? ' (only formatting or comments)' : field.order ? ' (only the order)' : '';
  if (field.text !== undefined) return [line('!', `${path}:${note}`), ...hunkLines(field)];
  if (field.sizes !== undefined)
    return [line('!', `${path}: ${field.sizes.before} bytes → ${field.sizes.after} bytes${note}`)];
  if (field.action === 'add') return valueLines('+', field.path, field.after);
  if (field.action === 'remove') return valueLines('-', field.path, field.before);
  return [
    line('-', `${path}: ${formatValue(field.before, field)}${note}`),
    line('+', `${path}: ${formatValue(field.after, field)}${note}`),
  ];
}

function hunkLines(field: FieldChange): readonly string[] {
  const lines = (field.text ?? []).map((text) => shorten(visible(text), MOST_CHARACTERS));
  return field.text_omitted === undefined ? lines : [...lines, `! … ${field.text_omitted} more lines`];
}

function valueLines(sign: '+' | '-', from: readonly string[], whole: Json | undefined): readonly string[] {
  return leavesOf(whole, from).flatMap(({ path, value }) => {
    const name = formatPath(path);
    if (typeof value !== 'string' || !value.includes('\n')) return [line(sign, `${name}: ${formatValue(value)}`)];
    const texts = value.replace(/\n$/, '').split('\n');
    return [line(sign, `${name}:`), ...texts.map((text) => line(sign, `    ${visible(text)}`))];
  });
}
