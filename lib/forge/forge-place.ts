/** Servers whose APIs we speak. */
export const FORGE_PROVIDERS = ['github', 'gitlab'] as const;

export type ForgeProvider = (typeof FORGE_PROVIDERS)[number];

/** The API of a server that holds repositories. */
export interface ForgeServer {
  readonly provider: ForgeProvider;
  /** Base of its REST API, without a slash at the end: `https://api.github.com`, `https://ghe.acme.dev/api/v3`. */
  readonly api: string;
}

/** A repository as the API of its server names it. */
export interface ForgePlace extends ForgeServer {
  /** Host of the repository's URL, with its port where it has one. */
  readonly host: string;
  /** Owner and name; on GitLab with every group above: `acme/platform/gitops`. */
  readonly path: string;
}

/** By host. */
export type ForgeServers = Readonly<Record<string, ForgeServer>>;

/** What everybody knows. */
export const PUBLIC_FORGES: ForgeServers = {
  'github.com': { provider: 'github', api: 'https://api.github.com' },
  'gitlab.com': { provider: 'gitlab', api: 'https://gitlab.com/api/v4' },
};

/**
 * Finds the API of the server that a remote URL leads to; undefined for a host that nobody named, and for paths.
 *
 * Hosts of GitHub Enterprise Cloud with data residency (`acme.ghe.com`) need not be named.
 */
export function findForge(url: string, servers: ForgeServers): ForgePlace | undefined {
  const remote = hostAndPath(url);
  if (remote === undefined) return undefined;
  const { host, path } = remote;
  const known = Object.hasOwn(servers, host) ? servers[host] : residency(host);
  return known === undefined ? undefined : { ...known, host, path };
}

/** The API of a server where it is by default. */
export function defaultApi(host: string, provider: ForgeProvider): string {
  const known = PUBLIC_FORGES[host] ?? residency(host);
  if (known?.provider === provider) return known.api;
  return `https://${host}/api/${provider === 'github' ? 'v3' : 'v4'}`;
}

/** The servers that a job of GitHub Actions or GitLab CI runs on, by its environment. */
export function forgesOfJob(env: Readonly<Record<string, string | undefined>>): ForgeServers {
  const entries = [
    [env['GITHUB_SERVER_URL'], env['GITHUB_API_URL'], 'github'],
    [env['CI_SERVER_URL'], env['CI_API_V4_URL'], 'gitlab'],
  ] as const;
  const servers: Record<string, ForgeServer> = {};
  for (const [server, api, provider] of entries) {
    if (!server || !URL.canParse(server)) continue;
    const { host } = new URL(server);
    servers[host] = { provider, api: (api || defaultApi(host, provider)).replace(/\/+$/, '') };
  }
  return servers;
}

/** Host and path of any URL that git takes; undefined for a path on this machine. */
export function hostAndPath(url: string): { readonly host: string; readonly path: string } | undefined {
  const short = /^(?:[^@/\s]+@)?([^:/\s]{2,}):(?!\/\/)(.+)$/.exec(url);
  const [host, path] = short ? [short[1] ?? '', short[2] ?? ''] : partsOf(url);
  const clean = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  return host === '' || !clean.includes('/') ? undefined : { host: host.toLowerCase(), path: clean };
}

// --- internal ---

function partsOf(url: string): readonly [string, string] {
  if (!/^(https?|ssh|git\+ssh|ssh\+git|git):\/\//i.test(url) || !URL.canParse(url)) return ['', ''];
  const { protocol, host, hostname, pathname } = new URL(url);
  // the port of ssh says nothing about where the API is
  return [protocol.startsWith('http') ? host : hostname, decodeURI(pathname)];
}

function residency(host: string): ForgeServer | undefined {
  return /^[a-z0-9-]+\.ghe\.com$/.test(host) ? { provider: 'github', api: `https://api.${host}` } : undefined;
}
