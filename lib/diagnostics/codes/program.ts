import type { CodeEntry } from '../codes.ts';

/** Codes of running the user's program, and of defects of our own. */
export const PROGRAM_CODES = {
  PROGRAM_RUN_DIRECTLY: {
    summary: 'The program was started without kcdk',
    fix: 'Run `kcdk synth` in the folder of `cdk8s.yaml`; it runs the program and receives the app.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_NO_APP: {
    summary: 'The program ended without handing over an app',
    fix: 'Call `app.synth()` at the end of the program; where an async function calls it, `await` that function.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_MANY_APPS: {
    summary: 'The program called `synth()` more than once',
    fix: 'Keep one `App` in a program and call its `synth()` once, at the end.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_NOT_AN_APP: {
    summary: 'The program handed over something that is no construct tree',
    fix: 'Call `synth()` of an `App` from `konstruct-cdk`.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_THREW: {
    summary: 'The program threw an error',
    fix: 'See the stack below; its first line in your sources is where to look.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_EXITED: {
    summary: 'The program ended the process',
    fix: 'Throw an error instead of calling `process.exit()` or setting `process.exitCode`.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_NEVER_FINISHED: {
    summary: 'The program waits for something that never happens',
    fix: 'Look for an `await` at the top level whose promise is never resolved.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_TIMED_OUT: {
    summary: 'The program did not finish in time',
    fix: 'Look for an `await` or a loop that takes long; a program should only describe, not wait for anything.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_NESTED: {
    summary: 'The program started another evaluation while it was being run',
    fix: 'Evaluate from outside of the program, for example from a test.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_SYNTAX: {
    summary: 'The program does not compile',
    fix: 'Correct the source at this place.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_IMPORT_NOT_FOUND: {
    summary: 'An import of the program was not found',
    fix: 'Correct the path, or install the package.',
    fault: 'user',
    exit: 1,
  },
  PROGRAM_BUNDLER_WARNING: {
    summary: 'The compiler has doubts about the program',
    fix: 'Look at the source at this place.',
    fault: 'user',
    exit: 1,
  },
  APP_COMMAND_UNSUPPORTED: {
    summary: '`app` is a command that kcdk cannot run',
    fix: 'Name the module instead, for example `app: main.ts`.',
    fault: 'user',
    exit: 1,
  },
  IMPOSSIBLE: {
    summary: 'konstruct-cdk has a defect',
    fix: 'Please report it with the command, the program and the stack below.',
    fault: 'ours',
    exit: 70,
  },
  ABORTED: {
    summary: 'Stopped on request',
    fix: 'Run the command again; what was not finished is found and continued.',
    fault: 'user',
    exit: 130,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
