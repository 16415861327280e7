import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { BIN, capture } from '../tools/cli.ts';
import { createBareRepository, type GitServerOptions, startGitServer } from '../tools/git-server.ts';
import {
  createProject,
  gitIn,
  type RepositorySettings,
  refsOf,
  smallRepositories,
  type TestProject,
} from '../tools/project.ts';

const disposals: (() => unknown)[] = [];
afterAll(async () => {
  for (const dispose of disposals) await dispose();
});

function newProject(options: Parameters<typeof createProject>[0] = {}): TestProject {
  const project = createProject(options);
  disposals.push(() => project.remove());
  return project;
}

/** Exit code and findings of `apply`, as data. */
async function apply(project: TestProject, ...argv: string[]) {
  const { exitCode, stdout, stderr } = await project.run(['apply', '-y', '--json', ...argv]);
  const { diagnostics, repositories } = JSON.parse(stdout) as {
    diagnostics: readonly Diagnostic[];
    repositories: readonly { repository: string; status: string }[];
  };
  return { exitCode, stderr, diagnostics, statuses: repositories.map(({ status }) => status) };
}

/** The second of three repositories: whatever is found out too late would have written the first. */
const SECOND = 'acme/retail';
/** Rules of a server about pushes are known to it alone, and nothing is written before the first push. */
const FIRST = 'acme/platform';

interface Fault {
  readonly name: string;
  readonly code: string;
  /** What finds it: reading, the check before the first write, or the push itself. */
  readonly at: 'read' | 'check' | 'push';
  /** Breaks the repository; says what the configuration has about it and the environment of the commands. */
  readonly arrange: (project: TestProject) => Promise<Arranged> | Arranged;
}

interface Arranged {
  readonly settings?: RepositorySettings;
  readonly env?: Readonly<Record<string, string>>;
}

const TOKEN = 'not-a-real-token';
const AUTH = { username: 'x-access-token', password: TOKEN };

/** The repository behind a server with these options. */
const served =
  (options: GitServerOptions, arranged: Arranged = {}): Fault['arrange'] =>
  async (project) => {
    const server = await startGitServer(options);
    disposals.push(() => server.close());
    return { ...arranged, settings: { ...arranged.settings, remote: server.url(project.repository(SECOND)) } };
  };

const withHook =
  (name: string, script: string): Fault['arrange'] =>
  (project) => {
    const { path } = project.repository(FIRST);
    mkdirSync(join(path, 'hooks'), { recursive: true });
    writeFileSync(join(path, 'hooks', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, 'hooks', name), 0o755);
    return {};
  };

const withConfig =
  (name: string, ...settings: readonly (readonly [string, string])[]): Fault['arrange'] =>
  (project) => {
    for (const [key, value] of settings) project.repository(name).git('config', key, value);
    return {};
  };

