import { type RepositoryLedgers, readLedgers } from '../../lib/ledgers/read-ledgers.ts';
import { compileProgram, openRepositories } from '../../lib/pipeline.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import type { Session } from './session.ts';

/** A repository of the program, with every ledger in it. */
export interface OpenLedgers {
  readonly project: string;
  readonly repositories: readonly { readonly repository: Repository; readonly found: RepositoryLedgers }[];
}

/**
 * Reads the ledgers of all repositories of the program and works with them. The program may have errors; its repositories
 * are what counts.
 */
export async function withLedgers<T>(session: Session, work: (ledgers: OpenLedgers) => Promise<T>): Promise<T> {
  const program = await compileProgram(session.compileOptions);
  const { root } = program.config;
  const offline = session.offline ? await import('./open-offline.ts') : undefined;
  const repositories = openRepositories(program, {
    git: { ...session.gitOptions, cwd: root },
    ...(offline && { open: offline.offlineOpener(session, root) }),
  });
  try {
    const found = await Promise.all(
      repositories.map(async (repository) => ({ repository, found: await readLedgers(repository) })),
    );
    return await work({ project: program.compilation.project, repositories: found });
  } finally {
    await Promise.all(repositories.map((repository) => repository.close()));
  }
}
