import { expect, it } from 'vitest';
import { compileSchema } from '../../../lib/json-schema/compile-schema.ts';
import type { JsonSchema } from '../../../lib/json-schema/json-schema.ts';
import { describeProblems } from '../../../lib/validate/schemas/describe-problem.ts';

it.each<[string, object, unknown, string]>([
  ['a number below', { type: 'integer', minimum: 3 }, 1, '3'],
  ['a number above', { type: 'integer', maximum: 5 }, 9, '5'],
  ['a number that is no multiple', { type: 'integer', multipleOf: 4 }, 9, '4'],
  ['a text that is too short', { type: 'string', minLength: 2 }, 'x', '2 characters'],
  ['a text that is too long', { type: 'string', maxLength: 1 }, 'swordfish', '1 character'],
  ['a list with too few', { type: 'array', minItems: 1 }, [], '1 entry'],
  ['a list with too many', { type: 'array', maxItems: 2 }, [1, 2, 3], '2 entries'],
  ['a mapping with too many', { type: 'object', maxProperties: 1 }, { a: 1, b: 2 }, '1 member'],
  ['an entry that is there twice', { type: 'array', uniqueItems: true }, [1, 1], 'twice'],
  ['none of several forms', { anyOf: [{ required: ['a'] }, { required: ['b'] }] }, {}, 'forms'],
  ['two of several forms', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, 'exactly one'],
  ['a form that is forbidden', { not: { required: ['a'] } }, { a: 1 }, 'must not'],
])('%s is told with what is asked for, and without the value', async (_, schema, value, says) => {
  const check = compileSchema({ type: 'object', properties: { size: schema } } as JsonSchema);
  const document = { size: value };
  const found = describeProblems(check(document), document);
  expect(found).toMatchObject([{ code: 'MANIFEST_FIELD_VALUE', pointer: '/size' }]);
  expect(found[0]?.summary).toContain('`size`');
  expect(found[0]?.summary).toContain(says);
  expect(JSON.stringify(found)).not.toContain('swordfish');
});
