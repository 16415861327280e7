import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { error, warning } from '../../lib/diagnostics/diagnostic.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import { serializePlan } from '../../lib/plan/plan-json.ts';
import { planShape } from '../../lib/plan/plan-shape.ts';
import { shapeProblems } from '../../lib/plan/shape.ts';
import { withPermissions } from '../../lib/plan/with-permissions.ts';
import { PERMISSIONS } from '../permissions/plan-permissions.ts';
import { mutated } from './mutations.ts';
import { manifest, manifests, PROJECT, plan, settled } from './world.ts';
import { worlds } from './worlds.ts';

type Schema = Record<string, unknown>;

function load(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}

/** The schema with every object closed, so that a member which it does not describe is a mistake. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const open = copy['properties'] !== undefined && copy['additionalProperties'] === undefined;
  return open ? { ...copy, additionalProperties: false } : copy;
}

function validator(schema: unknown) {
  const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema as Schema);
  return (value: unknown) => {
    validate(value);
    return validate.errors ?? [];
  };
}

/** Every schema below this one that says what a value is. */
function described(schema: unknown): readonly Schema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = schema as Schema;
  const properties = Object.values((own['properties'] ?? {}) as Schema) as Schema[];
  return [...properties, ...Object.values(schema).flatMap(described)];
}

const PLAN = load('plan');
const LEDGER = load('ledger');
const open = validator(PLAN);
const strict = validator(closed(PLAN));

describe('schemas/plan.schema.json', () => {
  test('describes every plan, and nothing in it is undocumented', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const json = JSON.parse(serializePlan((await plan(await make())).plan));
        expect(strict(json)).toEqual([]);
        expect(shapeProblems(json, planShape)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('describes a plan with every optional member', async () => {
    const diagnostics = [
      error('NOT_OWNED', {
        detail: 'd',
        address: 'a',
        source: { file: 'f', line: 1, column: 1 },
        repository: 'r',
        path: 'p',
      }),
      warning('DRIFT_KEPT', {
        related: [{ message: 'm', address: 'a', source: { file: 'f', line: 1, column: 1 } }, { message: 'n' }],
      }),
    ];
    const before = { name: 'x', run: 'a\nb\n', list: [{ name: 'a' }, { name: 'b' }], values: '{a: 1}\nb' };
    const after = { name: 'x', run: 'a\nc\n', list: [{ name: 'b' }, { name: 'a' }], values: '{a: 1}\nc' };
    const provenance = {
      ...{ source: { folder: 'x' }, label: 'x', digest: '' },
      lines: () => Array.from({ length: 30 }, (_, index) => ({ file: 'a.yaml', line: index + 1 })),
      reads: () => ['<A>'],
      textOf: () => undefined,
      placeOfLine: () => undefined,
      lineOf: () => 2,
    };
    const world = await settled({
      'a.yaml': manifests([manifest('A', 'x', { before })]),
      'b.yaml': manifests([manifest('B', 'old')], 'acme/b'),
      'x.bin': '\u0000',
      'long.txt': 'x\n'.repeat(5000),
    });
    const wanted = {
      'a.yaml': { ...manifests([manifest('A', 'x', { before: after })], 'acme/z'), provenance },
      'c.yaml': manifests([manifest('B', 'new')], 'acme/b'),
      'x.bin': 'x',
      'long.txt': 'y\n'.repeat(5000),
    };
    const judged = withPermissions(await plan({ ...world, wanted }, { diagnostics }), PERMISSIONS);
    const json = JSON.parse(serializePlan(judged.plan));
    expect(strict(json)).toEqual([]);
    expect(shapeProblems(json, planShape)).toEqual([]);
    const text = JSON.stringify(json);
    for (const member of [
      'previous_path',
      'previous_address',
      'previous_resource',
      'sizes',
      'text_omitted',
      'order',
      'related',
      'permissions',
      'program',
      'template',
      'inputs',
    ]) {
      expect([member, text.includes(`"${member}":`)]).toEqual([member, true]);
    }
  });

  test('and our own check refuse the same documents', async () => {
    const world = await settled({ 'a.yaml': manifests([manifest('A', 'x', { v: 1 })]), gone: 'x' });
    const made = await plan(
      { ...world, wanted: { 'a.yaml': manifests([manifest('A', 'x', { v: 2 })]), new: 'y' } },
      { diagnostics: [error('DRIFT', { related: [{ message: 'm' }] })] },
    );
    const { plan: document } = withPermissions(made, PERMISSIONS);
    const json = serializePlan(document);
    fc.assert(
      fc.property(mutated, (mutate) => {
        let value: unknown;
        try {
          value = JSON.parse(mutate(json));
        } catch {
          return;
        }
        expect(shapeProblems(value, planShape).length > 0).toBe(open(value).length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('lets unknown members through', async () => {
    const { plan: document } = await plan({ files: {}, wanted: { a: 'x' } });
    expect(open({ ...JSON.parse(serializePlan(document)), more: 1 })).toEqual([]);
    expect(strict({ ...JSON.parse(serializePlan(document)), more: 1 })).not.toEqual([]);
  });
});

describe('schemas/ledger.schema.json', () => {
  test('describes every ledger', async () => {
    const record = { kind: 'cluster', namespace: 'retail', name: 'dev', address: 'acme/dev' };
    const world = await settled(
      { a: 'x', b: { content: 'y', address: 'acme/b' } },
      {},
      { records: [record], protectedAddresses: ['acme/b'] },
    );
    const validate = validator(closed(LEDGER));
    const ledger = JSON.parse(String(world.files[ledgerPath(PROJECT)]));
    expect(validate(ledger)).toEqual([]);
    expect(ledger.files.b.protect).toBe(true);
    expect(validate({ ...ledger, files: { a: {} } })).not.toEqual([]);
  });
});

describe('both schemas', () => {
  test.each([
    ['plan', PLAN],
    ['ledger', LEDGER],
  ] as const)('%s describes every member in words', (_, schema) => {
    const silent = described(schema).filter(
      (member) => typeof member['description'] !== 'string' && member['$ref'] === undefined,
    );
    expect(silent).toEqual([]);
  });
});
