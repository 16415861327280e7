import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CliIo } from '../../cli/io.ts';
import { main } from '../../cli/main.ts';
import { packageRoot } from '../../cli/package-root.ts';

/** The built command line; `npm test` builds it before the first test. */
export const BIN = join(packageRoot(), 'dist', 'cli', 'bin.cjs');

export interface CliOptions {
  /** Absolute. */
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Streams that are terminals. @default none */
  readonly tty?: readonly ('stdin' | 'stdout' | 'stderr')[];
  /** Lines that a person types, one a prompt; the terminal is hung up after the last. @default none */
  readonly answers?: readonly string[];
  /** Width of the terminal. @default 80 */
  readonly columns?: number;
  readonly signal?: AbortSignal;
}

export interface CliResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<CliResult> {
  const { cwd, env, tty = [], columns = 80, signal = new AbortController().signal } = options;
  const answers = [...(options.answers ?? [])];
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: tty.includes(name),
    columns,
  });
  const io: CliIo = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdin: {
      isTTY: tty.includes('stdin'),
      question: async (prompt) => {
        written.stderr += prompt;
        const answer = answers.shift();
        if (answer === undefined) throw new Error(`nobody answers the prompt ${JSON.stringify(prompt)}`);
        return answer;
      },
    },
    env,
    cwd,
    signal,
  };
  return withPlainStacks(async () => ({ exitCode: await main(argv, io), ...written }));
}

/** A command line that runs in a process of its own. */
export interface CliProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly done: Promise<CliResult>;
}

/** Starts the built command line, with empty standard input and in a process group of its own. */
export function spawnCli(argv: readonly string[], { cwd, env }: Pick<CliOptions, 'cwd' | 'env'>): CliProcess {
  return capture([process.execPath, BIN, ...argv], { cwd, env, detached: true });
}

/** Starts any command; its streams are collected. */
export function capture([command = '', ...args]: readonly string[], options: SpawnOptions): CliProcess {
  if (!existsSync(BIN)) throw new Error(`${BIN} is missing: run \`npm run build\` first`);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const done = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, ...written }));
  });
  // Whoever waits for it hears of a failure; nobody else shall.
  done.catch(() => undefined);
  return { child, pid: child.pid ?? 0, done };
}

/** Codes of the diagnostics in a text for people, in order. */
export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:error|warning)\[(\w+)\]/gm)].map(([, code = '']) => code);
}

/** `file:line:column` of the diagnostics in a text for people, in order. */
export function positionsIn(text: string): readonly string[] {
  return [...text.matchAll(/^ {2}--> (.+)$/gm)].map(([, position = '']) => position);
}

// --- internal ---

const stacks: { depth: number; kept: unknown } = { depth: 0, kept: undefined };

/** The test runner writes stacks in its own way, in which a program has lost the name that its positions are found by. */
async function withPlainStacks<T>(body: () => Promise<T>): Promise<T> {
  if (stacks.depth++ === 0) {
    stacks.kept = Error.prepareStackTrace;
    Reflect.set(Error, 'prepareStackTrace', undefined);
  }
  try {
    return await body();
  } finally {
    if (--stacks.depth === 0) Reflect.set(Error, 'prepareStackTrace', stacks.kept);
  }
}
