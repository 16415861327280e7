import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { evaluate } from '../../lib/program/evaluate.ts';
import { temporaryFolder, writeFiles } from '../config/temporary-folder.ts';
import { configOf, fallback, found, provideLibrary, run } from './program-project.ts';

provideLibrary();

const program = (expression: string, head = '') =>
  `import { App } from 'konstruct-cdk';\n${head}\nconst app = new App();\napp.found = ${expression};\napp.synth();\n`;

describe('a program in a folder without node_modules', () => {
  it('runs, with the copies of the packages that kcdk lends, and one identity of constructs', async () => {
    const result = await run({
      'main.ts': program('Construct as unknown', "import { Construct } from 'constructs';").replace(
        'app.found',
        '(app as any).found',
      ),
    });
    expect(Construct.isConstruct(result.root)).toBe(true);
    expect(found(result)).toBe(createRequire(import.meta.url)('constructs').Construct);
    expect(result.inputs).toEqual([join(result.folder, 'main.ts')]);
    expect(result.diagnostics).toEqual([]);
  });

  it('runs in its own folder, with only its own path as argument', async () => {
    const before = [process.cwd(), process.argv];
    const result = await run({ 'src/main.js': program('[process.cwd(), process.argv.slice(1)]') });
    expect(found(result)).toEqual([result.folder, [join(result.folder, 'src/main.js')]]);
    expect([process.cwd(), process.argv]).toEqual(before);
  });

  it('waits for awaits at the top level', async () => {
    const head = 'const value = await new Promise((resolve) => setTimeout(() => resolve(7), 20));';
    expect(found(await run({ 'main.mts': program('value', head) }))).toBe(7);
  });
});

describe('sources', () => {
  it('may be TypeScript, JavaScript, CommonJS and JSON, and use the paths of tsconfig', async () => {
    const result = await run({
      'main.ts': program(
        '[a, b, c, d, e, f]',
        [
          "import { a } from './a.js';",
          "import { b } from './b.mjs';",
          "import c from './c.cjs';",
          "import d from './data/d.json' with { type: 'json' };",
          "import { e } from '@lib/e';",
          "import { f } from './folder';",
        ].join('\n'),
      ),
      'a.ts': 'enum A { x = 1 }\nexport const a: number = A.x;',
      'b.mts': 'export const b = 2 satisfies number;',
      'c.cjs': "const { c } = require('./c2.cjs');\nmodule.exports = c;",
      'c2.cjs': 'exports.c = 3;',
      'data/d.json': '{ "d": 4 }',
      'library/e.ts': 'export const e = 5;',
      'folder/index.ts': 'export const f = 6;',
      'tsconfig.json': '{ /* comment */ "compilerOptions": { "paths": { "@lib/*": ["./library/*"] } }, }',
    });
    expect(found(result)).toEqual([1, 2, 3, { d: 4 }, 5, 6]);
    expect(result.inputs).toHaveLength(8);
  });

  it('may be CommonJS from the start', async () => {
    const result = await run({
      'main.cjs':
        "const { Construct } = require('constructs');\nconst root = new Construct(undefined, '');\n" +
        "root.found = [__filename, __dirname, require.resolve('./x.json'), require('./x.json'), require.main === module];\n" +
        "globalThis[Symbol.for('konstruct-cdk.host')].getStore().accept(root);\n",
      'x.json': '[1]',
    });
    const { folder } = result;
    expect(found(result)).toEqual([join(folder, 'main.cjs'), folder, join(folder, 'x.json'), [1], true]);
  });

  it('learn the truth about themselves, wherever the bundle is', async () => {
    const inner = [
      "import { dirname } from 'node:path';",
      "import { fileURLToPath } from 'node:url';",
      "import { createRequire } from 'node:module';",
      'const __dirname = dirname(fileURLToPath(import.meta.url));',
      'const require = createRequire(import.meta.url);',
      "const data = require('./data.json');",
      "const data2 = import.meta.resolve('./data.json');",
      'export const inner = [import.meta.url, import.meta.filename, import.meta.dirname, __dirname, data, data2];',
    ].join('\n');
    const result = await run({
      'main.ts': program('[import.meta.url, inner]', "import { inner } from './deep/inner.ts';"),
      'deep/inner.ts': `#!/usr/bin/env node\n${inner}`,
      'deep/data.json': '"data"',
    });
    const url = pathToFileURL(result.folder).href;
    const deep = join(result.folder, 'deep');
    const about = [`${url}/deep/inner.ts`, join(deep, 'inner.ts'), deep, deep, 'data', `${url}/deep/data.json`];
    expect(found(result)).toEqual([`${url}/main.ts`, about]);
  });
});

