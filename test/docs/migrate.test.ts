import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DOCTOR_CODES } from '../../lib/diagnostics/codes/doctor.ts';
import { CODES } from '../../lib/diagnostics/codes.ts';
import { CLEAN, writtenCluster } from '../migrate/written-cluster.ts';
import { BIN } from '../tools/cli.ts';
import { testGitEnv } from '../tools/git-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const guide = readFileSync(join(ROOT, 'docs/migrate.md'), 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-guide-'));
  for (const [seed, name] of ['a-mgmt', 'b-mgmt', 'c-mgmt'].entries()) {
    const place = `registry/konstruct-clusters/${name}`;
    const tree = writtenCluster({ form: 'hydrated', folder: place, eraOf: () => 'pat', hand: CLEAN, seed });
    for (const [path, text] of tree) put(`checkout/${path}`, text);
  }
  put('bin/kcdk', `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  chmodSync(join(folder, 'bin/kcdk'), 0o755);
  sh("git init --quiet && git add --all && git -c user.name=A -c user.email=a@example.com commit --quiet -m 'Before'");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function sh(commands: string) {
  const env = testGitEnv({ PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
  return spawnSync('bash', ['-euc', commands], { cwd: join(folder, 'checkout'), env, encoding: 'utf8' });
}

const pattern = (line: string) =>
  new RegExp(
    line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );

it('every command of docs/migrate.md runs and says what is written', () => {
  const blocks = [...guide.matchAll(/```sh\n(.*?)```(?:\s*```text\n(.*?)```)?/gs)];
  expect(blocks.length).toBeGreaterThanOrEqual(6);
  for (const [, commands = '', expected = ''] of blocks) {
    const { status, stdout, stderr } = sh(commands);
    expect(status, `${commands}\n${stderr}`).toBe(0);
    let from = 0;
    for (const line of expected.split('\n').filter(Boolean)) {
      const found = pattern(line.trim()).exec(stdout.slice(from));
      expect(found, `${commands}\nshould print: ${line}\n${stdout}`).not.toBeNull();
      from += (found?.index ?? 0) + (found?.[0].length ?? 0);
    }
  }
});

it('docs/migrate.md explains every code of the doctor, and names none that is not there', () => {
  for (const code of Object.keys(DOCTOR_CODES)) expect(guide).toContain(`\`${code}\``);
  for (const [, code = ''] of guide.matchAll(/`((?:MIGRATE|DOCTOR|EDIT)_[A-Z_]+)`/g))
    expect(CODES).toHaveProperty(code);
});

it('docs/migrate.md links to what exists', () => {
  for (const [, link = ''] of guide.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g))
    expect(() => readFileSync(resolve(ROOT, 'docs', link)), link).not.toThrow();
});
