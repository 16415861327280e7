import { describe, expect, it } from 'vitest';
import { compileSchema } from '../../../lib/json-schema/compile-schema.ts';
import { readSchemas } from '../../../lib/validate/schemas/read-schemas.ts';

describe('readSchemas', () => {
  it.each([
    { properties: null },
    { properties: { spec: null } },
    { properties: { spec: { items: null, properties: ['x'], allOf: [null], not: null } } },
    { additionalProperties: null, anyOf: [{ properties: { a: null } }] },
  ])('takes what is no schema for one that says nothing: %j', async (openAPIV3Schema) => {
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.dev' },
      spec: {
        group: 'example.dev',
        names: { kind: 'Thing' },
        versions: [{ name: 'v1', schema: { openAPIV3Schema: { type: 'object', ...openAPIV3Schema } } }],
      },
    };
    const { schemas, problem } = readSchemas(JSON.stringify(definition));
    expect({ problem, kinds: schemas.map(({ kind }) => kind) }).toEqual({ kinds: ['example.dev/v1/Thing'] });
    const check = compileSchema(schemas[0]?.schema ?? { not: {} });
    expect(check({ apiVersion: 'example.dev/v1', kind: 'Thing', metadata: { name: 'a' } })).toEqual([]);
  });
});
