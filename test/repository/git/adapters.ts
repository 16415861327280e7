import { renameSync } from 'node:fs';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
  testGitEnv,
} from '../../tools/git-server.ts';
import type { TestAdapter, TestRemote } from '../contract.ts';

/** The secret of every server that asks for one. */
export const TOKEN = 'not-a-real-token';
export const AUTH = { username: 'x-access-token', password: TOKEN };
const CODES = { unauthorized: 'REPOSITORY_AUTHENTICATION_FAILED', protected: 'REPOSITORY_PROTECTED' } as const;

/** How a bare repository is reached. */
export interface Reach {
  url(bare: BareRepository): string;
  env?: Readonly<Record<string, string>>;
  credentials?: { readonly env: string };
}

interface AdapterSettings {
  readonly objectFormat?: 'sha1' | 'sha256';
  readonly full?: boolean;
}

/** What a remote behind a path, an ssh command or a server has in common. */
function remoteOn(
  bare: BareRepository,
  reach: Reach,
  breakBy: TestRemote['breakBy'],
  dispose: () => Promise<void>,
): TestRemote {
  const location = { name: 'platform', url: reach.url(bare), credentials: reach.credentials };
  const env = testGitEnv({ ...reach.env, KCDK_TOKEN: TOKEN });
  return {
    open: (options = {}) => openGitRepository({ ...location, ...options }, { env, sleep: async () => undefined }),
    write: (files, options) => {
      bare.commit(files, options);
    },
    read: (path, branch) => bare.read(path, branch)?.toString(),
    head: (branch) => bare.head(branch),
    countCommits: (branch) => bare.countCommits(branch),
    breakBy,
    dispose: async () => {
      await dispose();
      bare.remove();
    },
  };
}

/** The git adapter on a folder of this machine, also behind an ssh command. */
export function overPath(name: string, reach: Reach, settings: AdapterSettings = {}): TestAdapter {
  const { objectFormat = 'sha1', full = true } = settings;
  return {
    name,
    objectFormat,
    full,
    faults: ['unreachable', 'protected'],
    create: async (files, branch) => {
      const bare = createBareRepository(files, { branch, objectFormat });
      return remoteOn(
        bare,
        reach,
        async (fault) => {
          if (fault === 'protected') {
            bare.declinePushes();
            return CODES.protected;
          }
          renameSync(bare.path, `${bare.path}.gone`);
          return 'REPOSITORY_NOT_FOUND';
        },
        async () => undefined,
      );
    },
  };
}

/** The git adapter on an HTTP server of its own. */
export function overHttp(
  name: string,
  options: GitServerOptions,
  reach: Omit<Reach, 'url'>,
  settings: AdapterSettings = {},
): TestAdapter {
  const { objectFormat = 'sha1', full = true } = settings;
  return {
    name,
    objectFormat,
    full,
    faults: ['unreachable', 'unauthorized', 'read-only', 'protected'],
    create: async (files, branch) => {
      const bare = createBareRepository(files, { branch, objectFormat });
      const state: { -readonly [key in keyof GitServerOptions]: GitServerOptions[key] } = { ...options };
      const server: GitServer = await startGitServer(state);
      return remoteOn(
        bare,
        { ...reach, url: (of) => server.url(of) },
        async (fault) => {
          if (fault === 'unreachable') {
            await server.close();
            return 'REPOSITORY_UNREACHABLE';
          }
          if (fault === 'unauthorized') state.auth = { username: 'x', password: 'another' };
          if (fault === 'read-only') state.readOnly = true;
          if (fault === 'protected') bare.declinePushes();
          return fault === 'read-only' ? 'REPOSITORY_READ_ONLY' : CODES[fault];
        },
        () => server.close(),
      );
    },
  };
}
