import { findNode, findText } from '../edit/path.ts';
import { NEW_NAME, OLD_NAME } from '../migrate/github-app/crossplane-credentials.ts';
import type { Resource } from './resources.ts';

/** What the file of an ExternalSecret reads: names of fields by key of the store. */
export function readsOf({ root, file }: Resource): ReadonlyMap<string, ReadonlySet<string>> {
  const reads = new Map<string, Set<string>>();
  const add = (key: string | undefined, fields: readonly string[]) => {
    if (key === undefined) return;
    const known = reads.get(key) ?? new Set();
    reads.set(key, known);
    for (const field of fields) known.add(field);
  };
  const data = findNode(root, ['spec', 'data']);
  for (const { value } of data?.kind === 'list' ? data.items : []) {
    const property = findText(value, ['remoteRef', 'property']);
    add(findText(value, ['remoteRef', 'key']), property === undefined ? [] : [property]);
  }
  const template = findNode(root, ['spec', 'target', 'template', 'data']);
  const text = template === undefined ? '' : file.text.slice(template.start, template.end);
  const used = [...text.matchAll(/\{\{-?\s*\.([A-Za-z_]\w*)/g)].map(([, field = '']) => field);
  const extracts = findNode(root, ['spec', 'dataFrom']);
  const sources = extracts?.kind === 'list' ? extracts.items : [];
  // of several sources nobody can tell which one has a field
  for (const { value } of sources) add(findText(value, ['extract', 'key']), sources.length === 1 ? used : []);
  return reads;
}

/** Where an object comes to whose file does not say it; undefined where nobody can tell. */
export function namespaceOf({ name, namespace }: Resource): string | undefined {
  return namespace ?? (name === NEW_NAME || name === OLD_NAME ? 'crossplane-system' : undefined);
}

/** False for names and keys that are tokens or expressions of a template. */
export function isConcrete(text: string): boolean {
  return text !== '' && !/[<>{}\s?#]/.test(text);
}
