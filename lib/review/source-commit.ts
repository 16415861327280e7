import { relative, resolve, sep } from 'node:path';
import { askGit } from '../apply/source-checkout.ts';
import type { SourceCommit } from './find-review.ts';

export interface SourceCommitOptions {
  /** Absolute folder of the program. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths of files and folders that are no part of the program: a saved plan, the output. */
  readonly ignore: readonly string[];
}

/** Asks git which commit a program is at, and what differs from it; undefined outside of a repository. */
export async function readSourceCommit({
  folder,
  env,
  ignore,
}: SourceCommitOptions): Promise<SourceCommit | undefined> {
  const ask = await askGit(folder, env);
  const [ids, root, tracked, others] = await Promise.all([
    ask('rev-list', '--parents', '-n', '1', 'HEAD'),
    ask('rev-parse', '--show-toplevel'),
    ask('diff', '--no-ext-diff', '--name-only', '-z', 'HEAD', '--'),
    ask('ls-files', '-z', '--others', '--exclude-standard'),
  ]);
  const [commit, ...parents] = (ids ?? '').split(' ');
  if (!commit || root === undefined) return undefined;
  const paths = [
    ...namesIn(tracked).map((path) => resolve(root, path)),
    ...namesIn(others).map((path) => resolve(folder, path)),
  ];
  const isIgnored = (path: string) => ignore.some((one) => path === one || path.startsWith(`${one}${sep}`));
  const changed = paths.filter((path) => !isIgnored(path)).map((path) => relative(folder, path));
  return { commit, parents, changed: [...new Set(changed)].sort() };
}

/** The address that the program's repository was cloned from. */
export async function readOrigin(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const ask = await askGit(folder, env);
  return (await ask('remote', 'get-url', 'origin')) || undefined;
}

// --- internal ---

function namesIn(listed: string | undefined): readonly string[] {
  return (listed ?? '').split('\0').filter((name) => name !== '');
}
