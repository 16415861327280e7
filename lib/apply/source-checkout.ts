import type { CommitAuthor } from '../repository/repository.ts';

/** What git knows about the folder of the program. */
export interface SourceCheckout {
  /** The commit the program was at; undefined outside of a repository. */
  readonly commit: string | undefined;
  /** Whom git would name as the author there. */
  readonly author: Omit<CommitAuthor, 'time'>;
}

/** Named where git knows nobody, as on a fresh CI machine. */
const NOBODY = { name: 'konstruct-cdk', email: 'kcdk@localhost' } as const;

/**
 * Asks git for the commit and the author of a folder. What git cannot say is left out; never throws.
 *
 * @param folder absolute
 */
export async function readSourceCheckout(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SourceCheckout> {
  const ask = await askGit(folder, env);
  const [commit, ident, settings] = await Promise.all([
    ask('rev-parse', '--verify', 'HEAD'),
    ask('var', 'GIT_AUTHOR_IDENT'),
    ask('config', '-z', '--get-regexp', SIGNING),
  ]);
  const signing = parseSigning(settings);
  return {
    commit: commit || undefined,
    author: { ...(parseIdent(ident) ?? NOBODY), ...(signing === undefined ? {} : { signing }) },
  };
}

/** Asks git about the folder of a program; the answer is trimmed, and undefined where git has none. */
export async function askGit(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<(...args: string[]) => Promise<string | undefined>> {
  const { simpleGit } = await import('simple-git');
  const variables = plain(env);
  const git = simpleGit({
    baseDir: folder,
    allowEnvironment: Object.keys(variables),
    // Where the user's own configuration is, which a program or a repository cannot say.
    unsafe: { allowUnsafeConfigPaths: true },
  }).env(variables);
  return async (...args) => {
    try {
      return (await git.raw(args)).trim();
    } catch {
      return undefined;
    }
  };
}

// --- internal ---

/** What git needs here and simple-git lets through. */
function plain(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const wanted = [
    'PATH',
    'HOME',
    'XDG_CONFIG_HOME',
    'USERPROFILE',
    'SystemRoot',
    'GIT_AUTHOR_NAME',
    'GIT_AUTHOR_EMAIL',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_NOSYSTEM',
  ];
  const entries = wanted.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

/** `Name <mail> seconds zone`. */
function parseIdent(ident: string | undefined): Omit<CommitAuthor, 'time'> | undefined {
  const match = /^(.+) <([^>]*)> \d+ [+-]\d{4}$/.exec(ident ?? '');
  return match?.[1] && match[2] ? { name: match[1], email: match[2] } : undefined;
}

/** What decides whether and how git signs a commit. */
const SIGNING = '^(commit\\.gpgsign|user\\.signingkey|gpg\\..*)$';

/** The settings of `git config -z`, where they say that commits are signed; later ones count more. */
function parseSigning(settings: string | undefined): CommitAuthor['signing'] {
  const entries = (settings ?? '')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry): readonly [string, string] => {
      const [key = '', ...value] = entry.split('\n');
      return [key, value.length === 0 ? 'true' : value.join('\n')];
    });
  const sign = entries.findLast(([key]) => key === 'commit.gpgsign')?.[1];
  const signs = sign !== undefined && /^(?:true|yes|on|[1-9][0-9]*)$/i.test(sign);
  return signs ? entries.filter(([key]) => key !== 'commit.gpgsign') : undefined;
}
