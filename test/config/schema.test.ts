import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

const schema: Readonly<Record<string, unknown>> = createRequire(import.meta.url)('../../schemas/cdk8s.schema.json');

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Pointers of all keys that the schema declares and does not describe. */
function undescribed(node: unknown, pointer = ''): readonly string[] {
  if (!isRecord(node)) return [];
  return Object.entries(node).flatMap(([keyword, value]) => {
    const isDeclaring = (keyword === 'properties' || keyword === 'definitions') && isRecord(value);
    if (!isDeclaring) return undescribed(value, `${pointer}/${keyword}`);
    return Object.entries(value).flatMap(([key, declared]) => {
      const here = `${pointer}/${keyword}/${key}`;
      const isDescribed = isRecord(declared) && ('description' in declared || '$ref' in declared);
      return [...(isDescribed ? [] : [here]), ...undescribed(declared, here)];
    });
  });
}

describe('the published schema of cdk8s.yaml', () => {
  it('is a valid schema that describes every key', () => {
    expect(new Ajv({ strictTypes: false }).validateSchema(schema)).toBe(true);
    // a plan compiles it without looking for keywords that say nothing
    expect(() => new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(schema)).not.toThrow();
    expect(undescribed(schema)).toEqual([]);
    expect(Object.keys(schema['properties'] ?? {})).toContain('konstruct');
  });

  it('accepts every value it gives as a default or an example', () => {
    const ajv = new Ajv({ strictTypes: false, allowUnionTypes: true });
    ajv.addSchema(schema, 'cdk8s');
    let checked = 0;
    const visit = (node: unknown, pointer: string): void => {
      if (!isRecord(node)) return;
      const examples = Array.isArray(node['examples']) ? node['examples'] : [];
      for (const value of 'default' in node ? [...examples, node['default']] : examples) {
        expect(ajv.validate(`cdk8s#${pointer}`, value), `${pointer}: ${JSON.stringify(value)}`).toBe(true);
        checked++;
      }
      for (const [key, value] of Object.entries(node)) visit(value, `${pointer}/${key}`);
    };
    visit(schema, '');
    expect(checked).toBeGreaterThan(5);
  });
});
