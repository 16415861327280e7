import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../lib/config/load-config.ts';
import { loadDeclarations } from '../../lib/config/load-declarations.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { readKubeconfig } from '../../lib/gates/kubernetes/kubeconfig.ts';
import { parseInputFile } from '../../lib/templates/contract/parse-input-file.ts';
import { parseValuesContract } from '../../lib/templates/contract/parse-values-contract.ts';
import { readValues } from '../../lib/templates/values/read-values.ts';
import { readSchemas } from '../../lib/validate/schemas/read-schemas.ts';
import { mutated } from '../plan/mutations.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-fuzz-'));
mkdirSync(join(folder, 'platform'));
writeFileSync(join(folder, 'main.ts'), '');
const warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A text that is valid where it is read, as JSON so that it can be damaged as a document too. */
const CONFIG = {
  language: 'typescript',
  app: 'main.ts',
  output: 'dist',
  konstruct: {
    project: 'acme',
    repositories: { '*': { remote: '/srv/git/{name}.git', branch: 'main', credentials: { env: 'TOKEN' } } },
    clusters: { '*': { kubeconfig: '~/.kube/config', context: '{name}' }, a: { inCluster: true } },
    schemas: ['crds/*.yaml'],
    permissions: { matrix: '0.6', users: { jo: { groups: ['viewers'] } } },
  },
};
const DECLARATION = {
  apiVersion: 'konstruct-cdk.dev/v1',
  kind: 'Environment',
  metadata: { name: 'staging', namespace: 'default' },
  spec: { description: 'Acceptance', clusters: [{ name: 'lon1', namespace: 'retail' }] },
};
const KUBECONFIG = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'one',
  contexts: [{ name: 'one', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority': 'ca.crt' } }],
  users: [
    { name: 'u', user: { token: 'x', exec: { command: './login', args: ['a'], env: [{ name: 'A', value: 'b' }] } } },
  ],
};
const INPUT_FILE = {
  clusterType: 'physical',
  inputs: [{ name: 'cidr', token: '<WORKLOAD_CIDR>', prompt: 'Block', tip: '10.0.0.0/16', required: false }],
};
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.dev' },
  spec: {
    group: 'example.dev',
    names: { kind: 'Thing', plural: 'things' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', required: ['a'] } } } },
      },
    ],
  },
};
const VALUES = `# @input.type: enum
# @input.description: Turn logs on
#   in all clusters
# @input.options: true,false
# @input.required: true
# @input.default: true
logs: true
nested:
  # @input.type: secret
  # @input.secretEnv: MY_KEY
  # @input.secretKey: key
  # @input.secretBackend: vault
  # @input.secretPath: a/b
  key: <MY_KEY>
list: [1, {a: &x b, c: *x}]
text: |
  lines
`;

const RUNS = { numRuns: 300 };

/** Bytes that parsers trip over, put anywhere. */
const spliced: fc.Arbitrary<(text: string) => string> = fc
  .tuple(
    fc.nat(),
    fc.nat({ max: 12 }),
    fc.constantFrom(
      '\t',
      '\r',
      '\0',
      '\uFEFF',
      '---\n',
      '...\n',
      '&a ',
      '*a',
      '!!js ',
      '? ',
      ': ',
      '- ',
      '{',
      ']',
      '"',
      '#',
      '%',
      '|',
      '<<: *a',
      '{{',
      '<A>',
    ),
  )
  .map(([at, length, insert]) => (text) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + insert + text.slice(start + length);
  });

/** A reader may refuse a text with findings, and with nothing else. */
async function settle(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    expect(cause.diagnostics.length).toBeGreaterThan(0);
    expect(cause.diagnostics.map(({ code }) => code)).not.toContain('IMPOSSIBLE');
  }
}

const inFile = (name: string, read: () => unknown) => (text: string) => {
  writeFileSync(join(folder, name), text);
  return read();
};

const READERS: readonly (readonly [name: string, valid: string, read: (text: string) => unknown])[] = [
  ['the configuration', JSON.stringify(CONFIG), inFile('cdk8s.yaml', () => loadConfig({ cwd: folder, env: {} }))],
  [
    'a declaration',
    JSON.stringify(DECLARATION),
    inFile('platform/a.yaml', () => loadDeclarations({ root: folder, folder: join(folder, 'platform') })),
  ],
  [
    'a kubeconfig',
    JSON.stringify(KUBECONFIG),
    inFile('kubeconfig', () => readKubeconfig({ name: 'lon1', files: [join(folder, 'kubeconfig')], env: {} })),
  ],
  ['an input file', JSON.stringify(INPUT_FILE), (text) => parseInputFile(text, 'konstruct.yaml')],
  ['a definition of a kind', JSON.stringify(DEFINITION), (text) => readSchemas(text)],
  ['values', JSON.stringify({ a: 1, b: { c: ['x'] } }), (text) => readValues(text, 'values.yaml')],
];

describe('damaged texts are refused with findings, and never crash or hang what reads them', () => {
  it.each(READERS)('%s', async (_name, valid, read) => {
    await read(valid);
    const damage = fc.array(fc.oneof(mutated, spliced), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damage, async (steps) => {
        await settle(() => read(damaged(valid, steps)));
      }),
      RUNS,
    );
  });

  it('the values of a chart with their annotations', async () => {
    expect(parseValuesContract(VALUES, 'values.yaml').diagnostics).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.array(spliced, { minLength: 1, maxLength: 6 }), async (steps) => {
        await settle(() => parseValuesContract(damaged(VALUES, steps), 'values.yaml'));
      }),
      RUNS,
    );
  });

  it('aliases that grow without bound', async () => {
    const bomb = [
      'a: &a [x]',
      ...'bcdefghijklmn'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefghijklm'[index]},`.repeat(9)}]`),
    ].join('\n');
    for (const [, , read] of READERS) await settle(() => read(bomb));
    await settle(() => parseValuesContract(bomb, 'values.yaml'));
  });
});

/** Nothing that a library says reaches the user past our findings. */
afterAll(() => expect(warnings).toEqual([]));

/** Applies damages one after another; one that needs a document is left out where the text is none any more. */
function damaged(text: string, steps: readonly ((text: string) => string)[]): string {
  return steps.reduce((sum, step) => {
    try {
      return step(sum);
    } catch {
      return sum;
    }
  }, text);
}
