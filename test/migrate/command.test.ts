import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATION_COMMANDS } from '../../cli/commands/migrate-commands.ts';
import { packageRoot } from '../../cli/package-root.ts';
import type { MigrationDocument } from '../../lib/migrate/document.ts';
import { MIGRATIONS } from '../../lib/migrate/migrations.ts';
import { codesIn, runCli } from '../tools/cli.ts';
import { createBareRepository, testGitEnv } from '../tools/git-server.ts';
import { CLEAN, writtenCluster } from './written-cluster.ts';

const CLUSTERS = ['a-mgmt', 'b-mgmt', 'c-mgmt'];
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kcdk-migrate-'));
  for (const [path, text] of fleet()) put(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function fleet(): Map<string, string> {
  const trees = CLUSTERS.map((name, seed) =>
    writtenCluster({
      form: 'hydrated',
      folder: `registry/konstruct-clusters/${name}`,
      eraOf: () => 'pat',
      hand: { ...CLEAN, quotes: 'mixed', clutter: 0.2 },
      seed,
    }),
  );
  return new Map(trees.flatMap((tree) => [...tree]));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function contents(): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const kept = paths.filter((path) => !path.startsWith('.git/')).sort();
  return Object.fromEntries(kept.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd: root,
    env: testGitEnv(),
  }).toString();

const migrate = (...args: string[]) => runCli(['migrate', ...args], { cwd: root, env: testGitEnv() });

async function documentOf(...args: string[]): Promise<MigrationDocument> {
  return JSON.parse((await migrate(...args, '--json')).stdout) as MigrationDocument;
}

const changedClusters = (before: Readonly<Record<string, string>>) => {
  const now = contents();
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (path) => before[path] !== now[path],
  );
  return [...new Set(paths.map((path) => path.split('/')[2]))].sort();
};

