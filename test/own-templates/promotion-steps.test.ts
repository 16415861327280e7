import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registeredFiles, scriptOf } from './pipeline-templates.ts';

const CHART = 'charts/Acme/shop-web/Chart.yaml';
let files: ReadonlyMap<string, string>;
let folder = '';

beforeAll(async () => {
  ({ files } = await registeredFiles('pipeline-templates/github-promotion'));
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-promotion-'));
  git('.', 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
  git('.', 'clone', '--quiet', 'origin.git', 'work');
  mkdirSync(join(folder, 'work/charts/Acme/shop-web'), { recursive: true });
  writeFileSync(join(folder, 'work', CHART), 'apiVersion: v2\nname: shop-web\nversion: 1.4.2\nappVersion: latest\n');
  git('work', 'add', '--all');
  git('work', 'commit', '--quiet', '--message', 'Begin');
  git('work', 'tag', 'v1.4.2');
  git('work', 'push', '--quiet', '--tags', 'origin', 'HEAD:main');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(where: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], {
    cwd: join(folder, where),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Runs a step and returns what it tells the steps behind it. */
function run(file: string, step: string, env: Readonly<Record<string, string>>) {
  const script = scriptOf(files.get(file) ?? '', step);
  expect(script).not.toBe('');
  for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', script], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GITHUB_REPOSITORY: 'Acme/shop-web',
      GITHUB_REPOSITORY_OWNER: 'Acme',
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      ...env,
    },
  });
  const lines = readFileSync(join(folder, 'output'), 'utf8').split('\n').filter(Boolean);
  return {
    status,
    stderr,
    outputs: Object.fromEntries(lines.map((line) => line.split('='))) as Record<string, string>,
  };
}

const chartOn = (branch: string) => git('origin.git', 'show', `${branch}:${CHART}`);

function writeApplication(environment: string, cluster: string, revision: string, root = ''): void {
  const where = join(folder, 'work', root, 'registry/environments', environment, cluster);
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, 'shop.yaml'), `spec:\n  source:\n    targetRevision: ${revision}\n`);
}

describe('the version of a commit', () => {
  it.each([
    ['abcdef0123456789', '1.4.2-rc.abcdef0'],
    ['1234567890abcdef', '1.4.2-rc.1234567'],
    ['0123456a90abcdef', '1.4.2-rc.0123456a'],
  ])('of %s is %s', (sha, version) => {
    const { status, outputs } = run('publish.yaml', 'Name the version', { GITHUB_SHA: sha });
    expect(status).toBe(0);
    expect(outputs).toMatchObject({ version, owner: 'acme', repository: 'acme/shop-web' });
  });
});

describe('the version that is promoted', () => {
  const find = (FROM: string) => run('deploy.yaml', 'Find the version', { FROM, APP_NAME: 'shop', APP_VERSION: '' });

  it('is what the environment before has on all its clusters', () => {
    writeApplication('dev', 'lon1', '"1.4.3-rc.abcdef0" # moved');
    writeApplication('dev', 'fra', '1.4.3-rc.abcdef0');
    expect(find('dev').outputs).toEqual({ version: '1.4.3-rc.abcdef0' });
  });

  it('is refused when its clusters differ, or when there is none', () => {
    writeApplication('dev', 'lon1', '1.4.3-rc.abcdef0');
    writeApplication('dev', 'fra', '1.4.4-rc.abcdef0');
    expect(find('dev').status).toBe(1);
    expect(find('test').status).toBe(1);
  });
});

describe('the version that is released', () => {
  const find = () => run('release-prod.yaml', 'Find the version', { APP_NAME: 'shop' });

  it('is the candidate of stage without its suffix, from its commit', () => {
    const commit = git('work', 'rev-parse', 'HEAD');
    writeApplication('stage', 'lon1', `1.4.2-rc.${commit.slice(0, 7)}`, 'gitops');
    expect(find().outputs).toMatchObject({ version: '1.4.2', commit });
  });

  it('is refused when it was released from another commit, or is no candidate', () => {
    git('work', 'commit', '--quiet', '--allow-empty', '--message', 'More');
    const commit = git('work', 'rev-parse', 'HEAD');
    writeApplication('stage', 'lon1', `1.4.2-rc.${commit.slice(0, 7)}`, 'gitops');
    expect(find().status).toBe(1);
    writeApplication('stage', 'lon1', '1.4.2', 'gitops');
    expect(find().status).toBe(1);
  });
});

describe('the version of the main branch', () => {
  it.each([
    [{ PART: 'patch', RELEASED: '1.4.2' }, '1.4.3'],
    [{ PART: 'minor', RELEASED: '' }, '1.5.0'],
    [{ PART: 'major', RELEASED: '' }, '2.0.0'],
    [{ PART: 'patch', RELEASED: '1.3.9' }, '1.4.2'],
  ])('after %o is %s', (env, version) => {
    expect(run('bump-version.yaml', 'Bump the version', env)).toMatchObject({ status: 0 });
    expect(chartOn('main')).toContain(`\nversion: ${version}\n`);
  });

  it('does not follow a part that is none', () => {
    expect(run('bump-version.yaml', 'Bump the version', { PART: '$(id)', RELEASED: '' }).status).toBe(1);
    expect(chartOn('main')).toContain('\nversion: 1.4.2\n');
  });
});

describe('the branch of a hotfix', () => {
  it('begins at the tag, with the next patch', () => {
    expect(run('hotfix.yaml', 'Make the branch', { VERSION: '1.4.2' })).toMatchObject({ status: 0 });
    expect(chartOn('hotfix-1-4-2')).toContain('\nversion: 1.4.3\n');
    expect(git('origin.git', 'rev-parse', 'hotfix-1-4-2~1')).toBe(git('origin.git', 'rev-parse', 'v1.4.2^{commit}'));
  });

  it.each(['1.4', 'v1.4.2', '9.9.9', '1.4.2;id'])('is not made for %s', (VERSION) => {
    expect(run('hotfix.yaml', 'Make the branch', { VERSION }).status).toBe(1);
    expect(git('origin.git', 'branch', '--format=%(refname:short)')).toBe('main');
  });
});
