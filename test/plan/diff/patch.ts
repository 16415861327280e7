import { isJsonObject, type Json } from '../../../lib/model/json.ts';
import { matchByMergeKey } from '../../../lib/plan/diff/merge-key.ts';
import { parseYaml } from '../../../lib/plan/diff/parse-yaml.ts';
import type { FieldChange } from '../../../lib/plan/plan.ts';

/**
 * Applies field changes to a value: the reading of a plan that any consumer may make of it.
 *
 * Texts that are changed as data come back as data, so compare with `unembed` of what is expected.
 */
export function patch(before: Json, fields: readonly FieldChange[]): Json | undefined {
  const here = fields.filter((field) => field.path.length === 0);
  const whole = here.find((field) => field.order === undefined);
  if (whole !== undefined) return replaceValue(before, whole);
  if (fields.length === 0) return before;
  if (typeof before === 'string') return patch(parseYaml(before)?.[0] ?? null, fields);
  if (Array.isArray(before)) return patchList(before, fields, here[0]);
  if (!isJsonObject(before)) throw new TypeError('nothing to descend into');
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(before)) if (value !== undefined) define(result, key, value);
  for (const [key, inner] of bySegment(fields)) {
    const value = Object.hasOwn(result, key) ? result[key] : undefined;
    const next = value === undefined ? added(inner) : patch(value, inner);
    if (next === undefined) delete result[key];
    else define(result, key, next);
  }
  return result;
}

/** Texts that are data as data, so that their formatting does not count. */
export function unembed(value: Json): Json {
  if (typeof value === 'string') {
    const documents = /[:{]/.test(value) ? parseYaml(value) : undefined;
    const only = documents?.length === 1 ? documents[0] : undefined;
    return isJsonObject(only) || (Array.isArray(only) && only.length > 0 && only.every(isJsonObject))
      ? unembed(only)
      : value;
  }
  if (Array.isArray(value)) return value.map(unembed);
  if (!isJsonObject(value)) return value;
  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) define(result, key, unembed(member));
  return result;
}

/** Applies unified hunks to a text. */
export function patchText(before: string, hunks: readonly string[]): string {
  const old = before.split('\n').map((line) => `${line}\n`);
  const last = old.pop() ?? '\n';
  if (last !== '\n') old.push(last.slice(0, -1));
  const result: string[] = [];
  let position = 0;
  for (const [index, line] of hunks.entries()) {
    const text = hunks[index + 1]?.startsWith('\\') ? line.slice(1) : `${line.slice(1)}\n`;
    const header = /^@@ -(\d+),(\d+) \+\d+,\d+ @@$/.exec(line);
    if (header !== null) {
      const start = Number(header[1]) - (header[2] === '0' ? 0 : 1);
      result.push(...old.slice(position, start));
      position = start;
    } else if (line.startsWith('+')) result.push(text);
    else if (!line.startsWith('\\')) {
      if (old[position] !== text) throw new TypeError(`hunk does not fit at ${position}: ${JSON.stringify(text)}`);
      if (line.startsWith(' ')) result.push(text);
      position++;
    }
  }
  return [...result, ...old.slice(position)].join('');
}

// --- internal ---

function define(target: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

function replaceValue(before: Json, field: FieldChange): Json | undefined {
  if (field.text !== undefined) return patchText(String(before), field.text);
  if (field.action === 'remove') return undefined;
  return field.after;
}

function added(fields: readonly FieldChange[]): Json | undefined {
  return fields[0]?.after;
}

function bySegment(fields: readonly FieldChange[]): ReadonlyMap<string, readonly FieldChange[]> {
  const groups = new Map<string, FieldChange[]>();
  for (const field of fields) {
    const [segment, ...path] = field.path;
    if (segment === undefined) continue;
    const group = groups.get(segment) ?? [];
    group.push({ ...field, path });
    groups.set(segment, group);
  }
  return groups;
}

function patchList(before: readonly Json[], fields: readonly FieldChange[], order: FieldChange | undefined): Json {
  const inside = fields.filter((field) => field.path.length > 0);
  const keyed = inside.some((field) => /^\[\d+\]$/.test(field.path[0] ?? ''))
    ? undefined
    : segmentsOf(before, inside, order);
  if (keyed === undefined) return patchPositions(before, inside);
  const items = new Map(keyed);
  for (const [segment, inner] of bySegment(inside)) {
    const value = items.get(segment);
    const next = value === undefined ? added(inner) : patch(value, inner);
    if (next === undefined) items.delete(segment);
    else items.set(segment, next);
  }
  if (order === undefined) return [...items.values()];
  return (order.after as string[]).map((segment) => items.get(segment) ?? null);
}

/** Finds the merge key by which the segments of the changes name items of the list. */
function segmentsOf(before: readonly Json[], fields: readonly FieldChange[], order: FieldChange | undefined) {
  const sample = fields[0]?.path[0] ?? String((order?.after as Json[] | undefined)?.[0] ?? '');
  const items = new Map<string, Json>();
  const keys = [...sample.matchAll(/(?:^\[|,)([A-Za-z]+)=/g)].map((match) => match[1] ?? '');
  for (const item of before) {
    const segment = `[${keys.map((key) => `${key}=${isJsonObject(item) ? item[key] : ''}`).join(',')}]`;
    items.set(segment, item);
  }
  return before.length === 0 || matchByMergeKey(before, before) !== undefined ? items : undefined;
}

function patchPositions(before: readonly Json[], fields: readonly FieldChange[]): Json {
  const removed = new Set<number>();
  const result = before.map((item, index) => {
    const own = fields.filter((field) => field.path[0] === `[${index}]` && !isAddedItem(field));
    const rest = own.map((field) => ({ ...field, path: field.path.slice(1) }));
    const next = patch(item, rest);
    if (next === undefined) removed.add(index);
    return next ?? null;
  });
  const kept = result.filter((_, index) => !removed.has(index));
  for (const field of fields.filter(isAddedItem))
    kept.splice(Number(field.path[0]?.slice(1, -1)), 0, field.after ?? null);
  return kept;
}

function isAddedItem(field: FieldChange): boolean {
  return field.action === 'add' && field.path.length === 1;
}
