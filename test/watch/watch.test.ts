import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

let project: TestProject;
let cache: string;
let child: ChildProcess;
let ended: Promise<number | null>;
let said = '';
let read = 0;
let wake: () => void = () => {};

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'kcdk-watch-'));
  project = createProject({ env: { KCDK_CACHE_DIR: cache } });
  child = spawn(process.execPath, [BIN, 'plan', '--watch', '--parallelism', '3'], {
    cwd: project.folder,
    env: { ...project.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ended = new Promise((done) => child.once('exit', (code) => done(code)));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      wake();
    });
  }
  void ended.then(() => wake());
});

afterAll(() => {
  child.kill('SIGKILL');
  project.remove();
  rmSync(cache, { recursive: true, force: true });
});

/** What is said until a pattern comes, from where the last call stopped. */
async function until(pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(said.slice(read));
    if (found !== null) {
      const text = said.slice(read, read + found.index + found[0].length);
      read += text.length;
      return text;
    }
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${said}`);
    await new Promise<void>((done) => {
      wake = done;
    });
  }
}

const PLAN = /Plan: .*\n[\s\S]*Waiting for changes/;
const main = () => join(project.folder, 'main.ts');
const edit = (from: string, to: string) => writeFileSync(main(), readFileSync(main(), 'utf8').replace(from, to));

describe('kcdk plan --watch', () => {
  it('plans at once, and again when the program changes', async () => {
    expect(await until(PLAN)).toMatch(/Plan: 2\d to add/);
    edit('const dev = ', "new Environment(retail, 'qa');\nconst dev = ");
    expect(await until(PLAN)).toContain('qa');
  });

  it('tells of a broken program and lives on', async () => {
    edit('app.synth();', 'app.synth(;');
    expect(await until(/Waiting for changes/)).toContain('PROGRAM_SYNTAX');
    edit('app.synth(;', "throw new Error('mine');");
    expect(await until(/Waiting for changes/)).toContain('PROGRAM_THREW');
    edit("throw new Error('mine');", 'app.synth();');
    expect(await until(PLAN)).toContain('qa');
  });

  it('sees a file that is written beside and renamed, and folders that are new', async () => {
    const program = readFileSync(main(), 'utf8').replace("'qa'", "'uat'");
    writeFileSync(`${main()}.tmp`, program);
    renameSync(`${main()}.tmp`, main());
    expect(await until(PLAN)).toContain('uat');
    mkdirSync(join(project.folder, 'lib'));
    writeFileSync(join(project.folder, 'lib', 'names.ts'), "export const NAME = 'perf';\n");
    edit("new Environment(retail, 'uat')", 'new Environment(retail, NAME)');
    writeFileSync(main(), `import { NAME } from './lib/names.ts';\n${readFileSync(main(), 'utf8')}`);
    while (!(await until(/Waiting for changes/)).includes('perf'));
    writeFileSync(join(project.folder, 'lib', 'names.ts'), "export const NAME = 'load';\n");
    while (!(await until(/Waiting for changes/)).includes('load'));
  });

  it('sees the configuration break and heal', async () => {
    const file = join(project.folder, 'cdk8s.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'app: [\n');
    expect(await until(/Waiting for changes/)).toContain('CONFIG_');
    writeFileSync(file, text);
    expect(await until(PLAN)).toContain('load');
  });

  it('ends when it is interrupted', async () => {
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});
