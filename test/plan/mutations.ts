import fc from 'fast-check';

/** Damages a JSON text: as bytes, or as a document, without making its digest anew. */
export const mutated: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat({ max: 20 }), fc.string({ maxLength: 8 })).map(([at, length, insert]) => (text: string) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + insert + text.slice(start + length);
  }),
  fc.tuple(fc.nat(), fc.jsonValue(), fc.constantFrom('value', 'key', 'remove')).map(
    ([at, value, how]) =>
      (text: string) =>
        JSON.stringify(change(JSON.parse(text), at, value, how)),
  ),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom(
        '../../etc/passwd',
        '/abs',
        '.git/hooks/x',
        '.konstruct/acme.json',
        'a\\b',
        'a\u0000',
        '__proto__',
      ),
    )
    .map(
      ([at, path]) =>
        (text: string) =>
          JSON.stringify(change(JSON.parse(text), at, path, at % 2 === 0 ? 'key' : 'value')),
    ),
);

// --- internal ---

type Slot = { readonly holder: Record<string, unknown>; readonly key: string };

/** Every member of a document. */
function slots(value: unknown, found: Slot[] = []): readonly Slot[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, member] of Object.entries(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    slots(member, found);
  }
  return found;
}

function change(document: unknown, at: number, value: unknown, how: string): unknown {
  const all = slots(document);
  const slot = all[at % Math.max(1, all.length)];
  if (slot === undefined) return value;
  if (how === 'value') define(slot, slot.key, value);
  else {
    const old = slot.holder[slot.key];
    delete slot.holder[slot.key];
    if (how === 'key') define(slot, typeof value === 'string' ? value : JSON.stringify(value), old);
  }
  return document;
}

function define({ holder }: Slot, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}