describe('packages', () => {
  const dual = {
    'node_modules/dual/package.json':
      '{ "name": "dual", "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" } } }',
    'node_modules/dual/i.mjs': 'export const way = "import";',
    'node_modules/dual/r.cjs': 'exports.way = "require";',
  };

  it('are found from the importing source, by the condition of the import', async () => {
    const result = await run({
      'main.ts': program(
        '[way, other, later.way]',
        "import { way } from 'dual'; import other from './other.cjs'; const later = await import('dual');",
      ),
      'other.cjs': "module.exports = require('dual').way;",
      ...dual,
    });
    expect(found(result)).toEqual(['import', 'require', 'import']);
    expect(result.inputs.map((path) => path.slice(result.folder.length))).toEqual(['/main.ts', '/other.cjs']);
  });

  it('of the project come before those that kcdk lends', async () => {
    const result = await run({
      'main.ts': `import { constructs } from 'constructs/sub';\nimport { own } from 'constructs';\n${program('[own, constructs]')}`,
      'node_modules/constructs/package.json': '{ "exports": { ".": "./own.mjs", "./sub": "./sub.mjs" } }',
      'node_modules/constructs/own.mjs': 'export const own = "own";',
      'node_modules/constructs/sub.mjs': 'export const constructs = "sub";',
    });
    expect(found(result)).toEqual(['own', 'sub']);
  });

  it('that are linked and written in TypeScript are compiled with the program', async () => {
    const folder = temporaryFolder({
      'app/main.ts': program('shared', "import { shared } from '@acme/shared';"),
      'packages/shared/package.json': '{ "name": "@acme/shared", "exports": "./index.ts" }',
      'packages/shared/index.ts': 'export const shared: string = "shared";',
      'node_modules/@acme/.keep': '',
    });
    symlinkSync(join(folder, 'packages/shared'), join(folder, 'node_modules/@acme/shared'));
    const result = await evaluate(configOf(join(folder, 'app')), { fallback });
    expect(found(result)).toBe('shared');
    expect(result.inputs).toContain(join(folder, 'packages/shared/index.ts'));
  });

  it('may be the one that the program itself belongs to', async () => {
    const result = await run({
      'examples/main.ts': program('self', "import { self } from 'this-very-package';"),
      'package.json': '{ "name": "this-very-package", "type": "module", "exports": "./built.js" }',
      'built.js': 'export const self = "self";',
    });
    expect(found(result)).toBe('self');
    expect(result.inputs).toHaveLength(1);
  });
});

