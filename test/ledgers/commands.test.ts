import { afterEach, describe, expect, it } from 'vitest';
import type { DriftDocument } from '../../lib/plan/drift.ts';
import { codesIn } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

const made: TestProject[] = [];
afterEach(() => {
  for (const project of made.splice(0)) project.remove();
});

const LEDGER = '.konstruct/acme.json';
const APPLICATION = 'registry/clusters/lon1/45-env-dev.yaml';

async function applied(): Promise<TestProject> {
  const project = createProject();
  made.push(project);
  await project.ok(['apply', '-y']);
  return project;
}

/** Changes a file of the organization's platform repository as another person would. */
function byHand(project: TestProject, path: string, edit: (text: string) => string | undefined): void {
  const repository = project.repository('acme/retail');
  const text = repository.read(path)?.toString() ?? '';
  const after = edit(text);
  expect(after).not.toBe(text);
  repository.commit({ [path]: after });
}

async function json<T>(project: TestProject, ...argv: readonly string[]): Promise<T> {
  return JSON.parse((await project.ok([...argv, '--json'])).stdout) as T;
}

describe('drift', () => {
  it('is none after an apply, and says so', async () => {
    const project = await applied();
    expect((await json<DriftDocument>(project, 'drift')).files).toEqual([]);
    expect((await project.run(['drift', '--detailed-exitcode'])).exitCode).toBe(0);
    expect((await project.ok(['drift'])).stdout).toMatch(/^No drift\./);
  });

  it('names what was edited, field by field, and what was deleted; the flag makes it exit 2', async () => {
    const project = await applied();
    byHand(project, APPLICATION, (text) => text.replace('prune: true', 'prune: false'));
    byHand(project, 'registry/clusters/lon1/appproject.yaml', () => undefined);
    const { files, complete } = await json<DriftDocument>(project, 'drift');
    expect(complete).toBe(true);
    expect(files.map(({ path, change }) => [path, change])).toEqual([
      [APPLICATION, 'edited'],
      ['registry/clusters/lon1/appproject.yaml', 'deleted'],
    ]);
    expect(files[0]?.resources).toEqual([
      {
        resource: { api_version: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name: 'lon1-dev' },
        action: 'update',
        fields: [{ path: ['spec', 'syncPolicy', 'automated', 'prune'], action: 'change', before: true, after: false }],
      },
    ]);
    expect(files[0]?.source).toMatchObject({ file: 'main.ts' });
    expect((await project.run(['drift'])).exitCode).toBe(0);
    const flagged = await project.run(['drift', '--detailed-exitcode']);
    expect(flagged.exitCode).toBe(2);
    expect(flagged.stdout).toContain('spec.syncPolicy.automated.prune: true → false');
  });

  it('is not said to be none where a repository cannot be read', async () => {
    const project = await applied();
    project.configure({ 'acme/retail': { remote: '/nowhere' } });
    const { stdout, stderr, exitCode } = await project.run(['drift', '--json']);
    expect((JSON.parse(stdout) as DriftDocument).complete).toBe(false);
    expect(codesIn(stderr)).toEqual(['REPOSITORY_NOT_FOUND']);
    expect(exitCode).toBe(1);
  });
});

