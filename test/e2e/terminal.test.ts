import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BIN, capture, codesIn } from '../tools/cli.ts';
import { createProject, refsOf, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';
import { CTRL_C, CTRL_D, hasTerminal, onTerminal } from '../tools/terminal.ts';

const ESC = '\u001b';
/** A sequence that sets a colour or a weight. */
const COLOR = new RegExp(`${ESC}\\[[0-9;]*m`);
/** What writes a line over. */
const OVER = `\r${ESC}[2K`;
const PROMPT = 'Apply this plan[?]';

const project = createProject();
afterAll(() => project.remove());

/** The lines of a screen, without colours; a line that is written over counts as one of its own. */
const plain = (text: string) =>
  text.replaceAll('\r\n', '\n').replaceAll(OVER, '\n').replaceAll(new RegExp(COLOR, 'g'), '');

describe.skipIf(!hasTerminal())('on a terminal', () => {
  let before: ReturnType<typeof refsOf>;
  beforeEach(() => {
    before = refsOf(project);
  });

  describe('apply asks', () => {
    it.each([
      ['no', 'no\r'],
      ['y, which is no yes', 'y\r'],
      ['nothing', '\r'],
      ['that the input ends', CTRL_D],
      ['to be interrupted', CTRL_C],
    ])('and writes nothing when the answer is %s', async (_name, send) => {
      const { exitCode, output, left } = await onTerminal(project, ['apply'], { steps: [{ wait: PROMPT, send }] });
      expect({ exitCode, left, codes: codesIn(plain(output)) }).toEqual({ exitCode: 130, left: 0, codes: ['ABORTED'] });
      expect(refsOf(project)).toEqual(before);
    });

    it.each([
      ['standard input is no terminal', [], {}, true],
      ['nobody watches', [], { CI: 'true' }, false],
      ['it was told not to', ['--no-input'], {}, false],
    ])('not when %s, and writes nothing', async (_name, more, env, withoutInput) => {
      const argv = ['apply', ...more];
      const { exitCode, output } = withoutInput
        ? await throughShell(argv, '</dev/null')
        : await onTerminal(project, argv, { env });
      expect({ exitCode, codes: codesIn(plain(output)) }).toEqual({ exitCode: 1, codes: ['APPLY_NOT_APPROVED'] });
      expect(output).not.toMatch(new RegExp(PROMPT));
      expect(refsOf(project)).toEqual(before);
    });

    it('after it has shown the plan, also when standard output is a pipe, and takes a yes', async () => {
      const { exitCode, output, stdout } = await onTerminal(project, ['apply'], {
        steps: [{ wait: PROMPT, send: 'yes\r' }],
        pipeStdout: true,
      });
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Plan: 26 to add, 0 to change, 0 to destroy.');
      expect(stdout).not.toMatch(COLOR);
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('Apply complete! Resources: 26 added, 0 changed, 0 destroyed.');
      expect(output).toMatch(new RegExp(PROMPT));
      expect(output).not.toContain('Apply complete!');
      expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
    });
  });

  describe('progress', () => {
    const DESCRIPTIONS = ['one', 'two', 'three', 'four'];
    const change = () =>
      project.write(
        'main.ts',
        SMALL_PROGRAM.replace("'staging')", `'staging', { description: '${DESCRIPTIONS.shift()}' })`),
      );
    it.each([
      ['is drawn over itself', [], {}, true],
      ['is not drawn where nobody watches', [], { CI: '1' }, false],
      ['is not drawn when told to be quiet', ['--quiet'], {}, false],
    ])('%s', async (_name, more, env, drawn) => {
      change();
      const { exitCode, output } = await onTerminal(project, ['apply', '-y', ...more], { env });
      expect({ exitCode, drawn: output.includes(OVER) }).toEqual({ exitCode: 0, drawn });
      // What is drawn is wiped away in the end.
      if (drawn) expect(output.slice(output.lastIndexOf(OVER) + OVER.length)).not.toContain('…');
    });

    it('is not drawn without a terminal', async () => {
      change();
      const { exitCode, stderr } = await project.spawn(['apply', '-y']).done;
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    });
  });

  describe('colours', () => {
    beforeAll(() => {
      project.write('main.ts', SMALL_PROGRAM.replace("'staging')", "'staging', { description: 'colours' })"));
    });

    it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean]>([
      ['nothing said', [], {}, true],
      ['NO_COLOR', [], { NO_COLOR: '1' }, false],
      ['an empty NO_COLOR', [], { NO_COLOR: '' }, true],
      ['NO_COLOR and FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
      ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
      ['a dumb terminal', [], { TERM: 'dumb' }, false],
      ['--no-color', ['--no-color'], {}, false],
      ['--color always and NO_COLOR', ['--color', 'always'], { NO_COLOR: '1' }, true],
    ])('with %s', async (_name, argv, env, colored) => {
      const { exitCode, output } = await onTerminal(project, ['plan', ...argv], { env });
      expect({ exitCode, colored: COLOR.test(output) }).toEqual({ exitCode: 0, colored });
      expect(plain(output)).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    });

    it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean]>([
      ['nothing said', [], {}, false],
      ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
      ['CLICOLOR_FORCE', [], { CLICOLOR_FORCE: '1' }, true],
      ['CLICOLOR_FORCE=0', [], { CLICOLOR_FORCE: '0' }, false],
      ['NO_COLOR and CLICOLOR_FORCE', [], { NO_COLOR: '1', CLICOLOR_FORCE: '1' }, false],
      ['CI', [], { CI: 'true' }, false],
      ['--color always', ['--color', 'always'], {}, true],
    ])('through a pipe with %s', async (_name, argv, env, colored) => {
      const { exitCode, stdout } = await project.spawn(['plan', ...argv], { env }).done;
      expect({ exitCode, colored: COLOR.test(stdout) }).toEqual({ exitCode: 0, colored });
      expect(plain(stdout)).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    });
  });

  describe('Ctrl-C', () => {
    it('during the second of three commits ends with 130, leaves whole repositories, and the next run goes on', async () => {
      const slow = newProject();
      const hook = join(slow.repository('acme/retail').path, 'hooks', 'pre-receive');
      mkdirSync(join(slow.repository('acme/retail').path, 'hooks'), { recursive: true });
      writeFileSync(hook, '#!/bin/sh\ncat >/dev/null\nsleep 60\n');
      chmodSync(hook, 0o755);
      const heads = slow.heads();
      const { exitCode, output, left } = await onTerminal(slow, ['apply', '-y'], {
        steps: [{ wait: 'acme/retail: committing', send: CTRL_C }],
      });
      expect({ exitCode, left, codes: codesIn(plain(output)) }).toEqual({ exitCode: 130, left: 0, codes: ['ABORTED'] });
      expect(plain(output)).toContain('acme/retail: not written');
      expect(Object.entries(slow.heads()).map(([name, head]) => head === heads[name])).toEqual([false, true, true]);
      expect(readdirSync(slow.temporary)).toEqual([]);
      writeFileSync(hook, '#!/bin/sh\nexit 0\n');
      await slow.ok(['apply', '-y']);
      expect((await slow.ok(['plan'])).stdout).toMatch(/^No changes\./);
    });

    it('while a server does not answer ends with 130 at once', async () => {
      const waiting = newProject();
      const silent = createServer();
      await new Promise<void>((resolve) => {
        silent.listen(0, '127.0.0.1', resolve);
      });
      const address = silent.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      waiting.configure({ 'acme/retail': { remote: `http://127.0.0.1:${port}/acme/retail.git` } });
      const connected = new Promise((resolve) => {
        silent.once('connection', resolve);
      });
      const run = waiting.spawn(['apply', '-y']);
      await connected;
      process.kill(run.pid, 'SIGINT');
      const { exitCode, stderr } = await run.done;
      silent.close();
      expect({ exitCode, codes: [...new Set(codesIn(stderr))] }).toEqual({ exitCode: 130, codes: ['ABORTED'] });
      expect(readdirSync(waiting.temporary)).toEqual([]);
    });

    it('while the program runs for ever ends with 130', async () => {
      const endless = newProject(`console.error('started');\nsetInterval(() => {}, 1000);\n${SMALL_PROGRAM}`);
      endless.edit('app.synth();', 'app.synth();\nawait new Promise(() => undefined);');
      const { exitCode, left } = await onTerminal(endless, ['plan'], { steps: [{ wait: 'started', send: CTRL_C }] });
      expect({ exitCode, left }).toEqual({ exitCode: 130, left: 0 });
    });

    it('is not needed to end a command whose program left a timer behind', async () => {
      const busy = newProject(`setInterval(() => {}, 1000);\n${SMALL_PROGRAM}`);
      const { exitCode, stdout } = await busy.spawn(['plan']).done;
      expect({ exitCode, end: stdout.trimEnd().split('\n').at(-1) }).toEqual({
        exitCode: 0,
        end: 'Plan: 26 to add, 0 to change, 0 to destroy.',
      });
    });
  });
});

// --- internal ---

const others: TestProject[] = [];
afterAll(() => {
  for (const other of others) other.remove();
});

function newProject(program = SMALL_PROGRAM): TestProject {
  const made = createProject({ program });
  others.push(made);
  return made;
}

/** Runs a command line with one of its streams led elsewhere by a shell. */
async function throughShell(argv: readonly string[], redirection: string) {
  const line = `exec "$0" "$@" ${redirection} 2>&1`;
  const run = capture(['sh', '-c', line, process.execPath, BIN, ...argv], { cwd: project.folder, env: project.env });
  const { exitCode, stdout } = await run.done;
  return { exitCode, output: stdout };
}
