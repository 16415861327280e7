import type { EditValue } from './edit.ts';
import { type EditableNode, keyText } from './node.ts';

/** What a node holds as a value to write elsewhere; undefined for what holds aliases or keys that are no text. */
export function valueOfNode(node: EditableNode | undefined): EditValue | undefined {
  if (node === undefined) return null;
  if (node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') {
    const items = node.items.map(({ value }) => valueOfNode(value));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const entries: [string, EditValue][] = [];
  for (const entry of node.entries) {
    const key = keyText(entry);
    const value = valueOfNode(entry.value);
    if (key === undefined || value === undefined) return undefined;
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}
