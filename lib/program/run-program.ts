import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { IConstruct } from 'constructs';
import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { kcdkError } from '../diagnostics/error.ts';
import { currentHost, type Host, withHost } from './host.ts';
import { guardProcess, type Incident } from './process-guard.ts';

export interface RunOptions {
  /** By which frames of the module are recognised in its URL; letters and digits. */
  readonly id: string;
  /** The module as text. */
  readonly code: string;
  /** A file that holds the same text, if there is one: cheaper to import. */
  readonly file: string | undefined;
  /** Absolute path of the program's first source. */
  readonly entry: string;
  /** Absolute folder to run it in. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds from the start of the program; no limit when undefined. */
  readonly timeout: number | undefined;
  readonly locate: (error: unknown) => SourcePosition | undefined;
}

/**
 * Imports a program as a new module and waits for the app that it hands over.
 *
 * One program runs at a time in a process, in order of the calls: a program may change the working folder, the
 * arguments and the listeners of the process, which is one for all. What a program leaves behind, such as a timer,
 * never hands its app to the next one. A loop without `await` cannot be stopped by `timeout` or `signal`.
 *
 * @throws {KcdkError} `PROGRAM_NO_APP`, `PROGRAM_MANY_APPS`, `PROGRAM_EXITED`, `PROGRAM_NEVER_FINISHED`,
 *   `PROGRAM_TIMED_OUT`, `PROGRAM_NESTED`, `ABORTED`; and whatever the program throws, as it is
 */
export async function runProgram(options: RunOptions): Promise<IConstruct> {
  if (currentHost() !== undefined) throw kcdkError('PROGRAM_NESTED');
  return inTurn(options.signal, (run) => runNow(options, run));
}

// --- internal ---

/** Shared by all copies of this package in a process. */
interface Turns {
  /** Settles when the last program in the queue has ended. */
  last: Promise<void>;
  /** Number of programs so far; makes every module a new one. */
  count: number;
}

const SLOT = Symbol.for('konstruct-cdk.turns');

async function inTurn<T>(signal: AbortSignal | undefined, body: (run: number) => Promise<T>): Promise<T> {
  const turns = sharedTurns();
  const before = turns.last;
  let end: () => void = () => undefined;
  turns.last = new Promise((resolve) => {
    end = resolve;
  });
  const aborted = whenAborted(signal);
  try {
    await Promise.race([before, aborted.promise]);
    turns.count += 1;
    return await body(turns.count);
  } finally {
    aborted.forget();
    void before.then(end);
  }
}

async function runNow(options: RunOptions, run: number): Promise<IConstruct> {
  const { host, app, failure } = receiver(options.locate);
  const guard = guardProcess(host, options.folder, options.entry);
  const aborted = whenAborted(options.signal);
  const timer = startTimer(options.timeout);
  let exitCode: number | string | undefined;
  try {
    const finished = withHost(host, () => importModule(options, run));
    await Promise.race([finished, guard.incident.then(raise), aborted.promise, timer.promise]);
    // a rejection that nobody handles is only told after the current turn
    await new Promise((resolve) => setImmediate(resolve));
  } catch (reason) {
    raiseIf(guard.first());
    throw reason;
  } finally {
    ({ exitCode } = guard.release());
    aborted.forget();
    timer.forget();
  }
  raiseIf(guard.first());
  const misuse = failure();
  if (misuse !== undefined) throw misuse;
  if (exitCode !== undefined) {
    throw kcdkError('PROGRAM_EXITED', { summary: `The program set \`process.exitCode\` to ${exitCode}` });
  }
  const received = app();
  if (received === undefined) throw kcdkError('PROGRAM_NO_APP');
  return received;
}

/** A host that keeps one app and remembers misuse even when the program swallows the error. */
function receiver(locate: RunOptions['locate']) {
  let app: IConstruct | undefined;
  let call: Error | undefined;
  let failure: Error | undefined;
  const host: Host = {
    accept(root) {
      // a program in plain JavaScript may pass anything
      const isConstruct = typeof root === 'object' && root !== null && 'node' in root;
      if (!isConstruct) failure ??= kcdkError('PROGRAM_NOT_AN_APP');
      else if (app !== undefined) {
        const message = app === root ? 'The same app was handed over here.' : 'Another app was handed over here.';
        const related = [{ message, source: locate(call) }];
        failure ??= kcdkError('PROGRAM_MANY_APPS', { related });
      }
      if (failure !== undefined) throw failure;
      app = root;
      call = new Error('first call');
    },
  };
  return { host, app: () => app, failure: () => failure };
}

async function importModule({ id, file, code }: RunOptions, run: number): Promise<void> {
  const url =
    file !== undefined && existsSync(file)
      ? `${pathToFileURL(file).href}?run=${run}`
      : `data:text/javascript;kcdk=${id};run=${run};base64,${Buffer.from(code).toString('base64')}`;
  await import(/* @vite-ignore */ url);
}

function raise(incident: Incident): never {
  throw incident.kind === 'drained' ? kcdkError('PROGRAM_NEVER_FINISHED') : incident.reason;
}

function raiseIf(incident: Incident | undefined): void {
  if (incident !== undefined) raise(incident);
}

interface Alarm {
  /** Only ever rejects. */
  readonly promise: Promise<never>;
  forget(): void;
}

function whenAborted(signal: AbortSignal | undefined): Alarm {
  let listener: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(kcdkError('ABORTED', {}, signal?.reason));
    if (signal?.aborted) listener();
    else signal?.addEventListener('abort', listener, { once: true });
  });
  promise.catch(() => undefined);
  return { promise, forget: () => signal?.removeEventListener('abort', listener) };
}

/** Does not keep the process awake, so that a program that waits for nothing is noticed at once. */
function startTimer(timeout: number | undefined): Alarm {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    if (timeout === undefined) return;
    const detail = `It was given ${timeout} ms.`;
    timer = setTimeout(() => reject(kcdkError('PROGRAM_TIMED_OUT', { detail })), timeout).unref();
  });
  promise.catch(() => undefined);
  return { promise, forget: () => clearTimeout(timer) };
}

function sharedTurns(): Turns {
  const known: unknown = Reflect.get(globalThis, SLOT);
  if (isTurns(known)) return known;
  const made: Turns = { last: Promise.resolve(), count: 0 };
  Reflect.set(globalThis, SLOT, made);
  return made;
}

function isTurns(value: unknown): value is Turns {
  return typeof value === 'object' && value !== null && 'last' in value && 'count' in value;
}
