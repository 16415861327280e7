import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GitOptions } from '../../../lib/repository/git/git-options.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import { runProcess } from '../../../lib/repository/git/run-process.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { codeOf, commit } from '../contract.ts';

/** Commands that do not end by themselves. */
describe('git processes', () => {
  let dir: string;
  let silent: Server;
  let url: string;
  let bare: BareRepository;
  let connections: Promise<void>;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kcdk-process-'));
    bare = createBareRepository({ 'a.yaml': '1\n' });
    silent = createServer();
    connections = new Promise((resolve) => {
      silent.once('connection', () => resolve());
    });
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const address = silent.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/x.git`;
  });
  afterEach(() => {
    silent.close();
    rmSync(dir, { recursive: true });
    bare.remove();
  });

  const open = (at: string, options: Partial<GitOptions> = {}) =>
    openGitRepository({ name: 'platform', url: at }, { env: testGitEnv(), tempDir: dir, ...options });

  it('stops a read when it is told to', async () => {
    const controller = new AbortController();
    const repository = open(url, { signal: controller.signal });
    const reading = codeOf(repository.snapshot());
    await connections;
    controller.abort();
    expect(await reading).toBe('ABORTED');
    expect(await codeOf(repository.snapshot())).toBe('ABORTED');
    await repository.close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('lets as many listen to one signal as run at once', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on('warning', note);
    const { signal } = new AbortController();
    const repositories = Array.from({ length: 15 }, () => open(bare.path, { signal }));
    await Promise.all(repositories.map((repository) => repository.snapshot()));
    await Promise.all(repositories.map((repository) => repository.close()));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('stops a read that takes too long', async () => {
    const repository = open(url, { timeoutMs: 200 });
    expect(await codeOf(repository.snapshot())).toBe('REPOSITORY_TIMEOUT');
    await repository.close();
  });

  it('stops a push with everything it started, and writes nothing', async () => {
    const controller = new AbortController();
    const pidFile = join(dir, 'pid');
    const repository = open(bare.path, { signal: controller.signal });
    const base = await repository.snapshot();
    const hook = join(bare.path, 'hooks', 'pre-receive');
    bare.declinePushes();
    writeFileSync(hook, `#!/bin/sh\necho $$ > '${pidFile}.new'\nmv '${pidFile}.new' '${pidFile}'\nexec sleep 300\n`);
    chmodSync(hook, 0o755);
    const pushing = codeOf(commit(repository, base, { 'x.yaml': 'x\n' }));
    const pid = Number(await appears(pidFile));
    controller.abort();
    expect(await pushing).toBe('ABORTED');
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(bare.countCommits()).toBe(1);
    await repository.close();
  });

  it('says that git is missing', async () => {
    const repository = open(bare.path, { env: { PATH: dir } });
    expect(await codeOf(repository.snapshot())).toBe('REPOSITORY_GIT_MISSING');
    await repository.close();
  });

  it('says that the temporary folder cannot be used', async () => {
    const repository = open(bare.path, { tempDir: join(dir, 'not', 'there') });
    expect(await codeOf(repository.snapshot())).toBe('REPOSITORY_STORE_FAILED');
    await repository.close();
  });

  it('hands on what a consumer of the output throws, and ends the process', async () => {
    const request = {
      command: 'sh',
      args: ['-c', 'echo x; exec sleep 300'],
      env: testGitEnv(),
      cwd: dir,
      timeoutMs: 60_000,
    };
    const failing = runProcess({
      ...request,
      onStdout: () => {
        throw new RangeError('enough');
      },
    });
    await expect(failing).rejects.toThrow(RangeError);
  });

  it('keeps the end of a long standard error', async () => {
    const args = ['-c', 'i=0; while [ $i -lt 20000 ]; do echo 0123456789 >&2; i=$((i+1)); done; echo last >&2; exit 3'];
    const result = await runProcess({ command: 'sh', args, env: testGitEnv(), cwd: dir, timeoutMs: 60_000 });
    expect(result).toMatchObject({ exitCode: 3, ended: 'exit' });
    expect(result.stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(result.stderr.endsWith('last\n')).toBe(true);
  });
});

// --- internal ---

async function appears(path: string): Promise<string> {
  const content = () => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  await expect.poll(content, { timeout: 20_000 }).not.toBe('');
  return content();
}

/** A process that ended counts as gone, even where nobody collects its status. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.length > 0 && !stdout.toString().startsWith('Z');
}
