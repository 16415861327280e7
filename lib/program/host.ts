import { AsyncLocalStorage } from 'node:async_hooks';
import type { IConstruct } from 'constructs';
import { kcdkError } from '../diagnostics/error.ts';

/** What waits for the app of a program that is being run. */
export interface Host {
  /** Called by `app.synth()`; may throw a `KcdkError`, which then surfaces in the program. */
  accept(app: IConstruct): void;
}

/**
 * Hands the root of a construct tree to whoever runs the program. `App.synth()` ends here.
 *
 * @throws {KcdkError} `PROGRAM_RUN_DIRECTLY` when nobody does, as in `node main.js`; else what the host throws
 */
export function handOver(app: IConstruct): void {
  const host = currentHost();
  if (host === undefined) throw kcdkError('PROGRAM_RUN_DIRECTLY', { address: app.node.path || undefined });
  host.accept(app);
}

/**
 * Runs `body` with `host` as the receiver of every `handOver` in it, in everything it awaits and in every callback it
 * leaves behind. Hosts of bodies that run at the same time do not see each other's apps.
 *
 * @returns what `body` returns; a promise is not awaited
 */
export function withHost<T>(host: Host, body: () => T): T {
  return switchboard().run(host, body);
}

/** The host of the code that is running, or undefined outside of every `withHost`. */
export function currentHost(): Host | undefined {
  return switchboard().getStore();
}

// --- internal ---

/** Registered, so that every copy of this package in the process finds the same hosts. */
const SLOT = Symbol.for('konstruct-cdk.host');

/** Of `AsyncLocalStorage` only what every future copy of this package must offer to the others. */
type Switchboard = Pick<AsyncLocalStorage<Host>, 'run' | 'getStore'>;

function switchboard(): Switchboard {
  const known: unknown = Reflect.get(globalThis, SLOT);
  if (isSwitchboard(known)) return known;
  const made = new AsyncLocalStorage<Host>();
  Reflect.set(globalThis, SLOT, made);
  return made;
}

function isSwitchboard(value: unknown): value is Switchboard {
  return typeof value === 'object' && value !== null && 'run' in value && 'getStore' in value;
}
