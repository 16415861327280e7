import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * Where the program lies below the root of its git repository, with slashes; empty where it is the root, or in none.
 *
 * @param cwd absolute
 * @param configFile the configuration or its folder, where one was named
 */
export function programFolder(cwd: string, configFile: string | undefined): string {
  const start = configFile === undefined ? cwd : resolve(cwd, configFile);
  const program = nearest(start, 'cdk8s.yaml') ?? cwd;
  const root = nearest(program, '.git') ?? program;
  return relative(root, program).split(sep).join('/');
}

/** The nearest folder above that holds an entry; undefined where none does. */
export function nearest(start: string, entry: string): string | undefined {
  let folder = start;
  while (!existsSync(join(folder, entry))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}
