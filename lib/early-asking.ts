import type { Cache } from './cache/cache.ts';
import { digest } from './cache/digest.ts';
import type { Config } from './config/config.ts';
import { type ProgramRepository, resolveRepositoryLocation } from './config/repository-location.ts';
import { repositoryOverride } from './config/repository-override.ts';
import type { LocatedRepository } from './locate-repositories.ts';
import { looksSecret } from './model/secret-text.ts';
import { askHeadsEarly, type EarlyHeads } from './repository/git/early-heads.ts';
import type { GitOptions } from './repository/git/git-options.ts';
import type { ObjectId, RepositoryLocation } from './repository/repository.ts';

/** Where the branches of repositories stand, as they were asked in this very plan. */
export interface AskedHeads {
  /** Waits for what the repositories of a program answer. */
  settle(located: readonly LocatedRepository[], config: Config): Promise<void>;
  /** What one has answered; undefined where it did not. */
  peek(location: RepositoryLocation): { readonly commit: ObjectId | undefined } | undefined;
}

/**
 * Asks the repositories that the last plan of a project read, while the program is still being compiled, and remembers for
 * the next plan which ones it reads.
 */
export interface EarlyAsking extends AskedHeads, Pick<EarlyHeads, 'take' | 'close'> {
  /** Starts asking; to be called when the configuration is known. */
  start(config: Config): void;
}

export interface EarlyAskingOptions {
  readonly git: GitOptions;
  /** Remembers what was asked. */
  readonly cache: Cache;
  /** How many are asked at once. */
  readonly parallelism: number;
  /** The part of a plan that is made in parts, since each part reads repositories of its own. @default - the whole */
  readonly part?: string | undefined;
}

export function askEarly({ git, cache, parallelism, part = '' }: EarlyAskingOptions): EarlyAsking {
  let heads: EarlyHeads | undefined;
  const keyOf = ({ file }: Config) => digest(FORMAT, file, part);
  return {
    start(config) {
      const known = cache.get(KIND, keyOf(config));
      if (known === undefined) return;
      const repositories: readonly ProgramRepository[] = JSON.parse(known);
      const locations = repositories.flatMap((repository) => trustedLocation(config, repository) ?? []);
      heads = askHeadsEarly(locations, { git: { ...git, cwd: config.root }, parallelism });
    },
    async settle(located, config) {
      const asked = located.flatMap(({ declared: { name, url, branch } }) =>
        mayBeKept(url) ? [{ name, url, branch } satisfies ProgramRepository] : [],
      );
      const [key, text] = [keyOf(config), JSON.stringify(asked)];
      if (cache.get(KIND, key) !== text) cache.put(KIND, key, text);
      await heads?.settle(located.map(({ location }) => location));
    },
    peek: (location) => heads?.peek(location),
    take: (location) => heads?.take(location),
    close: async () => heads?.close(),
  };
}

// --- internal ---

const KIND = 'asked.json';

/** Changes when what is kept changes its meaning. */
const FORMAT = 'asked 1';

/**
 * Where a remembered repository is by the configuration of this run. Undefined where a token of the configuration would go
 * to an address that only the memory knows: the program may have moved on, and the token with it.
 */
function trustedLocation(config: Config, repository: ProgramRepository): RepositoryLocation | undefined {
  const location = resolveRepositoryLocation(config, repository);
  const isConfigured = repositoryOverride(config, repository.name).remote !== undefined;
  return location.credentials === undefined || isConfigured ? location : undefined;
}

/** An address that holds a secret, or could hold one where we would not see it, is not written down. */
function mayBeKept(url: string): boolean {
  return !looksSecret(url) && !(/^https?:/i.test(url) && /[?#]/.test(url));
}
