import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, codesIn } from '../tools/cli.ts';
import { createProject, SMALL_REPOSITORIES, type TestProject } from '../tools/project.ts';

const NOTE = /^`[\w/]+` as it was less than a minute ago \(\w{10}\)$/;

/** A project that was applied, changed and planned; then its remotes are no more. */
describe('read-only commands with --offline', () => {
  let project: TestProject;
  let applied: CliResult;
  let online: CliResult;
  let drift: CliResult;

  beforeAll(async () => {
    project = createProject();
    await project.ok(['apply', '-y']);
    applied = await project.ok(['plan', '--offline']);
    const record = 'registry/konstruct/retail/environment/dev.yaml';
    const retail = project.repository('acme/retail');
    retail.commit({
      [record]: `${retail.read(record)}# by hand\n`,
      // nobody has a reason yet to read this
      'registry/konstruct/retail/environment/more.yaml': 'of: others\n',
    });
    project.edit("'monitoring')", "'monitoring', { scrapeInterval: '40s' })");
    online = await project.ok(['plan', '--diff', '--on-drift', 'keep']);
    drift = await project.ok(['drift', '--json']);
    for (const { path } of Object.values(project.repositories)) renameSync(path, `${path}.gone`);
  });
  afterAll(() => project.remove());

  it('know what an apply has written', () => {
    expect(applied.stdout).toMatch(/^No changes\./);
  });

  it('plan what they would with the remotes as they were, and say how old that is', async () => {
    expect((await project.run(['plan'])).exitCode).toBe(1);
    const offline = await project.ok(['plan', '--diff', '--on-drift', 'keep', '--offline']);
    expect(offline.stdout).toBe(online.stdout);
    expect(offline.stdout).toContain('40s');
    const notes = offline.stderr.split('\n').filter((line) => NOTE.test(line));
    expect(notes).toHaveLength(SMALL_REPOSITORIES.length);
    expect((await project.ok(['drift', '--json', '--offline'])).stdout).toBe(drift.stdout);
  });

  it.each([
    ['status'],
    ['ledger', 'list'],
    ['ledger', 'show'],
    ['ledger', 'verify'],
    ['why', 'acme/retail:registry/konstruct/retail/environment/dev.yaml'],
  ])('%s %s', async (...argv) => {
    const { exitCode, stdout, stderr } = await project.run([...argv, '--offline']);
    const codes = argv.includes('verify') ? ['LEDGER_FILE_CHANGED'] : [];
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 0, codes });
    expect(stdout).not.toBe('');
  });

  it('name what this machine has never seen', async () => {
    const env = { KCDK_CACHE_DIR: join(project.folder, '..', 'node_modules', 'other') };
    const { exitCode, stderr } = await project.run(['plan', '--offline'], { env });
    expect(exitCode).toBe(1);
    expect(new Set(codesIn(stderr))).toEqual(new Set(['REPOSITORY_NOT_SEEN']));
    for (const name of SMALL_REPOSITORIES) expect(stderr).toContain(`\`${name}\``);
  });

  it('say what they would have to read and cannot', async () => {
    project.edit('const dev = ', "new Environment(retail, 'more');\nconst dev = ");
    const { exitCode, stderr } = await project.run(['plan', '--offline', '--on-drift', 'keep', '--adopt']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['REPOSITORY_BLOB_MISSING'] });
    expect(stderr).toContain('--offline');
  });

  it.each([
    ['apply', '--offline'],
    ['plan', '--offline', '--no-cache'],
    ['ledger', 'mv', 'a', 'b', '--offline'],
  ])('are no others: %s %s %s', async (...argv) => {
    const { exitCode, stdout } = await project.run(argv.filter((word) => word !== undefined));
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  });
});
