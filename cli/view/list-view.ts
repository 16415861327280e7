import type { ListedResource } from '../../lib/model/list-resources.ts';

/** Resources as JSON: an array of objects with the identity, the address and the kind's own fields. */
export function listJson(resources: readonly ListedResource[]): string {
  const rows = resources.map(({ fields, ...identity }) => ({ ...identity, ...fields }));
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

/** Resources as a table, a line each; empty when there are none. */
export function listTable(resources: readonly ListedResource[]): string {
  if (resources.length === 0) return '';
  const rows = [
    ['KIND', 'NAME', 'SCOPE', 'ADDRESS', 'DETAILS'],
    ...resources.map((resource) => [
      resource.kind,
      resource.name,
      resource.scope,
      resource.address,
      details(resource.fields),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

// --- internal ---

function details(fields: ListedResource['fields']): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.map(reference).join(',') : String(value)}`)
    .join(' ');
}

/** `name (Global)` or `name (org)`, without the space that would split the cell. */
function reference(value: unknown): string {
  const { name, namespace } = value as { name: string; namespace: string };
  return `${namespace === 'default' ? 'Global' : namespace}/${name}`;
}
