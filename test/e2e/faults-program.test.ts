import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { codesIn, positionsIn } from '../tools/cli.ts';
import { createProject, SMALL_PROGRAM } from '../tools/project.ts';

const project = createProject();
beforeEach(() => {
  project.write('main.ts', SMALL_PROGRAM);
  project.configure({});
});
afterAll(() => project.remove());

/** Place of a text in `main.ts`, as a diagnostic names it. */
function placeOf(text: string): { readonly file: string; readonly line: number; readonly column: number } {
  const before = project.read('main.ts').split(text)[0] ?? '';
  const lines = before.split('\n');
  return { file: 'main.ts', line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

async function findings(): Promise<{ readonly exitCode: number | null; readonly found: readonly Diagnostic[] }> {
  const { exitCode, stdout } = await project.run(['validate', '--json']);
  return { exitCode, found: (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics };
}

interface Fault {
  readonly name: string;
  /** What to replace in the program, and by what. */
  readonly from: string;
  readonly to: string;
  readonly code: string;
  /** The text that the position is at. */
  readonly at?: string;
  /** The text of the other place, where there are two. */
  readonly related?: string;
  readonly address?: string;
}

const CHART = `import { ApiObject, Chart } from 'cdk8s';
import { Folder } from 'konstruct-cdk';
const chart = (folder: Folder, name: string) =>
  new ApiObject(new Chart(folder, 'extra'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
`;

const FAULTS: readonly Fault[] = [
  {
    name: 'a program that throws',
    from: 'app.synth();',
    to: "function check(): void {\n  throw new RangeError('no such region');\n}\ncheck();\napp.synth();",
    code: 'PROGRAM_THREW',
    at: "new RangeError('no such region')",
  },
  {
    name: 'a program that throws later',
    from: 'app.synth();',
    to: "await Promise.resolve();\nawait Promise.reject(new Error('late'));\napp.synth();",
    code: 'PROGRAM_THREW',
    at: "new Error('late')",
  },
  {
    name: 'a syntax error',
    from: "const dev = new Environment(retail, 'dev');",
    to: "const dev = new Environment(retail, 'dev';",
    code: 'PROGRAM_SYNTAX',
    at: ';\nnew ManagementCluster',
  },
  {
    name: 'an import that does not exist',
    from: "from 'konstruct-cdk';",
    to: "from 'konstruct-cdk';\nimport './regions.ts';",
    code: 'PROGRAM_IMPORT_NOT_FOUND',
    at: "'./regions.ts'",
  },
  { name: 'a program without synth', from: 'app.synth();', to: '', code: 'PROGRAM_NO_APP' },
  {
    name: 'a program that ends the process',
    from: 'app.synth();',
    to: 'app.synth();\nprocess.exit(0);',
    code: 'PROGRAM_EXITED',
    at: 'exit(0)',
  },
  {
    name: 'two constructs that claim one path',
    from: 'app.synth();',
    to: `${CHART}const one = new Folder(retail, 'one', { path: 'extras' });\nchart(one, 'a');\nconst two = new Folder(retail, 'two', { path: 'extras' });\nchart(two, 'b');\napp.synth();`,
    code: 'PATH_CLASH',
    at: "new Folder(retail, 'two'",
    related: "new Folder(retail, 'one'",
    address: 'acme/retail/two/extra',
  },
  {
    name: 'two resources of one name',
    from: "const dev = new Environment(retail, 'dev');",
    to: "const dev = new Environment(retail, 'dev');\nnew Environment(retail, 'other', { name: 'dev', slug: 'other' });",
    code: 'RESOURCE_CLASH',
    at: "new Environment(retail, 'other'",
    related: "new Environment(retail, 'dev'",
    address: 'acme/retail/other',
  },
  {
    name: 'a name that is no DNS label',
    from: "new Environment(retail, 'dev')",
    to: "new Environment(retail, 'Dev_1')",
    code: 'NAME_NOT_DNS_LABEL',
    at: "new Environment(retail, 'Dev_1')",
    address: 'acme/retail/Dev_1',
  },
  {
    name: 'an environment that nobody declares',
    from: '[dev, staging]',
    to: "[{ name: 'devel', namespace: 'retail' }]",
    code: 'REFERENCE_UNKNOWN',
    at: 'new WorkloadCluster',
    address: 'acme/retail/lon1',
  },
  {
    name: 'a cluster without a management cluster',
    from: "new ManagementCluster(retail, 'mgmt');",
    to: '',
    code: 'CLUSTER_WITHOUT_MANAGEMENT',
    at: 'new WorkloadCluster',
    address: 'acme/retail/lon1',
  },
  {
    name: 'two repositories of one name with different branches',
    from: "applicationRepository: { url: 'https://git.example.com/retail/apps' }",
    to: "applicationRepository: { url: 'https://git.example.com/acme/platform', branch: 'apps' }",
    code: 'REPOSITORY_BRANCH_CLASH',
    at: 'new Organization',
  },
];

describe('a fault of the program', () => {
  it.each(FAULTS)('$name: $code, with its place, and no repository is touched', async ({ from, to, ...fault }) => {
    project.edit(from, to);
    const heads = project.heads();
    const { exitCode, found } = await findings();
    const errors = found.filter(({ severity }) => severity === 'error');
    expect(exitCode).toBe(1);
    expect(errors.map(({ code }) => code)).toEqual([fault.code]);
    const [error] = errors;
    expect(error?.fix).not.toBe('');
    if (fault.at !== undefined) expect(error?.source).toEqual(placeOf(fault.at));
    if (fault.address !== undefined) expect(error?.address).toBe(fault.address);
    if (fault.related !== undefined)
      expect(error?.related?.map(({ source }) => source)).toEqual([placeOf(fault.related)]);
    for (const argv of [
      ['plan', '--out', 'never.kplan'],
      ['apply', '-y'],
    ]) {
      const run = await project.run(argv);
      expect({ exitCode: run.exitCode, stdout: run.stdout, codes: codesIn(run.stderr) }).toEqual({
        exitCode: 1,
        stdout: '',
        codes: [fault.code],
      });
    }
    expect(() => project.read('never.kplan')).toThrow('ENOENT');
    expect(project.heads()).toEqual(heads);
  });

  it('keeps the stack of what was thrown, with the lines of the program', async () => {
    project.write(
      'regions.ts',
      "export function pick(name: string): never {\n  throw new Error('no region ' + name);\n}\n",
    );
    project.edit(
      'app.synth();',
      "import { pick } from './regions.ts';\nconst choose = () => pick('mars');\nchoose();\napp.synth();",
    );
    const { stderr } = await project.run(['plan']);
    expect(positionsIn(stderr)).toEqual(['regions.ts:2:9']);
    const frames = [...stderr.matchAll(/^ +at (?:(\S+) \()?((?:main|regions)\.ts:\d+:\d+)\)?$/gm)].map(
      ([, name, place]) => [name, place],
    );
    const place = ({ line, column }: { line: number; column: number }) => `main.ts:${line}:${column}`;
    expect(frames).toEqual([
      ['pick', 'regions.ts:2:9'],
      ['choose', place(placeOf("pick('mars')"))],
      [undefined, place(placeOf('choose();'))],
    ]);
  });

  it('of waiting for ever is noticed', async () => {
    project.edit('app.synth();', 'app.synth();\nawait new Promise(() => undefined);');
    const heads = project.heads();
    // In a process of its own: that nothing will ever happen is seen only where nothing else goes on.
    const { exitCode, stdout, stderr } = await project.spawn(['apply', '-y']).done;
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({
      exitCode: 1,
      stdout: '',
      codes: ['PROGRAM_NEVER_FINISHED'],
    });
    expect(project.heads()).toEqual(heads);
  });

  it('reports everything that is wrong in one run', async () => {
    project.edit("new Environment(retail, 'dev')", "new Environment(retail, 'Dev_1')");
    project.edit("new ManagementCluster(retail, 'mgmt');", '');
    project.edit("domain: 'acme.dev'", "domain: 'https://acme.dev/'");
    const { exitCode, found } = await findings();
    expect(exitCode).toBe(1);
    expect(found.map(({ code }) => code).sort()).toEqual([
      'CLUSTER_WITHOUT_MANAGEMENT',
      'DOMAIN_INVALID',
      'NAME_NOT_DNS_LABEL',
    ]);
  });

  it('names what was probably meant', async () => {
    project.edit('[dev, staging]', "[{ name: 'dve', namespace: 'retail' }]");
    const { found } = await findings();
    expect(found.map(({ fix }) => fix).join()).toContain('`dev (retail)`');
  });
});

describe('a fault of the configuration', () => {
  it.each([
    ['no file', undefined, 'CONFIG_NOT_FOUND'],
    ['no YAML', 'app: [main.ts\n', 'CONFIG_SYNTAX'],
    ['an empty file', '', 'CONFIG_EMPTY'],
    ['an unknown key', 'app: main.ts\nkonstrukt: {}\n', 'CONFIG_UNKNOWN_KEY'],
    ['a program that is not there', 'app: mian.ts\n', 'CONFIG_APP_NOT_FOUND'],
    [
      'a secret in a URL',
      'app: main.ts\nkonstruct: { repositories: { "*": { remote: "https://u:hunter2@git.example.com/{name}" } } }\n',
      'CONFIG_LITERAL_SECRET',
    ],
  ])('%s is refused before anything is read', async (_name, text, code) => {
    if (text !== undefined) project.write('cdk8s.yaml', text);
    const { exitCode, stdout, stderr } = await project.run(['apply', '-y'], text === undefined ? { cwd: '/' } : {});
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({ exitCode: 1, stdout: '', codes: [code] });
    expect(stderr).not.toContain('hunter2');
  });
});
