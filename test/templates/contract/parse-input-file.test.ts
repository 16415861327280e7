import { describe, expect, it } from 'vitest';
import { parseInputFile } from '../../../lib/templates/contract/parse-input-file.ts';

const parse = (...lines: readonly string[]) => parseInputFile(lines.join('\n'), 'kubefirst.yaml');

describe('an input file', () => {
  it('declares required strings unless it says otherwise', () => {
    const { contract, diagnostics } = parse(
      '# +argocd:skip-file-rendering',
      'clusterType: "virtual"',
      'inputs:',
      '  - name: cidr',
      '    token: "<WORKLOAD_CIDR>"',
      '    prompt: Addresses of the network',
      '    tip: 10.0.0.0/16',
      '    required: false',
      '  - { name: zone, token: <ZONE_NAME> }',
    );
    expect(diagnostics).toEqual([]);
    expect(contract).toMatchObject({ format: 'input-file', clusterType: 'virtual', plain: [] });
    expect(
      contract.inputs.map(({ path, token, type, required, description, tip, position }) => [
        path.join('.'),
        token,
        type,
        required,
        description,
        tip,
        position.line,
      ]),
    ).toEqual([
      ['cidr', '<WORKLOAD_CIDR>', 'string', false, 'Addresses of the network', '10.0.0.0/16', 4],
      ['zone', '<ZONE_NAME>', 'string', true, undefined, undefined, 9],
    ]);
  });

  it.each([[''], ['# +argocd:skip-file-rendering\n'], ['inputs:\n'], ['inputs: []\n']])(
    'may ask for nothing: %j',
    (text) => {
      const { contract, diagnostics } = parseInputFile(text, 'konstruct.yaml');
      expect([contract.inputs, diagnostics]).toEqual([[], []]);
    },
  );

  it.each<[string, readonly string[], readonly string[]]>([
    ['no list', ['inputs: {}'], ['INPUT_FILE_INVALID']],
    ['an entry that is no mapping', ['inputs: [a]'], ['INPUT_FILE_INVALID']],
    ['no name and no token', ['inputs: [{}]'], ['INPUT_FILE_INVALID', 'INPUT_FILE_INVALID']],
    ['a list for a name', ['inputs: [{ name: [], token: <X_Y> }]'], ['INPUT_FILE_INVALID', 'INPUT_FILE_INVALID']],
    ['a token without brackets', ['inputs: [{ name: a, token: X_Y }]'], ['INPUT_TOKEN_INVALID']],
    [
      'two of a name',
      ['inputs:', '  - { name: a, token: <X_Y> }', '  - { name: a, token: <Z_Y> }'],
      ['INPUT_REPEATED'],
    ],
    [
      'two of a token',
      ['inputs:', '  - { name: a, token: <X_Y> }', '  - { name: b, token: <X_Y> }'],
      ['INPUT_REPEATED'],
    ],
    [
      'unknown keys',
      ['clustertype: physical', 'inputs: [{ name: a, token: <X_Y>, promt: a }]'],
      ['INPUT_FILE_UNKNOWN_KEY', 'INPUT_FILE_UNKNOWN_KEY'],
    ],
    ['neither true nor false', ['inputs: [{ name: a, token: <X_Y>, required: 3 }]'], ['INPUT_REQUIRED_INVALID']],
    ['an unknown type of cluster', ['clusterType: metal'], ['CLUSTER_TYPE_UNKNOWN']],
    ['a text', ['just a text'], ['CONTRACT_NOT_A_MAPPING']],
    ['no YAML', ['inputs: ['], ['CONTRACT_SYNTAX']],
    ['a key given twice', ['inputs: []', 'inputs: []'], ['CONTRACT_DUPLICATE_KEY']],
  ])('is refused with %s', (_name, lines, codes) => {
    expect(parse(...lines).diagnostics.map(({ code }) => code)).toEqual(codes);
  });
});
