import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../config/temporary-folder.ts';

const library = (path: string) => JSON.stringify(new URL(`../../dist/lib/${path}.js`, import.meta.url).href);

/** Makes every import of these packages fail from here on. */
const FORBID = `
  const { register } = await import('node:module');
  const hook = "export async function resolve(name, context, next) {" +
    "if (['esbuild', 'yaml', 'ajv'].includes(name)) throw new Error('loaded ' + name); return next(name, context); }";
  register('data:text/javascript,' + encodeURIComponent(hook));
`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Loads the configuration of a folder and runs its program in a new process; prints the codes or ids it ends with. */
function evaluateIn(folder: string, before = ''): Promise<Ended> {
  const script = `
    ${before}
    const { loadConfig } = await import(${library('config/load-config')});
    const { evaluate } = await import(${library('program/evaluate')});
    const { openCache } = await import(${library('cache/cache')});
    const cache = openCache({ folder: ${JSON.stringify(join(folder, '.cache'))}, version: '1' });
    try {
      const config = await loadConfig({ cwd: ${JSON.stringify(folder)}, cache, env: process.env });
      const { root } = await evaluate(config, { cache });
      process.stdout.write(root.node.children.map((child) => child.node.id).join());
    } catch (reason) {
      process.stdout.write(reason.diagnostics?.map(({ code }) => code).join() ?? String(reason));
    }
  `;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], (error, stdout, stderr) => {
      resolve({ status: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const PROGRAM = [
  "import { App } from 'konstruct-cdk';",
  "import { Construct } from 'constructs';",
  'const app = new App();',
  "new Construct(app, 'one');",
  'app.synth();',
].join('\n');

describe('in a process of its own', () => {
  it('runs a program in an empty folder with the packages of the running kcdk', async () => {
    const folder = temporaryFolder({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': PROGRAM });
    expect(await evaluateIn(folder)).toEqual({ status: 0, stdout: 'one', stderr: '' });
  });

  it('loads neither bundler nor parser the second time, and both after a change', async () => {
    const folder = temporaryFolder({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': PROGRAM });
    expect((await evaluateIn(folder, FORBID)).stdout).toContain('loaded yaml');
    expect((await evaluateIn(folder)).stdout).toBe('one');
    expect(await evaluateIn(folder, FORBID)).toMatchObject({ stdout: 'one', stderr: '' });
    writeFiles(folder, { 'main.ts': PROGRAM.replace("'one'", "'two'") });
    expect((await evaluateIn(folder, FORBID)).stdout).toContain('loaded esbuild');
    expect((await evaluateIn(folder)).stdout).toBe('two');
  });

  it('notices a program that waits for nothing', async () => {
    const folder = temporaryFolder({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': 'await new Promise(() => {});' });
    expect(await evaluateIn(folder)).toMatchObject({ status: 0, stdout: 'PROGRAM_NEVER_FINISHED' });
  });

  it('keeps what the program prints out of the standard output', async () => {
    const folder = temporaryFolder({
      'cdk8s.yaml': 'app: main.ts\n',
      'main.ts': `console.log('printed');\n${PROGRAM}\nprocess.stdout.write('written\\n');\n`,
    });
    expect(await evaluateIn(folder)).toEqual({ status: 0, stdout: 'one', stderr: 'printed\nwritten\n' });
  });

  it('does not swallow errors that are not the program’s', async () => {
    const folder = temporaryFolder({
      'cdk8s.yaml': 'app: main.ts\n',
      'main.ts': `await new Promise((resolve) => setTimeout(resolve, 2000));\n${PROGRAM}`,
    });
    const before = "setTimeout(() => Promise.reject(new Error('of the host')), 1000);";
    const ended = await evaluateIn(folder, before);
    expect(ended.status).toBeGreaterThan(0);
    expect(ended.stderr).toContain('of the host');
    expect(ended.stdout).toBe('');
  });
});
