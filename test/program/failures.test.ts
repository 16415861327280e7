import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../lib/program/evaluate.ts';
import { handOver, withHost } from '../../lib/program/host.ts';
import { rejection } from '../config/temporary-folder.ts';
import { configOf, failure, fallback, provideLibrary, run } from './program-project.ts';

provideLibrary();

const APP = "import { App } from 'konstruct-cdk';\nconst app = new App();\n";
const never = '// keeps the process awake\nawait new Promise((resolve) => setTimeout(resolve, 600_000));\n';

describe('handing over', () => {
  it('outside of a host says how to run the program', () => {
    expect(() => handOver(new Construct(undefined as never, ''))).toThrow(
      expect.objectContaining({ code: 'PROGRAM_RUN_DIRECTLY' }),
    );
  });

  it('goes to the nearest host, across awaits and callbacks', async () => {
    const root = new Construct(undefined as never, '');
    const got: string[] = [];
    const host = (name: string) => ({ accept: () => void got.push(name) });
    await Promise.all(
      ['a', 'b'].map((name) =>
        withHost(host(name), async () => {
          await null;
          handOver(root);
          await new Promise((resolve) => setTimeout(resolve, 1));
          handOver(root);
        }),
      ),
    );
    withHost(host('outer'), () => withHost(host('inner'), () => handOver(root)));
    expect([...got].sort()).toEqual(['a', 'a', 'b', 'b', 'inner']);
  });

  it('is missing when synth is forgotten, or called too late', async () => {
    expect(await failure({ 'main.ts': APP })).toMatchObject({ code: 'PROGRAM_NO_APP' });
    const late = `${APP}async function main() { await new Promise((r) => setTimeout(r, 5)); app.synth(); }\nmain();\n`;
    expect(await failure({ 'main.ts': late })).toMatchObject({ code: 'PROGRAM_NO_APP' });
    expect((await run({ 'main.ts': late.replace('\nmain()', '\nawait main()') })).root).toBeDefined();
  });

  it('happens once, also when the program swallows the error', async () => {
    const twice = await failure({ 'main.ts': `${APP}app.synth();\napp.synth();\n` });
    expect(twice.diagnostics).toMatchObject([
      {
        code: 'PROGRAM_MANY_APPS',
        source: { file: 'main.ts', line: 4, column: 5 },
        related: [{ source: { file: 'main.ts', line: 3, column: 5 } }],
      },
    ]);
    const swallowed = `${APP}app.synth();\ntry { new App().synth(); } catch {}\n`;
    expect(await failure({ 'main.ts': swallowed })).toMatchObject({ code: 'PROGRAM_MANY_APPS' });
  });

  it('wants a construct', async () => {
    const program = "globalThis[Symbol.for('konstruct-cdk.host')].getStore().accept({});\n";
    expect(await failure({ 'main.js': program })).toMatchObject({ code: 'PROGRAM_NOT_AN_APP' });
  });
});

