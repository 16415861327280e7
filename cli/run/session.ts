import { resolve } from 'node:path';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { defaultCacheFolder } from '../../lib/cache/cache-folder.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { CODES } from '../../lib/diagnostics/codes.ts';
import { type Diagnostic, errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { createTokens, type Tokens } from '../../lib/github/tokens.ts';
import type { CompileProgramOptions } from '../../lib/read-program.ts';
import type { GitOptions } from '../../lib/repository/git/git-options.ts';
import { decideColor } from '../color.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { version } from '../version.ts';
import { renderDiagnostics } from '../view/diagnostic-view.ts';

/** What most commands need: the folder to start in, colours, the cache, and the words for findings. */
export interface Session {
  readonly io: CliIo;
  /** Absolute. */
  readonly cwd: string;
  readonly quiet: boolean;
  /** Whether data on stdout is coloured. */
  readonly color: boolean;
  readonly version: string;
  readonly compileOptions: CompileProgramOptions;
  readonly gitOptions: GitOptions;
  /** Whether repositories are read as they were seen last. */
  readonly offline: boolean;
  /** The tokens of this run, for git and for the APIs beside it. */
  readonly tokens: Tokens;
  /** Shows findings on stderr. */
  report(diagnostics: readonly Diagnostic[]): void;
  /** Says something to a person on stderr, unless quiet. */
  say(text: string): void;
}

/**
 * @param options those of the command; `cache: false` bundles the program and reads the repositories anew, `offline` reads
 *   them as they were seen last
 */
export function openSession(
  options: GlobalOptions & { readonly cache?: boolean; readonly offline?: boolean },
  io: CliIo,
): Session {
  const choice = options.color === false ? 'never' : options.color;
  const cwd = resolve(io.cwd, options.cwd ?? '.');
  const cache = options.cache === false ? undefined : cacheOf(io);
  const tokens = createTokens({ env: io.env, cwd, signal: io.signal });
  // git itself keeps what else may be read, such as templates, from the network
  const env = options.offline === true ? { ...io.env, GIT_ALLOW_PROTOCOL: 'none' } : io.env;
  const gitOptions: GitOptions = { env, cwd, cache, signal: io.signal, tokens };
  return {
    io,
    cwd,
    quiet: options.quiet === true,
    color: decideColor(choice, io.env, io.stdout),
    version: version(),
    compileOptions: {
      cwd,
      configFile: options.config === undefined ? undefined : resolve(io.cwd, options.config),
      env,
      cache,
      threads: threadsOf(env),
      templateCache: options.cache === false ? undefined : templateCacheOf(io),
      signal: io.signal,
    },
    gitOptions,
    offline: options.offline === true,
    tokens,
    report(diagnostics) {
      const text = renderDiagnostics(diagnostics, { color: decideColor(choice, io.env, io.stderr) });
      if (text !== '') io.stderr.write(`${text}\n`);
    },
    say(text) {
      if (options.quiet !== true) io.stderr.write(`${text}\n`);
    },
  };
}

/** How a command ends that found this: by its first error, or well. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const [first] = errorsOf(diagnostics);
  return first === undefined ? 0 : CODES[first.code].exit;
}

/** `KCDK_THREADS`, a whole number; anything else does not count. */
function threadsOf({ KCDK_THREADS: given = '' }: CliIo['env']): number | undefined {
  return /^\d{1,2}$/.test(given) ? Number(given) : undefined;
}

/** A cache of its own, since the files of a template stay right whatever version kept them. */
export function templateCacheOf(io: CliIo): Cache {
  return openCache({ folder: defaultCacheFolder(io.env, process.platform), version: 'templates', limit: 1_000 });
}

// --- internal ---

/** What is kept of a repository is small, and a platform has many. */
const LIMITS = {
  'listing.txt': 1_000,
  'changes.json': 1_000,
  'seen.json': 1_000,
  'objects.json': 1_000,
  'ledger.json': 1_000,
  'contract.json': 500,
  // all that a program says
  'ground.txt': 8,
} as const;

/** Renderings of large platforms are many. */
const SIZES = { 'renders.txt': 256_000_000 } as const;

function cacheOf(io: CliIo): Cache {
  const folder = defaultCacheFolder(io.env, process.platform);
  return openCache({ folder, version: version(), limits: LIMITS, sizes: SIZES });
}
