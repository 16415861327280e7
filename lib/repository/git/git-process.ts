import { Readable, type Writable } from 'node:stream';
import { kcdkError } from '../../diagnostics/error.ts';
import { onAbort } from './on-abort.ts';
import { type ProcessResult, runProcess, STDERR_LIMIT } from './run-process.ts';

/** One git command. No argument ever holds a secret: those travel in `env`. */
export interface GitCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** An existing folder; what git reads is decided by `GIT_DIR` in `env`. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** True when `env` holds a secret of ours. */
  readonly secret?: boolean | undefined;
  /** True when the remote is a folder of this machine, where nobody is ever asked for a password. */
  readonly local?: boolean | undefined;
  /** True when nothing that it started may outlive it once it was stopped. */
  readonly stoppable?: boolean | undefined;
}

/** A command whose input or output is too large to hold, or that must be dead once it was stopped. */
export interface StreamingGitCommand extends GitCommand {
  readonly feed?: ((stdin: Writable) => void) | undefined;
  readonly onStdout?: ((chunk: Buffer) => void) | undefined;
}

/**
 * Runs a command that reads. Standard input is one text, output is collected.
 *
 * Through simple-git, with three exceptions. Not with a secret in the environment, nor with `DEBUG` set: simple-git then
 * prints the environment of every command it starts, in which the user may have secrets too. Not for a local remote, where
 * loading it costs more than all commands. And not where all of it has to end when it is stopped: simple-git stops git alone.
 */
export async function runGit(command: GitCommand & { readonly input?: string | undefined }): Promise<ProcessResult> {
  const { input } = command;
  if (command.secret || command.local || command.stoppable || command.env['DEBUG'] !== undefined)
    return streamGit({ ...command, feed: input === undefined ? undefined : (stdin) => stdin.end(input) });
  // Loaded on first use: it costs as much CPU as reading a small repository.
  const { simpleGit } = await import('simple-git');
  const stop = stopper(command);
  if (stop.why() !== 'exit') return stop.stopped();
  let result: ProcessResult = { exitCode: null, stdout: '', stderr: '', ended: 'exit' };
  const git = simpleGit({
    baseDir: command.cwd,
    abort: stop.signal,
    allowEnvironment: Object.keys(command.env),
    unsafe: ALLOWED,
    input: () => command.input,
    // simple-git knows failure only as an error text; here it hands over the status and both streams instead.
    errors: (_error, { exitCode, stdOut, stdErr }) => {
      result = { exitCode, stdout: text(stdOut), stderr: text(stdErr).slice(-STDERR_LIMIT), ended: 'exit' };
      return undefined;
    },
  })
    .env({ ...command.env })
    .outputHandler((_command, stdout, stderr) => stop.onStop(() => release(stdout, stderr)));
  try {
    await Promise.race([git.raw([...command.args]), stop.overdue]);
  } catch (cause) {
    if (stop.why() === 'exit') throw kcdkError('IMPOSSIBLE', { detail: 'simple-git refused a command of ours' }, cause);
  } finally {
    stop.clear();
  }
  if (stop.why() !== 'exit') return stop.stopped();
  return /\bspawn git ENOENT\b/.test(result.stderr) ? { ...result, ended: 'not-found' } : result;
}

/** Runs a command with streams, or one that writes to a remote, in a process group of its own. */
export function streamGit(command: StreamingGitCommand): Promise<ProcessResult> {
  return runProcess({ command: 'git', ...command });
}

// --- internal ---

/**
 * simple-git refuses configuration that can run programs. Here it is either fixed by `gitEnvironment` or the user's
 * own, which has to keep working; none of it comes from a repository.
 */
const ALLOWED = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

/** How long a stopped command may take to go before we stop waiting for it. */
const GRACE_MS = 2_000;

/** Joins the caller's signal and the time limit, and remembers which of them came first. */
function stopper({ signal, timeoutMs }: GitCommand) {
  const controller = new AbortController();
  let ended: ProcessResult['ended'] = 'exit';
  let grace: NodeJS.Timeout | undefined;
  let giveUp: () => void = () => undefined;
  const overdue = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const stop = (why: ProcessResult['ended']) => {
    if (ended !== 'exit') return;
    ended = why;
    controller.abort();
    grace = setTimeout(giveUp, GRACE_MS);
  };
  if (signal?.aborted) ended = 'aborted';
  const unlisten = onAbort(signal, () => stop('aborted'));
  const timer = setTimeout(() => stop('timeout'), timeoutMs);
  return {
    signal: controller.signal,
    overdue,
    onStop: (action: () => void) => controller.signal.addEventListener('abort', action, { once: true }),
    why: () => ended,
    stopped: (): ProcessResult => ({ exitCode: null, stdout: '', stderr: '', ended }),
    clear: () => {
      clearTimeout(timer);
      clearTimeout(grace);
      unlisten();
    },
  };
}

/**
 * Lets go of the output of a stopped command. A transport helper may outlive it and hold the other end, which would
 * keep our process alive as well.
 */
function release(...streams: readonly NodeJS.ReadableStream[]): void {
  for (const stream of streams) if (stream instanceof Readable) stream.destroy();
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}
