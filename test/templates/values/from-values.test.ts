import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';
import { readVariables } from '../../../lib/templates/terraform/module.ts';
import { deployFunctionOf, generateDeployment } from '../../../lib/templates/typescript/generate-deployment.ts';
import { matchValues } from '../../../lib/templates/values/match-values.ts';
import { readValues } from '../../../lib/templates/values/read-values.ts';
import { syntaxErrors } from '../../tools/typescript-check.ts';

const CONTRACT = parseValuesContract(
  [
    '# @input.type: string\n# @input.required: true\nclusterName: ""',
    '# @input.type: enum\n# @input.options: eu,us\n# @input.required: true\nsite: ""',
    '# @input.type: enum\n# @input.options: true,false\nlogs: false',
    '# @input.type: boolean\nfast: false',
    '# @input.type: int\nreplicas: 1',
    '# @input.type: float\nratio: 0.90',
    '# @input.type: string\nchartVersion: "1.10"',
    '# @input.type: string\nadminPassword: ""',
    'limits:\n  # @input.type: int\n  nodes: 2',
    '# @input.type: string\nsecretPath: shared/agent',
    '# @input.type: secret\n# @input.required: true\n# @input.secretKey: api-key\n# @input.secretEnv: AGENT_KEY\n# @input.secretBackend: aws-secrets-store\n# @input.secretPath: shared/agent\napiKey: <AGENT_KEY>',
    '# @input.type: secret\n# @input.secretBackend: vault\n# @input.secretPath: /shared/other\nother: <OTHER>',
    'helmValues: {}',
    '',
  ].join('\n'),
  'values.yaml',
).contract;

const TERRAFORM = {
  hasChart: false,
  variables: [
    ...readVariables(
      new Map([
        [
          'variables.tf',
          [
            'variable "versioning" {\n  type    = bool\n  default = true\n}',
            'variable "days" {\n  type = number\n}',
            'variable "tier" {\n  type    = string\n  default = "small"\n  validation {\n    condition     = contains(["small", "large"], var.tier)\n    error_message = "x"\n  }\n}',
            'variable "tags" {\n  type    = map(string)\n  default = {}\n}',
            'variable "zones" {\n  type    = list(string)\n  default = []\n}',
            'variable "licence" {\n  type      = string\n  sensitive = true\n}',
            'variable "other" {\n  type      = string\n  sensitive = true\n  default   = ""\n}',
          ].join('\n'),
        ],
      ]),
    ).values(),
  ],
};

const OPTIONS = {
  release: 'dd',
  item: 'agent',
  type: 'Application',
  source: { folder: './agent' },
  functionName: 'deployDd',
  from: 'old.yaml',
} as const;

