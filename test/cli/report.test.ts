import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codesIn, runCli } from '../tools/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-report-'));
// below a folder of that name, or the test runner takes the bundle for a module of its own
const env = { KCDK_CACHE_DIR: join(folder, 'node_modules', 'cache'), PATH: process.env['PATH'] };
const cwd = join(folder, 'shop');
const kcdk = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  runCli(argv, { cwd, env: { ...env, ...more } });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await runCli(['init', 'shop'], { cwd: folder, env });
  expect(
    (await kcdk(['plan', '--out', 'a.kplan', '--report', 'plan.md', 'plan.sarif', 'plan.json', 'plan.txt'])).exitCode,
  ).toBe(0);
});

describe('plan --report', () => {
  test('writes every format that an ending names', () => {
    const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
    expect(read('plan.md')).toMatch(/^<!-- konstruct-cdk plan shop -->\n/);
    expect(JSON.parse(read('plan.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(read('plan.json'))).toMatchObject({ project: 'shop', applyable: true });
    expect(read('plan.txt')).toContain('Plan: 26 to add, 0 to change, 0 to destroy.');
  });

  test('refuses an ending that says nothing', async () => {
    const { exitCode, stderr } = await kcdk(['show', 'a.kplan', '--report', 'plan.doc']);
    expect([exitCode, codesIn(stderr)]).toEqual([1, ['REPORT_FORMAT_UNKNOWN']]);
  });
});

describe('show --format', () => {
  test('prints a saved plan without the program', async () => {
    expect((await kcdk(['show', 'a.kplan', '--format', 'markdown'])).stdout).toBe(
      readFileSync(join(cwd, 'plan.md'), 'utf8'),
    );
    expect((await kcdk(['show', 'a.kplan', '--json'])).stdout).toBe(readFileSync(join(cwd, 'plan.json'), 'utf8'));
    expect((await kcdk(['show', 'a.kplan', '--format', 'json', '--json'])).exitCode).toBe(1);
  });

  test('cuts Markdown to a limit', async () => {
    const { stdout } = await kcdk(['show', 'a.kplan', '--format', 'markdown', '--limit', '8000']);
    expect(Buffer.byteLength(stdout)).toBeLessThanOrEqual(8_000);
    expect(stdout).toContain('**Cut to 8,000 characters.**');
    expect((await kcdk(['show', 'a.kplan', '--format', 'markdown', '--limit', '10'])).exitCode).toBe(1);
  });
});

describe('plan --format github', () => {
  test('writes the summary and the outputs of the step, and keeps the runner from obeying the plan', async () => {
    const summary = join(folder, 'summary.md');
    const outputs = join(folder, 'outputs');
    writeFileSync(summary, 'before\n');
    const more = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs };
    const { exitCode, stdout } = await kcdk(['plan', '--format', 'github', '--diff'], more);
    expect(exitCode).toBe(0);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n<!-- konstruct-cdk plan shop -->\n/);
    const digest = /plan_digest=(.+)/.exec(readFileSync(outputs, 'utf8'))?.[1] ?? '';
    expect(digest).toMatch(/^sha256:/);
    expect(readFileSync(outputs, 'utf8')).toContain('has_changes=true\n');
    const token = `kcdk-${digest.slice('sha256:'.length)}`;
    expect(stdout).toContain(`::stop-commands::${token}\n`);
    expect(stdout.trimEnd().endsWith(`::${token}::`)).toBe(true);
  });

  test('marks the line that keeps a plan from being made', async () => {
    const main = join(cwd, 'main.ts');
    const text = readFileSync(main, 'utf8');
    writeFileSync(main, text.replace("'team-dev', {", "'Team_Dev', {"));
    try {
      const { exitCode, stdout } = await kcdk(['plan', '--format', 'github']);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^::error title=NAME_[A-Z_]+,file=main\.ts,line=\d+,col=\d+::/m);
    } finally {
      writeFileSync(main, text);
    }
  });
});