/** A port of this machine that nobody listens on. */
async function refusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === 'object' && address ? address.port : 1;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'a path where nothing is',
    code: 'REPOSITORY_NOT_FOUND',
    at: 'read',
    arrange: ({ folder }) => ({ settings: { remote: join(folder, 'nowhere.git') } }),
  },
  {
    name: 'a folder that is no repository',
    code: 'REPOSITORY_NOT_FOUND',
    at: 'read',
    arrange: ({ folder }) => ({ settings: { remote: folder } }),
  },
  {
    name: 'a port that nobody listens on',
    code: 'REPOSITORY_UNREACHABLE',
    at: 'read',
    arrange: async () => ({ settings: { remote: `http://127.0.0.1:${await refusedPort()}/acme/retail.git` } }),
  },
  {
    name: 'a host that does not exist',
    code: 'REPOSITORY_UNREACHABLE',
    at: 'read',
    arrange: () => ({ settings: { remote: 'http://nowhere.invalid/acme/retail.git' } }),
  },
  {
    name: 'a server that is down',
    code: 'REPOSITORY_UNREACHABLE',
    at: 'read',
    arrange: served({ failures: Array.from({ length: 99 }, () => 503) }),
  },
  {
    name: 'a repository that the server does not have',
    code: 'REPOSITORY_NOT_FOUND',
    at: 'read',
    arrange: async () => {
      const server = await startGitServer();
      disposals.push(() => server.close());
      return { settings: { remote: `${server.origin}/kcdk-nothing/repo.git` } };
    },
  },
  {
    name: 'an address of a kind that we do not use',
    code: 'REPOSITORY_URL_INVALID',
    at: 'read',
    arrange: () => ({ settings: { remote: 'ext::sh -c whoami' } }),
  },
  {
    name: 'a repository without a commit, and no branch configured',
    code: 'REPOSITORY_EMPTY',
    at: 'read',
    arrange: () => {
      const empty = createBareRepository();
      disposals.push(() => empty.remove());
      return { settings: { remote: empty.path } };
    },
  },
  {
    name: 'a default branch that does not exist',
    code: 'REPOSITORY_HEAD_MISSING',
    at: 'read',
    arrange: (project) => {
      project.repository(SECOND).git('symbolic-ref', 'HEAD', 'refs/heads/gone');
      return {};
    },
  },
  {
    name: 'a configured branch that does not exist',
    code: 'REPOSITORY_BRANCH_MISSING',
    at: 'read',
    arrange: () => ({ settings: { branch: 'mian' } }),
  },
  {
    name: 'missing credentials',
    code: 'REPOSITORY_AUTHENTICATION_FAILED',
    at: 'read',
    arrange: served({ auth: AUTH }),
  },
  {
    name: 'wrong credentials',
    code: 'REPOSITORY_AUTHENTICATION_FAILED',
    at: 'read',
    arrange: served({ auth: AUTH }, { settings: { credentials: { env: 'GIT_TOKEN' } }, env: { GIT_TOKEN: 'wrong' } }),
  },
  {
    name: 'credentials in a variable that is not set',
    code: 'REPOSITORY_CREDENTIALS_MISSING',
    at: 'read',
    arrange: served({ auth: AUTH }, { settings: { credentials: { env: 'GIT_TOKEN' } } }),
  },
  {
    name: 'credentials in a file that is not there',
    code: 'REPOSITORY_CREDENTIALS_MISSING',
    at: 'read',
    arrange: served({ auth: AUTH }, { settings: { credentials: { file: 'token.txt' } } }),
  },
  {
    name: 'credentials of a command that fails',
    code: 'REPOSITORY_CREDENTIALS_MISSING',
    at: 'read',
    arrange: served({ auth: AUTH }, { settings: { credentials: { command: 'exit 3' } } }),
  },
  {
    name: 'a server that sends credentials elsewhere',
    code: 'REPOSITORY_REDIRECTED',
    at: 'read',
    arrange: served(
      { redirectTo: 'http://127.0.0.1:1' },
      { settings: { credentials: { env: 'GIT_TOKEN' } }, env: { GIT_TOKEN: TOKEN } },
    ),
  },
  {
    name: 'credentials without the right to push',
    code: 'REPOSITORY_READ_ONLY',
    at: 'check',
    arrange: served(
      { auth: AUTH, readOnly: true },
      { settings: { credentials: { env: 'GIT_TOKEN' } }, env: { GIT_TOKEN: TOKEN } },
    ),
  },
  {
    name: 'a server that takes no pushes over HTTP',
    code: 'REPOSITORY_READ_ONLY',
    at: 'check',
    arrange: async (project) => {
      project.repository(SECOND).git('config', 'http.receivepack', 'false');
      return served({})(project);
    },
  },
  {
    name: 'a pre-receive hook that refuses',
    code: 'REPOSITORY_PROTECTED',
    at: 'push',
    arrange: withHook('pre-receive', "cat >/dev/null\necho 'protected branch' >&2\nexit 1"),
  },
  {
    name: 'an update hook that refuses',
    code: 'REPOSITORY_PROTECTED',
    at: 'push',
    arrange: withHook('update', 'exit 1'),
  },
  {
    name: 'branches that only the server may move',
    code: 'REPOSITORY_PROTECTED',
    at: 'check',
    arrange: withConfig(SECOND, ['receive.hideRefs', 'refs/heads']),
  },
  {
    name: 'a lock that a killed server left on the branch',
    code: 'REPOSITORY_LOCKED',
    at: 'push',
    arrange: (project) => {
      writeFileSync(join(project.repository(FIRST).path, 'refs/heads/main.lock'), '');
      return {};
    },
  },
  {
    name: 'a server that has room for no object',
    code: 'REPOSITORY_PUSH_FAILED',
    at: 'push',
    arrange: withConfig(FIRST, ['receive.maxInputSize', '10']),
  },
];