describe('an error of the program', () => {
  it('is shown at its line of TypeScript, with a stack of nothing but sources', async () => {
    const error = await failure({
      'main.ts':
        "// first\ninterface Wide {\n  a: string;\n}\nimport { fail } from './lib/fail.ts';\nfunction call(): void {\n  fail({ a: 'x' } as Wide);\n}\ncall();\n",
      'lib/fail.ts':
        'type T = { a: string };\n\n/** Fails. */\nexport function fail(thing: T): never {\n  throw new TypeError("no " + thing.a + "\\nsecond line");\n}\n',
    });
    const [diagnostic] = error.diagnostics;
    expect(diagnostic).toMatchObject({ code: 'PROGRAM_THREW', source: { file: 'lib/fail.ts', line: 5, column: 9 } });
    expect(diagnostic?.summary).toContain('TypeError: no x');
    const frames = diagnostic?.detail?.split('\n').slice(2) ?? [];
    expect(frames.map((frame) => /[^ (]+:\d+:\d+/.exec(frame)?.[0])).toEqual([
      'lib/fail.ts:5:9',
      'main.ts:7:3',
      'main.ts:9:1',
    ]);
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('keeps the lines of its causes', async () => {
    const program =
      "try {\n  JSON.parse('{');\n} catch (cause) {\n  throw new AggregateError([new Error('inner')], 'outer', { cause });\n}\n";
    const [diagnostic] = (await failure({ 'main.ts': program })).diagnostics;
    expect(diagnostic?.source?.line).toBe(4);
    expect(diagnostic?.detail).toMatch(/Caused by: Error: inner[\s\S]*main\.ts:4:29/);
    expect(diagnostic?.detail).toMatch(/Caused by: SyntaxError[\s\S]*main\.ts:2:8/);
  });

  it('is found in the first line too, in spite of what is put before it', async () => {
    const program = 'throw new Error(import.meta.url.slice(0, 4));\n';
    const [diagnostic] = (await failure({ 'main.ts': program })).diagnostics;
    expect(diagnostic).toMatchObject({ source: { file: 'main.ts', line: 1, column: 7 } });
  });

  it.each([
    ['a text', "throw 'text';", "'text'"],
    ['nothing', 'throw undefined;', 'undefined'],
    ['an object', 'throw { code: 7 };', '{ code: 7 }'],
    ['a trap', "throw { get stack() { throw new Error('trap'); }, get message() { return 1; } };", 'stack'],
    [
      'an error without a stack',
      "const e = new RangeError('odd'); delete e.stack; e.stack = undefined; throw e;",
      'odd',
    ],
  ])('may be %s', async (_name, program, text) => {
    const error = await failure({ 'main.js': `${program}\n` });
    expect(error.code).toBe('PROGRAM_THREW');
    expect(error.diagnostics[0]?.summary).toContain(text);
  });

  it('that is one of ours comes through, completed with the place', async () => {
    const program =
      "import { kcdkError } from 'konstruct-cdk';\n\nthrow kcdkError('ABORTED', { detail: 'mine', source: undefined });\n";
    const error = await failure({ 'main.ts': program });
    expect(error.diagnostics).toMatchObject([
      { code: 'ABORTED', detail: 'mine', source: { file: 'main.ts', line: 3 } },
    ]);
  });

  it('in linking is shown at the import', async () => {
    const error = await failure({
      'main.ts': "// types\ninterface A {}\nimport { nope } from 'lib';\nconsole.log(nope);\n",
      'node_modules/lib/package.json': '{ "exports": "./i.mjs" }',
      'node_modules/lib/i.mjs': 'export const yes = 1;',
    });
    expect(error.diagnostics[0]?.summary).toContain('nope');
    expect(error.diagnostics[0]?.source).toMatchObject({ file: 'main.ts', line: 3 });
  });

  it.each([
    ['a rejection that nobody handles', "Promise.reject(new Error('lost'));", 'lost'],
    ['an async function that nobody awaits', "async function main() {\n  throw new Error('lost');\n}\nmain();", 'lost'],
    ['an error in a callback', `setTimeout(() => { throw new Error('lost'); }, 1);\n${never}`, 'lost'],
  ])('counts when it is %s', async (_name, program, text) => {
    const listeners = process.rawListeners('unhandledRejection');
    const error = await failure({ 'main.ts': `${APP}app.synth();\n${program}\n` });
    expect(error.code).toBe('PROGRAM_THREW');
    expect(error.diagnostics[0]?.summary).toContain(text);
    expect(error.diagnostics[0]?.source?.line).toBeGreaterThan(3);
    expect(process.rawListeners('unhandledRejection')).toEqual(listeners);
  });
});

describe('a program that wants to end the process', () => {
  it.each([
    ['at once', 'process.exit(3);'],
    ['and swallows what we answer', 'try { process.exit(0); } catch {}\napp.synth();'],
    ['later', `setTimeout(() => process.exit(1), 1);\n${never}`],
  ])('does not: %s', async (_name, program) => {
    const exit = process.exit;
    const error = await failure({ 'main.ts': `${APP}${program}\n` });
    expect(error.diagnostics).toMatchObject([{ code: 'PROGRAM_EXITED', source: { file: 'main.ts', line: 3 } }]);
    expect(process.exit).toBe(exit);
  });

  it('by an exit code has failed, and leaves ours alone', async () => {
    const before = process.exitCode;
    const error = await failure({ 'main.ts': `${APP}app.synth();\nprocess.exitCode = 4;\n` });
    expect(error.code).toBe('PROGRAM_EXITED');
    expect(process.exitCode).toBe(before);
  });
});

describe('a program that does not finish', () => {
  it('is given up after the timeout, and on request', async () => {
    expect(await failure({ 'main.ts': never }, { timeout: 20 })).toMatchObject({ code: 'PROGRAM_TIMED_OUT' });
    const controller = new AbortController();
    const stopped = failure({ 'main.ts': never }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect(await stopped).toMatchObject({ code: 'ABORTED', exitCode: 130 });
    const aborted = AbortSignal.abort();
    expect(await failure({ 'main.ts': APP }, { signal: aborted })).toMatchObject({ code: 'ABORTED' });
  });

  it('does not keep others from running, and waiting for it can be given up', async () => {
    const slow = failure({ 'main.ts': never }, { timeout: 300 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const signal = AbortSignal.timeout(20);
    expect(await failure({ 'main.ts': `${APP}app.synth();` }, { signal })).toMatchObject({ code: 'ABORTED' });
    expect((await run({ 'main.ts': `${APP}app.synth();` })).root).toBeDefined();
    expect(await slow).toMatchObject({ code: 'PROGRAM_TIMED_OUT' });
  });

  it('because it evaluates another one is refused', async () => {
    Reflect.set(globalThis, 'kcdkTestEvaluate', () => evaluate(configOf('/', 'x.js'), { fallback }));
    const { folder } = await run({ 'main.ts': `${APP}app.synth();` });
    Reflect.set(globalThis, 'kcdkTestEvaluate', () => evaluate(configOf(folder), { fallback }));
    const nested = await failure({ 'main.js': 'await globalThis.kcdkTestEvaluate();' });
    expect(nested).toMatchObject({ code: 'PROGRAM_NESTED' });
    Reflect.deleteProperty(globalThis, 'kcdkTestEvaluate');
  });
});

describe('a program that does not compile', () => {
  it('has all its mistakes reported, each at its place', async () => {
    const error = await failure({
      'main.ts':
        "import './b.ts';\nimport './gone.ts';\nimport { x } from 'not-installed/sub';\nimport '@acme/none';\nimport '#none';\nexport { x };\n",
      'b.ts': 'const größe = 1; const = 2;\n',
      'package.json': '{}',
    });
    const list = error.diagnostics.map(({ code, source, fix }) => [
      code,
      source?.file,
      source?.line,
      source?.column,
      fix,
    ]);
    expect(list).toHaveLength(5);
    expect(list).toContainEqual(['PROGRAM_SYNTAX', 'b.ts', 1, 24, expect.any(String)]);
    expect(list).toContainEqual(['PROGRAM_IMPORT_NOT_FOUND', 'main.ts', 2, 8, expect.any(String)]);
    expect(list).toContainEqual(['PROGRAM_IMPORT_NOT_FOUND', 'main.ts', 3, 19, 'Run `npm install not-installed`.']);
    expect(list).toContainEqual(['PROGRAM_IMPORT_NOT_FOUND', 'main.ts', 4, 8, 'Run `npm install @acme/none`.']);
    expect(list).toContainEqual(['PROGRAM_IMPORT_NOT_FOUND', 'main.ts', 5, 8, expect.any(String)]);
  });

  it('or only looks odd gives warnings, with an app', async () => {
    const program = await run({ 'main.ts': `${APP}if (typeof app === 'nonsense') app.synth();\napp.synth();\n` });
    expect(program.diagnostics).toMatchObject([
      { code: 'PROGRAM_BUNDLER_WARNING', severity: 'warning', source: { file: 'main.ts', line: 3 } },
    ]);
  });
});

describe('a program that is a command', () => {
  it('is refused, naming the form that works', async () => {
    const config = { ...configOf('/'), app: { kind: 'command', command: 'make synth' } } as const;
    const reason = await rejection(evaluate(config));
    expect(reason).toMatchObject({ code: 'APP_COMMAND_UNSUPPORTED' });
    expect(reason).toMatchObject({ diagnostics: [{ fix: expect.stringContaining('`app: main.ts`') }] });
  });
});

describe('locate', () => {
  it('finds the line of TypeScript that made a construct', async () => {
    const lines = [
      '/* a comment',
      '   of two lines */',
      "import { App, Thing } from 'konstruct-cdk';",
      'interface Props { readonly name?: string; }',
      'class Own extends Thing {',
      '  constructor(scope: App, id: string, props: Props = {}) { super(scope, props.name ?? id); }',
      '}',
      'const app = new App();',
      "new Thing(app, 'direct');",
      '',
      "  new Own(app, 'nested'); // ü",
      "const made = new Thing(app, 'outside');",
      'made.created = new Error("x"); app.synth();',
    ];
    const program = await run({ 'main.ts': lines.join('\n') });
    const at = (id: string) => {
      const created: unknown = Reflect.get(program.root.node.findChild(id), 'created');
      return created instanceof Error ? program.locate(created) : undefined;
    };
    expect(at('direct')).toEqual({ file: 'main.ts', line: 9, column: 1 });
    expect(at('nested')).toEqual({ file: 'main.ts', line: 6, column: 60 });
    expect(at('outside')).toEqual({ file: 'main.ts', line: 13, column: 16 });
    expect(program.locate(new Error('from this test'))).toBeUndefined();
  });
});
