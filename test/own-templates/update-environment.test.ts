import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTree } from '../tools/golden.ts';
import { scriptOf } from './pipeline-templates.ts';
import { readOwn } from './render-own.ts';

const WORKFLOW = '.github/workflows/update-environment.yaml';
const APPLICATION = (revision: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    chart: shop
    targetRevision: ${revision}
    helm:
      valuesObject:
        image: { tag: 1.0.0 }
`;
const FILES = {
  'registry/environments/dev/lon1-dev/shop.yaml': APPLICATION('1.0.0 # moved by the pipeline'),
  'registry/environments/dev/fra-dev/shop.yaml': APPLICATION('"1.0.0"'),
  'registry/environments/dev/lon1-dev/shop-admin.yaml': APPLICATION('1.0.0'),
  'registry/environments/dev/lon1-dev/shop/shop.yaml': APPLICATION('1.0.0'),
  'registry/environments/staging/lon1-dev/shop.yaml': APPLICATION('1.0.0'),
  'registry/environments/dev/lon1-dev/two.yaml': `${APPLICATION('1.0.0')}---\n${APPLICATION('1.0.0')}`,
  'registry/environments/dev/lon1-dev/none.yaml': 'kind: Application\nspec: { source: { targetRevision: 1.0.0 } }\n',
  'registry/environments/dev/lon1-dev/windows.yaml': APPLICATION("'1.0.0'").replaceAll('\n', '\r\n'),
};

let script = '';
let folder = '';

beforeAll(async () => {
  script = scriptOf(String((await readOwn('application-repository')).get(WORKFLOW)), 'Move the application');
  expect(script).not.toBe('');
});

function makeRepositories(): void {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-update-'));
  git('.', 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
  git('.', 'clone', '--quiet', 'origin.git', 'work');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, 'work', path)), { recursive: true });
    writeFileSync(join(folder, 'work', path), text);
  }
  commit('work', 'Begin');
}

const removeRepositories = () => rmSync(folder, { recursive: true, force: true });

function git(where: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'core.autocrlf=false'];
  return execFileSync('git', [...identity, ...args], {
    cwd: join(folder, where),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function commit(where: string, message: string): void {
  git(where, 'add', '--all');
  git(where, 'commit', '--quiet', '--message', message);
  git(where, 'push', '--quiet', 'origin', 'HEAD:main');
}

/** Runs the step as a runner would, in its clone. */
function run(inputs: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'step.sh');
  writeFileSync(file, script);
  const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      ENVIRONMENT: 'dev',
      APP_VERSION: '1.1.0-rc.abc1234',
      APP_NAME: 'shop',
      TRIGGERED_BY: 'ada',
      SOURCE_RUN_ID: '42',
      BRANCH: 'main',
      AUTHOR: 'Bot',
      AUTHOR_EMAIL: 'bot@example.com',
      ...inputs,
    },
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

/** What the branch of the remote holds now, and what differs from the beginning. */
function changed(): Readonly<Record<string, string>> {
  git('.', 'clone', '--quiet', 'origin.git', 'check');
  const { ...now } = readTree(join(folder, 'check', 'registry'));
  rmSync(join(folder, 'check'), { recursive: true });
  const before = Object.fromEntries(
    Object.entries(FILES).map(([path, text]) => [path.slice('registry/'.length), text]),
  );
  expect(Object.keys(now).sort()).toEqual(Object.keys(before).sort());
  return Object.fromEntries(Object.entries(now).filter(([path, text]) => before[path] !== text));
}

const head = () => git('origin.git', 'rev-parse', 'main');

describe('the step that moves an application', () => {
  beforeEach(makeRepositories);
  afterEach(removeRepositories);

  it('changes its targetRevision on all clusters of the environment, and nothing else', () => {
    expect(run()).toMatchObject({ status: 0 });
    expect(changed()).toEqual({
      'environments/dev/lon1-dev/shop.yaml': APPLICATION('1.1.0-rc.abc1234 # moved by the pipeline'),
      'environments/dev/fra-dev/shop.yaml': APPLICATION('"1.1.0-rc.abc1234"'),
    });
    const message = git('origin.git', 'log', '-1', '--format=%an|%s|%b', 'main');
    expect(message).toBe('Bot|Deploy shop 1.1.0-rc.abc1234 to dev|Triggered-by: ada\nSource-run: 42');
  });

  it('keeps quotes and line ends', () => {
    expect(run({ APP_NAME: 'windows' })).toMatchObject({ status: 0 });
    const text = APPLICATION("'1.1.0-rc.abc1234'").replaceAll('\n', '\r\n');
    expect(changed()).toEqual({ 'environments/dev/lon1-dev/windows.yaml': text });
  });

  it('commits nothing when the version is there already', () => {
    const before = head();
    expect(run({ APP_VERSION: '1.0.0' })).toMatchObject({ status: 0 });
    expect(head()).toBe(before);
  });

  it('does without what is optional', () => {
    expect(run({ TRIGGERED_BY: '', SOURCE_RUN_ID: '' })).toMatchObject({ status: 0 });
    expect(git('origin.git', 'log', '-1', '--format=%b', 'main')).toContain('Triggered-by: unknown');
  });

  it.each(['1.2.3', 'v1.2.3', '10.20.30-rc.1', '1.2.3+build.5', '1.2.3-rc.1a2b3c4+x'])('takes %s', (version) => {
    expect(run({ APP_VERSION: version })).toMatchObject({ status: 0 });
    expect(Object.values(changed())[0]).toContain(version);
  });

  it('looks again when somebody else wrote in between, and keeps what they wrote', () => {
    git('.', 'clone', '--quiet', 'origin.git', 'other');
    const file = join(folder, 'other/registry/environments/staging/lon1-dev/shop.yaml');
    writeFileSync(file, APPLICATION('2.0.0'));
    commit('other', 'Move staging');
    expect(run()).toMatchObject({ status: 0 });
    expect(Object.keys(changed()).sort()).toEqual([
      'environments/dev/fra-dev/shop.yaml',
      'environments/dev/lon1-dev/shop.yaml',
      'environments/staging/lon1-dev/shop.yaml',
    ]);
    expect(git('origin.git', 'log', '--format=%s', 'main').split('\n')).toHaveLength(3);
  });

  it('fails when the branch takes nothing', () => {
    writeFileSync(join(folder, 'origin.git/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const before = head();
    expect(run({ BASH_ENV: '' })).toMatchObject({ status: 1 });
    expect(head()).toBe(before);
  });
});

describe('what the step refuses, without a commit', () => {
  // One for all: none of them changes anything.
  beforeAll(makeRepositories);
  afterAll(removeRepositories);

  const marker = '$(touch hacked)';
  it.each([
    ['a script in the version', { APP_VERSION: `1.0.0${marker}` }],
    ['a script in the environment', { ENVIRONMENT: `dev;touch hacked` }],
    ['a script in the name', { APP_NAME: '`touch hacked`' }],
    ['a script in the user', { TRIGGERED_BY: marker }],
    ['a script in the run', { SOURCE_RUN_ID: 'a[$(touch hacked)]' }],
    ['a command to the runner', { APP_VERSION: '1.0.0\n::add-path::/tmp' }],
    ['another trailer', { TRIGGERED_BY: 'ada\nSigned-off-by: root' }],
    ['a command of sed', { APP_VERSION: '1.0.0/e;s/x' }],
    ['a reference of sed', { APP_VERSION: '1.0.0-&' }],
    ['another folder', { ENVIRONMENT: '../environments/dev' }],
    ['all folders', { ENVIRONMENT: '*' }],
    ['all applications', { APP_NAME: '*' }],
    ['an option', { APP_NAME: '-delete' }],
    ['nothing', { ENVIRONMENT: '', APP_NAME: '' }],
    ['capitals of other alphabets', { APP_NAME: 'shöp' }],
    ['no version', { APP_VERSION: 'latest' }],
    ['a version of two numbers', { APP_VERSION: '1.0' }],
    ['an environment that is not there', { ENVIRONMENT: 'prod' }],
    ['an application that is not there', { APP_NAME: 'basket' }],
    ['two revisions in a file', { APP_NAME: 'two' }],
    ['a revision that is not on a line of its own', { APP_NAME: 'none' }],
  ])('%s', (_, inputs) => {
    const before = head();
    const { status, output } = run(inputs as Record<string, string>);
    expect(status).toBe(1);
    expect(head()).toBe(before);
    expect(git('work', 'status', '--porcelain')).toBe('');
    // A line that begins with `::` is a command to the runner.
    expect(output).not.toMatch(/^::/m);
  });

  it('a link to a file elsewhere', () => {
    writeFileSync(join(folder, 'outside.yaml'), APPLICATION('1.0.0'));
    symlinkSync(join(folder, 'outside.yaml'), join(folder, 'work/registry/environments/dev/lon1-dev/linked.yaml'));
    commit('work', 'Link');
    expect(run({ APP_NAME: 'linked' })).toMatchObject({ status: 1 });
    expect(readFileSync(join(folder, 'outside.yaml'), 'utf8')).toBe(APPLICATION('1.0.0'));
  });
});
