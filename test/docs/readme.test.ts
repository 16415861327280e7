import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-readme-'));

interface Step {
  readonly commands: string;
  /** Lines that must come in this order; `…` stands for any text. */
  readonly expected: readonly string[];
}

/** The shell blocks of the tutorial, each with the output block behind it. */
function tutorial(): readonly Step[] {
  const section = readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## A program'));
  return [...section.matchAll(/```sh\n(.*?)```(?:\s*```text\n(.*?)```)?/gs)].map(([, commands = '', output = '']) => ({
    commands,
    expected: output.split('\n').filter((line) => line !== ''),
  }));
}

function kcdkOnPath(): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'kcdk'), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'dist/cli/bin.js')}" "$@"\n`);
  chmodSync(join(bin, 'kcdk'), 0o755);
  return bin;
}

function toPattern(line: string): RegExp {
  return new RegExp(
    line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('README', () => {
  it('has a tutorial of which every command runs and says what is written', () => {
    const steps = tutorial();
    expect(steps.length).toBeGreaterThanOrEqual(6);
    const env = {
      ...process.env,
      PATH: `${kcdkOnPath()}:${process.env['PATH']}`,
      KCDK_CACHE_DIR: join(folder, 'cache'),
    };
    let cwd = folder;
    for (const { commands, expected } of steps) {
      const { status, stdout, stderr } = spawnSync('bash', ['-euc', `${commands}\npwd > "${folder}/cwd"`], {
        cwd,
        env,
        encoding: 'utf8',
      });
      const output = `${stderr}${stdout}`;
      expect(status, `${commands}\n${output}`).toBe(0);
      cwd = readFileSync(join(folder, 'cwd'), 'utf8').trim();
      let from = 0;
      for (const line of expected) {
        const found = toPattern(line).exec(output.slice(from));
        expect(found, `${commands}\nshould print: ${line}\n${output}`).not.toBeNull();
        from += (found?.index ?? 0) + (found?.[0].length ?? 0);
      }
    }
  });

  it('names every command', async () => {
    const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/bin.js'), '--help'], { encoding: 'utf8' });
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) .*\[options\]|^ {2}([a-z]+) \[options\]/gm)].map(
      (match) => match[1] ?? match[2],
    );
    expect(commands.length).toBeGreaterThanOrEqual(9);
    for (const command of commands) expect(readme).toContain(`kcdk ${command}`);
  });

  it('links to nothing that is missing', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(ROOT, link)), link).not.toThrow(/ENOENT/);
  });
});
