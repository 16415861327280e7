declare const brand: unique symbol;

/** A path inside a repository: relative, `/`-separated, normalised, and proven unable to leave it. */
export type RepoPath = string & { readonly [brand]: 'RepoPath' };

/**
 * Why a text is no path that we would ever write, or undefined when it is one.
 *
 * Refuses what leaves the repository or hits git's own folder on any file system: absolute paths,
 * `.` and `..`, backslashes, control characters, and `.git` in every disguise that Windows and macOS
 * accept (case, 8.3 short name, trailing dots and spaces, ignorable code points, streams).
 *
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreprotectHFS
 */
export function repoPathProblem(text: string): string | undefined {
  if (PLAIN.test(text)) return undefined;
  if (text === '') return 'it is empty';
  if (text.startsWith('/')) return 'it is absolute';
  if (text.includes('\\')) return 'it contains a backslash';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'it contains a control character';
  for (const segment of text.split('/')) {
    if (segment === '') return 'it has an empty segment';
    if (segment === '.' || segment === '..') return `it contains the segment \`${segment}\``;
    if (isGitFolder(segment)) return `the segment \`${segment}\` is git's own folder on some file systems`;
  }
  return undefined;
}

/** Narrows a text that `repoPathProblem` accepts. */
export function isRepoPath(text: string): text is RepoPath {
  return repoPathProblem(text) === undefined;
}

// --- internal ---

/** What nearly all paths look like: no segment that begins with a dot, and nothing that any file system treats specially. */
const PLAIN = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** Code points that HFS+ ignores in file names. */
const HFS_IGNORABLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

function isGitFolder(segment: string): boolean {
  const plain = segment
    .replace(HFS_IGNORABLE, '')
    .toLowerCase()
    .replace(/:.*$/, '')
    .replace(/[. ]+$/, '');
  return plain === '.git' || plain === 'git~1';
}
