import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../cli/io.ts';
import { createProgram } from '../../cli/program.ts';
import { printReadyHelp } from '../../cli/ready-help.ts';
import { type CliResult, runCli, spawnCli } from '../tools/cli.ts';

/** The texts as the build left them. */
const TEXTS = new URL('../../dist/cli/help/', import.meta.url);

const WHERE = { cwd: '/', env: {} };

const COMMANDS = commandsBelow(createProgram({ io: silent(80).io, exit: () => undefined }), []);

/** Every way to ask for help of the program or of a command, and for the version. */
const REQUESTS: readonly (readonly string[])[] = [
  [],
  ['help'],
  ['-V'],
  ['--version'],
  ...COMMANDS.flatMap((words) => [
    [...words, '--help'],
    [...words, '-h'],
  ]),
  ...COMMANDS.filter(({ length }) => length === 1).map((words) => ['help', ...words]),
];

describe('help that the build made ready', () => {
  it('has a text for every way to ask', () => {
    expect(COMMANDS.length).toBeGreaterThan(40);
    expect(COMMANDS).toContainEqual(['migrate', 'konstruct-0.5']);
  });

  it.each(REQUESTS.map((argv) => ({ argv })))('is what commander prints: $argv', async ({ argv }) => {
    const parsed = await runCli(argv, WHERE);
    expect(parsed.stdout + parsed.stderr).not.toBe('');
    expect(await ready(argv)).toEqual(parsed);
  });

  it.each([
    ['of a command', [...COMMANDS.map((words) => [...words, '--help'])]],
    ['in every other form', [[], ['-h'], ['help'], ['help', 'plan'], ['plan', '-h'], ['-V'], ['--version']]],
  ])('comes out of the built command line: %s', { timeout: 120_000 }, async (_, requests) => {
    for (const argv of requests) {
      const printed = await spawnCli(argv, { cwd: '/', env: { PATH: process.env['PATH'] } }).done;
      expect({ argv, ...printed }).toEqual({ argv, ...(await runCli(argv, WHERE)) });
    }
  });

  it.each([{ NO_COLOR: '1' }, { FORCE_COLOR: '1' }, { COLUMNS: '40' }])('knows no colours: %o', async (env) => {
    expect(await spawnCli(['plan', '--help'], { cwd: '/', env }).done).toEqual(
      await runCli(['plan', '--help'], { cwd: '/', env }),
    );
  });
});

describe('the argument parser answers', () => {
  it.each([
    ['plan'],
    ['nonsense', '--help'],
    ['help', 'nonsense'],
    ['help', 'help'],
    ['help', 'template', 'update'],
    ['template'],
    ['template', 'help', 'update'],
    ['template_update', '--help'],
    ['../cli/help/kcdk', '--help'],
    ['plan', 'x', '--help'],
    ['plan', '--json', '--help'],
    ['--cwd', 'x', '--help'],
    ['--help', 'plan'],
    ['--help', '--help'],
    ['--version', 'plan'],
  ])('%s %s', async (...argv) => {
    expect(await ready(argv)).toBeUndefined();
  });

  it('on a terminal of another width', async () => {
    expect(await ready(['--help'], 100)).toBeUndefined();
    expect(await ready([], 79)).toBeUndefined();
  });

  it('where nothing was built', async () => {
    expect(await ready(['--help'], 80, new URL('none/', TEXTS))).toBeUndefined();
  });
});

// --- internal ---

async function ready(argv: readonly string[], columns = 80, texts = TEXTS): Promise<CliResult | undefined> {
  const { io, written } = silent(columns);
  const exitCode = await printReadyHelp(argv, io, texts);
  return exitCode === undefined ? undefined : { exitCode, ...written };
}

function silent(columns: number) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: false,
    columns,
  });
  const stdin: CliIo['stdin'] = { isTTY: false, question: async () => '' };
  const { signal } = new AbortController();
  const io: CliIo = { stdout: stream('stdout'), stderr: stream('stderr'), stdin, env: {}, cwd: '/', signal };
  return { io, written };
}

/** The words of a command and of all that stand below it. */
function commandsBelow(command: Command, words: readonly string[]): readonly (readonly string[])[] {
  return [words, ...command.commands.flatMap((below) => commandsBelow(below, [...words, below.name()]))];
}
