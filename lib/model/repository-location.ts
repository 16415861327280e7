import type { Origin } from './origin.ts';

/** A GitOps repository as a program names it. */
export interface RepositoryProps {
  /**
   * URL that Argo CD reads from, HTTPS, SSH or scp-like, without credentials; it is written into manifests as it is.
   */
  readonly url: string;
  /**
   * How `kcdk` calls the repository in output folders, plans and `cdk8s.yaml`.
   *
   * @default - the path of the URL, for example `acme-apps/acme-gitops`; of a local path the last segment
   */
  readonly name?: string;
  /**
   * Branch that is read and written; Applications then follow it too.
   *
   * @default - the remote's default branch, which Applications follow as `HEAD`
   */
  readonly branch?: string;
}

/** A repository of the platform: one remote, under one name. */
export interface PlatformRepository {
  readonly name: string;
  readonly url: string;
  readonly branch: string | undefined;
  /** The construct that names it first. */
  readonly origin: Origin;
}

/** The name a repository gets when its author gave none. */
export function defaultRepositoryName(url: string): string {
  const { path, local } = splitUrl(url);
  const segments = path.split('/').filter((segment) => segment !== '');
  return (local ? segments.slice(-1) : segments).join('/') || 'repository';
}

/**
 * The same text for every URL of the same repository, whatever the protocol: `host/path`, without user, port and `.git`.
 */
export function repositoryIdentity(url: string): string {
  const { host, path, local } = splitUrl(url);
  return local ? `file:${path}` : `${host.toLowerCase()}/${path}`;
}

/** The organization (or nested group path) in front of a repository's name; empty for a local path. */
export function repositoryOwner(url: string): string {
  const { path, local } = splitUrl(url);
  return local ? '' : path.split('/').slice(0, -1).join('/');
}

/** A repository's name without the organization or group in front. */
export function shortRepositoryName({ url, name }: { readonly url: string; readonly name: string }): string {
  const identity = repositoryIdentity(url);
  return identity.slice(identity.lastIndexOf('/') + 1) || name;
}

/** True for a URL that carries a password or a token. */
export function hasCredentials(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/@]*:[^/@]*@/i.test(url) || /^https?:\/\/[^/@]+@/i.test(url);
}

/** True for a URL that git would take for an option, or that runs a program. */
export function repositoryUrlProblem(url: string): boolean {
  return url === '' || url.startsWith('-') || /\s/.test(url) || /^[a-z]+::/i.test(url);
}

// --- internal ---

interface UrlParts {
  readonly host: string;
  readonly path: string;
  readonly local: boolean;
}

function splitUrl(url: string): UrlParts {
  const tidy = (path: string) => path.replace(/\/+$/, '').replace(/\.git$/, '');
  const absolute = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?([^/:]*)(?::\d+)?\/(.*)$/i.exec(url);
  if (absolute) {
    const [, scheme = '', host = '', path = ''] = absolute;
    if (scheme.toLowerCase() === 'file') return { host: '', path: tidy(`/${path}`), local: true };
    return { host, path: tidy(path.replace(/^\/+/, '')), local: false };
  }
  const scpLike = /^(?:[^/@:]+@)?([^/:]+):(?!\/\/)(.+)$/.exec(url);
  if (scpLike) return { host: scpLike[1] ?? '', path: tidy((scpLike[2] ?? '').replace(/^\/+/, '')), local: false };
  return { host: '', path: tidy(url), local: true };
}
