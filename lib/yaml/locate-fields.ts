import type { Document } from 'yaml';
import type { FieldPath } from '../model/field-path.ts';
import type { ObjectName } from '../model/provenance.ts';
import { yaml } from './load-yaml.ts';
import { locatePlainFields } from './locate-plain-fields.ts';
import { createPlaceFinder, type FindPlace, type Place } from './node-finder.ts';
import { keyOfObject } from './object-key.ts';

/** Finds a field of an object of a text, or of its first document; undefined where the text has no such object. */
export type LocateField = (object: ObjectName | undefined, path: FieldPath) => Place | undefined;

/** Reads where the fields of the objects of a text stand: with their keys, or as items of lists. */
export function locateFields(text: string): LocateField {
  const plain = locatePlainFields(text);
  let parsed: LocateField | undefined;
  return (object, path) => {
    const place = plain?.(object, path);
    if (place !== undefined) return place;
    parsed ??= locateAnyFields(text);
    return parsed(object, path);
  };
}

/** The same without the short way, for what {@link locatePlainFields} leaves to the parser. */
export function locateAnyFields(text: string): LocateField {
  const { LineCounter, parseAllDocuments } = yaml();
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter, logLevel: 'error', uniqueKeys: false });
  const finders = new Map<string, FindPlace>();
  for (const [index, document] of (Array.isArray(documents) ? documents : []).entries()) {
    if (index === 0) finders.set('', createPlaceFinder(document, counter));
    const key = keyOfDocument(document);
    // The first of two objects of one name: that there are two is a finding by itself.
    if (key !== undefined && !finders.has(key)) finders.set(key, createPlaceFinder(document, counter));
  }
  return (object, path) => finders.get(object === undefined ? '' : keyOfObject(object))?.(path, 'key');
}

// --- internal ---

function keyOfDocument(document: Document): string | undefined {
  if (!yaml().isMap(document.contents)) return undefined;
  const member = (...path: readonly string[]) => document.getIn(path) as string | undefined;
  const name = member('metadata', 'name');
  if (name === undefined) return undefined;
  return keyOfObject({
    apiVersion: String(member('apiVersion')),
    kind: String(member('kind')),
    namespace: member('metadata', 'namespace') ?? undefined,
    name: String(name),
  });
}
