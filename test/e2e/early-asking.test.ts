import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { countGit, type GitCount } from '../tools/count-git.ts';
import { processesWith } from '../tools/processes.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

let folder: string;
let git: GitCount;
let mark: string;
let project: TestProject;

/** Notes in the log when it runs; where there is a file `wait`, not before all three repositories were asked. */
const program = () => `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const log = ${JSON.stringify(git.log)};
for (let tries = 0; existsSync('wait') && readFileSync(log, 'utf8').split('+').length <= 3; tries++) {
  if (tries > 1000) throw new Error('nobody asks');
  await setTimeout(20);
}
await setTimeout(existsSync('rest') ? 500 : 0);
appendFileSync(log, 'program\\n');
${SMALL_PROGRAM}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-asks-'));
  git = countGit(folder);
  mark = `asks-${process.pid}-${Date.now()}`;
  project = createProject({ program: program(), env: { PATH: git.path, KCDK_MARK: mark } });
});

afterEach(() => {
  project.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What ran before the program did. */
const before = () => git.lines().slice(0, git.lines().indexOf('program'));

describe('the repositories of the last plan', () => {
  it('are asked while the program runs, and by nobody again', async () => {
    await project.ok(['apply', '--yes']);
    project.write('wait', '');
    for (const argv of [['plan'], ['plan', '--target', 'acme/retail'], ['status'], ['drift']]) {
      git.forget();
      await project.ok(argv);
      expect({ argv, asks: git.asks() }).toEqual({ argv, asks: 3 });
    }
  });

  it('are asked for the plan of an apply, too', async () => {
    await project.ok(['plan']);
    project.write('wait', '');
    await project.ok(['apply', '--yes']);
    git.forget();
    expect((await project.ok(['plan', '--detailed-exitcode'])).stdout).toContain('No changes');
    expect(git.asks()).toBe(3);
  });

  it('are seen as they are now', async () => {
    await project.ok(['apply', '--yes']);
    await project.ok(['plan', '--detailed-exitcode']);
    const retail = project.repository('acme/retail');
    const [path = ''] = [...retail.list().keys()].filter((one) => /^registry\/.*\.yaml$/.test(one));
    retail.commit({ [path]: 'edited: true\n' });
    project.write('wait', '');
    const planned = await project.run(['plan', '--json']);
    expect(planned.stdout).toContain('"DRIFT"');
    rmSync(join(project.folder, 'wait'));
    expect(planned).toEqual(await project.run(['plan', '--json', '--no-cache']));
  });

  it('that are gone are told as ever', async () => {
    await project.ok(['apply', '--yes']);
    rmSync(project.repository('acme/retail').path, { recursive: true });
    project.write('wait', '');
    const planned = await project.run(['plan']);
    expect(codesIn(planned.stderr + planned.stdout).filter((code) => code === 'REPOSITORY_NOT_FOUND')).toHaveLength(1);
    rmSync(join(project.folder, 'wait'));
    expect(planned).toEqual(await project.run(['plan', '--no-cache']));
  });

  it.each(['plan --no-cache', 'plan --offline', 'validate', 'synth', 'list'])(
    'are not asked before the program ran by `%s`',
    async (line) => {
      await project.ok(['apply', '--yes']);
      await project.ok(['plan']);
      project.write('rest', '');
      git.forget();
      await project.ok(line.split(' '));
      expect(before()).toEqual([]);
      expect(git.asks()).toBe(line.includes('--no-cache') ? 3 : 0);
    },
  );

  it('are asked for no more at once than `--parallelism` allows', async () => {
    await project.ok(['apply', '--yes']);
    git.forget();
    await project.ok(['plan', '--parallelism', '1']);
    expect({ asks: git.asks(), atOnce: git.atOnce() }).toEqual({ asks: 3, atOnce: 1 });
  });
});

describe('a remote that the program has left', () => {
  const ssh = (text: string) => {
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'ssh'), 0o755);
  };

  beforeEach(async () => {
    ssh('echo "Permission denied (publickey)." >&2; exit 255');
    const remotes = Object.entries(project.repositories).map(([name, { path }]) => [
      name,
      { remote: path, branch: 'main' },
    ]);
    const repositories = Object.fromEntries(remotes.filter(([name]) => name !== 'acme/retail'));
    project.write(
      'cdk8s.yaml',
      JSON.stringify({ language: 'typescript', app: 'main.ts', konstruct: { repositories } }),
    );
    project.edit(
      "{ url: 'https://git.example.com/acme/retail' }",
      "{ url: 'ssh://git@host.invalid/acme/retail', branch: 'main' }",
    );
    const env = { GIT_SSH_COMMAND: join(folder, 'ssh') };
    const first = await project.run(['plan'], { env });
    expect(codesIn(first.stderr + first.stdout)).toEqual(['REPOSITORY_AUTHENTICATION_FAILED']);
    // from now on it hangs
    ssh('exec sleep 600');
    project.write('wait', '');
    git.forget();
  });

  it('is not waited for, and leaves no process', async () => {
    project.edit('ssh://git@host.invalid/acme/retail', project.repository('acme/retail').path);
    await project.ok(['plan'], { env: { GIT_SSH_COMMAND: join(folder, 'ssh') } });
    expect(processesWith(mark)).toEqual([]);
  });

  it('leaves no process of a program that fails', async () => {
    project.edit('app.synth();', "throw new Error('no');");
    const planned = await project.run(['plan'], { env: { GIT_SSH_COMMAND: join(folder, 'ssh') } });
    expect(codesIn(planned.stderr)).toContain('PROGRAM_THREW');
    expect(processesWith(mark)).toEqual([]);
  });
});