describe('ledger', () => {
  it('lists ledgers and shows what the project owns', async () => {
    const project = await applied();
    const ledgers = await json<{ repository: string; own: boolean; files: number }[]>(project, 'ledger', 'list');
    expect(ledgers.map(({ repository, own }) => [repository, own])).toEqual([
      ['acme/platform', true],
      ['acme/retail', true],
      ['retail/apps', true],
    ]);
    const files = await json<{ path: string; address: string }[]>(project, 'ledger', 'show', 'acme/retail/lon1');
    expect(files.map(({ path }) => path)).toContain(APPLICATION);
    expect(files.every(({ address }) => address.startsWith('acme/retail/lon1'))).toBe(true);
  });

  it('verifies that files are there and as they were written', async () => {
    const project = await applied();
    expect((await project.ok(['ledger', 'verify'])).stdout).toBe('3 ledgers are in order.\n');
    byHand(project, APPLICATION, () => undefined);
    byHand(project, 'registry/clusters/mgmt/registry.yaml', (text) => `${text}# x\n`);
    const { exitCode, stderr } = await project.run(['ledger', 'verify']);
    expect(codesIn(stderr)).toEqual(['LEDGER_FILE_MISSING', 'LEDGER_FILE_CHANGED']);
    expect(exitCode).toBe(1);
  });

  it('warns of no file that others may change', async () => {
    const project = await applied();
    project.edit('App, Environment,', 'App, Environment, Lifecycle,');
    project.edit(
      'app.synth();',
      "Lifecycle.of(lon1).ignoreChanges('spec.source.targetRevision').protect();\napp.synth();",
    );
    await project.ok(['apply', '-y']);
    byHand(project, APPLICATION, (text) => text.replace(/targetRevision: .*/, 'targetRevision: v2'));
    const { exitCode, stderr } = await project.run(['ledger', 'verify']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 0, codes: [] });
    byHand(project, 'registry/clusters/mgmt/registry.yaml', (text) => `${text}# x\n`);
    expect(codesIn((await project.run(['ledger', 'verify'])).stderr)).toEqual(['LEDGER_FILE_CHANGED']);
  });

  it('moves addresses, so that the next plan finds no move', async () => {
    const project = await applied();
    project.edit("new Environment(retail, 'dev')", "new Environment(retail, 'development', { name: 'dev' })");
    const before = await project.ok(['plan', '--json']);
    expect(JSON.parse(before.stdout).summary.move).toBeGreaterThan(0);
    await project.ok(['ledger', 'mv', 'acme/retail/dev', 'acme/retail/development', '-y']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('forgets without deleting', async () => {
    const project = await applied();
    await project.ok(['ledger', 'forget', 'acme/retail/lon1/monitoring', '-y']);
    const path = 'registry/clusters/lon1/35-kube-prometheus-stack.yaml';
    expect(project.repository('acme/retail').list().has(path)).toBe(true);
    expect(codesIn((await project.run(['plan'])).stderr)).toEqual(['NOT_OWNED']);
  });

  it.each([
    ['ledger', 'mv', 'acme/retail/devv', 'x', '-y'],
    ['ledger', 'forget', 'acme/nothing', '-y'],
  ])('refuses an address that it does not have: %s %s %s', async (...argv) => {
    const project = await applied();
    const heads = project.heads();
    const { exitCode, stderr } = await project.run(argv);
    expect(codesIn(stderr)).toEqual(['LEDGER_ADDRESS_UNKNOWN']);
    expect(exitCode).toBe(1);
    expect(project.heads()).toEqual(heads);
  });

  it.each([
    ['what another construct has', 'acme/retail/lon1', 'LEDGER_ADDRESS_TAKEN'],
    ['what the construct above it has', 'acme/retail', 'LEDGER_ADDRESS_TAKEN'],
    ['nothing', '', 'LEDGER_ADDRESS_INVALID'],
    ['an empty part', 'acme//dev', 'LEDGER_ADDRESS_INVALID'],
    ['a line break', 'acme/dev\nKonstruct-Plan: x', 'LEDGER_ADDRESS_INVALID'],
  ])('gives no address that is %s', async (_, to, code) => {
    const project = await applied();
    const heads = project.heads();
    const { exitCode, stderr } = await project.run(['ledger', 'mv', 'acme/retail/dev', to, '-y']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: [code] });
    expect(project.heads()).toEqual(heads);
  });

  it('moves what stands at an address to one below it', async () => {
    const project = await applied();
    await project.ok(['ledger', 'mv', 'acme/retail/dev', 'acme/retail/dev/inner', '-y']);
    const files = await json<{ address: string }[]>(project, 'ledger', 'show', 'acme/retail/dev');
    expect(new Set(files.map(({ address }) => address))).toEqual(new Set(['acme/retail/dev/inner']));
  });

  it('names what an edit touches before it asks', async () => {
    const project = await applied();
    const { stderr } = await project.run(['ledger', 'forget', 'acme/retail/dev']);
    expect(stderr).toContain('registry/konstruct/retail/environment/dev.yaml');
    expect(stderr).not.toContain(APPLICATION);
  });

  it.each<[string, (text: string) => string]>([
    ['LEDGER_VERSION_NEWER', (text) => text.replace(/"format_version": "1\.\d+"/, '"format_version": "2.0"')],
    [
      'LEDGER_VERSION_NEWER',
      (text) => `<<<<<<< ours\n${text.replace(/"format_version": "1\.\d+"/, '"format_version": "2.0"')}`,
    ],
    ['LEDGER_OTHER_PROJECT', (text) => text.replace('"project": "acme"', '"project": "shops"')],
    ['LEDGER_OTHER_PROJECT', (text) => `<<<<<<< ours\n${text.replace('"project": "acme"', '"project": "shops"')}`],
  ])('repairs none that is not for us to write: %s', async (code, breakIt) => {
    const project = await applied();
    byHand(project, LEDGER, breakIt);
    const heads = project.heads();
    const { exitCode, stderr } = await project.run(['ledger', 'repair', '-y']);
    expect({ exitCode, codes: codesIn(stderr) }).toMatchObject({ exitCode: 1, codes: expect.arrayContaining([code]) });
    expect(project.heads()).toEqual(heads);
  });

  it('asks first, and writes nothing where nobody can be asked', async () => {
    const project = await applied();
    const heads = project.heads();
    const { exitCode, stderr } = await project.run(['ledger', 'forget', 'acme/retail/dev']);
    expect(codesIn(stderr)).toEqual(['APPLY_NOT_APPROVED']);
    expect(exitCode).toBe(1);
    expect(project.heads()).toEqual(heads);
  });

  it.each<[string, (text: string) => string]>([
    [
      'a merge that left its marks',
      (text) => text.replace(/^(\s+"files": \{)$/m, '<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> other'),
    ],
    ['an edit by hand', (text) => text.replace('"acme/retail/lon1"', '"acme/retail/lon2"')],
    ['a digest that is not its own', (text) => text.replace(/sha256:[0-9a-f]{4}/, 'sha256:0000')],
    ['a cut end', (text) => text.slice(0, -40)],
  ])('repairs %s', async (_, breakIt) => {
    const project = await applied();
    byHand(project, LEDGER, breakIt);
    expect((await project.run(['plan'])).exitCode).toBe(1);
    await project.ok(['ledger', 'repair', '-y']);
    expect((await project.run(['ledger', 'verify'])).exitCode).toBe(0);
    const plan = await project.ok(['plan']);
    expect(plan.stdout).toMatch(/No changes\.|0 to destroy/);
    expect((await project.ok(['ledger', 'repair', '-y'])).stdout).toBe('There is nothing to repair.\n');
  });
});
