import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import type { TestProject } from '../tools/project.ts';
import { edited, PERMISSIONS_PROGRAM, permissionsProject, setPermissions } from './permissions-project.ts';

let project: TestProject;
beforeAll(() => {
  project = permissionsProject();
});
afterAll(() => project.remove());

const REPOSITORIES = ['acme/platform', 'acme/logistics', 'acme/retail', 'logistics/apps', 'retail/apps'];

describe('kcdk codeowners', () => {
  it('prints a file for each repository, and the same as data', async () => {
    const { stdout, stderr } = await project.ok(['codeowners']);
    expect(stderr).toBe('');
    const files = JSON.parse((await project.ok(['codeowners', '--json'])).stdout);
    expect(files.map(({ repository }: { repository: string }) => repository)).toEqual(REPOSITORIES);
    for (const { repository, path, text, rules, matrix } of files) {
      expect(matrix).toBe('0.6');
      expect(stdout).toContain(`# ${repository}: ${path}\n${text}`);
      const lines = text.split('\n').filter((line: string) => line !== '' && !line.startsWith('#'));
      expect(lines).toEqual(
        rules.map(({ pattern, owners }: { pattern: string; owners: string[] }) => `${pattern} ${owners.join(' ')}`),
      );
    }
  });

  it('follows the matrix of the configuration', async () => {
    setPermissions(project, { matrix: '0.5.1' });
    const [file] = JSON.parse((await project.ok(['codeowners', '--json'])).stdout);
    expect(file).toMatchObject({ repository: 'acme/platform', matrix: '0.5.1', rules: [{ pattern: '*' }] });
    expect(file.rules).toHaveLength(1);
    setPermissions(project, {});
  });

  it('writes beside what synth writes, without touching it, and only where something changed', async () => {
    await project.ok(['synth']);
    const { stdout } = await project.ok(['codeowners', '--write']);
    expect(stdout).toBe('');
    const at = (path: string) => join(project.folder, 'dist', path);
    for (const name of REPOSITORIES) expect(existsSync(at(`codeowners/${name}/.github/CODEOWNERS`))).toBe(true);
    await project.ok(['synth']);
    expect(existsSync(at('codeowners/retail/apps/.github/CODEOWNERS'))).toBe(true);
    expect(existsSync(at('acme/retail/registry/clusters/mgmt/registry.yaml'))).toBe(true);
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, [", devs: 'Developer'", '']));
    const { stderr } = await project.ok(['codeowners', '--write']);
    expect(stderr).toContain('2 written, 3 unchanged');
    expect(readFileSync(at('codeowners/retail/apps/.github/CODEOWNERS'), 'utf8')).not.toContain('devs');
    project.write('main.ts', PERMISSIONS_PROGRAM);
  });

  it('overwrites nothing that somebody else wrote', async () => {
    project.write('elsewhere/acme/retail/.github/CODEOWNERS', '* @me\n');
    const refused = await project.run(['codeowners', '--write', '--output', 'elsewhere']);
    expect({ exitCode: refused.exitCode, codes: codesIn(refused.stderr) }).toEqual({
      exitCode: 1,
      codes: ['OUTPUT_NOT_OURS'],
    });
    expect(project.read('elsewhere/acme/retail/.github/CODEOWNERS')).toBe('* @me\n');
    writeFileSync(join(project.folder, 'elsewhere/acme/retail/.github/CODEOWNERS'), '');
  });

  it('writes nothing for a program with errors', async () => {
    project.write(
      'main.ts',
      edited(PERMISSIONS_PROGRAM, ["new Organization(acme, 'retail'", "new Organization(acme, 'default'"]),
    );
    const { exitCode, stdout } = await project.run(['codeowners']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    project.write('main.ts', PERMISSIONS_PROGRAM);
  });
});
