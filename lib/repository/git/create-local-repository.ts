import { mkdir } from 'node:fs/promises';
import { kcdkError } from '../../diagnostics/error.ts';

/**
 * Makes a bare repository with branch `main` and one commit, for trying things on one machine.
 *
 * @param folder absolute; made where it does not exist
 * @throws {KcdkError} `REPOSITORY_CREATE_FAILED`
 */
export async function createLocalRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { simpleGit } = await import('simple-git');
  try {
    await mkdir(folder, { recursive: true });
    const identity = { NAME: 'konstruct-cdk', EMAIL: 'kcdk@localhost' };
    const variables: Record<string, string> = { PATH: env['PATH'] ?? '', HOME: env['HOME'] ?? folder };
    for (const role of ['AUTHOR', 'COMMITTER']) {
      for (const [part, value] of Object.entries(identity)) variables[`GIT_${role}_${part}`] = value;
    }
    const git = simpleGit({ baseDir: folder, allowEnvironment: Object.keys(variables) }).env(variables);
    await git.raw('init', '--quiet', '--bare', '--initial-branch=main', '.');
    const tree = (await git.raw('write-tree')).trim();
    const commit = (await git.raw('commit-tree', '-m', 'Start the repository', tree)).trim();
    await git.raw('update-ref', 'refs/heads/main', commit);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError(
      'REPOSITORY_CREATE_FAILED',
      { summary: `Cannot make a repository in \`${folder}\``, detail },
      cause,
    );
  }
}
