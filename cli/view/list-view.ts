import { scopeLabel } from '../../lib/model/identity.ts';
import type { Json } from '../../lib/model/json.ts';
import type { ListedResource } from '../../lib/query/list-resources.ts';
import { table } from './table.ts';

/** A resource as an object: its identity, its address and the fields of its kind. */
export function toRow({ fields, ...identity }: ListedResource): Readonly<Record<string, unknown>> {
  return { ...identity, ...fields };
}

/** Resources as a table, a line each; empty when there are none. */
export function listTable(resources: readonly ListedResource[]): string {
  if (resources.length === 0) return '';
  return table([
    ['KIND', 'NAME', 'SCOPE', 'ADDRESS', 'DETAILS'],
    ...resources.map(({ kind, name, scope, address, fields }) => [kind, name, scope, address, details(fields)]),
  ]);
}

// --- internal ---

function details(fields: ListedResource['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => [name, cell(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}=${text}`)
    .join(' ');
}

/** A value in one word: a reference as `scope/name`, a repository as its URL. What has no such word is left to `--json`. */
function cell(value: Json): string {
  if (typeof value === 'string') return /\s/.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return value.map((each: Json) => cell(each)).join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  const { name, namespace, environment_name: stage, environment_namespace: scope, url } = value as Record<string, Json>;
  if (typeof name === 'string' && typeof namespace === 'string') return `${scopeLabel(namespace)}/${name}`;
  if (typeof stage === 'string' && typeof scope === 'string') return `${scopeLabel(scope)}/${stage}`;
  return typeof url === 'string' ? url : '';
}
