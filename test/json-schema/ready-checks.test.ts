import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { packageRoot } from '../../cli/package-root.ts';
import { compileSchema } from '../../lib/json-schema/compile-schema.ts';
import type { JsonSchema } from '../../lib/json-schema/json-schema.ts';
import * as sources from '../../lib/json-schema/ready-checks.ts';
import { kindKey } from '../../lib/validate/schemas/kind-key.ts';
import { knownKinds, schemaOfKind } from '../../lib/validate/schemas/known-kinds.ts';
import { CHANGES, fieldsOf } from '../tools/changed-data.ts';
import { SAMPLES } from '../validate/schemas/samples.ts';

// What the build made of the module.
const { readyCheck }: typeof sources = await import(join(packageRoot(), 'dist/lib/json-schema/ready-checks.js'));

const schemas = new Map<string, JsonSchema>([['cdk8s.yaml', jsonOf('cdk8s')]]);
for (const [name, kind] of knownKinds()) schemas.set(name, schemaOfKind(kind));
const { definitions } = jsonOf('records') as { readonly definitions: Readonly<Record<string, JsonSchema>> };
for (const kind of Object.keys(definitions).filter((name) => /^[A-Z]/.test(name))) {
  schemas.set(`konstruct-cdk.dev/v1/${kind}`, { $ref: `#/definitions/${kind}`, definitions });
}

const documents = documentsByName();

describe('the checks that the build compiles', () => {
  it.each([...schemas.keys()])('are there, and accept no text: %s', async (name) => {
    const check = await readyCheck(name);
    expect(check?.('a text')).toBe(false);
  });

  it('are of our schemas alone', async () => {
    expect(await readyCheck('example.com/v1/Other')).toBeUndefined();
  });

  it('are not there in the sources', async () => {
    expect(await sources.readyCheck('v1/ConfigMap')).toBeUndefined();
  });

  it('are tried with real files of many kinds', () => {
    expect(documents.size).toBeGreaterThan(25);
    expect([...documents.keys()]).toEqual(expect.arrayContaining(['cdk8s.yaml', 'konstruct-cdk.dev/v1/Organization']));
  });
});

describe.each([...documents])('the check of %s', (name, ofName) => {
  it('says what ajv says of the schema, of right documents and of changed ones', async () => {
    const isRight = await readyCheck(name);
    const problemsOf = compileSchema(schemas.get(name) ?? {});
    for (const document of ofName) expect(isRight?.(document)).toBe(problemsOf(document).length === 0);
    fc.assert(
      fc.property(fc.constantFrom(...ofName), fc.nat(), fc.constantFrom(...CHANGES), (document, at, change) => {
        const places = fieldsOf(document);
        const changed = structuredClone(document);
        change(changed, places[at % places.length] ?? []);
        expect(isRight?.(changed)).toBe(problemsOf(changed).length === 0);
      }),
      { numRuns: 200 },
    );
  });
});

// --- internal ---

type Data = Readonly<Record<string, unknown>>;

/** Documents that there is a check of, at most 20 of each name: samples, and files of the examples. */
function documentsByName(): ReadonlyMap<string, readonly Data[]> {
  const found = new Map<string, Data[]>();
  const add = (name: string, document: Data) => {
    const known = found.get(name) ?? [];
    if (schemas.has(name) && known.length < 20) found.set(name, [...known, document]);
  };
  for (const sample of SAMPLES) add(kindKey(sample as never), sample);
  const examples = join(packageRoot(), 'examples');
  for (const path of readdirSync(examples, { recursive: true, encoding: 'utf8' })) {
    if (path.includes('node_modules') || !/\.ya?ml$/.test(path)) continue;
    const text = readFileSync(join(examples, path), 'utf8');
    if (path.endsWith('cdk8s.yaml')) add('cdk8s.yaml', parse(text));
    if (!path.includes('expected') || text.includes('{{')) continue;
    for (const document of parseAllDocuments(text)) {
      const data: unknown = document.toJS();
      if (typeof data === 'object' && data !== null && 'kind' in data) add(kindKey(data as never), data as Data);
    }
  }
  return found;
}

function jsonOf(schema: string): JsonSchema {
  return JSON.parse(readFileSync(join(packageRoot(), 'schemas', `${schema}.schema.json`), 'utf8'));
}
