import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { CredentialSource, Repository } from '../../../lib/repository/repository.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
  testGitEnv,
} from '../../tools/git-server.ts';
import { codeOf, commit, errorOf } from '../contract.ts';

const CANARY = 'canary-token-7f3a';
const AUTH = { username: 'x-access-token', password: CANARY };
const BASIC = Buffer.from(`x-access-token:${CANARY}`).toString('base64');

/** Where secrets go, and where they never do. */
describe('git trust', () => {
  let bare: BareRepository;
  let dir: string;
  const servers: GitServer[] = [];
  const opened: Repository[] = [];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'kcdk-trust-'));
    bare = createBareRepository({ 'a.yaml': '1\n' });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((repository) => repository.close()));
    await Promise.all(servers.splice(0).map((server) => server.close()));
    rmSync(dir, { recursive: true });
    bare.remove();
  });

  const serve = async (options?: GitServerOptions) => {
    const server = await startGitServer(options);
    servers.push(server);
    return server;
  };
  const open = (url: string, credentials?: CredentialSource, env: Readonly<Record<string, string>> = {}) => {
    const options = { env: testGitEnv({ CANARY, ...env }), cwd: dir, sleep: async () => undefined };
    const repository = openGitRepository({ name: 'platform', url, credentials }, options);
    opened.push(repository);
    return repository;
  };
  const script = (name: string, body: string) => {
    const path = join(dir, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('passes the token in no argument of any git command', async () => {
    const log = join(dir, 'argv.log');
    const { PATH } = testGitEnv();
    script('git', `printf '%s\\n' "$*" >> '${log}'\nPATH='${PATH}' exec git "$@"`);
    const server = await serve({ auth: AUTH });
    const repository = open(server.url(bare), { env: 'CANARY' }, { PATH: `${dir}:${PATH}` });
    const base = await repository.snapshot();
    await repository.read(base, [base.files.get('a.yaml')?.blob ?? '']);
    await repository.checkWritable(base);
    expect(await commit(repository, base, { 'a.yaml': '2\n' })).toMatchObject({ status: 'committed' });
    const lines = readFileSync(log, 'utf8').split('\n');
    for (const command of ['ls-remote', 'fetch', 'ls-tree', 'cat-file', 'push', 'fast-import']) {
      expect(lines.some((line) => line.startsWith(command))).toBe(true);
    }
    expect(lines.join('\n')).not.toContain(CANARY);
    expect(lines.join('\n')).not.toContain(BASIC);
    expect(server.requests.every((request) => request.authorization === `Basic ${BASIC}`)).toBe(true);
    expect(lines.filter((line) => line.startsWith('push')).join('\n')).not.toMatch(
      /--force(?!-with-lease)|\s\+|\s-f\b/,
    );
  });

  it('repeats the token in no error, whatever the server says', async () => {
    const base = await open(bare.path).snapshot();
    bare.declinePushes(`you sent ${CANARY} and Authorization: Basic ${BASIC} to https://me:${CANARY}@host/`);
    const declining = await serve({ auth: AUTH });
    const refusing = await serve({ auth: { ...AUTH, password: 'another' } });
    const failing = [
      commit(open(declining.url(bare), { env: 'CANARY' }), base, { 'x.yaml': 'x\n' }),
      open(refusing.url(bare), { env: 'CANARY' }).snapshot(),
      open(`${declining.origin}/no-such/repo.git`, { env: 'CANARY' }).snapshot(),
      open('http://127.0.0.1:1/x.git', { env: 'CANARY' }).snapshot(),
      open(declining.url(bare), { command: `echo ${CANARY}; echo ${CANARY} >&2; exit 3` }).snapshot(),
    ];
    const errors = await Promise.all(failing.map(errorOf));
    expect(errors.map((error) => error.code)).toEqual([
      'REPOSITORY_PROTECTED',
      'REPOSITORY_AUTHENTICATION_FAILED',
      'REPOSITORY_NOT_FOUND',
      'REPOSITORY_UNREACHABLE',
      'REPOSITORY_CREDENTIALS_MISSING',
    ]);
    for (const error of errors) {
      const shown = JSON.stringify([error.message, error.diagnostics, error.stack, String(error.cause)]);
      expect(shown).not.toContain(CANARY);
      expect(shown).not.toContain(BASIC);
    }
    expect(errors[0]?.diagnostics[0]?.detail).toContain('you sent [redacted]');
  });

  it('does not follow a redirect with the token', async () => {
    const other = await serve();
    const server = await serve({ redirectTo: other.origin });
    expect(await codeOf(open(server.url(bare), { env: 'CANARY' }).snapshot())).toBe('REPOSITORY_REDIRECTED');
    expect(other.requests).toEqual([]);
    expect((await open(server.url(bare)).snapshot()).files.size).toBe(1);
    expect(other.requests.length).toBeGreaterThan(0);
  });

  it('asks no credential helper once credentials are configured, and the one of the user otherwise', async () => {
    const asked = join(dir, 'asked');
    const helper = script('helper', `touch '${asked}'; echo username=x-access-token; echo password=${CANARY}`);
    writeFileSync(join(dir, 'gitconfig'), `[credential]\n\thelper = ${helper}\n`);
    const env = { GIT_CONFIG_GLOBAL: join(dir, 'gitconfig'), WRONG: 'wrong' };
    const server = await serve({ auth: AUTH });
    expect(await codeOf(open(server.url(bare), { env: 'WRONG' }, env).snapshot())).toBe(
      'REPOSITORY_AUTHENTICATION_FAILED',
    );
    expect(() => readFileSync(asked)).toThrow();
    expect((await open(server.url(bare), undefined, env).snapshot()).files.size).toBe(1);
    expect(readFileSync(asked, 'utf8')).toBe('');
  });

  it('reads a token from a file and from a command, with a user name of its own', async () => {
    const server = await serve({ auth: { username: 'robot', password: CANARY } });
    writeFileSync(join(dir, 'token'), `${CANARY}\n`);
    const sources: readonly CredentialSource[] = [
      { file: 'token', username: 'robot' },
      { command: 'echo "$CANARY"', username: 'robot' },
      { env: 'CANARY', username: 'robot' },
    ];
    for (const source of sources) expect((await open(server.url(bare), source).snapshot()).files.size).toBe(1);
  });

  it('says which source has no token, and sends nothing', async () => {
    const server = await serve({ auth: AUTH });
    writeFileSync(join(dir, 'empty'), '\n');
    writeFileSync(join(dir, 'lines'), 'one\nX-Injected: two\n');
    const sources: readonly [CredentialSource, string][] = [
      [{ env: 'NOT_SET' }, 'NOT_SET'],
      [{ file: 'not-there' }, 'not-there'],
      [{ file: 'empty' }, 'empty'],
      [{ file: 'lines' }, 'lines'],
      [{ command: 'exit 9' }, '9'],
      [{ env: 'CANARY', username: 'a:b' }, 'user name'],
    ];
    for (const [source, named] of sources) {
      const error = await errorOf(open(server.url(bare), source).snapshot());
      expect(error.code).toBe('REPOSITORY_CREDENTIALS_MISSING');
      expect(error.diagnostics[0]?.detail).toContain(named);
    }
    expect(server.requests).toEqual([]);
  });

  it('needs no credentials for a repository that is not reached over HTTP', async () => {
    expect((await open(bare.path, { env: 'NOT_SET' }).snapshot()).files.size).toBe(1);
  });

  it('reads a token anew when the one that worked has expired', async () => {
    const state = { auth: AUTH };
    const server = await serve(state);
    writeFileSync(join(dir, 'token'), CANARY);
    const repository = open(server.url(bare), { file: 'token' });
    const base = await repository.snapshot();
    state.auth = { ...AUTH, password: 'renewed' };
    expect(await codeOf(repository.snapshot())).toBe('REPOSITORY_AUTHENTICATION_FAILED');
    await repository.close();
    state.auth = AUTH;
    const second = open(server.url(bare), { file: 'token' });
    await second.snapshot();
    state.auth = { ...AUTH, password: 'renewed' };
    writeFileSync(join(dir, 'token'), 'renewed');
    expect(await commit(second, base, { 'x.yaml': 'x\n' })).toMatchObject({ status: 'committed' });
  });

  it('keeps addresses that the user rewrites working', async () => {
    const server = await serve();
    writeFileSync(join(dir, 'gitconfig'), `[url "${server.origin}/"]\n\tinsteadOf = https://git.example/\n`);
    const url = server.url(bare).replace(server.origin, 'https://git.example');
    expect((await open(url, undefined, { GIT_CONFIG_GLOBAL: join(dir, 'gitconfig') }).snapshot()).files.size).toBe(1);
  });

  it('runs no hook of the user', async () => {
    const marker = join(dir, 'hook-ran');
    for (const name of ['pre-push', 'post-commit', 'reference-transaction']) script(name, `touch '${marker}'`);
    writeFileSync(join(dir, 'gitconfig'), `[core]\n\thooksPath = ${dir}\n`);
    const repository = open(bare.path, undefined, { GIT_CONFIG_GLOBAL: join(dir, 'gitconfig') });
    // The remote is a repository of this user too, so hooks are looked for there by the same configuration.
    bare.git('config', 'core.hooksPath', '/dev/null');
    expect(await commit(repository, await repository.snapshot(), { 'x.yaml': 'x\n' })).toMatchObject({
      status: 'committed',
    });
    expect(() => readFileSync(marker)).toThrow();
  });

  it('tells ssh to ask nobody, unless the user says how to run it', async () => {
    const log = join(dir, 'ssh.log');
    const { PATH } = testGitEnv();
    script('ssh', `[ "$1" = -G ] && exit 0\necho "ssh $*" >> '${log}'\nfor last; do :; done\nexec /bin/sh -c "$last"`);
    script(
      'my-ssh',
      `[ "$1" = -G ] && exit 0\necho "my-ssh $*" >> '${log}'\nfor last; do :; done\nexec /bin/sh -c "$last"`,
    );
    const url = `git@localhost:${bare.path}`;
    await open(url, undefined, { PATH: `${dir}:${PATH}` }).snapshot();
    expect(readFileSync(log, 'utf8')).toMatch(/^ssh -oBatchMode=yes/);
    writeFileSync(join(dir, 'gitconfig'), `[core]\n\tsshCommand = ${join(dir, 'my-ssh')}\n`);
    rmSync(log);
    await open(url, undefined, { PATH: `${dir}:${PATH}`, GIT_CONFIG_GLOBAL: join(dir, 'gitconfig') }).snapshot();
    expect(readFileSync(log, 'utf8')).toMatch(/^my-ssh /);
  });
});
