import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import { testGitEnv } from '../../tools/git-server.ts';

let folder: string;
let log: string;

/** A program that writes down how it was called; `then` is what it does next. */
const script = (name: string, then: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> '${log}'\n${then}\n`);
  chmodSync(file, 0o755);
  return file;
};
const REFUSE = 'echo "Permission denied (publickey)." >&2; exit 255';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-ssh-'));
  log = join(folder, 'calls.log');
  writeFileSync(log, '');
  script('git', `exec '${execFileSync('/bin/sh', ['-c', 'command -v git']).toString().trim()}' "$@"`);
  script('ssh', REFUSE);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (extra: Readonly<Record<string, string>> = {}) =>
  testGitEnv({ PATH: `${folder}${delimiter}${process.env['PATH']}`, GIT_SSH_VARIANT: 'ssh', ...extra });

async function ask(env: Readonly<Record<string, string>>): Promise<void> {
  const repository = openGitRepository({ name: 'r', url: 'git@host.invalid:r.git', branch: 'main' }, { env });
  await expect(repository.snapshot()).rejects.toMatchObject({ code: 'REPOSITORY_AUTHENTICATION_FAILED' });
  await repository.close();
}

const calls = (start: RegExp) =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => start.test(line));
const looks = () => calls(/^git config /).length;

describe('how ssh is run', () => {
  it('is looked up once for the repositories of an environment', async () => {
    const env = environment();
    for (let count = 0; count < 3; count++) await ask(env);
    expect(looks()).toBe(1);
    expect(calls(/^ssh /)).toHaveLength(3);
    expect(calls(/^ssh -oBatchMode=yes /)).toHaveLength(3);
    await ask(environment());
    expect(looks()).toBe(2);
  });

  it('is what the user has configured', async () => {
    const config = join(folder, 'config');
    writeFileSync(config, `[core]\n\tsshCommand = ${script('mine', REFUSE)}\n`);
    const env = environment({ GIT_CONFIG_GLOBAL: config });
    for (let count = 0; count < 2; count++) await ask(env);
    expect({ mine: calls(/^mine /).length, ssh: calls(/^ssh /).length }).toEqual({ mine: 2, ssh: 0 });
  });

  it.each(['GIT_SSH', 'GIT_SSH_COMMAND'])('is not looked up where `%s` says it', async (name) => {
    await ask(environment({ [name]: script('theirs', REFUSE) }));
    expect({ looks: looks(), theirs: calls(/^theirs /).length }).toEqual({ looks: 0, theirs: 1 });
  });
});
