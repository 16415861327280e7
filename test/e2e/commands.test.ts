import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../cli/version.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject } from '../tools/project.ts';

const project = createProject();
const program = project.read('main.ts');
beforeEach(() => project.write('main.ts', program));
afterAll(() => project.remove());

describe('synth', () => {
  const output = join(project.folder, 'dist');
  const files = () =>
    readdirSync(output, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1))
      .sort();
  const stamps = () => files().map((file) => [file, lstatSync(join(output, file)).ino]);

  it('writes what apply commits, and nothing a second time', async () => {
    const first = await project.ok(['synth']);
    expect(first.stdout).toBe('');
    expect(first.stderr).toMatch(/: 25 written, 0 unchanged\./);
    const before = stamps();
    const second = await project.ok(['synth']);
    expect(second.stderr).toMatch(/: 0 written, 25 unchanged\./);
    expect(stamps().filter(([file]) => file !== '.kcdk-output.json')).toEqual(
      before.filter(([file]) => file !== '.kcdk-output.json'),
    );
  });

  it('writes the very bytes that apply commits', async () => {
    await project.ok(['apply', '-y']);
    for (const [name, repository] of Object.entries(project.repositories)) {
      const committed = [...repository.list().keys()].filter((path) => !/^(README\.md|\.konstruct\/)/.test(path));
      const written = files()
        .filter((file) => file.startsWith(`${name}/`))
        .map((file) => file.slice(name.length + 1));
      expect(written).toEqual(committed.sort());
      for (const path of committed) expect(project.read(`dist/${name}/${path}`)).toBe(String(repository.read(path)));
    }
  });

  it('removes its own file that is no longer wanted, keeps those of others, and the edited one', async () => {
    project.write('dist/acme/retail/notes.txt', 'mine\n');
    project.write('dist/acme/retail/registry/clusters/lon1/45-env-staging-global.yaml', 'edited: true\n');
    project.edit('environments: [dev, staging]', 'environments: []');
    const { stderr } = await project.ok(['synth']);
    expect(stderr).toContain('3 removed');
    expect(existsSync(join(output, 'acme/retail/registry/clusters/lon1/45-env-dev.yaml'))).toBe(false);
    expect(existsSync(join(output, 'retail/apps/registry'))).toBe(false);
    expect(project.read('dist/acme/retail/notes.txt')).toBe('mine\n');
    expect(project.read('dist/acme/retail/registry/clusters/lon1/45-env-staging-global.yaml')).toBe('edited: true\n');
  });

  it('refuses a foreign file in the way, and then writes nothing at all', async () => {
    project.write('elsewhere/acme/platform/registry/konstruct/default/environment/staging.yaml', 'mine\n');
    const { exitCode, stdout, stderr } = await project.run(['synth', '--output', 'elsewhere']);
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({
      exitCode: 1,
      stdout: '',
      codes: ['OUTPUT_NOT_OURS'],
    });
    expect(readdirSync(join(project.folder, 'elsewhere'), { recursive: true })).toHaveLength(7);
    expect(project.read('elsewhere/acme/platform/registry/konstruct/default/environment/staging.yaml')).toBe('mine\n');
  });

  it('prints to stdout without touching the disk', async () => {
    const { stdout, stderr } = await project.ok(['synth', '--stdout', '--output', 'never']);
    expect(stderr).toBe('');
    expect(stdout).toContain('# Source: acme/retail/registry/clusters/mgmt/registry.yaml\n');
    expect(existsSync(join(project.folder, 'never'))).toBe(false);
  });
});

describe('validate', () => {
  it('says so when all is well, and asks no repository', async () => {
    project.configure(
      Object.fromEntries(Object.keys(project.repositories).map((name) => [name, { remote: './gone' }])),
    );
    const { stdout, stderr } = await project.ok(['validate']);
    project.configure({});
    expect(stdout).toBe('Success! The program is valid.\n');
    expect(stderr).toBe('');
  });

  it('gives findings as data, also those that stop the program', async () => {
    project.write('main.ts', 'const x: number = ;\n');
    const { exitCode, stdout, stderr } = await project.run(['validate', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      format_version: '1.0',
      diagnostics: [{ code: 'PROGRAM_SYNTAX', severity: 'error', source: { file: 'main.ts', line: 1 } }],
    });
  });
});

describe('list', () => {
  const listed = async (...argv: string[]) =>
    JSON.parse((await project.ok(['list', ...argv, '--json'])).stdout) as {
      kind: string;
      name: string;
      scope: string;
    }[];

  it('has a line for every resource, under a header', async () => {
    const { stdout } = await project.ok(['list']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^KIND +NAME +SCOPE +ADDRESS +DETAILS$/);
    expect(lines.slice(1).map((line) => line.split(/ +/, 2).join(' '))).toEqual([
      'platform acme',
      'organization retail',
      'git-account application',
      'git-account platform',
      'environment staging',
      'environment dev',
      'cluster mgmt',
      'cluster lon1',
    ]);
  });

  it('lists the same as data', async () => {
    expect((await listed()).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'platform acme',
      'organization retail',
      'git-account application',
      'git-account platform',
      'environment staging',
      'environment dev',
      'cluster mgmt',
      'cluster lon1',
    ]);
  });

  it('lists what one organization sees of one kind: its own and what is Global', async () => {
    project.edit(
      'app.synth();',
      `const wholesale = new Organization(acme, 'wholesale', {
      git: GitConnection.pat({ organization: 'acme-wholesale', credentials: SecretRef.vault('argocd/wholesale') }),
      platformRepository: { url: 'https://git.example.com/acme/wholesale' },
      applicationRepository: { url: 'https://git.example.com/wholesale/apps' },
    });
    new Environment(wholesale, 'dev');
    app.synth();`,
    );
    const seen = await listed('environment', '--org', 'retail');
    expect(seen.map(({ name, scope }) => `${scope}/${name}`)).toEqual(['Global/staging', 'retail/dev']);
    expect(await listed('environments', '--org', 'wholesale')).toHaveLength(2);
  });

  it.each([
    [['list', 'cluter'], 'KIND_UNKNOWN', 'Did you mean `cluster`?'],
    [['list', '--org', 'retial'], 'ORGANIZATION_UNKNOWN', 'Did you mean `retail`?'],
  ])('%j is refused with %s', async (argv, code, hint) => {
    const { exitCode, stdout, stderr } = await project.run(argv);
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({ exitCode: 1, stdout: '', codes: [code] });
    expect(stderr).toContain(hint);
  });
});

