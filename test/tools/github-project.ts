import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BareRepository, createBareRepository } from './git-server.ts';
import { type GitHubPlatform, startGitHubPlatform } from './github-platform.ts';
import { APP_ID } from './github-server.ts';
import { gitIn, openProject, SMALL_PROGRAM, smallRepositories, type TestProject } from './project.ts';

/** A platform whose repositories, and the one of the program, are on GitHub. */
export interface GitHubProject extends TestProject {
  readonly github: GitHubPlatform;
  /** Commits the program in a checkout of `acme/program` and pushes it to a branch; returns the commit. */
  push(branch: string, message?: string): string;
  /** Checks out a branch or commit of the program as it is on the server. */
  checkout(what: string): void;
  /** Opens a pull request of the program into `main`, as ann. */
  openPull(branch: string): Promise<void>;
  removeFile(path: string): void;
  /** Ends everything; fails where a request was sent that GitHub does not know. */
  close(): Promise<void>;
}

/** Tokens of two people. */
export const USERS = { 'pat-ann-0123456789': 'ann', 'pat-bob-0123456789': 'bob' } as const;
export const [ANN, BOB] = Object.keys(USERS) as [keyof typeof USERS, keyof typeof USERS];

export interface GitHubProjectOptions {
  readonly program?: string;
  /** How kcdk enters. @default the App */
  readonly credentials?: object;
  readonly withoutGraphql?: boolean;
  /** More of the `konstruct` section. */
  readonly konstruct?: object;
}

export async function createGitHubProject(options: GitHubProjectOptions = {}): Promise<GitHubProject> {
  const repositories: Readonly<Record<string, BareRepository>> = {
    ...smallRepositories(),
    'acme/program': createBareRepository({ 'README.md': '# The program\n' }),
  };
  const github = await startGitHubPlatform({
    repositories,
    users: USERS,
    withoutGraphql: options.withoutGraphql === true,
  });
  const project = openProject(repositories, {
    KCDK_APP_KEY: github.privateKey,
    GITHUB_SERVER_URL: github.origin,
    GITHUB_API_URL: github.api,
    GITHUB_REPOSITORY: 'acme/program',
    GITHUB_TOKEN: ANN,
  });
  const { folder } = project;
  const credentials = options.credentials ?? { githubApp: { id: APP_ID, privateKey: { env: 'KCDK_APP_KEY' } } };
  const konstruct = {
    repositories: { '*': { remote: `${github.origin}/{name}.git`, credentials } },
    ...options.konstruct,
  };
  const git = (...args: string[]) =>
    gitIn(folder, '-c', 'user.name=Ann', '-c', 'user.email=ann@example.invalid', ...args);
  const remote = repositories['acme/program']?.path ?? '';
  git('clone', '--quiet', remote, '.');
  project.write('cdk8s.yaml', `${JSON.stringify({ app: 'main.ts', output: 'dist', konstruct }, undefined, 2)}\n`);
  project.write('.gitignore', 'dist/\n');
  project.write('main.ts', options.program ?? SMALL_PROGRAM);
  return {
    ...project,
    github,
    push: (branch, message = 'Change the platform') => {
      git('checkout', '--quiet', '-B', branch);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      git('push', '--quiet', '--force', 'origin', branch);
      return git('rev-parse', 'HEAD');
    },
    checkout: (what) => {
      git('fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*');
      git('checkout', '--quiet', '--detach', /^[0-9a-f]{40}$/.test(what) ? what : `origin/${what}`);
    },
    openPull: (branch) => github.open('acme/program', branch),
    removeFile: (path) => rmSync(join(folder, path)),
    close: async () => {
      await github.close();
      project.remove();
      if (github.violations.length > 0)
        throw new Error(`requests that GitHub does not know: ${github.violations.join('; ')}`);
    },
  };
}
