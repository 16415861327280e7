import { execFileSync } from 'node:child_process';
import { request as sendRequest } from 'node:http';
import { mirror } from './git-mirror.ts';
import type { BareRepository } from './git-server.ts';
import { startGitServer, testGitEnv } from './git-server.ts';
import { githubGaps, type MergedPull } from './github-gaps.ts';
import { type GitHubServer, startGitHub } from './github-server.ts';

/** GitHub with git behind it: the same repositories through the API and over HTTP. */
export interface GitHubPlatform extends GitHubServer {
  /** URL to clone a repository from. */
  url(name: string): string;
  /** Numbers, texts and heads of pull requests, oldest first. */
  pulls(name: string): Promise<readonly ShownPull[]>;
  comments(name: string, number: number): Promise<readonly string[]>;
  /** Opens a pull request into the default branch, as the first of the users. */
  open(name: string, branch: string): Promise<void>;
  /** Approves the head of a pull request. */
  approve(name: string, number: number, token: string): Promise<void>;
  /** Merges as a person does: a merge commit, or one new commit. Returns it. */
  merge(name: string, number: number, login: string, method?: 'merge' | 'squash'): Promise<string>;
}

export interface ShownPull {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body: string;
  readonly merged_at: string | null;
  readonly head: { readonly ref: string; readonly sha: string };
}

export interface GitHubPlatformOptions {
  /** By full name. */
  readonly repositories: Readonly<Record<string, BareRepository>>;
  /** Logins by token. */
  readonly users: Readonly<Record<string, string>>;
  /** True for a server that has no GraphQL. */
  readonly withoutGraphql?: boolean;
}

export async function startGitHubPlatform(options: GitHubPlatformOptions): Promise<GitHubPlatform> {
  const { repositories, users } = options;
  const inner = await startGitServer();
  const merged = new Map<string, MergedPull>();
  const gaps = githubGaps({ merged, withoutGraphql: options.withoutGraphql === true });
  const mirrors = new Map<string, ReturnType<typeof mirror>>();
  const server = await startGitHub({
    repositories: Object.keys(repositories),
    users,
    git: (path, message, response) => {
      const [, name = '', rest = ''] = /^\/([^/]+\/[^/]+?)(?:\.git)?(\/(?:info|git-).*)$/.exec(path) ?? [];
      const repository = repositories[name];
      if (repository === undefined) return response.writeHead(404).end();
      const target = `${inner.url(repository)}${rest}`;
      const passed = sendRequest(target, { method: message.method, headers: message.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      message.pipe(passed);
    },
    extend: {
      answer: async (request, ask) => {
        const name = nameIn(request.path, request.body);
        await mirrors.get(name)?.toEmulator();
        return gaps.answer(request, ask);
      },
      amend: async (request, data, ask) => {
        const writes = request.method !== 'GET' && /\/git\/|^\/graphql/.test(request.path);
        if (writes) await mirrors.get(nameIn(request.path, request.body))?.fromEmulator();
        return gaps.amend(request, data, ask);
      },
    },
  });
  for (const [name, repository] of Object.entries(repositories))
    mirrors.set(name, mirror(name, repository, server.ask));
  const token = Object.keys(users)[0] ?? '';
  // as a person sees it: through the same door
  const ask = async (method: string, path: string, body?: unknown, as = token) => {
    const answer = await fetch(`${server.api}${path}`, {
      method,
      headers: { authorization: `token ${as}`, 'content-type': 'application/json', 'x-person': 'yes' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const pulls = async (name: string): Promise<readonly ShownPull[]> =>
    ((await ask('GET', `/repos/${name}/pulls?state=all&per_page=100`)) as ShownPull[]).toSorted(
      (a, b) => a.number - b.number,
    );
  const pull = async (name: string, number: number) => {
    const found = (await pulls(name)).find((one) => one.number === number);
    if (found === undefined) throw new Error(`no pull request ${number} in ${name}`);
    return found;
  };
  return {
    ...server,
    url: (name) => `${server.origin}/${name}.git`,
    pulls,
    comments: async (name, number) =>
      ((await ask('GET', `/repos/${name}/issues/${number}/comments`)) as { readonly body: string }[]).map(
        ({ body }) => body,
      ),
    open: async (name, branch) => {
      const base = repositories[name]?.branch;
      await ask('POST', `/repos/${name}/pulls`, { title: `From ${branch}`, head: branch, base });
    },
    approve: async (name, number, as) => {
      const { head } = await pull(name, number);
      await ask('POST', `/repos/${name}/pulls/${number}/reviews`, { event: 'APPROVE', commit_id: head.sha }, as);
    },
    merge: async (name, number, login, method = 'merge') => {
      const repository = repositories[name];
      const { head, title } = await pull(name, number);
      if (repository === undefined) throw new Error(name);
      const main = repository.head() ?? '';
      const tree = repository.git('merge-tree', '--write-tree', main, head.sha).split('\n')[0] ?? '';
      const parents = method === 'merge' ? ['-p', main, '-p', head.sha] : ['-p', main];
      const person = {
        GIT_AUTHOR_NAME: login,
        GIT_AUTHOR_EMAIL: `${login}@example.invalid`,
        GIT_COMMITTER_NAME: 'GitHub',
        GIT_COMMITTER_EMAIL: 'noreply@example.invalid',
        TZ: 'UTC',
      };
      const commit = execFileSync(
        'git',
        ['--git-dir', repository.path, 'commit-tree', tree, ...parents, '-m', `${title} (#${number})`],
        { env: testGitEnv(person) },
      )
        .toString()
        .trim();
      repository.git('update-ref', `refs/heads/${repository.branch}`, commit);
      await server.ask('PATCH', `/repos/${name}/pulls/${number}`, { state: 'closed' });
      merged.set(`${name}#${number}`, { login, commit, head: head.sha });
      return commit;
    },
    close: async () => {
      await server.close();
      await inner.close();
    },
  };
}

// --- internal ---

function nameIn(path: string, body: string): string {
  const name = /^\/repos\/([^/]+\/[^/?]+)/.exec(path)?.[1];
  if (name !== undefined || !path.startsWith('/graphql')) return name ?? '';
  const { input } = JSON.parse(body).variables ?? {};
  return input?.branch?.repositoryNameWithOwner ?? input?.repositoryId?.slice('R_'.length) ?? '';
}
