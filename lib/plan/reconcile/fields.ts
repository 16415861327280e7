import type { NodePath } from '../../edit/path.ts';
import { ANY_SEGMENT, type FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { FieldSelector } from '../../model/lifecycle.ts';
import { keysOf, memberOf } from '../diff/same-data.ts';

/** Whether a selector speaks of a document; a document that is no Kubernetes object has neither kind nor name. */
export function selects(selector: FieldSelector, document: Json): boolean {
  const root = isJsonObject(document) ? document : {};
  const metadata = memberOf(root, 'metadata');
  const name = isJsonObject(metadata) ? memberOf(metadata, 'name') : undefined;
  return (
    (selector.kind === undefined || selector.kind === memberOf(root, 'kind')) &&
    (selector.name === undefined || selector.name === name)
  );
}

/** The paths that a pattern means in a document: `*` is every key and item. A path without `*` means itself. */
export function expandPath(document: Json, pattern: FieldPath): readonly FieldPath[] {
  if (!pattern.includes(ANY_SEGMENT)) return [pattern];
  let found: { readonly path: FieldPath; readonly value: Json | undefined }[] = [{ path: [], value: document }];
  for (const segment of pattern) {
    found = found.flatMap(({ path, value }) =>
      (segment === ANY_SEGMENT ? segmentsOf(value) : [segment]).map((one) => ({
        path: [...path, one],
        value: step(value, one),
      })),
    );
  }
  return found.map(({ path }) => path);
}

/** The value at a path; undefined where there is none. */
export function valueAt(document: Json, path: FieldPath): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of path) value = step(value, segment);
  return value;
}

/** The path as far as it leads through mappings and lists: what lies in a text that is data itself is not cut out. */
export function withinData(documents: readonly Json[], path: FieldPath): FieldPath {
  let shortest = path;
  for (const document of documents) {
    let value: Json | undefined = document;
    for (const [index, segment] of path.entries()) {
      if (typeof value === 'string' && index < shortest.length) shortest = path.slice(0, index);
      value = step(value, segment);
    }
  }
  return shortest;
}

/** The path as the editor takes it. */
export function toNodePath(path: FieldPath): NodePath {
  return path.map((segment) => {
    const item = itemOf(segment);
    return item === undefined ? segment : 'index' in item ? item.index : item.members;
  });
}

// --- internal ---

type Item = { readonly index: number } | { readonly members: Readonly<Record<string, string>> };

function itemOf(segment: string): Item | undefined {
  const inner = /^\[(.*)\]$/s.exec(segment)?.[1];
  if (inner === undefined) return undefined;
  if (/^[0-9]+$/.test(inner)) return { index: Number(inner) };
  const members: Record<string, string> = {};
  // A value may hold commas itself, so only a comma in front of a key parts two members.
  for (const part of inner.split(/,(?=[A-Za-z]+=)/)) {
    const at = part.indexOf('=');
    if (at <= 0) return undefined;
    members[part.slice(0, at)] = part.slice(at + 1);
  }
  return { members };
}

function step(value: Json | undefined, segment: string): Json | undefined {
  const item = itemOf(segment);
  if (item === undefined) return isJsonObject(value) ? memberOf(value, segment) : undefined;
  if (!Array.isArray(value)) return undefined;
  if ('index' in item) return value[item.index];
  const wanted = Object.entries(item.members);
  return (value as readonly Json[]).find(
    (one) => isJsonObject(one) && wanted.every(([key, text]) => String(memberOf(one, key)) === text),
  );
}

function segmentsOf(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.map((_, index) => `[${index}]`);
  return isJsonObject(value) ? keysOf(value) : [];
}
