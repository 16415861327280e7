import { kcdkError } from '../../diagnostics/error.ts';
import { mapLimited } from '../../map-limited.ts';
import type { RepositoryLocation } from '../repository.ts';
import { findHead, type RemoteHead } from './find-head.ts';
import type { GitOptions } from './git-options.ts';
import { createSession } from './git-session.ts';
import { parseRemoteAddress } from './remote-address.ts';

/** Heads of branches that are asked for before anybody knows whether they are needed. */
export interface EarlyHeads {
  /**
   * Says which ones are needed, and waits for those of them that were to be asked. Nothing else is asked any more, and nobody
   * waits for what is not needed: it is stopped.
   */
  settle(needed: readonly RepositoryLocation[]): Promise<void>;
  /** The answer for a location; it stays for whoever takes it. */
  peek(location: RepositoryLocation): RemoteHead | undefined;
  /** The answer for a location, once; undefined where none came, for whatever reason. */
  take(location: RepositoryLocation): RemoteHead | undefined;
  /** Stops what is left, and resolves when no process of it runs. */
  close(): Promise<void>;
}

export interface EarlyHeadsOptions {
  readonly git: GitOptions;
  /** How many are asked at once. */
  readonly parallelism: number;
}

/**
 * Asks remotes for their heads as the snapshot of an open repository would, in the order given.
 *
 * What fails is not told: whoever needs that head asks again, and hears why. Never throws.
 */
export function askHeadsEarly(
  locations: readonly RepositoryLocation[],
  { git, parallelism }: EarlyHeadsOptions,
): EarlyHeads {
  const answers = new Map<string, RemoteHead>();
  const asked = new Map<string, Asked>(locations.map((location) => [keyOf(location), askedLater()]));
  /** Undefined as long as all may be needed. */
  let needed: ReadonlySet<string> | undefined;
  const all = mapLimited(locations, parallelism, async (location) => {
    const key = keyOf(location);
    const { signal, done } = asked.get(key) as Asked;
    if (needed === undefined || needed.has(key)) {
      const signals = [signal, ...(git.signal === undefined ? [] : [git.signal])];
      const head = await ask(location, { ...git, signal: AbortSignal.any(signals) });
      if (head !== undefined) answers.set(key, head);
    }
    done();
  });
  const stopBut = (keys: ReadonlySet<string>): void => {
    needed = keys;
    for (const [key, { stop }] of asked) if (!keys.has(key)) stop();
  };
  return {
    async settle(located) {
      const keys = new Set(located.map(keyOf));
      stopBut(keys);
      await Promise.all([...keys].map((key) => asked.get(key)?.answered));
    },
    peek: (location) => answers.get(keyOf(location)),
    take(location) {
      const key = keyOf(location);
      const head = answers.get(key);
      answers.delete(key);
      return head;
    },
    async close() {
      stopBut(new Set());
      await all;
    },
  };
}

// --- internal ---

interface Asked {
  readonly signal: AbortSignal;
  /** Resolves when it was answered, or will not be. */
  readonly answered: Promise<void>;
  stop(): void;
  done(): void;
}

function askedLater(): Asked {
  const controller = new AbortController();
  let done: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { signal: controller.signal, answered, done, stop: () => controller.abort() };
}

/** Milliseconds for one question. Short, since whoever needs the answer asks again, with all the time there is. */
const TIMEOUT = 20_000;

async function ask(location: RepositoryLocation, git: GitOptions): Promise<RemoteHead | undefined> {
  try {
    const timeoutMs = Math.min(git.timeoutMs ?? TIMEOUT, TIMEOUT);
    const options: GitOptions = { ...git, timeoutMs, sleep: giveUp, stoppable: true };
    const session = createSession(location, parseRemoteAddress(location, git.cwd ?? process.cwd()), options);
    try {
      return await findHead(session);
    } finally {
      session.store.remove();
    }
  } catch {
    return undefined;
  }
}

/** No second attempt where the network broke the first: the next one is that of whoever needs the answer. */
function giveUp(): Promise<never> {
  return Promise.reject(kcdkError('ABORTED'));
}

function keyOf({ name, url, branch, credentials }: RepositoryLocation): string {
  return JSON.stringify([name, url, branch, credentials]);
}
