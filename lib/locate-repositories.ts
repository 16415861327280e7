import type { Config } from './config/config.ts';
import { resolveRepositoryLocation } from './config/repository-location.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import { placeOf } from './model/origin.ts';
import type { PlatformRepository } from './model/repository-location.ts';
import type { RepositoryLocation } from './repository/repository.ts';

/** A repository of the program, and where it is in the world. */
export interface LocatedRepository {
  readonly declared: PlatformRepository;
  readonly location: RepositoryLocation;
}

/**
 * Says where the repositories of a program are.
 *
 * Two of them must not be one in the world: each would delete what the other writes.
 *
 * @param diagnostics takes what is wrong; such a repository is left out
 */
export function locateRepositories(
  declared: readonly PlatformRepository[],
  config: Config,
  diagnostics: Diagnostic[],
): readonly LocatedRepository[] {
  const byUrl = new Map<string, PlatformRepository>();
  const located: LocatedRepository[] = [];
  for (const repository of declared) {
    const location = resolveRepositoryLocation(config, repository);
    const other = byUrl.get(location.url);
    if (other !== undefined) {
      diagnostics.push(
        error('REPOSITORY_REMOTE_CLASH', {
          summary: `\`${other.name}\` and \`${repository.name}\` are both read from \`${location.url}\``,
          repository: repository.name,
          ...placeOf(repository.origin),
        }),
      );
      continue;
    }
    byUrl.set(location.url, repository);
    located.push({ declared: repository, location });
  }
  return located;
}

/** How many repositories are read at once where nobody says. */
export const DEFAULT_PARALLELISM = 10;
