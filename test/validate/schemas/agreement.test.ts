import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema, type SchemaCheck } from '../../../lib/validate/schemas/compile-schema.ts';
import { kindKey } from '../../../lib/validate/schemas/kind-key.ts';
import { knownKinds, schemaOfKind } from '../../../lib/validate/schemas/known-kinds.ts';
import { CRD_FOLDER, hasCrds, loadCrdValidators } from '../../tools/crd-schemas.ts';
import { SAMPLES } from './samples.ts';

type Sample = Readonly<Record<string, unknown>>;

const samples = SAMPLES.map((sample) => ({ kind: kindKey(sample as never), sample }));

describe.each(samples)('our schema of $kind', ({ kind, sample }) => {
  it('accepts a full manifest', async () => {
    expect((await ours(kind))(sample)).toEqual([]);
  });

  it.skipIf(!hasCrds)(
    `agrees with the real definition when a field is removed, renamed or of another type${hasCrds ? '' : ` (skipped: no ${CRD_FOLDER})`}`,
    { timeout: 120_000 },
    async () => {
      const check = await ours(kind);
      const real = loadCrdValidators().get(kind);
      expect(real?.(sample), JSON.stringify(real?.errors)).toBe(true);
      const places = fieldsOf(sample['spec'], ['spec']);
      expect(places.length).toBeGreaterThan(4);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.constantFrom(...CHANGES), (place, change) => {
          // A definition takes whole numbers for quantities, the API itself takes `0.5` too.
          fc.pre(!(change.name === 'toNumber' && /^(limits|requests|sizeLimit|cpu|memory)$/.test(place.at(-1) ?? '')));
          const changed = structuredClone(sample) as Record<string, unknown>;
          change(changed, place);
          expect(
            check(changed).length === 0,
            JSON.stringify({ place, change: change.name, ours: check(changed) }),
          ).toBe(real?.(changed));
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe('our schemas', () => {
  it('know every kind that the project writes, and more', () => {
    expect(knownKinds().size).toBeGreaterThan(40);
  });

  it('all compile', { timeout: 60_000 }, async () => {
    for (const kind of knownKinds().values()) {
      const check = await compileSchema(schemaOfKind(kind));
      expect(check({ apiVersion: 'x', kind: kind.kind, metadata: { name: 'x' }, surplus: 1 }).length).toBeGreaterThan(
        0,
      );
    }
  });
});

// --- internal ---

async function ours(key: string): Promise<SchemaCheck> {
  const kind = knownKinds().get(key);
  if (kind === undefined) throw new Error(`no schema of ${key}`);
  return compileSchema(schemaOfKind(kind));
}

/** Where every member of every mapping is. */
function fieldsOf(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, one]) => {
    const at = [...path, name];
    return isList ? fieldsOf(one, at) : [at, ...fieldsOf(one, at)];
  });
}

type Change = (document: Sample, place: readonly string[]) => void;

const CHANGES: readonly Change[] = [
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

function ownerOf(document: Sample, place: readonly string[]) {
  const name = place.at(-1) ?? '';
  const owner = place.slice(0, -1).reduce<unknown>((value, key) => (value as Sample)[key], document);
  return { owner: owner as Record<string, unknown>, name };
}
