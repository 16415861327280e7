import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { type BareRepository, createBareRepository, startGitServer } from '../tools/git-server.ts';
import { openProject, type TestProject } from '../tools/project.ts';
import { typeProblems } from '../tools/typescript-check.ts';

const VALUES = [
  '# @input.type: enum',
  '# @input.description: Where samples go',
  '# @input.options: eu,us',
  '# @input.required: true',
  'site: ""',
  '# @input.type: secret',
  '# @input.required: true',
  '# @input.secretKey: api-key',
  '# @input.secretEnv: AGENT_KEY',
  '# @input.secretBackend: vault',
  '# @input.secretPath: shared/agent',
  'apiKey: <AGENT_KEY>',
  '',
].join('\n');
const CHART = {
  'agent/Chart.yaml': 'name: metrics-agent\n',
  'agent/values.yaml': VALUES,
  'agent/templates/app.yaml': 'site: {{ .Values.site }}\n',
};

let catalog: BareRepository;
let project: TestProject;

beforeEach(() => {
  catalog = createBareRepository(CHART);
  project = openProject({}, { TEMPLATE_TOKEN: 'not-a-real-token' });
  for (const [path, text] of Object.entries(CHART)) project.write(`templates/${path}`, text);
  project.write('cdk8s.yaml', 'language: typescript\napp: main.ts\n');
  project.write('main.ts', 'export {};\n');
});

afterEach(() => {
  project.remove();
  catalog.remove();
});

describe('kcdk inputs', () => {
  it('prints the contract as a table and as JSON', async () => {
    const table = await project.ok(['inputs', 'templates/agent']);
    expect(table.stderr).toBe('');
    expect(table.stdout).toBe(
      [
        'NAME    TYPE         REQUIRED  DEFAULT  DESCRIPTION',
        'site    enum(eu,us)  yes                Where samples go',
        'apiKey  secret       yes',
        '',
      ].join('\n'),
    );
    const { stdout } = await project.ok(['inputs', 'templates/agent', '--json']);
    const contract = JSON.parse(stdout);
    expect(contract).toMatchObject({ format_version: '1.1', format: 'helm', file: 'values.yaml', clusterType: null });
    expect(contract.inputs[1]).toMatchObject({
      name: 'apiKey',
      type: 'secret',
      required: true,
      default: null,
      secret: { key: 'api-key', env: 'AGENT_KEY', backend: 'vault', path: 'shared/agent' },
      position: { file: 'values.yaml', line: 12, column: 1 },
    });
  });

  it('lists tokens and variables of Terraform, and warns of a variable that nothing reads', async () => {
    project.write('templates/bucket/provider', 'backend = "<BUCKET>"\n');
    project.write('templates/bucket/main.tf', 'locals {\n  a = [var.name, var.key, var.rules]\n}\n');
    project.write(
      'templates/bucket/variables.tf',
      'variable "name" {\n  description = "What it is called"\n  default = "a"\n}\n' +
        'variable "rules" {\n  type = list(object({ port = number }))\n}\n' +
        'variable "key" {\n  sensitive = true\n}\nvariable "size" { default = 3 }\n',
    );
    const { stdout, stderr, exitCode } = await project.run(['inputs', 'templates/bucket']);
    expect([exitCode, codesIn(stderr)]).toEqual([0, ['INPUT_UNUSED']]);
    expect(stderr).toContain('variables.tf:11:1');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['NAME', 'TYPE', 'REQUIRED', 'DEFAULT', 'DESCRIPTION'],
      ['BUCKET', 'string', 'yes'],
      ['var.name', 'any', 'no', 'a', 'What it is called'],
      ['var.rules', 'list(object)', 'yes'],
      ['var.key', 'secret', 'yes'],
      ['var.size', 'any', 'no', '3'],
      [''],
    ]);
    const hybrid = await project.ok(['inputs', 'builtin:catalog/datadog-with-s3', '--json']);
    expect(hybrid.stderr).toBe('');
    const { inputs, variables } = JSON.parse(hybrid.stdout);
    expect(inputs.some(({ name }: { name: string }) => name === 'bucketName')).toBe(true);
    expect(variables).toContainEqual({
      name: 'infrequent_access_days',
      type: 'number',
      required: false,
      sensitive: false,
      default: '30',
      options: [],
      description: 'Days until archives move to storage that is cheaper to keep; at least 30',
      position: { file: 'iac/variables.tf', line: 18, column: 1 },
    });
  });

  it('reads a repository without locking it', async () => {
    const { stdout } = await project.ok(['inputs', `file://${catalog.path}`, '--path', 'agent']);
    expect(stdout).toContain('enum(eu,us)');
    expect(existsSync(join(project.folder, 'konstruct.lock'))).toBe(false);
  });

  it('shows findings, and fails with those that make the contract unusable', async () => {
    project.write('templates/agent/values.yaml', '# @input.type: strin\nsite: eu\n');
    const { exitCode, stderr } = await project.run(['inputs', 'templates/agent']);
    expect([exitCode, codesIn(stderr)]).toEqual([1, ['INPUT_TYPE_UNKNOWN']]);
    project.write('templates/agent/values.yaml', '# @input.type: string\n# @input.default: us\nsite: eu\n');
    const warned = await project.run(['inputs', 'templates/agent']);
    expect([warned.exitCode, codesIn(warned.stderr)]).toEqual([0, ['INPUT_DEFAULT_DISAGREES']]);
  });

  it('works where there is no project, and needs one that is right where there is', async () => {
    const elsewhere = openProject();
    try {
      elsewhere.write('t/kubefirst.yaml', 'inputs: []\n');
      expect((await elsewhere.ok(['inputs', 't'])).stdout).toBe('');
    } finally {
      elsewhere.remove();
    }
    project.write('cdk8s.yaml', 'app: [\n');
    expect(codesIn((await project.run(['inputs', 'templates/agent'])).stderr)).toContain('CONFIG_SYNTAX');
  });
});

