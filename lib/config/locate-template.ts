import { defaultRepositoryName, type PlatformRepository, repositoryIdentity } from '../model/repository-location.ts';
import type { GitTemplateSource } from '../model/template.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';
import { resolveLocation, resolveRepositoryLocation } from './repository-location.ts';

/**
 * Says where the repository of a template is read, and how it is entered.
 *
 * A repository of the platform is entered as it is for writing. Any other has an entry under its own name, the path of its
 * URL; `*` does not count for it: its credentials are for the repositories that the program writes, not for others.
 */
export function locateTemplate(
  source: GitTemplateSource,
  root: string,
  config: Config | undefined,
  platform: readonly PlatformRepository[] = [],
): RepositoryLocation {
  const identity = repositoryIdentity(source.url);
  const own = platform.find(({ url }) => repositoryIdentity(url) === identity);
  if (own !== undefined && config !== undefined) {
    const { branch: _, ...location } = resolveRepositoryLocation(config, own);
    return location;
  }
  const name = defaultRepositoryName(source.url);
  const entry =
    config !== undefined && Object.hasOwn(config.repositories, name) ? config.repositories[name] : undefined;
  return {
    name,
    url: entry?.remote?.replaceAll('{name}', () => name) ?? resolveLocation(source.url, root),
    ...(entry?.credentials === undefined ? {} : { credentials: entry.credentials }),
  };
}