describe('running again', () => {
  it('gives a new tree every time, with and without a cache', async () => {
    for (const cache of [undefined, openCache({ folder: join(temporaryFolder(), 'c'), version: '1' })]) {
      const folder = temporaryFolder({ 'main.ts': program('Math.random()') });
      const [first, second] = [
        await evaluate(configOf(folder), { fallback, cache }),
        await evaluate(configOf(folder), { fallback, cache }),
      ];
      expect(first.root).not.toBe(second.root);
      expect(found(first)).not.toBe(found(second));
    }
  });

  const files = {
    'main.ts': program(
      '[value, alias, way]',
      "import { value } from './a'; import { alias } from '@/b'; import { way } from 'dual';",
    ),
    'a/index.ts': "import data from '../data.json'; export const value = data;",
    'b.ts': 'export const alias = 1;',
    'other/b.ts': 'export const alias = 2;',
    'data.json': '1',
    'base.json': '{}',
    'tsconfig.json': '{ "extends": "./base", "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
    'package.json': '{}',
    'node_modules/dual/package.json': '{ "exports": { ".": "./i.mjs", "./other": "./r.mjs" } }',
    'node_modules/dual/i.mjs': 'export const way = "i";',
    'node_modules/dual/r.mjs': 'export const way = "r";',
  };
  const changes: readonly (readonly [name: string, change: Readonly<Record<string, string>>, expected: unknown])[] = [
    ['a source', { 'b.ts': 'export const alias = 10;' }, [1, 10, 'i']],
    ['a JSON file', { 'data.json': '2' }, [2, 1, 'i']],
    [
      'the compiler settings',
      { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./other/*"] } } }' },
      [1, 2, 'i'],
    ],
    ['a file that takes the place of another', { 'a.ts': 'export const value = 3;' }, [3, 1, 'i']],
    ['what a package exports', { 'node_modules/dual/package.json': '{ "exports": "./r.mjs" }' }, [1, 1, 'r']],
  ];

  it.each(changes)('sees a change of %s', async (_name, change, expected) => {
    const cache = openCache({ folder: join(temporaryFolder(), 'c'), version: '1' });
    const folder = temporaryFolder(files);
    expect(found(await evaluate(configOf(folder), { fallback, cache }))).toEqual([1, 1, 'i']);
    writeFiles(folder, change);
    expect(found(await evaluate(configOf(folder), { fallback, cache }))).toEqual(expected);
  });

  it('sees a package that was installed since kcdk had to lend it', async () => {
    const cache = openCache({ folder: join(temporaryFolder(), 'c'), version: '1' });
    const folder = temporaryFolder({ 'main.ts': program('Construct', "import { Construct } from 'constructs';") });
    const lent = await evaluate(configOf(folder), { fallback, cache });
    writeFiles(folder, {
      'node_modules/constructs/package.json': '{ "exports": "./own.mjs" }',
      'node_modules/constructs/own.mjs': 'export const Construct = "own";',
    });
    const own = await evaluate(configOf(folder), { fallback, cache });
    expect([typeof found(lent), found(own)]).toEqual(['function', 'own']);
  });

  it('survives a damaged cache', async () => {
    const place = join(temporaryFolder(), 'c');
    const folder = temporaryFolder({ 'main.ts': program('1') });
    const cache = openCache({ folder: place, version: '1' });
    await evaluate(configOf(folder), { fallback, cache });
    for (const file of readdirSync(place, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) writeFileSync(join(file.parentPath, file.name), 'damaged');
    }
    expect(found(await evaluate(configOf(folder), { fallback, cache }))).toBe(1);
  });
});

it('does not mix the apps of programs that run at the same time, nor what they leave behind', async () => {
  const source = (name: string) =>
    program(
      `'${name}'`,
      `setTimeout(() => { try { new App().synth(); } catch {} }, 5);\nawait new Promise((r) => setTimeout(r, 15));`,
    );
  const names = ['a', 'b', 'c', 'd'];
  const results = await Promise.all(
    names.map((name) => run({ 'main.ts': source(name) }).catch((reason) => reason.code)),
  );
  // each has handed over a second app from its own timer
  expect(results).toEqual(names.map(() => 'PROGRAM_MANY_APPS'));
  const late = (name: string) => program(`'${name}'`, `setTimeout(() => { try { new App().synth(); } catch {} }, 10);`);
  const clean = await Promise.all(names.map((name) => run({ 'main.ts': late(name) })));
  expect(clean.map((result) => found(result))).toEqual(names);
});
