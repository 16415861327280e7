import { isJsonObject, type Json, type Manifest } from '../../model/json.ts';
import type { FieldChange, ResourceIdentity } from '../plan.ts';
import { diffTexts, diffValues } from './diff-value.ts';
import { isSameData } from './same-data.ts';
import type { ParseYaml } from './yaml-reader.ts';

/** One file as it is and as it is wanted; a side that does not exist is undefined. */
export interface FilePair {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: WantedSide | undefined;
}

export interface WantedSide {
  readonly content: string;
  readonly documents?: readonly Manifest[] | undefined;
}

/**
 * One resource of a file on one or both sides, in the order of the file; what is gone comes last.
 *
 * `fields` is undefined where the resource is on one side only: it may have come from or gone to another file.
 */
export interface ResourcePair {
  readonly resource: ResourceIdentity;
  /** Identity that finds the resource again elsewhere in the repository. */
  readonly key: string;
  /** The object, or the text of a file that is no manifest; undefined on a side that does not exist or is no text. */
  readonly before?: Json;
  readonly after?: Json;
  readonly side: 'before' | 'after' | 'both';
  readonly fields?: readonly FieldChange[];
}

/**
 * Finds the resources of a file and what changes in each.
 *
 * Resources are matched by group and kind, namespace and name, so another version of the same API is a change. A file
 * that is no manifest is one resource of kind `File`; so is a manifest whose present text cannot be read as Kubernetes
 * objects, since then only the texts can be compared. A removed file that may have been a manifest is read as one.
 */
export function diffFile(pair: FilePair, parse: ParseYaml): readonly ResourcePair[] {
  const before = pair.before === undefined ? undefined : decode(pair.before);
  const old = pair.before === undefined ? [] : readObjects(pair.path, before, parse);
  const wanted = pair.after === undefined ? [] : objectsOf(pair.path, pair.after, parse);
  if (old !== undefined && wanted !== undefined) return pairObjects(old, wanted, parse);
  const { path, after } = pair;
  if (old !== undefined)
    return [fileAs(path, { side: 'after', after: after?.content }), ...pairObjects(old, [], parse)];
  if (after === undefined) return [fileAs(path, { side: 'before', before })];
  return [fileAs(path, { side: 'both', fields: diffContents(pair, before, parse) })];
}

/** The resources of a file whose content does not change. */
export function resourcesOf(path: string, wanted: WantedSide, parse: ParseYaml): readonly ResourcePair[] {
  const objects = objectsOf(path, wanted, parse);
  if (objects === undefined) return [fileAs(path, { side: 'both', fields: [] })];
  return [...keyed(objects).values()].map(({ resource, key, object }) => {
    return { resource, key, before: object, after: object, side: 'both', fields: [] };
  });
}

/** True when only the parser can tell which resources the wanted text holds. */
export function needsParser(path: string, wanted: WantedSide): boolean {
  return (wanted.documents ?? []).length === 0 && MANIFEST_FILE.test(path);
}

/** Kind of a resource that is a whole file. */
export const FILE_KIND = 'File';

/** Identity of a manifest. */
export function identityOf(manifest: Manifest): ResourceIdentity {
  const { name, namespace } = manifest.metadata;
  return { api_version: manifest.apiVersion, kind: manifest.kind, namespace: namespace ?? null, name };
}

/** Group and kind: what makes two API versions the same API. */
export function groupKindOf(resource: ResourceIdentity): string {
  const slash = resource.api_version.indexOf('/');
  return `${slash < 0 ? '' : resource.api_version.slice(0, slash)}/${resource.kind}`;
}

// --- internal ---

interface Keyed {
  readonly resource: ResourceIdentity;
  readonly key: string;
  readonly object: Manifest;
}

function pairObjects(
  before: readonly Manifest[],
  after: readonly Manifest[],
  parse: ParseYaml,
): readonly ResourcePair[] {
  const old = keyed(before);
  const pairs: ResourcePair[] = [];
  for (const [name, { resource, key, object }] of keyed(after)) {
    const match = old.get(name);
    old.delete(name);
    if (match === undefined) pairs.push({ resource, key, after: object, side: 'after' });
    else {
      const fields = diffValues(match.object, object, parse);
      pairs.push({ resource, key, before: match.object, after: object, side: 'both', fields });
    }
  }
  for (const { resource, key, object } of old.values()) pairs.push({ resource, key, before: object, side: 'before' });
  return pairs;
}

/** By identity; a second object of the same identity, as only a hand edit makes it, is told apart by its number. */
function keyed(objects: readonly Manifest[]): Map<string, Keyed> {
  const found = new Map<string, Keyed>();
  const seen = new Map<string, number>();
  for (const object of objects) {
    const resource = identityOf(object);
    const key = JSON.stringify([groupKindOf(resource), resource.namespace, resource.name]);
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    found.set(`${key} ${number}`, { resource, key, object });
  }
  return found;
}

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;

/** The Kubernetes objects that the program says are in a file, or that its text turns out to hold. */
export function objectsOf(path: string, wanted: WantedSide, parse: ParseYaml): readonly Manifest[] | undefined {
  if (wanted.documents !== undefined && wanted.documents.length > 0) return wanted.documents;
  return readObjects(path, wanted.content, parse);
}

/** The Kubernetes objects of a text; undefined when it is no manifest. */
function readObjects(path: string, text: string | undefined, parse: ParseYaml): readonly Manifest[] | undefined {
  if (text === undefined || !MANIFEST_FILE.test(path)) return undefined;
  const documents = parse(text)?.filter((document) => document !== null);
  return documents !== undefined && documents.length > 0 && documents.every(isManifest) ? documents : undefined;
}

/** True for a Kubernetes object with a name. */
export function isManifest(value: unknown): value is Manifest {
  if (!isJsonObject(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string')
    return false;
  const { metadata } = value;
  if (!isJsonObject(metadata) || typeof metadata['name'] !== 'string') return false;
  return metadata['namespace'] === undefined || typeof metadata['namespace'] === 'string';
}

/** The text of a file; undefined when it is binary. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The whole file as one resource. */
function fileAs(
  path: string,
  what: {
    readonly side: ResourcePair['side'];
    readonly before?: string | undefined;
    readonly after?: string | undefined;
    readonly fields?: readonly FieldChange[];
  },
): ResourcePair {
  const { side, before, after, fields } = what;
  return {
    resource: { api_version: '', kind: FILE_KIND, namespace: null, name: path },
    key: JSON.stringify([FILE_KIND, path]),
    side,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(fields === undefined ? {} : { fields }),
  };
}

function diffContents(pair: FilePair, before: string | undefined, parse: ParseYaml): readonly FieldChange[] {
  const after = pair.after?.content ?? '';
  if (before === undefined) {
    const sizes = { before: pair.before?.byteLength ?? 0, after: new TextEncoder().encode(after).byteLength };
    return [{ path: [], action: 'change', sizes }];
  }
  if (!MANIFEST_FILE.test(pair.path)) return diffTexts(before, after, [], () => undefined);
  const documents = parse(before);
  if (documents !== undefined && isSameData(documents, parse(after))) return [];
  return diffTexts(before, after, [], parse);
}
