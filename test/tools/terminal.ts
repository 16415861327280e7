import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, capture } from './cli.ts';
import type { TestProject } from './project.ts';

/** Waits for a pattern on the terminal, then types something; `CTRL_C` and `CTRL_D` are keys too. */
export interface TerminalStep {
  readonly wait: string;
  readonly send: string;
}

export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';

export interface TerminalOptions {
  readonly steps?: readonly TerminalStep[];
  /** Keeps standard output away from the terminal. @default false */
  readonly pipeStdout?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TerminalResult {
  /** Negative: the signal that ended the command. */
  readonly exitCode: number;
  /** Everything on the screen, with its control sequences. */
  readonly output: string;
  /** Standard output where it was kept away. */
  readonly stdout: string;
  /** How many steps never came. */
  readonly left: number;
}

/** Whether this machine has what a terminal needs: Python's `pty`. */
export function hasTerminal(): boolean {
  try {
    execFileSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs the built command line on a real terminal. */
export async function onTerminal(
  project: TestProject,
  argv: readonly string[],
  { steps = [], pipeStdout = false, env = {} }: TerminalOptions = {},
): Promise<TerminalResult> {
  const stdout = pipeStdout ? join(project.temporary, 'stdout') : '';
  const spec = { argv: [process.execPath, BIN, ...argv], steps, stdout };
  const script = join(import.meta.dirname, 'terminal.py');
  const result = await capture(['python3', script, JSON.stringify(spec)], {
    cwd: project.folder,
    env: { TERM: 'xterm-256color', ...project.env, ...env },
  }).done;
  if (result.exitCode !== 0) throw new Error(`the terminal broke: ${result.stderr}`);
  const seen = JSON.parse(result.stdout) as Omit<TerminalResult, 'stdout'>;
  return { ...seen, stdout: pipeStdout ? readFileSync(stdout, 'utf8') : '' };
}
