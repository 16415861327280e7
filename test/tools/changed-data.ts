type Data = Readonly<Record<string, unknown>>;

/** Makes something else of the member at a place. */
export type Change = (document: Data, place: readonly string[]) => void;

/** What people do wrong in a file. */
export const CHANGES: readonly Change[] = [
  function remove(document, place) {
    const { owner, name } = ownerOf(document, place);
    delete owner[name];
  },
  function rename(document, place) {
    const { owner, name } = ownerOf(document, place);
    owner[`${name}x`] = owner[name];
    delete owner[name];
  },
  function toMapping(document, place) {
    const { owner, name } = ownerOf(document, place);
    owner[name] = { surplus: { of: 'fields' } };
  },
  function toNumber(document, place) {
    const { owner, name } = ownerOf(document, place);
    owner[name] = 7.5;
  },
  function toList(document, place) {
    const { owner, name } = ownerOf(document, place);
    owner[name] = [[]];
  },
  function toFlag(document, place) {
    const { owner, name } = ownerOf(document, place);
    owner[name] = true;
  },
];

/** Where every member of every mapping is. */
export function fieldsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, one]) => {
    const at = [...path, name];
    return isList ? fieldsOf(one, at) : [at, ...fieldsOf(one, at)];
  });
}

// --- internal ---

function ownerOf(document: Data, place: readonly string[]) {
  const name = place.at(-1) ?? '';
  const owner = place.slice(0, -1).reduce<unknown>((value, key) => (value as Data)[key], document);
  return { owner: owner as Record<string, unknown>, name };
}
