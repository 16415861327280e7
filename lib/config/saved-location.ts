import { kcdkError } from '../diagnostics/error.ts';
import { findForge, PUBLIC_FORGES } from '../forge/forge-place.ts';
import type { RepositoryLocation } from '../repository/repository.ts';
import type { Config } from './config.ts';
import { httpOrigin } from './http-origin.ts';
import { type ProgramRepository, resolveRepositoryLocation } from './repository-location.ts';
import { repositoryOverride } from './repository-override.ts';

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
  if (url !== repositoryOverride(config, name).remote && !PUBLIC_HOSTS.test(url))
    throw untrusted('The saved plan', name, url);
  return { ...place, credentials };
}

/**
 * Says how to enter a repository that only a record in git names.
 *
 * Anybody who may write to git may have written the record; besides the hosts of a saved plan, those of declared
 * repositories get what they get already.
 *
 * @throws {KcdkError} `PLAN_REMOTE_UNTRUSTED`
 */
export function resolveRecordedLocation(
  config: Config,
  recorded: ProgramRepository,
  declared: readonly RepositoryLocation[],
): RepositoryLocation {
  const location = resolveRepositoryLocation(config, recorded);
  const { name, url, credentials } = location;
  const { remote } = repositoryOverride(config, name);
  if (credentials === undefined || url === remote || PUBLIC_HOSTS.test(url)) return location;
  const origin = httpOrigin(url);
  const isKnown = declared.some(
    (one) => origin !== undefined && httpOrigin(one.url) === origin && isSame(one.credentials, credentials),
  );
  if (!isKnown) throw untrusted('The record of an organization', name, url);
  return location;
}

// --- internal ---

/** Whoever can choose a repository there still cannot read the header of a request. */
const PUBLIC_HOSTS = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org)\//;

function isSame(a: RepositoryLocation['credentials'], b: RepositoryLocation['credentials']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function untrusted(who: string, name: string, url: string) {
  return kcdkError('PLAN_REMOTE_UNTRUSTED', {
    summary: `${who} would send the credentials of \`${name}\` to \`${url}\``,
    fix: `If that is right, set \`remote: ${url}\` for \`${name}\` under \`konstruct.repositories\` in cdk8s.yaml.`,
    repository: name,
  });
}