describe('a program made from the values of a deployment', () => {
  it('gives what the file says, as the types of the inputs have it, with the comments of people', () => {
    const { values, defaults, supplied, codes } = imported(`
clusterName: lon1
# Since the audit
site: "eu" # not us
logs: "true"
fast: 'false'
replicas: "3"
ratio: 0.9
chartVersion: 1.20
limits: { nodes: 5 }
helmValues:
  a: [1, { b: null }]
`);
    expect(values).toEqual({
      site: 'eu',
      logs: true,
      replicas: 3,
      chartVersion: '1.20',
      'limits.nodes': 5,
      helmValues: { a: [1, { b: null }] },
      apiKey: { store: 'cluster', path: 'shared/agent', property: 'api-key' },
    });
    expect({ defaults, supplied, codes }).toEqual({
      defaults: ['fast', 'ratio'],
      supplied: ['clusterName'],
      codes: [],
    });
    const text = generate('# Since the audit\nsite: eu # not us\n');
    expect(text).toContain("      // Since the audit\n      // not us\n      site: 'eu',\n");
  });

  it('takes the quotes of forms for an empty text, and keeps what clears an input', () => {
    expect(imported(`site: us\nchartVersion: '""'\nclusterName: '""'\n`).values).toMatchObject({ chartVersion: '' });
  });

  it('makes a reference of a secret given as text, where its input keeps it, and repeats it nowhere', () => {
    const given =
      'site: eu\n# was s3cretOLD\napiKey: s3cretNEW\nsecretPath: shop/agent\nother: pemPEMpem\n# see pemPEMpem\nreplicas: 2\n';
    const { values, codes, diagnostics } = imported(given);
    expect(values).toMatchObject({
      apiKey: { store: 'cluster', path: 'shop/agent', property: 'api-key' },
      other: { store: 'vault', path: 'shop/agent' },
    });
    expect(codes).toEqual(
      ['VALUES_COMMENT_NOT_COPIED', 'VALUES_SECRET_NOT_COPIED old.yaml:3', 'VALUES_SECRET_NOT_COPIED old.yaml:5'].map(
        (code) => (code.includes(' ') ? code : `${code} old.yaml:7`),
      ),
    );
    expect(JSON.stringify(diagnostics) + generate(given)).not.toMatch(/s3cret|pemPEM/);
  });

  it.each([
    ['a text whose name says so', 'adminPassword: hunter2\n'],
    ['a value of the Helm chart', 'helmValues:\n  db:\n    password: hunter2\n    host: db\n'],
    ['a variable of a container', 'helmValues:\n  env:\n    - name: API_TOKEN\n      value: hunter2\n'],
    ['a block of text', 'helmValues:\n  config: |\n    user: me\n    password = hunter2\n'],
    ['a token of known form', `chartVersion: ghp_${'a1'.repeat(18)}hunter2\n`],
    ['the credentials of a URL', 'helmValues:\n  url: postgres://me:hunter2@db/x\n'],
    ['a comment of a value', '# api key: hunter2\nreplicas: 4\n'],
  ])('leaves out a secret in %s, and says so', (_, given) => {
    const { codes, diagnostics } = imported(`site: eu\n${given}`);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toMatch(/^VALUES_(?:SECRET|COMMENT)_NOT_COPIED /);
    expect(JSON.stringify(diagnostics) + generate(`site: eu\n${given}`)).not.toContain('hunter2');
  });

  it('tells a secret within the values of the Helm chart where its key stands', () => {
    const given =
      'site: eu\nhelmValues:\n  db:\n    host: db\n    password: hunter2\n  env:\n    - name: API_TOKEN\n      value: x\n';
    expect(imported(given).codes).toEqual([5, 6].map((line) => `VALUES_SECRET_NOT_COPIED old.yaml:${line}`));
  });

  it.each([
    'helmValues:\n  existingSecret: agent-secret\n',
    'helmValues:\n  imagePullSecret: registry\n',
    'helmValues:\n  token: ""\n',
    'helmValues:\n  token: <AGENT_TOKEN>\n',
    'helmValues:\n  secretName: agent\n',
  ])('does not take a reference for a secret: %s', (given) => {
    expect(imported(`site: eu\n${given}`).codes).toEqual([]);
  });

  it.each([
    ['a key that the template does not ask for', 'site: eu\nsites: us\n', 'VALUES_INPUT_UNKNOWN old.yaml:2'],
    ['a key below an input', 'site: eu\nlimits: { node: 1 }\n', 'VALUES_INPUT_UNKNOWN old.yaml:2'],
    ['an option that is none', 'site: mars\n', 'VALUES_INPUT_REFUSED old.yaml:1'],
    ['a mapping for a text', 'site: eu\nchartVersion: { a: 1 }\n', 'VALUES_INPUT_REFUSED old.yaml:2'],
    ['a text for a number', 'site: eu\nreplicas: two\n', 'VALUES_INPUT_REFUSED old.yaml:2'],
    ['a required value that is not there', 'replicas: 2\n', 'VALUES_INPUT_MISSING'],
    ['a key that is there twice', 'site: eu\nsite: us\n', 'VALUES_SYNTAX old.yaml:2'],
    ['invalid YAML', 'site: [\n', 'VALUES_SYNTAX old.yaml:2'],
    ['two documents', 'site: eu\n---\nsite: us\n', 'VALUES_SYNTAX old.yaml:2'],
    ['a list', '- site: eu\n', 'VALUES_NOT_A_MAPPING old.yaml:1'],
    ['aliases that multiply', bomb(), 'VALUES_SYNTAX old.yaml:1'],
  ])('tells %s, with its place', (_, given, code) => {
    expect(imported(given).codes).toEqual([code]);
  });

  it('follows aliases and merges, and reads an empty file', () => {
    const { values } = imported('helmValues: &a { x: 1 }\n<<: { site: us }\nlimits: &n { nodes: 7 }\n');
    expect(values).toMatchObject({ site: 'us', 'limits.nodes': 7, helmValues: { x: 1 } });
    expect(imported('').codes).toEqual(['VALUES_INPUT_MISSING']);
  });

  it.each([
    [
      'a custom resource',
      {
        metadata: { name: 'dd' },
        spec: {
          catalog_application_name: 'agent',
          cluster_name: 'lon1',
          env: [{ name: 'dev', namespace: 'shop' }],
          yamlValues: { site: 'us', AGENT_KEY: 'abcd' },
        },
      },
    ],
    [
      'a payload of the API',
      {
        instance_name: 'dd',
        catalog_application_name: 'agent',
        cluster_name: 'lon1',
        env: [{ name: 'dev' }],
        yamlValues: { site: 'us', '<AGENT_KEY>': 'abcd' },
      },
    ],
    [
      'a payload from before 0.5',
      {
        name: 'agent',
        body: {
          instance_name: 'dd',
          cluster_name: 'lon1',
          env: ['dev'],
          yamlValues: { site: 'us', apiKey: '<AGENT_KEY>' },
        },
      },
    ],
  ])('finds the values of %s, by name and by token', (_, record) => {
    const { values, facts } = imported(JSON.stringify(record, null, 2));
    expect(values).toEqual({ site: 'us', apiKey: { store: 'cluster', path: 'shared/agent', property: 'api-key' } });
    expect(facts).toMatchObject({ item: 'agent', cluster: 'lon1', environment: 'dev' });
  });

  it('is a module that parses, whatever the keys and the texts are', () => {
    const text = generate(`site: eu\nhelmValues:\n  "a b'c": "x\\u2028'\\n*/"\n  __proto__: { y: 1 }\n  f: .inf\n`);
    expect(syntaxErrors(text)).toBe(0);
    expect(text).toContain("['__proto__']: {");
    expect(deployFunctionOf('dd-2x')).toBe('deployDd2x');
  });

  it('never repeats a text that was given for a secret, and always parses', () => {
    const name = fc.constantFrom('apiKey', 'other', 'AGENT_KEY', 'adminPassword');
    const secret = fc.stringMatching(/^[A-Z0-9]{8,20}z$/);
    const around = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n\u2028\u2029\u0085]/g, ' '));
    fc.assert(
      fc.property(name, secret, around, around, (key, text, before, after) => {
        const given = [
          `# ${before}${text}${after}`,
          'site: eu',
          `${key}: ${text}`,
          'helmValues:',
          `  note: ${JSON.stringify(`${before}${text}${after}`)}`,
          `  list: [${JSON.stringify(text)}]`,
          `x${text}: 1`,
          '',
        ].join('\n');
        const { diagnostics } = imported(given);
        const module = generate(given);
        expect(JSON.stringify(diagnostics)).not.toContain(text);
        expect(module).not.toContain(text);
        expect(syntaxErrors(module)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the Terraform of an item', () => {
  const imported = (infrastructure: string, hasChart = false) => {
    const text = `yamlValues: {}\niacValues:\n${infrastructure.replace(/^(?=.)/gm, '  ')}`;
    const contract = parseValuesContract('', 'values.yaml').contract;
    const matched = matchValues(contract, readValues(text, 'old.yaml'), new Set(), { ...TERRAFORM, hasChart });
    const codes = matched.diagnostics.map(({ code, source }) => `${code} ${source?.line ?? ''}`.trimEnd());
    const given = matched.infrastructureValues.map(({ path, value }) => [path.join('.'), value]);
    return { ...matched, codes, given: Object.fromEntries(given), text: JSON.stringify(matched) };
  };

  it('has its variables taken over, as their types have it, with comments', () => {
    const found = imported(
      'versioning: "false"\n# as agreed\ndays: "30"\ntier: large\ntags: { team: shop }\nzones: \'["a", "b"]\'\n',
    );
    expect(found.given).toEqual({
      versioning: false,
      days: 30,
      tier: 'large',
      tags: { team: 'shop' },
      zones: ['a', 'b'],
      licence: { store: 'vault', path: 'konstruct/shared/licence' },
    });
    expect(found.infrastructureValues.find(({ path }) => path[0] === 'days')?.comments).toEqual(['as agreed']);
    expect(found.codes).toEqual([]);
  });

  it('leaves out what it has anyway, and a sensitive variable that is empty', () => {
    const { given, defaults, codes } = imported('versioning: true\ndays: 1\ntier: small\ntags: {}\nother: ""\n');
    expect(Object.keys(given)).toEqual(['days', 'licence']);
    expect({ defaults, codes }).toEqual({ defaults: ['versioning', 'tier', 'tags'], codes: [] });
  });

  it('makes a reference of a sensitive variable that is given as text, and repeats it nowhere', () => {
    const { given, codes, text } = imported('days: 1\nlicence: hunter2\n# was hunter2\ntier: large\n');
    expect(given).toMatchObject({ licence: { store: 'vault', path: 'konstruct/shared/licence' }, tier: 'large' });
    expect(codes).toEqual(['VALUES_SECRET_NOT_COPIED 4', 'VALUES_COMMENT_NOT_COPIED 6']);
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['a text for a number', 'days: two\n', 'VALUES_INPUT_REFUSED 3'],
    ['an option that is none', 'days: 1\ntier: huge\n', 'VALUES_INPUT_REFUSED 4'],
    ['a list for a text', 'days: 1\ntier: [a]\n', 'VALUES_INPUT_REFUSED 4'],
    ['a variable that is none', 'days: 1\ndais: 1\n', 'VALUES_INPUT_UNKNOWN 4'],
    ['a secret in a mapping', 'days: 1\ntags: { password: hunter2 }\n', 'VALUES_SECRET_NOT_COPIED 4'],
    ['one that has to be given', '{}\n', 'VALUES_INPUT_MISSING'],
  ])('tells %s, with its place', (_, given, code) => {
    const { codes, text } = imported(given);
    expect(codes).toEqual([code]);
    expect(text).not.toContain('hunter2');
  });

  it('takes no plain values for variables beside a chart', () => {
    const file = readValues('days: 1\n', 'values.yaml');
    const contract = parseValuesContract('', 'values.yaml').contract;
    const codesOf = (hasChart: boolean) =>
      matchValues(contract, file, new Set(), { ...TERRAFORM, hasChart }).diagnostics.map(({ code }) => code);
    expect(codesOf(false)).toEqual([]);
    expect(codesOf(true)).toEqual(['VALUES_INPUT_UNKNOWN', 'VALUES_INPUT_MISSING']);
  });
});

// --- internal ---

function imported(text: string) {
  const file = readValues(text, 'old.yaml');
  const matched = matchValues(CONTRACT, file, new Set(['clusterName', 'project']));
  const diagnostics = file.diagnostics.length > 0 ? file.diagnostics : matched.diagnostics;
  return {
    ...matched,
    facts: file.facts,
    diagnostics,
    codes: diagnostics.map(({ code, source }) =>
      source === undefined ? code : `${code} ${source.file}:${source.line}`,
    ),
    values: Object.fromEntries(matched.values.map(({ path, value }) => [path.join('.'), value])),
  };
}

function generate(text: string): string {
  return generateDeployment(matchValues(CONTRACT, readValues(text, 'old.yaml'), new Set(['clusterName'])), OPTIONS);
}

function bomb(): string {
  const rows = Array.from(
    { length: 12 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`,
  );
  return ['a0: &a0 [1, 1]', ...rows, ''].join('\n');
}
