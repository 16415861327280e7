import type { Json } from '../lib/model/json.ts';
import type { FieldChange, ResourceChange } from '../lib/plan/plan.ts';
import { formatPath, formatValue } from '../lib/report/field-lines.ts';
import { leavesOf } from '../lib/report/leaves.ts';
import { visible } from '../lib/report/visible.ts';

/** A line of both sides; undefined where one of them has none. */
export interface SideRow {
  readonly kind: 'head' | 'same' | 'changed';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What changes in a resource, old beside new. */
export function sideRows(change: ResourceChange): readonly SideRow[] {
  if (change.action === 'create') return valueRows([], undefined, change.after);
  if (change.action === 'delete') return valueRows([], change.before, undefined);
  return change.fields.flatMap(fieldRows);
}

// --- internal ---

function fieldRows(field: FieldChange): readonly SideRow[] {
  const note = field.formatting_only ? ' (only formatting or comments)' : field.order ? ' (only the order)' : '';
  const head: SideRow = { kind: 'head', before: `${formatPath(field.path)}${note}`, after: undefined };
  if (field.text !== undefined) {
    const rest =
      field.text_omitted === undefined
        ? []
        : [{ kind: 'head' as const, before: `… ${field.text_omitted} more lines`, after: undefined }];
    return [head, ...hunkRows(field.text), ...rest];
  }
  if (field.sizes !== undefined) {
    const { before, after } = field.sizes;
    return [head, { kind: 'changed', before: `${before} bytes`, after: `${after} bytes` }];
  }
  if (field.action === 'change') {
    return [
      head,
      { kind: 'changed', before: formatValue(field.before, field), after: formatValue(field.after, field) },
    ];
  }
  return valueRows(field.path, field.before, field.after);
}

function valueRows(path: readonly string[], before: Json | undefined, after: Json | undefined): readonly SideRow[] {
  const side = (whole: Json | undefined) => leavesOf(whole, path).flatMap(leafLines);
  return pair(side(before), side(after));
}

function leafLines({ path, value }: { readonly path: readonly string[]; readonly value: Json }): readonly string[] {
  if (typeof value !== 'string' || !value.includes('\n')) return [`${formatPath(path)}: ${formatValue(value)}`];
  const lines = value.replace(/\n$/, '').split('\n');
  return [`${formatPath(path)}:`, ...lines.map((line) => `    ${visible(line)}`)];
}

/** Removed lines beside the added ones that follow them. */
function hunkRows(text: readonly string[]): readonly SideRow[] {
  const rows: SideRow[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = () => {
    rows.push(...pair(removed, added));
    removed = [];
    added = [];
  };
  for (const line of text) {
    const shown = visible(line.slice(1));
    if (line.startsWith('-')) {
      if (added.length > 0) flush();
      removed.push(shown);
    } else if (line.startsWith('+')) added.push(shown);
    else {
      flush();
      if (line.startsWith('@@')) rows.push({ kind: 'head', before: visible(line), after: undefined });
      else if (!line.startsWith('\\')) rows.push({ kind: 'same', before: shown, after: shown });
    }
  }
  flush();
  return rows;
}

function pair(before: readonly string[], after: readonly string[]): readonly SideRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    kind: 'changed' as const,
    before: before[index],
    after: after[index],
  }));
}
