import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSourceCheckout } from '../../../lib/apply/source-checkout.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import type { CommitAuthor, Repository } from '../../../lib/repository/repository.ts';
import { findTool } from '../../tools/find-tool.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { codeOf, write } from '../contract.ts';

const sshKeygen = findTool('ssh-keygen');

describe.skipIf(sshKeygen === undefined)('commits of somebody whose git signs', () => {
  let root: string;
  let remote: BareRepository;
  let env: Record<string, string>;
  const opened: Repository[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kcdk-sign-'));
    remote = createBareRepository({ 'a.yaml': 'a: 1\n' });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(root, 'key')]);
    env = testGitEnv({ GIT_CONFIG_GLOBAL: join(root, 'gitconfig') });
    configure(join(root, 'key.pub'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((repository) => repository.close()));
    remote.remove();
    rmSync(root, { recursive: true, force: true });
  });

  function configure(key: string, sign = 'true'): void {
    const lines = ['[user]', '\tname = A Person', '\temail = person@example.invalid', `\tsigningkey = ${key}`];
    writeFileSync(
      join(root, 'gitconfig'),
      [...lines, '[commit]', `\tgpgsign = ${sign}`, '[gpg]', '\tformat = ssh', ''].join('\n'),
    );
  }

  async function commit() {
    const { author } = await readSourceCheckout(root, env);
    const repository = openGitRepository({ name: 'r', url: remote.path }, { env, cwd: root });
    opened.push(repository);
    const base = await repository.snapshot();
    const full: CommitAuthor = { ...author, time: 1_750_000_000 };
    return repository.commit({
      base,
      writes: [write('b.yaml', 'b: 1\n')],
      message: 'Add b\n\nKonstruct-Project: x\n',
      author: full,
    });
  }

  it('are signed, verifiably, and otherwise as ever', async () => {
    const result = await commit();
    const head = remote.head() ?? '';
    expect(result).toEqual({ status: 'committed', commit: head });
    const allowed = join(root, 'allowed');
    writeFileSync(allowed, `person@example.invalid ${readFileSync(join(root, 'key.pub'), 'utf8')}`);
    const said = execFileSync(
      'git',
      [
        '-c',
        `gpg.ssh.allowedSignersFile=${allowed}`,
        '--git-dir',
        remote.path,
        'log',
        '-1',
        '--format=%G?|%an|%ae|%at|%cn|%s',
        head,
      ],
      { env: testGitEnv() },
    )
      .toString()
      .trim();
    expect(said).toBe('G|A Person|person@example.invalid|1750000000|A Person|Add b');
    expect([...remote.list().keys()]).toEqual(['a.yaml', 'b.yaml']);
  });

  it('are not signed where git is told not to', async () => {
    configure(join(root, 'key.pub'), 'false');
    await commit();
    expect(remote.git('cat-file', 'commit', remote.head() ?? '')).not.toContain('gpgsig');
  });

  it('are not made with a key that cannot be used', async () => {
    configure(join(root, 'nothing.pub'));
    const before = remote.head();
    expect(await codeOf(commit())).toBe('REPOSITORY_SIGNING_FAILED');
    expect(remote.head()).toBe(before);
  });
});