describe.concurrent('a fault of a repository', () => {
  it.each(FAULTS)('$name: $code, with place and fix, and no repository is touched', async ({ arrange, code, at }) => {
    const project = newProject();
    const broken = at === 'push' ? FIRST : SECOND;
    const { settings = {}, env = {} } = await arrange(project);
    project.configure({ [broken]: settings });
    Object.assign(project.env, env);
    const before = refsOf(project);
    const { exitCode, stderr, diagnostics, statuses } = await apply(project);
    expect({ exitCode, stderr, codes: diagnostics.map((one) => one.code) }).toEqual({
      exitCode: 1,
      stderr: '',
      codes: [code],
    });
    expect(diagnostics[0]).toMatchObject({ repository: broken, source: { file: 'main.ts' } });
    expect(diagnostics[0]?.fix).not.toBe('');
    expect(statuses).toEqual(
      { read: [], check: ['pending', 'pending', 'pending'], push: ['failed', 'pending', 'pending'] }[at],
    );
    expect(refsOf(project)).toEqual(before);
  });

  it('of which there are several is reported for every repository in one run', async () => {
    const project = newProject();
    project.configure({
      'acme/platform': { remote: './gone.git' },
      'acme/retail': { branch: 'mian' },
      'retail/apps': { credentials: { env: 'NOT_SET' }, remote: 'http://127.0.0.1:1/apps.git' },
    });
    const { exitCode, diagnostics } = await apply(project);
    expect(exitCode).toBe(1);
    expect(diagnostics.map(({ code, repository }) => [repository, code]).sort()).toEqual([
      ['acme/platform', 'REPOSITORY_NOT_FOUND'],
      ['acme/retail', 'REPOSITORY_BRANCH_MISSING'],
      ['retail/apps', 'REPOSITORY_CREDENTIALS_MISSING'],
    ]);
  });

  it('that only a push can find leaves what was written before it, and the next run does the rest', async () => {
    const project = newProject();
    const before = project.heads();
    project.repository(SECOND).declinePushes();
    const first = await apply(project);
    expect({ exitCode: first.exitCode, statuses: first.statuses }).toEqual({
      exitCode: 1,
      statuses: ['applied', 'failed', 'pending'],
    });
    expect(Object.entries(project.heads()).map(([name, head]) => head === before[name])).toEqual([false, true, true]);
    writeFileSync(join(project.repository(SECOND).path, 'hooks/pre-receive'), '#!/bin/sh\nexit 0\n');
    const second = await apply(project);
    expect({ exitCode: second.exitCode, statuses: second.statuses }).toEqual({
      exitCode: 0,
      statuses: ['applied', 'applied'],
    });
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

describe.concurrent('a repository that is unusual', () => {
  it('without a commit gets its first one on the configured branch', async () => {
    const project = newProject({
      repositories: { ...smallRepositories(), [SECOND]: createBareRepository() },
      settings: { [SECOND]: { branch: 'main' } },
    });
    await project.ok(['apply', '-y']);
    const retail = project.repository(SECOND);
    expect(retail.countCommits()).toBe(1);
    expect(retail.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('with another default branch is read and written there, and no other branch is made', async () => {
    const trunk = createBareRepository({ 'README.md': 'trunk\n' }, { branch: 'trunk' });
    const project = newProject({ repositories: { ...smallRepositories(), [SECOND]: trunk } });
    await project.ok(['apply', '-y']);
    expect(trunk.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/trunk');
    expect(trunk.countCommits()).toBe(2);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('whose default branch is renamed after a plan was saved makes that plan fail, not write', async () => {
    const project = newProject();
    await project.ok(['plan', '--out', 'change.kplan']);
    project.repository(SECOND).git('branch', '--quiet', '--move', 'main', 'trunk');
    const before = refsOf(project);
    const { exitCode, stderr } = await project.run(['apply', 'change.kplan']);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('error[REPOSITORY_BRANCH_MISSING]'),
    });
    expect(refsOf(project)).toEqual(before);
  });

  it.each([
    ['without credentials', {}, {}],
    ['with credentials', { auth: AUTH }, { credentials: { env: 'GIT_TOKEN' } }],
  ])('behind a server, %s, is planned and applied', async (_name, options, settings) => {
    const project = newProject({ env: { GIT_TOKEN: TOKEN } });
    const server = await startGitServer(options);
    disposals.push(() => server.close());
    project.configure(
      Object.fromEntries(
        Object.entries(project.repositories).map(([name, one]) => [name, { ...settings, remote: server.url(one) }]),
      ),
    );
    await project.ok(['apply', '-y']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
    expect(Object.values(project.repositories).map((one) => one.countCommits())).toEqual([2, 2, 2]);
  });

  it('that is checked out by somebody is refused before anything is written', async () => {
    const project = newProject();
    const checkout = join(project.folder, 'checkout');
    gitIn(project.folder, 'clone', '--quiet', project.repository(SECOND).path, checkout);
    project.configure({ [SECOND]: { remote: checkout } });
    const before = refsOf(project);
    const head = gitIn(checkout, 'rev-parse', 'HEAD');
    const { exitCode, diagnostics } = await apply(project);
    expect({ exitCode, codes: diagnostics.map(({ code }) => code) }).toEqual({
      exitCode: 1,
      codes: ['REPOSITORY_CHECKED_OUT'],
    });
    expect(refsOf(project)).toEqual(before);
    expect(gitIn(checkout, 'rev-parse', 'HEAD')).toBe(head);
    gitIn(checkout, 'config', 'receive.denyCurrentBranch', 'updateInstead');
    expect((await apply(project)).exitCode).toBe(0);
    expect(gitIn(checkout, 'status', '--porcelain')).toBe('');
    expect(gitIn(checkout, 'rev-parse', 'HEAD^')).toBe(head);
  });

  it('whose folder may only be read is refused before anything is written', async () => {
    const project = newProject();
    const { path } = project.repository(SECOND);
    execFileSync('chmod', ['-R', 'a-w', path]);
    disposals.unshift(() => execFileSync('chmod', ['-R', 'u+w', path]));
    const before = refsOf(project);
    const done = asSomebody(project, ['apply', '-y', '--json']).done;
    const { exitCode, stdout, stderr } = await done;
    const { diagnostics } = JSON.parse(stdout || stderr) as { diagnostics: readonly Diagnostic[] };
    expect({ exitCode, codes: diagnostics.map(({ code }) => code) }).toEqual({
      exitCode: 1,
      codes: ['REPOSITORY_READ_ONLY'],
    });
    expect(refsOf(project)).toEqual(before);
  });
});

// --- internal ---

const NOBODY = 65_534;

/** Runs the built command line as a user that permissions hold for; the superuser may write everything. */
function asSomebody(project: TestProject, argv: readonly string[]) {
  const command = [process.execPath, BIN, ...argv];
  if (process.getuid?.() !== 0) return capture(command, { cwd: project.folder, env: project.env });
  const config = join(project.folder, 'gitconfig');
  writeFileSync(config, '[safe]\n\tdirectory = *\n');
  const folders = [dirname(project.folder), ...Object.values(project.repositories).map(({ path }) => dirname(path))];
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, ...folders]);
  const env = { ...project.env, GIT_CONFIG_GLOBAL: config };
  return capture(command, { cwd: project.folder, env, uid: NOBODY, gid: NOBODY });
}
