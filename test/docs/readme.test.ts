import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { guidedSteps, startGuide } from '../tools/guided-steps.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-readme-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('README', () => {
  it('has a tutorial of which every command runs and says what is written', () => {
    const section = readme.slice(readme.indexOf('## Five minutes'), readme.indexOf('## A program'));
    const steps = guidedSteps(section);
    expect(steps.length).toBeGreaterThanOrEqual(6);
    steps.forEach(startGuide(folder));
  });

  it('names every command', async () => {
    const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/bin.cjs'), '--help'], { encoding: 'utf8' });
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
