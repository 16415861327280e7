import { createServer } from 'node:http';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { AUTH, CANARY, filesOf, leaks } from '../tools/canary.ts';
import { codesIn } from '../tools/cli.ts';
import { startGitServer } from '../tools/git-server.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

const disposals: (() => unknown)[] = [];
afterAll(async () => {
  for (const dispose of disposals) await dispose();
});

const COMMANDS: readonly (readonly string[])[] = [
  ['validate'],
  ['validate', '--json'],
  ['list'],
  ['list', '--json'],
  ['graph'],
  ['synth'],
  ['plan', '--diff', '--color', 'always'],
  ['plan', '--json'],
  ['plan', '--out', 'change.kplan'],
  ['show', 'change.kplan', '--diff'],
  ['show', 'change.kplan', '--json'],
  ['apply', '-y', '--diff'],
  ['apply', '-y', '--json'],
  ['plan'],
];

/** What every command says, in this process and, with everything that may talk, in one of its own. */
async function saidBy(project: TestProject, commands = COMMANDS): Promise<Readonly<Record<string, string>>> {
  const said: Record<string, string> = {};
  for (const argv of commands) {
    const { stdout, stderr } = await project.run(argv);
    said[argv.join(' ')] = stdout + stderr;
  }
  const env = { DEBUG: '*', GIT_TRACE: '1', GIT_CURL_VERBOSE: '1', GIT_TRACE_CURL: '1' };
  const { stdout, stderr } = await project.spawn(['plan'], { env }).done;
  said['plan with tracing'] = stdout + stderr;
  return said;
}

function newProject(options: Parameters<typeof createProject>[0] = {}): TestProject {
  const project = createProject(options);
  disposals.push(() => project.remove());
  return project;
}

/** A project whose repositories are all behind a server, with the secret in a variable. */
async function served(settings: Parameters<typeof startGitServer>[0] = {}, secret = CANARY) {
  const project = newProject({ env: { GIT_TOKEN: secret } });
  const server = await startGitServer({ auth: AUTH, ...settings });
  disposals.push(() => server.close());
  project.configure(
    Object.fromEntries(
      Object.entries(project.repositories).map(([name, one]) => [
        name,
        { remote: server.url(one), credentials: { env: 'GIT_TOKEN' } },
      ]),
    ),
  );
  return { project, server };
}

