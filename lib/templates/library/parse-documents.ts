import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json, type Manifest } from '../../model/json.ts';
import type { Value } from '../helm/go/values.ts';

/** What the documents of a rendered file are. */
export interface ParsedDocuments {
  /** False where the file says nothing that anyone would apply. */
  readonly hasContent: boolean;
  readonly documents: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts out what a rendered file holds: objects of Kubernetes, nothing, or what is neither. */
export function parseDocuments(values: readonly Value[], path: string): ParsedDocuments {
  const documents: Manifest[] = [];
  const diagnostics: Diagnostic[] = [];
  let hasContent = false;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    hasContent = true;
    const data = toJson(value);
    if (isManifest(data)) documents.push(data);
    else if (!isJsonObject(data) || typeof data['kind'] !== 'string' || typeof data['apiVersion'] !== 'string') {
      const summary = `\`${path}\` renders a document without \`apiVersion\` and \`kind\``;
      diagnostics.push(error('TEMPLATE_NOT_A_MANIFEST', { summary }));
    }
  }
  return { hasContent, documents, diagnostics };
}

// --- internal ---

function isManifest(data: Json): data is Manifest {
  if (!isJsonObject(data) || typeof data['apiVersion'] !== 'string' || typeof data['kind'] !== 'string') return false;
  return isJsonObject(data['metadata']) && typeof data['metadata']['name'] === 'string';
}

/** What YAML was read to holds nothing but what JSON has. */
function toJson(value: Value): Json {
  if (value instanceof Map) {
    const members = [...value].map(([key, member]): [string, Json] => [key, toJson(member)]);
    return Object.fromEntries(members);
  }
  if (Array.isArray(value)) return value.map(toJson);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
