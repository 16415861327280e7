import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { at, listAt, textAt } from './object.ts';

/** Fields of the store that an ExternalSecret reads: one by one, or in its template. */
export function fieldsReadBy(secret: JsonObject): readonly string[] {
  const template = at(secret, 'spec', 'target', 'template', 'data');
  const texts = isJsonObject(template) ? Object.values(template).filter((text) => typeof text === 'string') : [];
  const used = texts.flatMap((text) =>
    [...text.matchAll(/\{\{[^}]*?\.([A-Za-z_]\w*)/g)].map(([, field = '']) => field),
  );
  return [...listAt(secret, 'spec', 'data').map((one) => textAt(one, 'remoteRef', 'property')), ...used];
}

/** Keys of the store that an ExternalSecret reads, sorted. */
export function keysReadBy(secret: JsonObject): readonly string[] {
  const keys = [
    ...listAt(secret, 'spec', 'data').map((one) => textAt(one, 'remoteRef', 'key')),
    ...listAt(secret, 'spec', 'dataFrom').map((one) => textAt(one, 'extract', 'key')),
  ];
  return [...new Set(keys.filter((key) => key !== ''))].sort();
}
