import { isAbsolute, join, resolve } from 'node:path';
import { findForge, PUBLIC_FORGES } from '../forge/forge-place.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';

/** A repository as the program describes it. */
export interface ProgramRepository {
  readonly name: string;
  /** Any URL or path git accepts; a relative path starts at the folder of the configuration. */
  readonly url: string;
  readonly branch?: string | undefined;
}

/**
 * Says where a repository of the program is read and written: as the program says, except for what the configuration
 * has under its name, or, where it is not named there, under `*`.
 */
export function resolveRepositoryLocation(config: Config, repository: ProgramRepository): RepositoryLocation {
  const { name } = repository;
  const own = Object.hasOwn(config.repositories, name) ? config.repositories[name] : config.repositories['*'];
  const branch = own?.branch ?? repository.branch;
  const url = own?.remote?.replaceAll('{name}', () => name) ?? resolveLocation(repository.url, config.root);
  const forge = findForge(url, config.forges ?? PUBLIC_FORGES);
  return {
    name,
    url,
    ...(branch !== undefined && { branch }),
    ...(own?.credentials !== undefined && { credentials: own.credentials }),
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
