import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';
import { compareTemplates } from '../../../lib/templates/source/compare-templates.ts';

const version = (values: string, files: Readonly<Record<string, string | Uint8Array>> = {}) => ({
  files: new Map(Object.entries({ 'values.yaml': values, ...files })),
  contract: parseValuesContract(values, 'values.yaml').contract,
});
const input = (name: string, type: string, ...rest: readonly string[]) =>
  [`# @input.type: ${type}`, ...rest.map((line) => `# @input.${line}`), `${name}: ""`, ''].join('\n');
const changesOf = (before: string, after: string) =>
  compareTemplates(version(before), version(after)).inputs.map(({ name, action, fields, breaking }) => [
    name,
    action,
    fields.map(({ field }) => field),
    breaking,
  ]);

describe('two versions of a template', () => {
  it('differ in files', () => {
    const before = version('', { a: '1', b: '1', c: new Uint8Array([1]), d: new Uint8Array([1]) });
    const after = version('', { b: '2', c: new Uint8Array([2]), d: new Uint8Array([1]), e: '' });
    expect(compareTemplates(before, after).files).toEqual([
      { path: 'a', action: 'removed' },
      { path: 'b', action: 'changed' },
      { path: 'c', action: 'changed' },
      { path: 'e', action: 'added' },
    ]);
  });

  it.each<[string, string, string, readonly unknown[]]>([
    ['a new input', '', input('a', 'string'), ['a', 'added', [], false]],
    ['a new required input', '', input('a', 'string', 'required: true'), ['a', 'added', [], true]],
    ['an input less', input('a', 'string'), '', ['a', 'removed', [], true]],
    ['another type', input('a', 'string'), input('a', 'int'), ['a', 'changed', ['type'], true]],
    [
      'one that is required now',
      input('a', 'string'),
      input('a', 'string', 'required: true'),
      ['a', 'changed', ['required'], true],
    ],
    [
      'another default',
      input('a', 'string', 'default: x'),
      input('a', 'string', 'default: y'),
      ['a', 'changed', ['default'], false],
    ],
    [
      'an option more',
      input('a', 'enum', 'options: x'),
      input('a', 'enum', 'options: x,y'),
      ['a', 'changed', ['options'], false],
    ],
    [
      'an option less',
      input('a', 'enum', 'options: x,y'),
      input('a', 'enum', 'options: y'),
      ['a', 'changed', ['options'], true],
    ],
    ['a description', input('a', 'int'), input('a', 'int', 'description: x'), ['a', 'changed', ['description'], false]],
  ])('differ in %s', (_name, before, after, expected) => {
    expect(changesOf(before, after)).toEqual([expected]);
  });

  it('do not differ from themselves', () => {
    const values = fc.array(
      fc.tuple(fc.stringMatching(/^x[a-z]{1,4}$/), fc.constantFrom('string', 'int', 'secret', 'enum')),
    );
    fc.assert(
      fc.property(values, (inputs) => {
        const text = inputs.map(([name, type]) => input(name, type)).join('');
        expect(compareTemplates(version(text), version(text))).toEqual({ files: [], inputs: [] });
      }),
    );
  });
});
