import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INPUT_TYPES } from '../../../lib/templates/contract/contract.ts';
import { parseInputFile } from '../../../lib/templates/contract/parse-input-file.ts';
import { parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';
import { classNameOf, fileNameOf, isClassName } from '../../../lib/templates/typescript/class-name.ts';
import { GENERATED_MARK, generateClass } from '../../../lib/templates/typescript/generate-class.ts';
import { generateDeployment } from '../../../lib/templates/typescript/generate-deployment.ts';
import { matchValues } from '../../../lib/templates/values/match-values.ts';
import { readValues } from '../../../lib/templates/values/read-values.ts';
import { syntaxErrors, typeProblems } from '../../tools/typescript-check.ts';

const VALUES = [
  '# @input.type: enum',
  '# @input.description: Where samples are sent; never */ elsewhere',
  '# @input.options: eu,us',
  '# @input.required: true',
  'site: ""',
  '# @input.type: enum',
  '# @input.options: true,false',
  '# @input.default: true',
  'logs: true',
  'limits:',
  '  # @input.type: int',
  '  # @input.required: true',
  '  nodes: 2',
  '  per-node:',
  '    # @input.type: float',
  '    ratio: 0.90',
  '# @input.type: string',
  '# @input.description: Extra',
  'note: ""',
  '# @input.type: secret',
  '# @input.required: true',
  '# @input.secretKey: api-key',
  '# @input.secretEnv: AGENT_KEY',
  '# @input.secretBackend: vault',
  '# @input.secretPath: shared/agent',
  'apiKey: <AGENT_KEY>',
  '',
].join('\n');

const { contract } = parseValuesContract(VALUES, 'values.yaml');
const template = {
  name: 'agent',
  format: 'helm',
  source: { url: 'https://git.example.com/acme/catalog', path: 'agent', ref: 'v1' },
} as const;
const agent = generateClass(contract, { className: 'Agent', template });

describe('a class made from a contract', () => {
  it('has an interface of the values, with their documentation', () => {
    expect(agent).toBe(`${GENERATED_MARK}
import type { SecretRef, TemplateBinding, TemplateReference } from 'konstruct-cdk';

/** Values of Agent. */
export interface AgentValues {
  /**
   * Where samples are sent; never *\\/ elsewhere
   */
  readonly site: 'eu' | 'us';
  /**
   * @default true
   */
  readonly logs?: boolean | 'true' | 'false';
  readonly limits?: {
    /**
     * A whole number.
     *
     * @default 2
     */
    readonly nodes?: number;
    readonly 'per-node'?: {
      /**
       * @default 0.90
       */
      readonly ratio?: number;
    };
  };
  /**
   * Extra
   *
   * @default - empty
   */
  readonly note?: string;
  /**
   * A secret: property \`api-key\` of \`shared/agent\` in vault.
   */
  readonly apiKey: SecretRef;
}

/** A template with values for it. */
export class Agent implements TemplateBinding<AgentValues> {
  static readonly template: TemplateReference = {
    name: 'agent',
    format: 'helm',
    source: { url: 'https://git.example.com/acme/catalog', path: 'agent', ref: 'v1' },
  };

  readonly template: TemplateReference = Agent.template;
  readonly values: AgentValues;

  constructor(values: AgentValues) {
    this.values = values;
  }
}
`);
  });

  it('takes the values that the template takes, and no others', () => {
    const use = (values: string) => `import { SecretRef } from 'konstruct-cdk';
import { Agent } from './agent.ts';
const apiKey = SecretRef.store('shared/agent', 'api-key');
export const key = apiKey;
export const one =
  new Agent(${values});
`;
    const none = generateClass(parseValuesContract('', 'values.yaml').contract, { className: 'None', template });
    const optional = generateClass(parseValuesContract('# @input.type: int\nx: 1', 'values.yaml').contract, {
      className: 'Optional',
      template: { name: 'o', format: 'helm', source: { folder: 'templates/o' } },
    });
    const inputs =
      'inputs:\n  - { name: cidr, token: <WORKLOAD_CIDR> }\n  - { name: zone, token: <ZONE>, required: false }\n';
    const tokens = generateClass(parseInputFile(inputs, 'kubefirst.yaml').contract, {
      className: 'Tokens',
      template: { name: 't', format: 'tokens', source: { folder: 't' } },
    });
    const given = readValues('site: eu\nhelm: { a: [1, null], "b c": { d: x } }\n', 'old.yaml');
    const withHelm = {
      ...contract,
      plain: [{ path: ['helm'], position: { file: 'values.yaml', line: 1, column: 1 } }],
    };
    const deployment = generateDeployment(matchValues(withHelm, given, new Set()), {
      release: 'agent',
      item: 'agent',
      type: 'Hybrid',
      source: template.source,
      functionName: 'deployAgent',
      from: 'old.yaml',
    });
    const problems = typeProblems({
      'agent.ts': agent,
      'none.ts': none,
      'optional.ts': optional,
      'tokens.ts': tokens,
      'deployment.ts': deployment,
      'good-1.ts': use("{ site: 'eu', apiKey }"),
      'good-2.ts': use(
        "{ site: 'us', apiKey, logs: false, limits: { nodes: 3, 'per-node': { ratio: 0.5 } }, note: 'x' }",
      ),
      'good-3.ts': use("{ site: 'us', apiKey: SecretRef.vault('a'), logs: 'true' }"),
      'good-4.ts': [
        "import { None } from './none.ts';",
        "import { Optional } from './optional.ts';",
        "import { Tokens } from './tokens.ts';",
        "export const all = [new None(), new Optional(), new Optional({ x: 2 }), new Tokens({ cidr: 'a' })];",
      ].join('\n'),
      'bad-option.ts': use("{ site: 'asia', apiKey }"),
      'bad-literal-secret.ts': use("{ site: 'eu', apiKey: 'hunter2' }"),
      'bad-missing.ts': use('{ apiKey }'),
      'bad-missing-secret.ts': use("{ site: 'eu' }"),
      'bad-unknown.ts': use("{ site: 'eu', apiKey, sites: 'eu' }"),
      'bad-number.ts': use("{ site: 'eu', apiKey, limits: { nodes: '3' } }"),
      'bad-nested-unknown.ts': use("{ site: 'eu', apiKey, limits: { node: 3 } }"),
      'bad-boolean.ts': use("{ site: 'eu', apiKey, logs: 'yes' }"),
      'bad-text.ts': use("{ site: 'eu', apiKey, note: 3 }"),
      'bad-none.ts': use(''),
      'bad-no-inputs.ts': "import { None } from './none.ts';\n\n\n\n\nexport const one = new None({ x: 1 });\n",
      'bad-token.ts': "import { Tokens } from './tokens.ts';\n\n\n\n\nexport const one = new Tokens({ zone: 'a' });\n",
    });
    expect([...new Set(problems.map(({ file }) => file))].sort()).toEqual(
      [
        'bad-option.ts',
        'bad-literal-secret.ts',
        'bad-missing.ts',
        'bad-missing-secret.ts',
        'bad-unknown.ts',
        'bad-number.ts',
        'bad-nested-unknown.ts',
        'bad-boolean.ts',
        'bad-text.ts',
        'bad-none.ts',
        'bad-no-inputs.ts',
        'bad-token.ts',
      ].sort(),
    );
    expect(new Set(problems.map(({ line }) => line))).toEqual(new Set([6]));
  });

  it('is the same for the same contract, and TypeScript whatever the contract holds', () => {
    const word = fc.string({ maxLength: 8, unit: 'grapheme' });
    const name = fc.oneof(
      word,
      fc.constantFrom('class', 'a-b', "it's", '"', '\\', '*/', '`$' + '{x}`', 'constructor', '\u2028'),
    );
    const input = fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 3 }),
      token: fc.option(fc.constant('<A_B>'), { nil: undefined }),
      type: fc.constantFrom(...INPUT_TYPES),
      required: fc.boolean(),
      default: fc.option(name, { nil: undefined }),
      value: fc.constant(undefined),
      options: fc.array(name, { maxLength: 3 }),
      secret: fc.option(fc.record({ key: name, env: name, backend: name, path: name }), { nil: undefined }),
      description: fc.option(name, { nil: undefined }),
      tip: fc.option(name, { nil: undefined }),
      position: fc.constant({ file: 'values.yaml', line: 1, column: 1 }),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 5 }), name, (inputs, text) => {
        const made = () =>
          generateClass(
            { format: 'helm', file: 'values.yaml', clusterType: undefined, inputs, plain: [] },
            { className: 'Any', template: { name: text, format: 'helm', source: { url: text, path: text } } },
          );
        expect(made()).toBe(made());
        expect(syntaxErrors(made())).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the name of a class', () => {
  it.each([
    ['datadog-agent', 'DatadogAgent', 'datadog-agent'],
    ['s3', 'S3', 's3'],
    ['oauth2_proxy.v2', 'Oauth2ProxyV2', 'oauth2-proxy-v2'],
    ['3scale', 'Template3scale', 'template3scale'],
    ['secret-ref', 'SecretRefTemplate', 'secret-ref-template'],
    ['AWSCluster', 'AWSCluster', 'aws-cluster'],
  ])('made from %s is %s', (name, className, file) => {
    expect(classNameOf(name)).toBe(className);
    expect(isClassName(className)).toBe(true);
    expect(fileNameOf(className)).toBe(file);
  });

  it('is none where there are no letters', () => {
    expect(classNameOf('---')).toBeUndefined();
    expect(['agent', 'A-b', '', 'SecretRef', '3d'].map(isClassName)).toEqual([false, false, false, false, false]);
  });
});
