import { kcdkError } from '../diagnostics/error.ts';
import { currentHost, type Host } from './host.ts';

/** Something a program did to the process instead of returning or throwing. */
export type Incident =
  /** An error that nobody caught; the program's own, or the one `process.exit` was answered with. */
  | { readonly kind: 'threw'; readonly reason: unknown }
  /** Nothing is left that could ever wake the process. */
  | { readonly kind: 'drained' };

export interface ProcessGuard {
  /** Resolves with the first incident; never rejects. */
  readonly incident: Promise<Incident>;
  /** The first incident so far. */
  first(): Incident | undefined;
  /** Gives the process back as it was; tells the exit code when the program had set one other than 0. */
  release(): { readonly exitCode: number | string | undefined };
}

/**
 * Takes over what a program could do to the process that runs it, for as long as it is run; only one guard at a time.
 *
 * In code that belongs to `host`: `process.exit` throws, and standard output goes to standard error, since standard
 * output is the caller's. Errors that nobody catches are taken from the program and left to the process otherwise.
 * The working folder is `folder`, and the arguments are only the program's path.
 */
export function guardProcess(host: Host, folder: string, entry: string): ProcessGuard {
  let first: Incident | undefined;
  let report: (incident: Incident) => void = () => undefined;
  const incident = new Promise<Incident>((resolve) => {
    report = resolve;
  });
  const note = (found: Incident) => {
    first ??= found;
    report(found);
  };
  const isOurs = () => currentHost() === host;
  const restore = [
    replaceExit(isOurs, note),
    divertOutput(isOurs),
    takeOver('unhandledRejection', isOurs, note),
    takeOver('uncaughtException', isOurs, note),
    enterFolder(folder),
    setArguments(entry),
    deepenStacks(),
  ];
  const drained = () => note({ kind: 'drained' });
  process.once('beforeExit', drained);
  const before = process.exitCode;
  return {
    incident,
    first: () => first,
    release() {
      process.off('beforeExit', drained);
      for (const undo of restore.reverse()) undo();
      const after = process.exitCode;
      process.exitCode = before;
      return { exitCode: after === before || Number(after) === 0 ? undefined : after };
    },
  };
}

// --- internal ---

type Undo = () => void;
type Note = (incident: Incident) => void;

function replaceExit(isOurs: () => boolean, note: Note): Undo {
  const original = process.exit;
  process.exit = (code) => {
    if (!isOurs()) return original.call(process, code);
    const reason = kcdkError('PROGRAM_EXITED', { summary: `The program called \`process.exit(${code ?? ''})\`` });
    note({ kind: 'threw', reason });
    throw reason;
  };
  return () => {
    process.exit = original;
  };
}

function divertOutput(isOurs: () => boolean): Undo {
  const { stdout, stderr } = process;
  const original = stdout.write;
  const diverted = new Proxy(original, {
    apply: (write, stream, args) =>
      isOurs() ? Reflect.apply(stderr.write, stderr, args) : Reflect.apply(write, stream, args),
  });
  stdout.write = diverted;
  return () => {
    if (stdout.write === diverted) stdout.write = original;
  };
}

/** Stands in for the listeners of an event, and passes on to them what is not the program's. */
function takeOver(event: 'unhandledRejection' | 'uncaughtException', isOurs: () => boolean, note: Note): Undo {
  const others = process.rawListeners(event);
  const listener = (reason: unknown, context: unknown) => {
    if (isOurs()) return note({ kind: 'threw', reason });
    // as Node does where nobody listens: the error ends the process
    if (others.length === 0) throw reason;
    for (const other of others) Reflect.apply(other, process, [reason, context]);
  };
  process.removeAllListeners(event);
  process.on(event, listener);
  return () => {
    process.off(event, listener);
    const since = process.rawListeners(event);
    process.removeAllListeners(event);
    for (const other of [...others, ...since]) Reflect.apply(process.on, process, [event, other]);
  };
}

/** Stays where it is in a worker thread, which may not move, and in a folder that has been removed. */
function enterFolder(folder: string): Undo {
  const move = (to: string) => {
    try {
      const from = process.cwd();
      if (from !== to) process.chdir(to);
      return from;
    } catch {
      return undefined;
    }
  };
  const before = move(folder);
  return () => {
    if (before !== undefined) move(before);
  };
}

function setArguments(entry: string): Undo {
  const before = process.argv;
  process.argv = [process.execPath, entry];
  return () => {
    process.argv = before;
  };
}

/** The default of ten frames often ends inside of a library that the program called. */
function deepenStacks(): Undo {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.max(before, 30);
  return () => {
    Error.stackTraceLimit = before;
  };
}
