import { describe, expect, it } from 'vitest';
import { effectiveDefault, inputName, isBooleanEnum, mustBeGiven } from '../../../lib/templates/contract/contract.ts';
import { parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';

const parse = (...lines: readonly string[]) => parseValuesContract(lines.join('\n'), 'values.yaml');
const codesOf = (...lines: readonly string[]) => parse(...lines).diagnostics.map(({ code }) => code);

describe('a contract of annotated values', () => {
  it('has an input for each annotated key, with everything its block says', () => {
    const { contract, diagnostics } = parse(
      '# Values of an agent',
      'clusterType: physical',
      '',
      '# @input.type: enum',
      '# @input.description: Collect logs',
      '# @input.options: true,false',
      '# @input.required: true',
      '# @input.default: true',
      'logs: true # trailing',
      'replicas: 3',
    );
    expect(diagnostics).toEqual([]);
    expect(contract).toEqual({
      format: 'helm',
      file: 'values.yaml',
      clusterType: 'physical',
      inputs: [
        {
          path: ['logs'],
          token: undefined,
          type: 'enum',
          required: true,
          default: 'true',
          value: { data: true, text: 'true', position: { file: 'values.yaml', line: 9, column: 7 } },
          options: ['true', 'false'],
          secret: undefined,
          description: 'Collect logs',
          tip: undefined,
          position: { file: 'values.yaml', line: 9, column: 1 },
        },
      ],
      plain: [
        { path: ['clusterType'], position: { file: 'values.yaml', line: 2, column: 1 } },
        { path: ['replicas'], position: { file: 'values.yaml', line: 10, column: 1 } },
      ],
    });
    expect(contract.inputs.map(isBooleanEnum)).toEqual([true]);
  });

  it.each([
    ['bool', 'boolean', 'true'],
    ['boolean', 'boolean', 'false'],
    ['int', 'int', '3'],
    ['number', 'number', '2.5'],
    ['float', 'number', '0.90'],
    ['String', 'string', 'text'],
  ])('takes the type %s as %s', (word, type, value) => {
    const { contract, diagnostics } = parse(`# @input.type: ${word}`, `x: ${value}`);
    expect([contract.inputs[0]?.type, diagnostics]).toEqual([type, []]);
  });

  it('gives nested keys their path, in any order of annotations, with a description of several lines', () => {
    const { contract, diagnostics } = parse(
      'dns:',
      '  provider:',
      '    # @input.description: Who answers',
      '    #   for names of this domain,',
      '    #   and nothing else',
      '    # a remark about the file',
      '    # @input.type: string',
      '    # @input.required: false',
      '    name: here',
      '    zone: there',
    );
    expect(diagnostics).toEqual([]);
    expect(contract.inputs.map((input) => [inputName(input), input.description])).toEqual([
      ['dns.provider.name', 'Who answers for names of this domain, and nothing else'],
    ]);
    expect(contract.plain.map(({ path }) => path)).toEqual([['dns', 'provider', 'zone']]);
  });

  it('knows an empty default in all its spellings, and keeps the spelling of numbers', () => {
    const spell = (text: string, value = '""') =>
      parse('# @input.type: string', `# @input.default:${text}`, `x: ${value}`).contract.inputs[0]?.default;
    expect([spell(''), spell(' ""'), spell(" ''"), spell('   ')]).toEqual(['', '', '', '']);
    expect([spell(' "a b"'), spell(" 'it''s'"), spell(' "a" or "b"'), spell(' 0.90')]).toEqual([
      'a b',
      "it's",
      '"a" or "b"',
      '0.90',
    ]);
    const { contract } = parse('# @input.type: float', '# @input.default: 0.90', 'x: 0.90');
    expect(contract.inputs[0]).toMatchObject({ default: '0.90', value: { data: 0.9, text: '0.90' } });
    expect(parse('# @input.type: string', 'x: a').contract.inputs[0]?.default).toBeUndefined();
  });

  it('reads a secret with its binding, and takes its token for no default', () => {
    const { contract, diagnostics } = parse(
      '# @input.type: secret',
      '# @input.description: Key of the API',
      '# @input.required: true',
      '# @input.secretKey: api-key',
      '# @input.secretEnv: AGENT_API_KEY',
      '# @input.secretBackend: aws-secrets-store',
      '# @input.secretPath: platform/shared/agent',
      'apiKey: <AGENT_API_KEY>',
    );
    expect(diagnostics).toEqual([]);
    const [input] = contract.inputs;
    expect(input?.secret).toEqual({
      key: 'api-key',
      env: 'AGENT_API_KEY',
      backend: 'aws-secrets-store',
      path: 'platform/shared/agent',
    });
    expect(input && effectiveDefault(input)).toBeUndefined();
    expect(input && mustBeGiven(input)).toBe(true);
  });

  it('sees no annotation inside a text, and reads files with CRLF and a byte order mark', () => {
    const inside = parse('script: |', '  # @input.type: string', '  echo', "quoted: '", "  # @input.type: int'");
    expect([inside.contract.inputs, inside.diagnostics]).toEqual([[], []]);
    const { contract, diagnostics } = parseValuesContract('\ufeff# @input.type: int\r\nx: 1\r\n', 'values.yaml');
    expect(diagnostics).toEqual([]);
    expect(contract.inputs.map(({ path, type, position }) => [path, type, position.line])).toEqual([[['x'], 'int', 2]]);
  });

  it('takes for a text what Go takes for one', () => {
    const { contract, diagnostics } = parse('# @input.type: string', 'e0: e1', '# @input.type: string', 'dot: .');
    expect(diagnostics).toEqual([]);
    expect(contract.inputs.map(({ path, value }) => [...path, value?.data])).toEqual([
      ['e0', 'e1'],
      ['dot', '.'],
    ]);
  });

  it('reads values through aliases', () => {
    const { contract, diagnostics } = parse('base: &region lon1', '# @input.type: string', 'region: *region');
    expect(diagnostics).toEqual([]);
    expect(contract.inputs[0]?.value).toMatchObject({ data: 'lon1', text: 'lon1' });
  });

  it('asks for what is required and has no default anywhere', () => {
    const asks = (...lines: readonly string[]) => parse(...lines).contract.inputs.map(mustBeGiven);
    const required = '# @input.required: true';
    expect(asks('# @input.type: string', required, 'x: ""')).toEqual([true]);
    expect(asks('# @input.type: string', required, 'x: <TOKEN>')).toEqual([true]);
    expect(asks('# @input.type: string', required, 'x: a')).toEqual([false]);
    expect(asks('# @input.type: string', required, '# @input.default: b', 'x: ""')).toEqual([false]);
    expect(asks('# @input.type: string', 'x: ""')).toEqual([false]);
  });

  it('is empty for an empty file', () => {
    expect(parse('').contract.inputs).toEqual([]);
    expect(codesOf('# only a comment')).toEqual([]);
  });
});

describe('findings of a contract', () => {
  const secret = (value: string, env = 'API_KEY') => [
    '# @input.type: secret',
    '# @input.secretKey: k',
    `# @input.secretEnv: ${env}`,
    '# @input.secretBackend: vault',
    '# @input.secretPath: p',
    `apiKey: ${value}`,
  ];

  it.each<[string, readonly string[], readonly string[]]>([
    ['an unknown annotation', ['# @input.typ: int', '# @input.type: int', 'x: 1'], ['INPUT_ANNOTATION_UNKNOWN']],
    ['no colon', ['# @input.type int', 'x: 1'], ['INPUT_ANNOTATION_MALFORMED']],
    ['a place behind a value', ['x: 1 # @input.type: int'], ['INPUT_ANNOTATION_MALFORMED']],
    ['a repetition', ['# @input.type: int', '# @input.type: int', 'x: 1'], ['INPUT_ANNOTATION_REPEATED']],
    [
      'an annotation of other types',
      ['# @input.type: int', '# @input.options: 1,2', 'x: 1'],
      ['INPUT_ANNOTATION_UNUSED'],
    ],
    [
      'a key that is commented out',
      ['# @input.type: int', '# x: 1', '', '# @input.type: int', 'y: 1'],
      ['INPUT_WITHOUT_KEY'],
    ],
    ['a block at the end', ['y: 1', '# @input.type: int'], ['INPUT_WITHOUT_KEY']],
    ['another indentation', ['a:', '# @input.type: int', '  x: 1'], ['INPUT_MISALIGNED']],
    ['a key in a list', ['a:', '  # @input.type: int', '  - x: 1'], ['INPUT_IN_LIST']],
    ['no type', ['# @input.description: what', 'x: a'], ['INPUT_TYPE_MISSING']],
    ['an unknown type', ['# @input.type: strin', 'x: a'], ['INPUT_TYPE_UNKNOWN']],
    ['neither true nor false', ['# @input.type: int', '# @input.required: yes', 'x: 1'], ['INPUT_REQUIRED_INVALID']],
    ['an enum without options', ['# @input.type: enum', 'x: a'], ['INPUT_OPTIONS_MISSING']],
    ['an option given twice', ['# @input.type: enum', '# @input.options: a, b,a', 'x: a'], ['INPUT_OPTION_REPEATED']],
    [
      'a default that is no option',
      ['# @input.type: enum', '# @input.options: a,b', '# @input.default: c', 'x: c'],
      ['INPUT_DEFAULT_INVALID', 'INPUT_VALUE_INVALID'],
    ],
    ['a value that is no number', ['# @input.type: int', 'x: 1.5'], ['INPUT_VALUE_INVALID']],
    ['a mapping as value', ['# @input.type: string', 'x:', '  y: 1'], ['INPUT_VALUE_INVALID']],
    ['a version that YAML takes as a number', ['# @input.type: string', 'x: 1.10'], ['INPUT_VALUE_UNQUOTED']],
    [
      'default and value that differ',
      ['# @input.type: string', '# @input.default: a', 'x: b'],
      ['INPUT_DEFAULT_DISAGREES'],
    ],
    ['numbers that are the same', ['# @input.type: number', '# @input.default: 1.0', 'x: 1'], []],
    ['a boolean in quotes', ['# @input.type: boolean', 'x: "true"'], ['INPUT_BOOLEAN_AS_STRING']],
    [
      'an enum of booleans in quotes',
      ['# @input.type: enum', '# @input.options: false,true', "x: 'false'"],
      ['INPUT_BOOLEAN_AS_STRING'],
    ],
    ['an empty secret', secret('""'), ['INPUT_SECRET_WITHOUT_TOKEN']],
    ['a literal secret', secret('hunter2'), ['INPUT_SECRET_WITHOUT_TOKEN']],
    ['the token of another secret', secret('<OTHER_KEY>'), ['INPUT_SECRET_TOKEN_DIFFERS']],
    ['a secret that is kept nowhere', ['# @input.type: secret', 'x: <X_KEY>'], ['INPUT_SECRET_INCOMPLETE']],
    [
      'a bad name of a token',
      secret('<API_KEY>', 'api-key'),
      ['INPUT_SECRET_ENV_INVALID', 'INPUT_SECRET_TOKEN_DIFFERS'],
    ],
    [
      'an unknown backend',
      secret('<API_KEY>').map((line) => line.replace('vault', 'valt')),
      ['INPUT_SECRET_BACKEND_UNKNOWN'],
    ],
    [
      'two paths of one secret',
      [...secret('<API_KEY>'), '# @input.type: string', 'secretPath: other'],
      ['INPUT_SECRET_PATH_DIFFERS'],
    ],
    ['a type of cluster that does not exist', ['clusterType: physicl'], ['CLUSTER_TYPE_UNKNOWN']],
    ['a key given twice', ['a: 1', 'b: 2', 'a: 3'], ['CONTRACT_DUPLICATE_KEY']],
    ['a list', ['- a'], ['CONTRACT_NOT_A_MAPPING']],
    ['no YAML', ['a: [1'], ['CONTRACT_SYNTAX']],
    ['two documents', ['a: 1', '---', 'b: 2'], ['CONTRACT_SYNTAX']],
  ])('%s', (_name, lines, codes) => {
    expect(codesOf(...lines)).toEqual(codes);
  });

  it('say where', () => {
    const [found] = parse('a:', '  # @input.type: strng', '  x: 1').diagnostics;
    expect(found).toMatchObject({
      code: 'INPUT_TYPE_UNKNOWN',
      source: { file: 'values.yaml', line: 2, column: 18 },
      fix: 'Did you mean `string`?',
    });
  });

  it('never quote what stands in the place of a secret', () => {
    const { diagnostics } = parse(...secret('hunter2'), '# @input.default: hunter2', 'x: [hunter2');
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
    expect(JSON.stringify(parse(...secret('hunter2')).diagnostics)).not.toContain('hunter2');
  });
});
