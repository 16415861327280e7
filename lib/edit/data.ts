import { type EditValue, isInlineText, verbatimText } from './edit.ts';
import type { EditableFile } from './editable-file.ts';
import type { EditableNode } from './node.ts';
import { readYaml } from './read-yaml.ts';

/**
 * What a file says, without how it is written: what has to be equal to what an edit was meant to do.
 *
 * Each call makes new data, which edits then change in place. `branch` is the text of the template actions around an entry or item; aliases and tags stay as they are.
 */
export type Data =
  | { readonly kind: 'map'; readonly mark: string; entries: DataEntry[] }
  | { readonly kind: 'list'; readonly mark: string; items: DataItem[] }
  | { readonly kind: 'scalar'; readonly mark: string; readonly value: string | number | boolean | null }
  | { readonly kind: 'alias'; readonly name: string };

export interface DataEntry {
  key: Data;
  value: Data;
  readonly branch: string;
}

export interface DataItem {
  value: Data;
  readonly branch: string;
}

/** What an empty place says. */
export const NOTHING: Data = { kind: 'scalar', mark: '', value: null };

/** The data below a node. */
export function dataOf(file: EditableFile, node: EditableNode | undefined): Data {
  if (node === undefined) return NOTHING;
  const mark = `${node.anchor === undefined ? '' : `&${node.anchor}`}${node.tag ?? ''}`;
  switch (node.kind) {
    case 'alias':
      return { kind: 'alias', name: node.name };
    case 'scalar':
      return { kind: 'scalar', mark, value: node.value };
    case 'map': {
      const entries = node.entries.map(({ key, value, start }) => ({
        key: dataOf(file, key),
        value: dataOf(file, value),
        branch: file.branches.label(start),
      }));
      return { kind: 'map', mark, entries };
    }
    case 'list': {
      const items = node.items.map(({ value, start }) => ({
        value: dataOf(file, value),
        branch: file.branches.label(start),
      }));
      return { kind: 'list', mark, items };
    }
  }
}

/**
 * The data that a value to write stands for.
 *
 * @param branch  the branch it is written into
 * @returns undefined for verbatim text that is no YAML by itself
 */
export function dataOfValue(value: EditValue, branch: string): Data | undefined {
  const text = verbatimText(value);
  if (text !== undefined) return dataOfVerbatim(text, branch);
  if (typeof value !== 'object' || value === null) {
    return { kind: 'scalar', mark: '', value: value as string | number | boolean | null };
  }
  if (Array.isArray(value)) {
    const items = (value as readonly EditValue[]).map((item) => dataOfValue(item, branch));
    if (!items.every((item) => item !== undefined)) return undefined;
    return { kind: 'list', mark: '', items: items.map((item) => ({ value: item, branch })) };
  }
  const entries: DataEntry[] = [];
  for (const [key, member] of Object.entries(value as Record<string, EditValue | undefined>)) {
    if (member === undefined) continue;
    const data = dataOfValue(member, branch);
    if (data === undefined) return undefined;
    entries.push({ key: { kind: 'scalar', mark: '', value: key }, value: data, branch });
  }
  return { kind: 'map', mark: '', entries };
}

/** Whether two files, or parts of them, say the same. */
export function sameData(a: Data, b: Data): boolean {
  if (a.kind === 'alias' || b.kind === 'alias')
    return a.kind === b.kind && 'name' in a && 'name' in b && a.name === b.name;
  if (a.mark !== b.mark) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && Object.is(a.value, b.value);
  if (a.kind === 'map') {
    return (
      b.kind === 'map' &&
      a.entries.length === b.entries.length &&
      a.entries.every((entry, index) => {
        const other = b.entries[index];
        return (
          other !== undefined &&
          entry.branch === other.branch &&
          sameData(entry.key, other.key) &&
          sameData(entry.value, other.value)
        );
      })
    );
  }
  return (
    b.kind === 'list' &&
    a.items.length === b.items.length &&
    a.items.every((item, index) => {
      const other = b.items[index];
      return other !== undefined && item.branch === other.branch && sameData(item.value, other.value);
    })
  );
}

// --- internal ---

function dataOfVerbatim(text: string, branch: string): Data | undefined {
  // Alone on a line, an action would be a line of the template and no value.
  const isInline = isInlineText(text);
  const file = readYaml(isInline ? `value: ${text}` : text);
  if (file.problems.length > 0 || file.documents.length !== 1) return undefined;
  const data = dataOf(file, file.documents[0]?.root);
  return within(isInline && data.kind === 'map' ? (data.entries[0]?.value ?? NOTHING) : data, branch);
}

/** Puts data into a branch: what has branches of its own has them inside of it. */
function within(data: Data, branch: string): Data {
  if (branch === '') return data;
  if (data.kind === 'map') {
    return {
      ...data,
      entries: data.entries.map((entry) => ({
        key: entry.key,
        value: within(entry.value, branch),
        branch: branch + entry.branch,
      })),
    };
  }
  if (data.kind === 'list') {
    return {
      ...data,
      items: data.items.map((item) => ({ value: within(item.value, branch), branch: branch + item.branch })),
    };
  }
  return data;
}
