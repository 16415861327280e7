import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretRef } from '../../../lib/model/secret-ref.ts';
import { parseInputFile } from '../../../lib/templates/contract/parse-input-file.ts';
import { parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';
import { type GivenValues, resolveInputs } from '../../../lib/templates/contract/resolve-inputs.ts';

const { contract } = parseValuesContract(
  [
    '# @input.type: enum',
    '# @input.options: small,large',
    '# @input.required: true',
    'size: ""',
    '# @input.type: enum',
    '# @input.options: true,false',
    '# @input.default: true',
    'logs: true',
    'limits:',
    '  # @input.type: int',
    '  nodes: 2',
    '  # @input.type: float',
    '  # @input.default: 0.5',
    '  ratio: 0.90',
    '# @input.type: boolean',
    'public: false',
    '# @input.type: string',
    'zone: eu',
    '# @input.type: secret',
    '# @input.required: true',
    'apiKey: <API_KEY>',
    'image:',
    '  tag: v1',
    '',
  ].join('\n'),
  'values.yaml',
);
const apiKey = SecretRef.store('shared/agent', 'api-key');
const required = { size: 'small', apiKey };
const codesOf = (given: GivenValues) => resolveInputs(contract, given).diagnostics.map(({ code }) => code);

describe('values for a chart', () => {
  it('are handed over in the form of their types, with defaults that the chart does not have itself', () => {
    const given = { ...required, logs: false, limits: { nodes: 3 }, public: true, image: { tag: 'v2' } };
    const { values, tokens, secrets, diagnostics } = resolveInputs(contract, given);
    expect(diagnostics).toEqual([]);
    expect(values).toEqual({
      size: 'small',
      logs: 'false',
      limits: { nodes: 3, ratio: 0.5 },
      public: true,
      image: { tag: 'v2' },
    });
    expect(tokens.size).toBe(0);
    expect(secrets.map(({ input, ref }) => [input.path, ref])).toEqual([[['apiKey'], apiKey]]);
  });

  it('may be left out where there is a default, and be cleared where they are not required', () => {
    expect(resolveInputs(contract, { ...required, zone: '' })).toMatchObject({ values: { zone: '' }, diagnostics: [] });
    expect(codesOf(required)).toEqual([]);
  });

  it.each<[string, GivenValues, readonly string[]]>([
    ['nothing', {}, ['INPUT_MISSING', 'INPUT_MISSING']],
    ['an empty text', { size: '', apiKey }, ['INPUT_MISSING']],
    ['no option', { ...required, size: 'huge' }, ['INPUT_REFUSED']],
    ['a number for a text', { ...required, zone: 3 }, ['INPUT_REFUSED']],
    ['half a node', { ...required, limits: { nodes: 1.5 } }, ['INPUT_REFUSED']],
    ['a text that is no boolean', { ...required, public: 'yes' }, ['INPUT_REFUSED']],
    ['a boolean for a number', { ...required, limits: { nodes: true } }, ['INPUT_REFUSED']],
    ['a mapping for a text', { ...required, zone: { a: 'b' } }, ['INPUT_REFUSED']],
    ['a secret for a text', { ...required, zone: apiKey }, ['INPUT_REFUSED']],
    ['a literal for a secret', { ...required, apiKey: 'hunter2' }, ['INPUT_SECRET_LITERAL']],
    ['an unknown name', { ...required, zon: 'eu' }, ['INPUT_UNKNOWN']],
    ['an unknown name below', { ...required, limits: { node: 1 } }, ['INPUT_UNKNOWN']],
    ['a text for a mapping', { ...required, limits: 'none' }, ['INPUT_UNKNOWN']],
  ])('are refused: %s', (_name, given, codes) => {
    expect(codesOf(given)).toEqual(codes);
  });

  it('never show what was given for a secret, and carry the place that gave them', () => {
    const source = { file: 'main.ts', line: 3, column: 1 };
    const { diagnostics } = resolveInputs(contract, { ...required, apiKey: 'hunter2' }, { address: 'a/b', source });
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
    expect(diagnostics.map((found) => [found.address, found.source])).toEqual([['a/b', source]]);
  });

  it('are taken or refused, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('size', 'logs', 'limits', 'zone', 'apiKey', '__proto__', 'x'), fc.jsonValue()),
        (given) => {
          const { values } = resolveInputs(contract, given as GivenValues);
          expect(() => JSON.stringify(values)).not.toThrow();
          expect(values).not.toHaveProperty('apiKey');
        },
      ),
    );
  });
});

describe('values for token files', () => {
  it('are texts by token', () => {
    const file =
      'inputs:\n  - { name: cidr, token: <WORKLOAD_CIDR> }\n  - { name: zone, token: <ZONE_NAME>, required: false }\n';
    const parsed = parseInputFile(file, 'kubefirst.yaml').contract;
    const { values, tokens, diagnostics } = resolveInputs(parsed, { cidr: '10.0.0.0/16', zone: '' });
    expect([values, [...tokens], diagnostics]).toEqual([
      {},
      [
        ['<WORKLOAD_CIDR>', '10.0.0.0/16'],
        ['<ZONE_NAME>', ''],
      ],
      [],
    ]);
    expect(resolveInputs(parsed, {}).diagnostics.map(({ code }) => code)).toEqual(['INPUT_MISSING']);
    // There are no secrets among them: the file would hold it.
    const [refused] = resolveInputs(parsed, { cidr: SecretRef.vault('a/b') }).diagnostics;
    expect(refused).toMatchObject({ code: 'INPUT_REFUSED', fix: expect.stringContaining('ExternalSecret') });
  });
});
