import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { PUBLIC_FORGES } from '../../lib/forge/forge-place.ts';
import { rejection, temporaryFolder } from './temporary-folder.ts';

const ENV = { HOME: '/home/someone' };
const MAIN = { 'main.ts': '' };

/** Assembled here, so that no scanner takes this file for a leak. */
const TOKEN = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');

async function problems(yaml: string, files: Readonly<Record<string, string>> = MAIN): Promise<KcdkError> {
  const cwd = temporaryFolder({ ...files, 'cdk8s.yaml': yaml });
  const reason = await rejection(loadConfig({ cwd, env: ENV }));
  if (!KcdkError.is(reason)) throw reason;
  return reason;
}

function placesOf(error: KcdkError): readonly (readonly unknown[])[] {
  return error.diagnostics.map(({ code, source }) => [code, source?.line, source?.column]);
}

const repository = (lines: string) =>
  `app: main.ts\nkonstruct:\n  repositories:\n    acme/apps:\n${lines.replaceAll(/^/gm, '      ')}\n`;

const BAD: readonly (readonly [name: string, yaml: string, ...expected: (readonly [string, number, number])[]])[] = [
  ['empty file', '', ['CONFIG_EMPTY', 1, 1]],
  ['only a comment', '# nothing here\n', ['CONFIG_EMPTY', 1, 1]],
  ['a list', '- app\n- main.ts\n', ['CONFIG_NOT_A_MAPPING', 1, 1]],
  ['a text', 'main.ts\n', ['CONFIG_NOT_A_MAPPING', 1, 1]],
  ['open bracket', 'app: main.ts\nimports: [k8s\n', ['CONFIG_SYNTAX', 3, 1]],
  ['bad indentation', 'app: main.ts\nkonstruct:\n  project: acme\n repositories: {}\n', ['CONFIG_SYNTAX', 4, 1]],
  ['tab as indentation', 'app: main.ts\nkonstruct:\n\tproject: acme\n', ['CONFIG_SYNTAX', 3, 1]],
  ['open quote', 'app: "main.ts\n', ['CONFIG_SYNTAX', 2, 1]],
  ['second document', 'app: main.ts\n---\napp: other.ts\n', ['CONFIG_SYNTAX', 2, 1]],
  ['unknown alias', 'app: *main\n', ['CONFIG_SYNTAX', 1, 6]],
  ['unknown tag', 'app: !file main.ts\n', ['CONFIG_SYNTAX', 1, 6]],
  ['duplicate key', 'app: main.ts\noutput: out\napp: main.ts\n', ['CONFIG_DUPLICATE_KEY', 3, 1]],
  ['misspelt key', 'app: main.ts\nouput: dist\n', ['CONFIG_UNKNOWN_KEY', 2, 1]],
  ['misspelt nested key', 'app: main.ts\nkonstruct:\n  projct: acme\n', ['CONFIG_UNKNOWN_KEY', 3, 3]],
  ['key that is no text', 'app: main.ts\n1: x\n', ['CONFIG_UNKNOWN_KEY', 2, 1]],
  ['missing app', 'output: dist\n', ['CONFIG_MISSING_KEY', 1, 1]],
  ['app is a list', 'app:\n  - main.ts\n', ['CONFIG_WRONG_TYPE', 2, 3]],
  ['app without value', 'app:\noutput: x\n', ['CONFIG_WRONG_TYPE', 1, 1]],
  ['app of spaces', 'app: "  "\n', ['CONFIG_BAD_VALUE', 1, 6]],
  ['app that does not exist', 'app: mian.ts\n', ['CONFIG_APP_NOT_FOUND', 1, 6]],
  ['app without extension', 'app: main\n', ['CONFIG_APP_NOT_FOUND', 1, 6]],
  ['app is a folder', 'app: .\n', ['CONFIG_APP_NOT_FOUND', 1, 6]],
  ['other language', 'language: python\napp: main.ts\n', ['CONFIG_BAD_VALUE', 1, 11]],
  ['output is the root', 'app: main.ts\noutput: .\n', ['CONFIG_OUTPUT_UNSAFE', 2, 9]],
  ['output above the root', 'app: main.ts\noutput: dist/../..\n', ['CONFIG_OUTPUT_UNSAFE', 2, 9]],
  ['output is the file system', 'app: main.ts\noutput: /\n', ['CONFIG_OUTPUT_UNSAFE', 2, 9]],
  ['output is a file', 'app: main.ts\noutput: main.ts\n', ['CONFIG_OUTPUT_UNSAFE', 2, 9]],
  ['output in git', 'app: main.ts\noutput: .git/x\n', ['CONFIG_OUTPUT_UNSAFE', 2, 9]],
  ['output is a number', 'app: main.ts\noutput: 5\n', ['CONFIG_WRONG_TYPE', 2, 9]],
  ['konstruct is a text', 'app: main.ts\nkonstruct: yes please\n', ['CONFIG_WRONG_TYPE', 2, 12]],
  ['project in capitals', 'app: main.ts\nkonstruct:\n  project: Acme\n', ['CONFIG_BAD_VALUE', 3, 12]],
  ['project too long', `app: main.ts\nkonstruct: { project: ${'a'.repeat(64)} }\n`, ['CONFIG_BAD_VALUE', 2, 23]],
  ['repositories is a list', 'app: main.ts\nkonstruct:\n  repositories:\n    - a\n', ['CONFIG_WRONG_TYPE', 4, 5]],
  ['pattern as name', 'app: main.ts\nkonstruct: { repositories: { "acme/*": {} } }\n', ['CONFIG_BAD_VALUE', 2, 30]],
  ['unknown key of a repository', repository('remte: x'), ['CONFIG_UNKNOWN_KEY', 5, 7]],
  ['branch with a space', repository('branch: my branch'), ['CONFIG_BAD_VALUE', 5, 15]],
  ['branch that is a range', repository('branch: a..b'), ['CONFIG_BAD_VALUE', 5, 15]],
  ['remote is a number', repository('remote: 1'), ['CONFIG_WRONG_TYPE', 5, 15]],
  ['no source of credentials', repository('credentials: {}'), ['CONFIG_BAD_VALUE', 5, 7]],
  ['only a username', repository('credentials: { username: x }'), ['CONFIG_BAD_VALUE', 5, 7]],
  ['two sources', repository('credentials: { env: A, file: b }'), ['CONFIG_BAD_VALUE', 5, 7]],
  ['variable with a dollar', repository('credentials: { env: $TOKEN }'), ['CONFIG_BAD_VALUE', 5, 27]],
  ['literal secret', repository('credentials: hunter2'), ['CONFIG_LITERAL_SECRET', 5, 20]],
  ['literal secret that is a number', repository('credentials: 12345678'), ['CONFIG_LITERAL_SECRET', 5, 20]],
  ['secret under its own key', repository('credentials: { token: hunter2 }'), ['CONFIG_LITERAL_SECRET', 5, 22]],
  ['secret as variable', repository(`credentials: { env: ${TOKEN} }`), ['CONFIG_LITERAL_SECRET', 5, 27]],
  ['secret in a command', repository(`credentials: { command: "echo ${TOKEN}" }`), ['CONFIG_LITERAL_SECRET', 5, 31]],
  ['secret in the app', `app: A=${TOKEN} node main.ts\n`, ['CONFIG_LITERAL_SECRET', 1, 6]],
  ['secret as a key', repository(`credentials: { ${TOKEN}: 1, env: A }`), ['CONFIG_LITERAL_SECRET', 5, 22]],
  ['password in a URL', repository('remote: https://me:hunter2@git.example/a'), ['CONFIG_LITERAL_SECRET', 5, 15]],
  ['token as user of a URL', repository('remote: https://hunter2@git.example/a'), ['CONFIG_LITERAL_SECRET', 5, 15]],
  [
    'one remote for all',
    'app: main.ts\nkonstruct: { repositories: { "*": { remote: ../all } } }\n',
    ['CONFIG_BAD_VALUE', 2, 45],
  ],
  ['alias bomb', bomb(), ['CONFIG_SYNTAX', 1, 1]],
  ['unknown synthConfig', 'app: main.ts\nsynthConfig:\n  format: yaml\n', ['CONFIG_BAD_VALUE', 3, 11]],
];

