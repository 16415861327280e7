import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema, type SchemaCheck } from '../../../lib/json-schema/compile-schema.ts';
import { kindKey } from '../../../lib/validate/schemas/kind-key.ts';
import { knownKinds, schemaOfKind } from '../../../lib/validate/schemas/known-kinds.ts';
import { CHANGES, fieldsOf } from '../../tools/changed-data.ts';
import { CRD_FOLDER, hasCrds, loadCrdValidators } from '../../tools/crd-schemas.ts';
import { SAMPLES } from './samples.ts';

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
      const check = compileSchema(schemaOfKind(kind));
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
