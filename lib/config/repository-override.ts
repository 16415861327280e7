import type { Config, RepositoryOverride } from './config.ts';
import { httpOrigin } from './http-origin.ts';

/**
 * What the configuration says of a repository: what it has under its name, and of what it does not say there, what it has
 * under `*`. In the remote the name is filled in.
 *
 * A remote of its own may be on another server, and the token of `*` is not sent where it was not meant for: such an entry
 * takes its credentials only where the remote of `*` is on the same server.
 */
export function repositoryOverride({ repositories }: Pick<Config, 'repositories'>, name: string): RepositoryOverride {
  const own: RepositoryOverride = (Object.hasOwn(repositories, name) ? repositories[name] : undefined) ?? {};
  const { '*': all = {} } = repositories;
  const filled = (remote: string | undefined) => remote?.replaceAll('{name}', () => name);
  const [remote, shared] = [filled(own.remote), filled(all.remote)];
  const isTrusted = remote === undefined || (shared !== undefined && isSameServer(remote, shared));
  return {
    remote: remote ?? shared,
    branch: own.branch ?? all.branch,
    credentials: own.credentials ?? (isTrusted ? all.credentials : undefined),
  };
}

// --- internal ---

function isSameServer(a: string, b: string): boolean {
  const origin = httpOrigin(a);
  return a === b || (origin !== undefined && origin === httpOrigin(b));
}