describe('graph', () => {
  it('is well-formed DOT whose edges join declared nodes', async () => {
    const { stdout } = await project.ok(['graph']);
    const id = '"((?:[^"\\\\]|\\\\.)*)"';
    const lines = stdout.trimEnd().split('\n');
    expect([lines[0], lines.at(-1)]).toEqual(['digraph platform {', '}']);
    const nodes = new Set<string>();
    const edges: string[][] = [];
    for (const line of lines.slice(1, -1)) {
      const node = new RegExp(`^  ${id} \\[label=${id}, shape=\\w+\\];$`).exec(line);
      const edge = new RegExp(`^  ${id} -> ${id} \\[label=${id}\\];$`).exec(line);
      if (node?.[1] !== undefined) nodes.add(node[1]);
      else if (edge) edges.push(edge.slice(1, 3));
      else expect(line).toMatch(/^ {2}\w+=\w+;$/);
    }
    expect(nodes.size).toBe(9);
    expect(edges.length).toBeGreaterThan(8);
    expect(edges.flat().filter((end) => !nodes.has(end))).toEqual([]);
  });

  it('is a Mermaid flowchart with the same nodes and edges', async () => {
    const dot = (await project.ok(['graph', '--format', 'dot'])).stdout;
    const { stdout } = await project.ok(['graph', '--format', 'mermaid']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('flowchart LR');
    const edges = lines.filter((line) => /^ {2}n\d+ -->\|[\w -]+\| n\d+$/.test(line));
    const nodes = lines.filter((line) => /^ {2}n\d+[[({]+".*"[\])}]+$/.test(line));
    expect(nodes.length + edges.length + 1).toBe(lines.length);
    expect(edges).toHaveLength(dot.match(/ -> /g)?.length ?? 0);
    expect(nodes).toHaveLength(dot.match(/shape=/g)?.length ?? 0);
  });

  it('knows no other format', async () => {
    const { exitCode, stderr } = await project.run(['graph', '--format', 'svg']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('dot, mermaid');
  });
});

describe('completion', () => {
  it.each([
    [['kcdk', 'pl'], ['plan']],
    [['kcdk', 'plan', '--de'], ['--detailed-exitcode']],
    [
      ['kcdk', 'apply', '--on-drift', ''],
      ['refuse', 'overwrite', 'keep', 'merge'],
    ],
    [['kcdk', 'graph', '--format', 'm'], ['mermaid']],
    [
      ['kcdk', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['kcdk', '--color', 'n'], ['never']],
    [['kcdk', '--quiet', 'va'], ['validate']],
    [['kcdk', 'import', ''], ['template']],
    [['kcdk', 'template', 'up'], ['update']],
    [['kcdk', 'template', 'update', '--dr'], ['--dry-run']],
  ])('bash completes %j', async (words, expected) => {
    const { stdout } = await project.ok(['completion', 'bash']);
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      _kcdk; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const said = execFileSync('bash', ['--norc', '-eu', '-c', `${stdout}\ncomplete -p kcdk >/dev/null\n${ask}`]);
    expect(said.toString().trimEnd().split('\n')).toEqual(expected);
  });

  it.each([
    ['zsh', /^#compdef kcdk\n/],
    ['fish', /^complete -c kcdk .*-a 'plan'/m],
  ])('writes a script for %s that names every command', async (shell, start) => {
    const { stdout } = await project.ok(['completion', shell]);
    expect(stdout).toMatch(start);
    for (const command of ['init', 'synth', 'validate', 'plan', 'show', 'apply', 'list', 'graph', 'version']) {
      expect(stdout).toContain(command);
    }
  });

  it('knows no other shell', async () => {
    const { exitCode, stdout, stderr } = await project.run(['completion', 'bsh']);
    expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({ exitCode: 1, stdout: '', codes: ['SHELL_UNKNOWN'] });
    expect(stderr).toContain('`bash`');
  });
});

describe('version', () => {
  it('names what a bug report needs, as data', async () => {
    const { stdout } = await project.ok(['version', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      format_version: '1.0',
      kcdk: version(),
      node: process.versions.node,
      git: execFileSync('git', ['--version']).toString().trim().replace('git version ', ''),
    });
  });

  it.each(['--version', '-V'])('prints it alone with %s', async (flag) => {
    expect((await project.ok([flag])).stdout).toBe(`${version()}\n`);
  });

  it('works without git', async () => {
    const { stdout } = await project.ok(['version', '--json'], { env: { PATH: '/nowhere' } });
    expect(JSON.parse(stdout)).toMatchObject({ git: null });
  });
});
