import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../lib/compile.ts';
import { isJsonObject } from '../../lib/model/json.ts';
import { RECORD_TITLES } from '../../lib/synth/compile/records.ts';
import { fullProgram } from './full-program.ts';
import { randomFullPlatform } from './random-full-platform.ts';
import { recordsOf, SCHEMA } from './reader.ts';

const ajv = new Ajv({ strictTypes: false, allowUnionTypes: true });
ajv.addSchema(SCHEMA, 'records');

/** Pointers of all keys that the schema declares and does not describe. */
function undescribed(node: unknown, pointer = ''): readonly string[] {
  if (!isJsonObject(node)) return [];
  return Object.entries(node).flatMap(([keyword, value]) => {
    const isDeclaring = (keyword === 'properties' || keyword === 'definitions') && isJsonObject(value);
    if (['if', 'then', 'else', 'allOf'].includes(keyword)) return [];
    if (!isDeclaring) return undescribed(value, `${pointer}/${keyword}`);
    return Object.entries(value).flatMap(([key, declared]) => {
      const here = `${pointer}/${keyword}/${key}`;
      const isDescribed = isJsonObject(declared) && ('description' in declared || '$ref' in declared);
      return [...(isDescribed ? [] : [here]), ...undescribed(declared, here)];
    });
  });
}

describe('the published schema of records', () => {
  it('is a valid schema that describes every key', () => {
    expect(new Ajv({ strictTypes: false }).validateSchema(SCHEMA)).toBe(true);
    expect(undescribed(SCHEMA)).toEqual([]);
  });

  it('knows every kind that is written, but for what follows from others', () => {
    const { properties } = SCHEMA as { readonly properties: { readonly kind: { readonly enum: readonly string[] } } };
    expect([...properties.kind.enum].sort()).toEqual([...new Set(Object.values(RECORD_TITLES))].sort());
  });

  it('accepts every record of every platform', () => {
    fc.assert(
      fc.property(randomFullPlatform, (platform) => {
        for (const { manifest } of recordsOf(compile(fullProgram(platform)))) {
          expect(ajv.validate('records', manifest), ajv.errorsText()).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses what is none', () => {
    const metadata = { name: 'a', namespace: 'default' };
    const record = { apiVersion: 'konstruct-cdk.dev/v1', kind: 'Environment', metadata, spec: {} };
    expect(ajv.validate('records', record)).toBe(true);
    for (const changed of [{ kind: 'Platform' }, { apiVersion: 'v1' }, { spec: { colour: 'red' } }, { metadata: {} }]) {
      expect(ajv.validate('records', { ...record, ...changed })).toBe(false);
    }
  });

  it('accepts every value it gives as a default or an example', () => {
    let checked = 0;
    const visit = (node: unknown, pointer: string): void => {
      if (!isJsonObject(node)) return;
      const examples = Array.isArray(node['examples']) ? node['examples'] : [];
      for (const value of 'default' in node ? [...examples, node['default']] : examples) {
        expect(ajv.validate(`records#${pointer}`, value), `${pointer}: ${JSON.stringify(value)}`).toBe(true);
        checked++;
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${pointer}/${key}`);
    };
    visit(SCHEMA, '');
    expect(checked).toBeGreaterThan(5);
  });
});
