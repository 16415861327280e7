import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Json } from '../../lib/model/json.ts';
import type { ObjectName } from '../../lib/model/provenance.ts';
import { parseAnyYaml } from '../../lib/plan/diff/parse-yaml.ts';
import { locateAnyFields, locateFields } from '../../lib/yaml/locate-fields.ts';
import { locatePlainFields } from '../../lib/yaml/locate-plain-fields.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 300) };

const texts = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

/** Objects of a few names, of which some are no texts, and what is in them. */
const name = fc.constantFrom<Json>('a', 'b', 'a', '5', 5, true, null, 'a: b', {}, undefined as never);
const inside = fc.letrec<{ readonly value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>(
      'x',
      'one: 1\ntwo:\n  - name: x\n',
      '- a\n- b\n',
      'two\nlines',
      '',
      'a\n',
      1,
      null,
      true,
      [],
      {},
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'port', 'a', 'b c', '0', 'one', 'yes'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const object = fc.record<Readonly<Record<string, Json>>>(
  {
    apiVersion: name,
    kind: name,
    metadata: fc.oneof(fc.record({ name, namespace: name }, { requiredKeys: [] }), name),
    spec: inside,
  },
  { requiredKeys: [] },
);

/** Every way to a field of a document, and some that lead nowhere. */
function pathsOf(value: Json | undefined): readonly (readonly string[])[] {
  if (typeof value === 'string') {
    return value.includes('\n') ? [...pathsOf(parseAnyYaml(value)?.[0]), ['none']] : [[]];
  }
  if (typeof value !== 'object' || value === null) return [[], ['none']];
  const members = Object.entries(value).flatMap(([key, member]) =>
    segmentsOf(value, key, member as Json).flatMap((segment) =>
      pathsOf(member as Json).map((path) => [segment, ...path]),
    ),
  );
  return [[], ...members, ['none'], ['[7]']];
}

function segmentsOf(value: object, key: string, member: Json): readonly string[] {
  if (!Array.isArray(value)) return [key];
  const labels = typeof member === 'object' && member !== null ? Object.entries(member) : [];
  return [`[${key}]`, key, ...labels.map(([label, text]) => `[${label}=${String(text)}]`), '[name=x,port=1]'];
}

function nameOf(document: Json): ObjectName | undefined {
  const { apiVersion, kind, metadata } = (document ?? {}) as Readonly<Record<string, Json>>;
  const { name: own, namespace } = (metadata ?? {}) as Readonly<Record<string, Json>>;
  if (own === undefined) return undefined;
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    namespace: (namespace ?? undefined) as string | undefined,
    name: String(own),
  };
}

/** How many fields of a text are found without the parser; all are where the parser finds them. */
function agreed(text: string): { readonly found: number; readonly asked: number } {
  const [plain, any, both] = [locatePlainFields(text), locateAnyFields(text), locateFields(text)];
  let [found, asked] = [0, 0];
  for (const document of parseAnyYaml(text) ?? []) {
    for (const of of [undefined, nameOf(document)]) {
      for (const path of pathsOf(document)) {
        const place = plain?.(of, path);
        asked++;
        if (place !== undefined) found++;
        if (place !== undefined) expect(place, `${text}\n${JSON.stringify([of, path])}`).toEqual(any(of, path));
        expect(both(of, path)).toEqual(any(of, path));
      }
    }
  }
  return { found, asked };
}

describe('fields that are found without the parser', () => {
  it('are where it finds them in what is in repositories, and are many', () => {
    const all = texts.filter((_, index) => index % 7 === 0).map(agreed);
    const [found, asked] = (['found', 'asked'] as const).map((key) => all.reduce((sum, one) => sum + one[key], 0));
    expect(asked).toBeGreaterThan(1_000);
    expect(Number(found) / Number(asked)).toBeGreaterThan(0.3);
  });

  it('are where it finds them in what another program has written', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), fc.boolean(), (objects, isBlock) => {
        const options = { blockQuote: isBlock ? ('literal' as const) : true, lineWidth: 0 };
        found += agreed(objects.map((one) => stringify(one, options)).join('---\n')).found;
      }),
      RUNS,
    );
    expect(found).toBeGreaterThan(RUNS.numRuns);
  });
});
