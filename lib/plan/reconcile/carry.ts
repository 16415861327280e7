import { applyEdits } from '../../edit/apply-edits.ts';
import type { Edit, EditValue } from '../../edit/edit.ts';
import type { DocumentAddress } from '../../edit/path.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { isSameData, memberOf } from '../diff/same-data.ts';
import { toNodePath, valueAt } from './fields.ts';

/** A document of one text beside the same document of another. */
export interface DocumentPair {
  readonly to: Json;
  readonly from: Json;
  /** Of the text that is written. */
  readonly address: DocumentAddress;
}

/** Finds the documents of two texts that are the same object; the only documents of two texts always are. */
export function pairDocuments(to: readonly Json[], from: readonly Json[]): readonly DocumentPair[] {
  const [onlyTo, onlyFrom] = [to[0], from[0]];
  if (to.length === 1 && from.length === 1 && onlyTo !== undefined && onlyFrom !== undefined) {
    return [{ to: onlyTo, from: onlyFrom, address: 0 }];
  }
  const known = new Map(from.map((document) => [identityOf(document), document]));
  return to.flatMap((document, index) => {
    const other = known.get(identityOf(document));
    return other === undefined ? [] : [{ to: document, from: other, address: index }];
  });
}

/** A field to be carried from one text to another. */
export interface CarriedField {
  readonly pair: DocumentPair;
  readonly path: FieldPath;
}

/**
 * Writes fields of one text into another, and touches nothing else of it.
 *
 * @returns undefined where the editor cannot do that, such as below an alias
 */
export function carryFields(text: string, fields: readonly CarriedField[]): string | undefined {
  const edits = fields.flatMap(({ pair, path }): readonly Edit[] => {
    const value = valueAt(pair.from, path);
    if (isSameData(value, valueAt(pair.to, path))) return [];
    const at = { document: pair.address, path: toNodePath(path) };
    return value === undefined
      ? [{ op: 'delete', ...at }]
      : [...missingParents(pair, path), { op: 'set', ...at, value: value as EditValue }];
  });
  if (edits.length === 0) return text;
  const result = applyEdits(text, edits);
  return result.diagnostics.length === 0 ? result.text : undefined;
}

// --- internal ---

/** The editor adds a last key, not what it would stand in. */
function missingParents({ to, address }: DocumentPair, path: FieldPath): readonly Edit[] {
  const edits: Edit[] = [];
  for (let length = 1; length < path.length; length++) {
    const above = path.slice(0, length);
    if (valueAt(to, above) === undefined) {
      edits.push({ op: 'set', document: address, path: toNodePath(above), value: {} });
    }
  }
  return edits;
}

function identityOf(document: Json): string {
  const root = isJsonObject(document) ? document : {};
  const metadata = memberOf(root, 'metadata');
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  return JSON.stringify([memberOf(root, 'apiVersion'), memberOf(root, 'kind'), namespace, name]);
}