describe('kcdk import template', () => {
  it.each([
    // What a deployment says by where it goes, and what a cluster is told by the platform.
    ['catalog/datadog-agent', 'new DatadogAgent({ datadogApiKey });', "new DatadogAgent({ site: 'datadoghq.eu' });"],
    ['cluster-templates/google/workload', "new GoogleWorkload({ googleProject: 'acme' });", 'new GoogleWorkload({});'],
  ])('asks for nothing of %s that the platform supplies', async (path, right, wrong) => {
    const { stdout } = await project.ok(['import', 'template', `builtin:${path}`, '--stdout']);
    const head = (name: string) => `import { ${name} } from './imported.ts';\ndeclare const datadogApiKey: never;\n`;
    const name = /new (\w+)/.exec(right)?.[1] ?? '';
    const problems = typeProblems({
      'imported.ts': stdout,
      'right.ts': `${head(name)}${right}\nexport {};\n`,
      'wrong.ts': `${head(name)}${wrong}\nexport {};\n`,
    });
    const own = problems.filter(({ file }) => file !== 'imported.ts').map(({ file }) => file);
    expect(own).toEqual(['wrong.ts']);
  });

  it('writes a class that compiles, the same every time, and refuses to overwrite what is not its own', async () => {
    await project.ok(['import', 'template', 'templates/agent']);
    const text = project.read('imports/metrics-agent.ts');
    expect(text).toContain("source: { folder: 'templates/agent' }");
    expect(text).toContain("readonly site: 'eu' | 'us';");
    expect(existsSync(join(project.folder, 'konstruct.lock'))).toBe(false);
    const use = (values: string) =>
      `import { SecretRef } from 'konstruct-cdk';\nimport { MetricsAgent } from './metrics-agent.ts';\nexport const key = SecretRef.vault('a');\nexport const one = new MetricsAgent(${values});\n`;
    const problems = typeProblems({
      'metrics-agent.ts': text,
      'good.ts': use("{ site: 'eu', apiKey: key }"),
      'bad.ts': use("{ site: 'asia', apiKey: key }"),
    });
    expect(problems.map(({ file, line }) => [file, line])).toEqual([['bad.ts', 4]]);
    await project.ok(['import', 'template', 'templates/agent']);
    expect(project.read('imports/metrics-agent.ts')).toBe(text);
    expect((await project.ok(['import', 'template', 'templates/agent', '--stdout'])).stdout).toBe(text);
    project.write('imports/metrics-agent.ts', 'mine\n');
    const { exitCode, stderr } = await project.run(['import', 'template', 'templates/agent']);
    expect([exitCode, codesIn(stderr)]).toEqual([1, ['OUTPUT_NOT_OURS']]);
    expect(project.read('imports/metrics-agent.ts')).toBe('mine\n');
  });

  it('takes a name and a file, and paths from where it is run', async () => {
    const argv = ['import', 'template', 'agent', '--cwd', 'templates', '--name', 'Agent', '--output', '../agent.ts'];
    await project.ok(argv);
    expect(project.read('agent.ts')).toContain('export class Agent implements');
    expect(project.read('agent.ts')).toContain("folder: 'templates/agent'");
    const { stderr } = await project.run(['import', 'template', 'templates/agent', '--name', 'a-b']);
    expect(codesIn(stderr)).toEqual(['TEMPLATE_CLASS_NAME_INVALID']);
  });

  it('locks a template of a repository behind credentials that the configuration names', async () => {
    const auth = { username: 'x-access-token', password: 'not-a-real-token' };
    const server = await startGitServer({ auth });
    try {
      const url = server.url(catalog);
      const name = new URL(url).pathname.slice(1).replace(/\.git$/, '');
      const argv = ['import', 'template', `${url}//agent?ref=main`];
      expect(codesIn((await project.run(argv)).stderr)).toEqual(['REPOSITORY_AUTHENTICATION_FAILED']);
      expect(existsSync(join(project.folder, 'imports'))).toBe(false);
      const wildcard = { '*': { credentials: { env: 'TEMPLATE_TOKEN' } } };
      const config = (repositories: object) =>
        project.write(
          'cdk8s.yaml',
          JSON.stringify({ language: 'typescript', app: 'main.ts', konstruct: { repositories } }),
        );
      config(wildcard);
      expect(codesIn((await project.run(argv)).stderr)).toEqual(['REPOSITORY_AUTHENTICATION_FAILED']);
      config({ [name]: { credentials: { env: 'TEMPLATE_TOKEN' } } });
      await project.ok(argv);
      expect(JSON.parse(project.read('konstruct.lock'))).toEqual({
        format_version: 1,
        templates: [
          { url, path: 'agent', ref: 'main', commit: catalog.head(), digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        ],
      });
      expect(project.read('imports/metrics-agent.ts')).toContain(`url: '${url}', path: 'agent', ref: 'main'`);
      await server.close();
      await project.ok(argv, { env: { PATH: '/nonexistent' } });
    } finally {
      await server.close().catch(() => undefined);
    }
  });
});

describe('kcdk template update', () => {
  const lockOf = () => JSON.parse(project.read('konstruct.lock')).templates as { commit: string; path: string }[];
  const update = (...argv: readonly string[]) => project.ok(['template', 'update', ...argv]);

  it('shows what changes, then moves the pin', async () => {
    const place = `file://${catalog.path}//agent`;
    await project.ok(['import', 'template', place]);
    const first = lockOf()[0]?.commit;
    expect((await update()).stdout).toBe('0 templates moved, 1 unchanged.\n');
    const head = catalog.commit({ 'agent/values.yaml': VALUES.replace('eu,us', 'eu') });
    const dry = await update('--dry-run');
    expect(dry.stdout).toBe(
      [
        place,
        `  ${first?.slice(0, 12)} → ${head.slice(0, 12)}`,
        '  ~ values.yaml',
        '  ~ input site (breaking)',
        '      options: "eu,us" → "eu"',
        '',
        '1 template moved, 0 unchanged.',
        '',
      ].join('\n'),
    );
    expect(lockOf()[0]?.commit).toBe(first);
    const { templates } = JSON.parse((await update('--json')).stdout);
    expect(templates[0]).toMatchObject({ path: 'agent', before: { commit: first }, after: { commit: head } });
    expect(lockOf()[0]?.commit).toBe(head);
    expect((await update()).stdout).toBe('0 templates moved, 1 unchanged.\n');
  });

  it('moves only what is named', async () => {
    catalog.commit({ 'other/kubefirst.yaml': 'inputs: []\n' });
    for (const path of ['agent', 'other']) await project.ok(['import', 'template', `file://${catalog.path}//${path}`]);
    const first = lockOf()[0]?.commit;
    const head = catalog.commit({ 'README.md': 'x\n' });
    await update('other');
    expect(lockOf().map(({ path, commit }) => [path, commit])).toEqual([
      ['agent', first],
      ['other', head],
    ]);
    const { exitCode, stderr } = await project.run(['template', 'update', 'othr']);
    expect([exitCode, codesIn(stderr)]).toEqual([1, ['TEMPLATE_NOT_LOCKED']]);
  });

  it('has nothing to do where nothing is locked, and refuses a lock that is broken', async () => {
    expect((await update()).stdout).toBe('0 templates moved, 0 unchanged.\n');
    project.write('konstruct.lock', '<<<<<<< ours\n');
    expect(codesIn((await project.run(['template', 'update'])).stderr)).toEqual(['LOCK_INVALID']);
  });
});