describe('a token', () => {
  it('that works is sent to its server, and is nowhere else', async () => {
    const { project, server } = await served();
    const said = await saidBy(project);
    expect(said['apply -y --diff']).toContain('Apply complete!');
    expect(server.requests.filter(({ authorization }) => authorization !== undefined).length).toBeGreaterThan(10);
    expect(leaks(said)).toEqual([]);
    expect(leaks(filesOf(project))).toEqual([]);
  });

  it('that is refused is not shown', async () => {
    const wrong = `${CANARY}-expired`;
    const { project } = await served({}, wrong);
    const said = await saidBy(project, [['plan'], ['plan', '--json'], ['apply', '-y']]);
    expect(codesIn(said['plan'] ?? '')).toContain('REPOSITORY_AUTHENTICATION_FAILED');
    expect(leaks(said, wrong)).toEqual([]);
    expect(leaks(filesOf(project), wrong)).toEqual([]);
  });

  it('that a server throws back at us is not shown', async () => {
    const project = newProject({ env: { GIT_TOKEN: CANARY } });
    const heard: string[] = [];
    const server = createServer((request, response) => {
      const sent = request.headers.authorization ?? '';
      const token = Buffer.from(sent.replace('Basic ', ''), 'base64').toString();
      heard.push(token);
      response.writeHead(403, { 'content-type': 'text/plain' }).end(`Not with ${sent}\nthat is ${token}\n`);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    disposals.push(() => server.close());
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    project.configure({
      'acme/retail': { remote: `${origin}/acme/retail.git`, credentials: { env: 'GIT_TOKEN' } },
    });
    const said = await saidBy(project, [['plan'], ['plan', '--json'], ['apply', '-y', '--json']]);
    expect(heard).toContain(`${AUTH.username}:${CANARY}`);
    expect(said['plan']).toContain('[redacted]');
    expect(leaks(said)).toEqual([]);
    expect(leaks(filesOf(project))).toEqual([]);
  });

  it('that a hook of the server prints is not shown', async () => {
    const { project } = await served();
    project.repository('acme/platform').declinePushes(`token ${CANARY} may not push`);
    const said = await saidBy(project, [
      ['apply', '-y'],
      ['apply', '-y', '--json'],
    ]);
    expect(codesIn(said['apply -y'] ?? '')).toEqual(['REPOSITORY_PROTECTED']);
    expect(said['apply -y']).toContain('[redacted] may not push');
    expect(leaks(said)).toEqual([]);
  });

  it.each([
    ['a command that fails says', { command: `echo '${CANARY}' >&2; echo '${CANARY}'; exit 3` }],
    ['has a line break', { command: `printf 'one\\n${CANARY}'` }],
  ])('that %s is not shown', async (_name, credentials) => {
    const { project } = await served();
    project.configure({ 'acme/retail': { remote: 'http://127.0.0.1:1/acme/retail.git', credentials } });
    const said = await saidBy(project, [['plan'], ['plan', '--json'], ['apply', '-y']]);
    expect(codesIn(said['plan'] ?? '')).toEqual(['REPOSITORY_CREDENTIALS_MISSING']);
    expect(leaks(said)).toEqual([]);
  });
});

describe('a secret in a URL', () => {
  const url = `https://deploy:${encodeURIComponent(CANARY)}@git.example.com/acme/retail`;

  it.each([
    ['the program', SMALL_PROGRAM.replace('https://git.example.com/acme/retail', url), {}],
    ['the configuration', SMALL_PROGRAM, { 'acme/retail': { remote: url } }],
  ])('of %s is refused and not shown', async (_name, program, settings) => {
    const project = newProject({ program });
    project.configure(settings);
    const commands = COMMANDS.filter(([command]) => command !== 'show');
    const said = await saidBy(project, commands);
    for (const command of ['plan', 'apply -y --diff']) {
      expect(said[command], command).toMatch(/error\[(CONFIG_LITERAL_SECRET|REPOSITORY_URL_\w+)\]/);
    }
    expect(leaks(said)).toEqual([]);
    const given = (path: string) => path.endsWith('/main.ts') || path.endsWith('/cdk8s.yaml');
    // The bundle in the cache is the program.
    const written = Object.entries(filesOf(project)).filter(([path]) => !given(path) && !path.includes('/cache/'));
    expect(leaks(Object.fromEntries(written))).toEqual([]);
  });

  it('of a proxy is not shown', async () => {
    const proxy = `http://deploy:${encodeURIComponent(CANARY)}@127.0.0.1:1`;
    const project = newProject({ env: { http_proxy: proxy } });
    project.configure({ 'acme/retail': { remote: 'http://git.example.invalid/acme/retail.git' } });
    const said = await saidBy(project, []);
    expect(codesIn(said['plan with tracing'] ?? '')).toEqual(['REPOSITORY_UNREACHABLE']);
    expect(leaks(said)).toEqual([]);
    expect(leaks(filesOf(project))).toEqual([]);
  });
});

describe('a value of a Secret in the program', () => {
  const NAME = 'KCDK_TEST_PASSWORD';
  afterEach(() => {
    delete process.env[NAME];
  });

  it.each([
    ['stringData', `stringData: { password: process.env['${NAME}'] }`],
    ['data', `data: { password: Buffer.from(process.env['${NAME}'] ?? '').toString('base64') }`],
  ])('under %s is refused, and is in no output and no file', async (_name, member) => {
    process.env[NAME] = CANARY;
    const project = newProject({
      env: { [NAME]: CANARY },
      program: SMALL_PROGRAM.replace('} from', 'Folder, } from')
        .replace('\n\n', "\nimport { ApiObject, Chart } from 'cdk8s';\n\n")
        .replace(
          'app.synth();',
          `const chart = new Chart(new Folder(retail, 'extras', { path: 'registry/extras' }), 'database');
new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database' }, ${member} });
app.synth();`,
        ),
    });
    const said = await saidBy(project);
    expect(codesIn(said['plan'] ?? '')).toEqual(['SECRET_LITERAL']);
    expect(leaks(said)).toEqual([]);
    expect(leaks(filesOf(project))).toEqual([]);
  });
});

describe('a secret that is given to a template as text', () => {
  const ANNOTATIONS =
    '# @input.type: secret\n# @input.secretKey: key\n# @input.secretEnv: LICENCE\n# @input.secretBackend: vault\n# @input.secretPath: shared/licence\n';
  /** Names that say nothing of a secret: only the template tells. */
  const TEMPLATES: Readonly<Record<string, string>> = {
    'cluster/Chart.yaml': 'apiVersion: v2\nname: cluster\nversion: 0.1.0\n',
    'cluster/values.yaml': `${ANNOTATIONS}licence: <LICENCE>\nnested:\n${ANNOTATIONS.replace(/^/gm, '  ').trimEnd()}\n  licence: <LICENCE>\n`,
    'cluster/templates/10-settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: argocd }\ndata: { a: b }\n',
    'item/main.tf':
      'variable "licence" {\n  type      = string\n  sensitive = true\n}\n\noutput "licence" {\n  value = var.licence\n}\n',
  };
  const PROGRAM = SMALL_PROGRAM.replace('App, ', 'App, CatalogDeployment, CatalogItem, ClusterTemplate, ')
    .replace(
      "new ManagementCluster(retail, 'mgmt')",
      "new ManagementCluster(retail, 'mgmt', { region: 'LON1', stateStoreBucket: 'acme-state' })",
    )
    .replace(
      '{ environments: [dev, staging] }',
      `{
  environments: [dev, staging],
  template: new ClusterTemplate(acme, 'own', { source: { folder: './cluster' } }),
  inputs: { licence: '${CANARY}', nested: { licence: '${CANARY}' } },
}`,
    )
    .replace(
      'app.synth();',
      `const item = new CatalogItem(acme, 'licensed', { source: { folder: './item' }, type: 'Infrastructure' });
new CatalogDeployment(retail, 'licensed', {
  item, cluster: lon1, environments: [dev], infrastructureValues: { licence: '${CANARY}' },
});
app.synth();`,
    );
  const QUESTIONS = [
    ['list', '--json'],
    ['list', 'cluster', '--json'],
    ['who-sees', 'cluster/lon1', '--json'],
    ['who-sees', 'catalog-deployment/licensed', '--json'],
    ['what-if', 'org', 'legal', '--json'],
    ['why', 'registry/clusters/lon1/10-settings.yaml'],
    ['why', '--unused'],
    ['codeowners', '--json'],
  ];

  it('is refused where it is given, with what to do, and no command shows or writes it', async () => {
    const project = newProject({ program: PROGRAM });
    for (const [path, text] of Object.entries(TEMPLATES)) project.write(path, text);
    const { stdout } = await project.run(['validate', '--json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { [name: string]: unknown }[] };
    const line = (text: string) => PROGRAM.split('\n').findIndex((row) => row.includes(text)) + 1;
    const refused = (name: string, file: string, at: number, template: object) => ({
      code: 'INPUT_SECRET_LITERAL',
      summary: expect.stringContaining(`\`${name}\``),
      fix: expect.stringContaining('SecretRef'),
      address: `acme/retail/${file}`,
      source: { file: 'main.ts', line: at, column: expect.any(Number) },
      related: [{ source: template }],
    });
    expect(diagnostics).toMatchObject([
      refused('licence', 'lon1', line('new WorkloadCluster'), { file: 'cluster/values.yaml', line: 6 }),
      refused('nested.licence', 'lon1', line('new WorkloadCluster'), { file: 'cluster/values.yaml', line: 13 }),
      refused('licence', 'licensed', line('new CatalogDeployment'), { file: 'item/main.tf', line: 1 }),
    ]);
    const said = await saidBy(project, [...COMMANDS.filter(([command]) => command !== 'show'), ...QUESTIONS]);
    for (const command of ['plan', 'apply -y --diff', 'synth'])
      expect(codesIn(said[command] ?? ''), command).toEqual(Array(3).fill('INPUT_SECRET_LITERAL'));
    expect(said['list --json']).toContain('"licence": "(secret)"');
    expect(leaks(said)).toEqual([]);
    // The bundle in the cache is the program.
    const written = Object.entries(filesOf(project)).filter(
      ([path]) => !path.endsWith('/main.ts') && !path.includes('/cache/'),
    );
    expect(leaks(Object.fromEntries(written))).toEqual([]);
  });
});