describe('kcdk migrate', () => {
  it('lists the migrations, and has a command for each', async () => {
    const { stdout } = await runCli(['migrate', 'list', '--json'], { cwd: root, env: testGitEnv() });
    expect(JSON.parse(stdout)).toEqual(MIGRATIONS);
    const commands = MIGRATION_COMMANDS.map(({ id, reversible }) => ({ id, reversible }));
    expect(commands).toEqual(MIGRATIONS.map(({ id, reversible }) => ({ id, reversible })));
  });

  it('only shows what it would do, without --write', async () => {
    const before = contents();
    const { exitCode, stdout } = await migrate('github-app', '--cluster', 'a-mgmt', '--diff');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+  name: kube-prometheus-stack-a-mgmt');
    expect(stdout).toMatch(/^ {2}~ A {2}secrets\/secret\.yaml +pat$/m);
    expect(contents()).toEqual(before);
    expect((await migrate('github-app', '--all', '--detailed-exitcode')).exitCode).toBe(2);
  });

  it('prints JSON that its schema accepts', async () => {
    const schema = JSON.parse(readFileSync(join(packageRoot(), 'schemas/migration.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
    for (const args of [['--all'], ['--all', '--undo'], ['--cluster', 'none']]) {
      expect(validate(await documentOf('github-app', ...args)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('edits the named clusters in place, and then finds nothing to do', async () => {
    const before = contents();
    expect((await migrate('github-app', '--cluster', 'a-mgmt', '--write')).exitCode).toBe(0);
    expect(changedClusters(before)).toEqual(['a-mgmt']);
    const document = await documentOf('github-app', '--cluster', 'a-mgmt');
    expect(document.summary).toEqual({ pending: 0, done: 1, refused: 0, files: 0 });
    expect((await migrate('github-app', '--cluster', 'a-mgmt', '--detailed-exitcode')).exitCode).toBe(0);
  });

  it('takes back what it did to the byte, from what git remembers', async () => {
    const before = contents();
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Before');
    await migrate('github-app', '--all', '--write');
    expect(changedClusters(before)).toEqual(CLUSTERS);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Migrate');
    put('README.md', 'later\n');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Later');
    expect((await migrate('github-app', '--all', '--undo', '--write')).exitCode).toBe(0);
    expect(contents()).toEqual({ ...before, 'README.md': 'later\n' });
  });

  it('migrates in waves, one a run, and goes on where it stopped', async () => {
    const waves = async () =>
      (await documentOf('github-app', '--all', '--wave-size', '2')).waves.map(({ state }) => state);
    const before = contents();
    expect(await waves()).toEqual(['next', 'later']);
    await migrate('github-app', '--all', '--wave-size', '2', '--write');
    expect(changedClusters(before)).toEqual(['a-mgmt', 'b-mgmt']);
    expect(await waves()).toEqual(['done', 'next']);
    await migrate('github-app', '--all', '--waves', '2', '--write');
    expect(await waves()).toEqual(['done', 'done']);
  });

  it('leaves a refused cluster alone and migrates the others', async () => {
    const bad = 'registry/konstruct-clusters/b-mgmt/secrets/secret.yaml';
    put(bad, `${readFileSync(join(root, bad), 'utf8')}  x: y: z\n`);
    const before = contents();
    const { exitCode, stderr } = await migrate('github-app', '--all', '--write');
    expect(exitCode).toBe(1);
    expect(codesIn(stderr)[0]).toBe('EDIT_INVALID_YAML');
    expect(changedClusters(before)).toEqual(['a-mgmt', 'c-mgmt']);
  });

  it.each([
    { line: 'github-app', code: 'MIGRATE_NOTHING_NAMED' },
    { line: 'github-app --cluster none --cluster a-mgmt --write', code: 'MIGRATE_CLUSTER_NOT_FOUND' },
    { line: 'github-app --path nowhere', code: 'MIGRATE_CLUSTER_NOT_FOUND' },
    { line: 'github-app --all --cluster a-mgmt', code: 'MIGRATE_OPTIONS' },
    { line: 'github-app --all --wave-size 0', code: 'MIGRATE_OPTIONS' },
    { line: 'github-app --all --pause 5m', code: 'MIGRATE_OPTIONS' },
    { line: 'github-app --all --out x.kplan', code: 'MIGRATE_OPTIONS' },
    { line: 'github-app --all --cwd missing', code: 'CHECKOUT_UNREADABLE' },
  ])('refuses `$line`, and writes nothing', async ({ line, code }) => {
    const before = contents();
    const { exitCode, stderr } = await migrate(...line.split(' '));
    expect([exitCode, codesIn(stderr)[0]]).toEqual([1, code]);
    expect(contents()).toEqual(before);
  });

  it('takes a path from the folder it is run in', async () => {
    const cwd = join(root, 'registry/konstruct-clusters');
    git('init', '--quiet');
    const { stdout } = await runCli(['migrate', 'github-app', '--path', 'c-mgmt'], { cwd, env: testGitEnv() });
    expect(stdout).toMatch(/^c-mgmt {2}registry\/konstruct-clusters\/c-mgmt$/m);
  });
});

describe('kcdk migrate on a repository', () => {
  const repository = () => createBareRepository(Object.fromEntries(fleet()));

  it('commits wave by wave, and the result is that of a checkout', async () => {
    const remote = repository();
    const args = ['--all', '--wave-size', '2', '--pause', '1ms', '--write', '-y', '--skip-gates'];
    const { exitCode, stdout, stderr } = await migrate('github-app', remote.path, ...args);
    expect([exitCode, stderr.includes('error')]).toEqual([0, false]);
    expect(stdout.match(/^Wave \d of 2: Committed \d+ files/gm)).toHaveLength(2);
    await migrate('github-app', '--all', '--write');
    const committed = Object.fromEntries([...remote.list().keys()].map((path) => [path, String(remote.read(path))]));
    expect(committed).toEqual(contents());
    expect(remote.countCommits()).toBe(3);
    expect((await migrate('github-app', remote.path, '--all')).stdout).toContain('Nothing to migrate. 3 done.');
    remote.remove();
  });

  it('takes back what it committed to the byte, with what was edited since', async () => {
    const remote = repository();
    const read = () => Object.fromEntries([...remote.list().keys()].map((path) => [path, String(remote.read(path))]));
    const before = read();
    const args = ['--write', '-y', '--skip-gates'];
    await migrate('github-app', remote.path, '--all', ...args);
    const path = 'registry/konstruct-clusters/a-mgmt/secrets/secret.yaml';
    const line = '# rotated in May\n';
    remote.commit({ [path]: `${line}${read()[path]}`, 'README.md': 'later\n' });
    const { exitCode } = await migrate('github-app', remote.path, '--all', '--undo', ...args);
    expect(exitCode).toBe(0);
    expect(read()).toEqual({ ...before, [path]: `${line}${before[path]}`, 'README.md': 'later\n' });
    remote.remove();
  });

  it('writes nothing without approval', async () => {
    const remote = repository();
    const { exitCode, stderr } = await migrate('github-app', remote.path, '--all', '--write', '--skip-gates');
    expect([exitCode, codesIn(stderr).at(-1)]).toEqual([1, 'APPLY_NOT_APPROVED']);
    expect(remote.countCommits()).toBe(1);
    remote.remove();
  });

  it('saves a plan like any other, which apply carries out', async () => {
    const remote = repository();
    const args = ['--cluster', 'a-mgmt', '--out', 'm.kplan', '--skip-gates'];
    expect((await migrate('github-app', remote.path, ...args)).exitCode).toBe(0);
    const shown = await runCli(['show', 'm.kplan'], { cwd: root, env: testGitEnv() });
    expect(shown.stdout).toContain('github-app-credentials');
    const { exitCode, stderr } = await runCli(['apply', 'm.kplan'], { cwd: root, env: testGitEnv() });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(remote.countCommits()).toBe(2);
    expect(remote.git('log', '-1', '--format=%B', 'refs/heads/main')).toContain(
      'Konstruct-Project: migrate-github-app',
    );
    remote.remove();
  });
});
