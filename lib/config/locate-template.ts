import {
  defaultRepositoryName,
  type PlatformRepository,
  repositoryIdentity,
  repositoryOwner,
} from '../model/repository-location.ts';
import type { GitTemplateSource } from '../model/template.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';
import { resolveLocation, resolveRepositoryLocation } from './repository-location.ts';

/**
 * Says where the repository of a template is read, and how it is entered.
 *
 * A repository of the platform is entered as it is for writing. Any other has an entry under its own name, the path of its
 * URL; without one, it is entered as a repository of the platform on the same host and of the same owner, since one git
 * connection reaches all that its owner has. `*` does not count for it: its credentials are for the repositories that the
 * program writes, not for others.
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
  const sibling =
    config && platform.find(({ url }) => ownerOn(url) !== undefined && ownerOn(url) === ownerOn(source.url));
  const credentials =
    entry?.credentials ?? (sibling && config && resolveRepositoryLocation(config, sibling).credentials);
  return {
    name,
    url: entry?.remote?.replaceAll('{name}', () => name) ?? resolveLocation(source.url, root),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

// --- internal ---

/** Host and owner of a repository; undefined for a local path. A token that is sent there is sent where it belongs. */
function ownerOn(url: string): string | undefined {
  const owner = repositoryOwner(url);
  return owner === '' ? undefined : repositoryIdentity(url).slice(0, -(repositoryName(url).length + 1));
}

function repositoryName(url: string): string {
  return repositoryIdentity(url).split('/').at(-1) ?? '';
}
