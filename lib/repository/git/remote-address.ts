import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { KcdkError } from '../../diagnostics/error.ts';
import type { RepositoryLocation } from '../repository.ts';

/** An address that was found harmless: no option of git, no transport helper, no secret. */
export interface RemoteAddress {
  /** What git is given; a relative path is made absolute, since git runs elsewhere. */
  readonly url: string;
  readonly transport: 'local' | 'http' | 'ssh' | 'git';
  /** `scheme://host[:port]` of an HTTP address, the only place credentials are sent to. */
  readonly origin?: string | undefined;
  /** Folder of a repository on this machine. */
  readonly path?: string | undefined;
}

/**
 * Reads the address and the branch of a location.
 *
 * @throws {KcdkError} every problem there is: `REPOSITORY_URL_INVALID`, `REPOSITORY_URL_HAS_CREDENTIALS`,
 *   `REPOSITORY_BRANCH_INVALID`. The address is not quoted when it holds credentials.
 * @see https://git-scm.com/docs/git-clone#_git_urls
 */
export function parseRemoteAddress(location: RepositoryLocation, cwd: string): RemoteAddress {
  const problems: Diagnostic[] = [];
  const address = addressOf(location.url, cwd);
  const about = { repository: location.name };
  if (address === 'credentials') {
    const summary = `The address of the repository \`${location.name}\` contains credentials`;
    problems.push(error('REPOSITORY_URL_HAS_CREDENTIALS', { ...about, summary }));
  } else if (typeof address === 'string') {
    const summary = `The address of the repository \`${location.name}\` is not one that we use`;
    problems.push(error('REPOSITORY_URL_INVALID', { ...about, summary, detail: address }));
  }
  if (location.branch !== undefined && !isBranchName(location.branch)) {
    const summary = `\`${location.branch}\` is not the name of a branch (repository \`${location.name}\`)`;
    problems.push(error('REPOSITORY_BRANCH_INVALID', { ...about, summary }));
  }
  if (problems.length > 0 || typeof address === 'string') throw new KcdkError(problems);
  return address;
}

/**
 * Whether git takes a text as the short name of a branch.
 *
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function isBranchName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids control characters in names
  if (/[\u0000- \u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$/.test(name)) return false;
  if (name === '' || name === '@' || name === 'HEAD' || name.startsWith('-') || name.startsWith('refs/')) return false;
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

// --- internal ---

/** The address, `credentials`, or a sentence that says what is wrong with it. */
function addressOf(url: string, cwd: string): RemoteAddress | string {
  if (url.trim() === '') return 'It is empty.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f]/.test(url)) return 'It contains a control character.';
  if (url.startsWith('-')) return 'It starts with `-`, which git would take for an option.';
  const helper = /^([A-Za-z0-9+.-]+)::/.exec(url);
  if (helper) return `\`${helper[1]}::\` starts a transport helper, which can run any command.`;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined) return withScheme(url, scheme);
  const colon = url.indexOf(':');
  const slash = url.indexOf('/');
  // git's own rule: a colon before the first slash makes it host:path.
  if (colon > 1 && (slash === -1 || colon < slash)) return shortSsh(url, url.slice(0, colon));
  const path = resolve(cwd, url);
  return { url: path, transport: 'local', path };
}

function withScheme(url: string, scheme: string): RemoteAddress | string {
  const authority = /^[^/]*\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  const user = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : undefined;
  switch (scheme) {
    case 'http':
    case 'https':
      if (user !== undefined) return 'credentials';
      if (!URL.canParse(url)) return 'It is not a valid URL.';
      return { url, transport: 'http', origin: new URL(url).origin };
    case 'ssh':
    case 'git+ssh':
    case 'ssh+git':
      if (user?.includes(':')) return 'credentials';
      if (authority.replace(/^.*@/, '').startsWith('-') || user?.startsWith('-')) {
        return 'Its host starts with `-`, which ssh would take for an option.';
      }
      return { url, transport: 'ssh' };
    case 'git':
      if (user !== undefined) return 'credentials';
      return { url, transport: 'git' };
    case 'file':
      if (!URL.canParse(url) || new URL(url).host !== '' || /%2f/i.test(url)) {
        return 'A file:// URL needs an absolute path and no host.';
      }
      return { url, transport: 'local', path: fileURLToPath(url) };
    default:
      return `\`${scheme}://\` is not supported.`;
  }
}

function shortSsh(url: string, host: string): RemoteAddress | string {
  const at = host.lastIndexOf('@');
  if (host.slice(at + 1).startsWith('-')) return 'Its host starts with `-`, which ssh would take for an option.';
  return { url, transport: 'ssh' };
}
