import { isAbsolute, join, resolve } from 'node:path';
import { findForge, PUBLIC_FORGES } from '../forge/forge-place.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';
import { repositoryOverride } from './repository-override.ts';

/** A repository as the program describes it. */
export interface ProgramRepository {
  readonly name: string;
  /** Any URL or path git accepts; a relative path starts at the folder of the configuration. */
  readonly url: string;
  readonly branch?: string | undefined;
}

/**
 * Says where a repository of the program is read and written: as the program says, except for what the configuration
 * has under its name, and else under `*`.
 */
export function resolveRepositoryLocation(config: Config, repository: ProgramRepository): RepositoryLocation {
  const { name } = repository;
  const { remote, credentials, branch = repository.branch } = repositoryOverride(config, name);
  const url = remote ?? resolveLocation(repository.url, config.root);
  const forge = findForge(url, config.forges ?? PUBLIC_FORGES);
  return {
    name,
    url,
    ...(branch !== undefined && { branch }),
    ...(credentials !== undefined && { credentials }),
    ...(forge !== undefined && { forge }),
  };
}

/**
 * Makes a location absolute: URLs and `host:path` stay, `~/` becomes the home folder, other paths start at `root`.
 *
 * @param home  absolute path; without it `~` is a name like any other
 */
export function resolveLocation(location: string, root: string, home?: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location) || isAbsolute(location)) return location;
  if (home !== undefined && /^~[\\/]/.test(location)) return join(home, location.slice(2));
  const isRemoteShell = /^[^/\\]{2,}:/.test(location);
  return isRemoteShell ? location : resolve(root, location);
}