function bomb(): string {
  const lists = Array.from({ length: 9 }, (_, i) => `  a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, `.repeat(9)}]`);
  return `konstruct:\n${lists.join('\n')}\napp: main.ts\n`;
}

describe('what is wrong with a configuration', () => {
  it.each(BAD.map(([name, yaml, ...expected]) => ({ name, yaml, expected })))('$name', async ({ yaml, expected }) => {
    const error = await problems(yaml);
    expect(placesOf(error)).toEqual(expected);
    expect(error.diagnostics.every(({ source }) => source?.file === 'cdk8s.yaml')).toBe(true);
    for (const secret of [TOKEN, 'hunter2', '12345678'])
      expect(JSON.stringify(error.diagnostics)).not.toContain(secret);
  });

  it('shows no content in errors of syntax', async () => {
    for (const yaml of ['app: "a" hunter2\n', 'app: |hunter2\n  x\n', 'app: !<hunter2 x\n', '%hunter2 x\n---\n']) {
      expect(JSON.stringify((await problems(yaml)).diagnostics)).not.toContain('hunter2');
    }
  });

  it('counts columns the same with CRLF, a byte order mark and characters outside of ASCII', async () => {
    expect(placesOf(await problems('app: main.ts\r\nouput: x\r\n'))).toEqual([['CONFIG_UNKNOWN_KEY', 2, 1]]);
    expect(placesOf(await problems('\uFEFFapp: main.ts\nouput: x\n'))).toEqual([['CONFIG_UNKNOWN_KEY', 2, 1]]);
    const unicode = 'app: main.ts\nkonstruct: { repositories: { größe: { branch: "a b" } } }\n';
    expect(placesOf(await problems(unicode))).toEqual([['CONFIG_BAD_VALUE', 2, 47]]);
  });

  it('finds positions through an alias', async () => {
    const yaml = [
      'app: main.ts',
      'konstruct:',
      '  repositories:',
      '    a: &shared',
      '      branch: a..b',
      '    b: *shared',
    ].join('\n');
    expect(placesOf(await problems(yaml))).toEqual([
      ['CONFIG_BAD_VALUE', 5, 15],
      ['CONFIG_BAD_VALUE', 5, 15],
    ]);
  });

  it('proposes what was probably meant', async () => {
    const fixOf = async (yaml: string) => (await problems(yaml)).diagnostics[0]?.fix;
    expect(await fixOf('app: main.ts\nouput: dist\n')).toContain('`output`');
    expect(await fixOf('app: mian.ts\n')).toContain('`main.ts`');
    expect(await fixOf('app: main.js\n')).toContain('`main.ts`');
    expect(await fixOf('app: main\n')).toContain('`main.ts`');
    expect(await fixOf('language: typescrpt\napp: main.ts\n')).toContain('`typescript`');
  });

  it('reports a program inside of the default output', async () => {
    const error = await problems('app: dist/main.js\n', { 'dist/main.js': '' });
    expect(placesOf(error)).toEqual([['CONFIG_OUTPUT_UNSAFE', 1, 6]]);
  });

  it('follows symbolic links to see where output leads', async () => {
    const cwd = temporaryFolder({ ...MAIN, 'cdk8s.yaml': 'app: main.ts\noutput: link/below\n' });
    symlinkSync('/', join(cwd, 'link'));
    await loadConfig({ cwd, env: ENV });
    writeFileSync(join(cwd, 'cdk8s.yaml'), 'app: main.ts\noutput: link\n');
    expect(await rejection(loadConfig({ cwd, env: ENV }))).toMatchObject({ code: 'CONFIG_OUTPUT_UNSAFE' });
  });

  it('is a diagnostic when the file is no text or cannot be read', async () => {
    const cwd = temporaryFolder(MAIN);
    writeFileSync(join(cwd, 'cdk8s.yaml'), Buffer.from([0x61, 0xff, 0xfe]));
    expect(await rejection(loadConfig({ cwd, env: ENV }))).toMatchObject({ code: 'CONFIG_UNREADABLE' });
    if (process.getuid?.() === 0) return; // root reads everything
    chmodSync(join(cwd, 'cdk8s.yaml'), 0);
    expect(await rejection(loadConfig({ cwd, env: ENV }))).toMatchObject({ code: 'CONFIG_UNREADABLE' });
  });

  it('never lets one mistake hide another', async () => {
    const mistakes = [
      { line: 'ouput: x', code: 'CONFIG_UNKNOWN_KEY' },
      { line: 'language: python', code: 'CONFIG_BAD_VALUE' },
      { line: 'output: ..', code: 'CONFIG_OUTPUT_UNSAFE' },
      { line: 'imports: k8s', code: 'CONFIG_WRONG_TYPE' },
      { line: 'importDirectory: 1', code: 'CONFIG_WRONG_TYPE' },
      { line: 'validations: 7', code: 'CONFIG_WRONG_TYPE' },
      { line: 'synthConfig: { chartVersion: 1 }', code: 'CONFIG_WRONG_TYPE' },
      { line: 'pluginsDirectory: a\npluginsDirectory: b', code: 'CONFIG_DUPLICATE_KEY' },
    ];
    const apps = [
      { line: 'app: main.ts', codes: [] },
      { line: 'app: gone.ts', codes: ['CONFIG_APP_NOT_FOUND'] },
      { line: 'app: [1]', codes: ['CONFIG_WRONG_TYPE'] },
      { line: '', codes: ['CONFIG_MISSING_KEY'] },
    ];
    const inside = [
      { line: '  project: A', code: 'CONFIG_BAD_VALUE' },
      { line: '  projct: a', code: 'CONFIG_UNKNOWN_KEY' },
      {
        line: '  repositories: { a: { branch: ".." }, b: { credentials: x } }',
        code: 'CONFIG_BAD_VALUE CONFIG_LITERAL_SECRET',
      },
    ];
    const folder = temporaryFolder(MAIN);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(mistakes),
        fc.shuffledSubarray(inside),
        fc.constantFrom(...apps),
        async (outer, inner, app) => {
          const konstruct = inner.length === 0 ? [] : ['konstruct:', ...inner.map(({ line }) => line)];
          const yaml = [...outer.map(({ line }) => line), app.line, ...konstruct].join('\n');
          const expected = [...outer, ...inner].flatMap(({ code }) => code.split(' ')).concat(app.codes);
          fc.pre(expected.length > 0 && yaml.trim() !== '');
          writeFileSync(join(folder, 'cdk8s.yaml'), yaml);
          const reason = await rejection(loadConfig({ cwd: folder, env: ENV }));
          const codes = KcdkError.is(reason) ? reason.diagnostics.map(({ code }) => code) : [];
          expect([...codes].sort()).toEqual([...expected].sort());
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('finding the file', () => {
  it('takes the nearest one above', async () => {
    const root = temporaryFolder({ ...MAIN, 'cdk8s.yaml': 'app: main.ts\n', 'a/b/c.txt': '' });
    const config = await loadConfig({ cwd: join(root, 'a/b'), env: ENV });
    expect(config).toMatchObject({ root, file: join(root, 'cdk8s.yaml'), output: join(root, 'dist') });
  });

  it('prefers the file that is named, or the one in the folder that is named', async () => {
    const root = temporaryFolder({ 'cdk8s.yaml': 'app: x.ts', 'p/other.yaml': 'app: main.ts', 'p/main.ts': '' });
    const expected = { root: join(root, 'p'), app: { kind: 'module', path: join(root, 'p/main.ts') } };
    expect(await loadConfig({ cwd: root, file: 'p/other.yaml', env: ENV })).toMatchObject(expected);
    expect(await rejection(loadConfig({ cwd: root, file: 'p', env: ENV }))).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
    writeFileSync(join(root, 'p/cdk8s.yaml'), 'app: main.ts');
    expect(await loadConfig({ cwd: root, file: 'p', env: ENV })).toMatchObject(expected);
    const missing = await rejection(loadConfig({ cwd: root, file: 'nope.yaml', env: ENV }));
    expect(missing).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
  });

  it('says where it looked, and notices the other extension', async () => {
    const cwd = join(temporaryFolder({ 'sub/x.txt': '', 'cdk8s.yml': 'app: main.ts' }), 'sub');
    const reason = await rejection(loadConfig({ cwd, env: ENV }));
    if (!KcdkError.is(reason)) throw reason;
    expect(reason.code).toBe('CONFIG_NOT_FOUND');
    expect(reason.diagnostics[0]?.detail).toContain(cwd);
    expect(reason.diagnostics[0]?.fix).toContain('cdk8s.yml');
  });
});

describe('a good configuration', () => {
  it('has every path made absolute and is frozen all the way down', async () => {
    const yaml = [
      '# yaml-language-server: $schema=node_modules/konstruct-cdk/schemas/cdk8s.schema.json',
      'language: typescript',
      'app: src/main.ts',
      'output: out',
      'imports: [k8s]',
      'validations: [{ package: p, version: "1", class: C }]',
      'konstruct:',
      '  project: acme',
      '  forges: { GHE.acme.dev: { provider: github }, git.acme.dev: { provider: gitlab, api: https://acme.dev/api/v4/ } }',
      '  repositories:',
      '    acme/app: { credentials: { githubApp: { id: 12345, privateKey: { file: ~/app.pem } } } }',
      '    acme/apps: { remote: ../mirror/apps.git, branch: release/1.0, credentials: { file: ~/t, username: bot } }',
      '    acme/infra: { credentials: { command: gh auth token } }',
      '    __proto__: { remote: ssh://git@host/x.git }',
      '    "*": { remote: "https://git.example/{name}.git", credentials: { env: TOKEN } }',
      '    acme/nothing:',
    ].join('\n');
    const root = temporaryFolder({ 'src/main.ts': '', 'cdk8s.yaml': yaml });
    const config = await loadConfig({ cwd: root, env: ENV });
    expect(config).toEqual({
      root,
      file: join(root, 'cdk8s.yaml'),
      app: { kind: 'module', path: join(root, 'src/main.ts') },
      output: join(root, 'out'),
      declarations: join(root, 'platform'),
      project: 'acme',
      forges: {
        ...PUBLIC_FORGES,
        'ghe.acme.dev': { provider: 'github', api: 'https://ghe.acme.dev/api/v3' },
        'git.acme.dev': { provider: 'gitlab', api: 'https://acme.dev/api/v4' },
      },
      repositories: Object.fromEntries([
        ['acme/app', { credentials: { githubApp: { id: '12345', privateKey: { file: '/home/someone/app.pem' } } } }],
        [
          'acme/apps',
          {
            remote: join(root, '../mirror/apps.git'),
            branch: 'release/1.0',
            credentials: { file: '/home/someone/t', username: 'bot' },
          },
        ],
        ['acme/infra', { credentials: { command: 'gh auth token' } }],
        ['__proto__', { remote: 'ssh://git@host/x.git' }],
        ['*', { remote: 'https://git.example/{name}.git', credentials: { env: 'TOKEN' } }],
        ['acme/nothing', {}],
      ]),
    });
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(isFrozen(config)).toBe(true);
  });

  it('knows a module from a command', async () => {
    const files = { 'main.ts': '', 'my app/main.ts': '', 'bin.mjs': '' };
    const apps: readonly (readonly [string, string])[] = [
      ['main.ts', 'module'],
      ['./bin.mjs', 'module'],
      ['my app/main.ts', 'module'],
      ['node main.ts', 'module'],
      ['npx ts-node main.ts', 'module'],
      ['node main.ts --flag', 'command'],
      ['make', 'command'],
    ];
    for (const [app, kind] of apps) {
      const cwd = temporaryFolder({ ...files, 'cdk8s.yaml': `app: ${app}\n` });
      expect((await loadConfig({ cwd, env: ENV })).app.kind, app).toBe(kind);
    }
  });

  it('is the same from the cache, which does not hide what changes outside of the file', async () => {
    const cwd = temporaryFolder({ ...MAIN, 'cdk8s.yaml': 'app: main.ts\nkonstruct: { project: acme }\n' });
    const cache = openCache({ folder: join(temporaryFolder(), 'cache'), version: '1' });
    const first = await loadConfig({ cwd, cache, env: ENV });
    expect(await loadConfig({ cwd, cache, env: ENV })).toEqual(first);
    mkdirSync(join(cwd, 'other'));
    writeFileSync(join(cwd, 'other/cdk8s.yaml'), 'app: main.ts\nkonstruct: { project: acme }\n');
    const reason = await rejection(loadConfig({ cwd: join(cwd, 'other'), cache, env: ENV }));
    if (!KcdkError.is(reason)) throw reason;
    expect(placesOf(reason)).toEqual([['CONFIG_APP_NOT_FOUND', 1, 6]]);
  });
});
