import type { Cache } from '../../cache/cache.ts';
import type { Tokens } from '../../github/tokens.ts';
import type { EarlyHeads } from './early-heads.ts';

/** How the git adapter runs; everything it takes from the world is handed in here. */
export interface GitOptions {
  /**
   * The environment git is started in. PATH, HOME, proxies and what names the user's own git configuration pass
   * through; whatever points git at another repository does not.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths of repositories and credential files start from. @default the working directory */
  readonly cwd?: string | undefined;
  /** Folder for the temporary object store. @default the temporary folder of the system */
  readonly tempDir?: string | undefined;
  /** Keeps the names of files by commit, so that a branch that did not move is not fetched. @default - nothing is kept */
  readonly cache?: Cache | undefined;
  /** Heads that were asked for already; the first snapshot of a repository takes its own. @default - none */
  readonly heads?: Pick<EarlyHeads, 'take'> | undefined;
  /** Stops the running git command; the call then throws `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * True where commands that read may be stopped at any time: what they started, such as ssh, then never outlives them.
   * @default - it may, for some seconds
   */
  readonly stoppable?: boolean | undefined;
  /** Milliseconds that one git command may take. @default 600000 */
  readonly timeoutMs?: number | undefined;
  /** The tokens of this run, where Apps make some. @default - each repository makes its own */
  readonly tokens?: Tokens | undefined;
  /** Waits between two attempts of a read that the network broke. @default a timer */
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
}
