import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { onAbort } from './on-abort.ts';

/** Bytes of standard error that are kept: the last ones, where git says why it failed. */
export const STDERR_LIMIT = 64 * 1024;

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Feeds standard input and ends it; it is empty when absent. May go on while output arrives. */
  readonly feed?: ((stdin: Writable) => void) | undefined;
  /** Takes standard output as it comes; collected into the result when absent. */
  readonly onStdout?: ((chunk: Buffer) => void) | undefined;
}

/** How a process ended. Nothing is thrown for a process that failed: the caller knows what that means. */
export interface ProcessResult {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: 'exit' | 'aborted' | 'timeout' | 'not-found';
}

/**
 * Runs one process in a process group of its own, so that stopping it also stops what it started.
 *
 * The group has no terminal: nothing in it can ask a person for a password.
 *
 * @throws whatever `onStdout` throws, after the process was stopped
 */
export function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { command, args, env, cwd, signal } = request;
  if (signal?.aborted) return Promise.resolve({ exitCode: null, stdout: '', stderr: '', ended: 'aborted' });
  return new Promise((resolve, reject) => {
    // no pipe where there is nothing to say: each costs as much as the rest of starting a process
    const stdin = request.feed ? 'pipe' : 'ignore';
    const child = spawn(command, args, { env, cwd, detached: true, windowsHide: true, stdio: [stdin, 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    let stderr = '';
    let ended: ProcessResult['ended'] = 'exit';
    let failure: { readonly cause: unknown } | undefined;
    const stop = (why: ProcessResult['ended']) => {
      if (ended === 'exit') ended = why;
      stopGroup(child);
    };
    const timer = setTimeout(() => stop('timeout'), request.timeoutMs);
    const unlisten = onAbort(signal, () => stop('aborted'));
    const settle = (exitCode: number | null) => {
      clearTimeout(timer);
      unlisten();
      if (failure) reject(failure.cause);
      else resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr, ended });
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (failure) return;
      try {
        if (request.onStdout) request.onStdout(chunk);
        else stdout.push(chunk);
      } catch (cause) {
        failure = { cause };
        stopGroup(child);
      }
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-STDERR_LIMIT);
    });
    // A child that goes away early says why through its exit code, not through our broken pipe.
    child.stdin?.on('error', () => undefined);
    child.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') ended = 'not-found';
      else failure = { cause };
      settle(null);
    });
    child.on('close', settle);
    if (child.stdin) request.feed?.(child.stdin);
  });
}

// --- internal ---

/** Asks the group to end, and makes it end two seconds later. */
function stopGroup(child: ChildProcess): void {
  killGroup(child, 'SIGTERM');
  const timer = setTimeout(() => killGroup(child, 'SIGKILL'), 2_000);
  child.once('close', () => clearTimeout(timer));
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, or the system has no groups.
    child.kill(signal);
  }
}
