import { kcdkError } from '../diagnostics/error.ts';
import { findForge, PUBLIC_FORGES } from '../forge/forge-place.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';
import { resolveRepositoryLocation } from './repository-location.ts';

/** Where a saved plan says that a repository is. */
export interface SavedLocation {
  readonly name: string;
  readonly url: string;
  readonly branch: string;
}

/**
 * Says how to enter a repository of a saved plan.
 *
 * Anybody may have written the plan, so its URL must not decide where a token is sent: the configured credentials go
 * only to the remote that the configuration itself names, or to a public host that keeps them to itself.
 *
 * @throws {KcdkError} `PLAN_REMOTE_UNTRUSTED`
 */
export function resolveSavedLocation(config: Config | undefined, saved: SavedLocation): RepositoryLocation {
  const { name, url, branch } = saved;
  const forge = findForge(url, config?.forges ?? PUBLIC_FORGES);
  const place = { name, url, branch, ...(forge !== undefined && { forge }) };
  if (config === undefined) return place;
  const { credentials } = resolveRepositoryLocation(config, saved);
  if (credentials === undefined) return place;
  const named = Object.hasOwn(config.repositories, name) ? config.repositories[name] : config.repositories['*'];
  const configured = named?.remote?.replaceAll('{name}', () => name);
  if (url !== configured && !PUBLIC_HOSTS.test(url)) {
    throw kcdkError('PLAN_REMOTE_UNTRUSTED', {
      summary: `The saved plan would send the credentials of \`${name}\` to \`${url}\``,
      fix: `If that is right, set \`remote: ${url}\` for \`${name}\` under \`konstruct.repositories\` in cdk8s.yaml.`,
      repository: name,
    });
  }
  return { ...place, credentials };
}

// --- internal ---

/** Whoever can choose a repository there still cannot read the header of a request. */
const PUBLIC_HOSTS = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org)\//;
