import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENT } from '../synth/deployments/agent-item.ts';
import { codesIn, positionsIn } from '../tools/cli.ts';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, SMALL_PROGRAM } from '../tools/project.ts';

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

/** The small program with a deployment of an item, whose source is given. */
const withItem = (source: string) =>
  SMALL_PROGRAM.replace(
    'WorkloadCluster,\n}',
    'WorkloadCluster, CatalogItem, CatalogDeployment, Templates,\n}',
  ).replace(
    'app.synth();',
    `const item = new CatalogItem(acme, 'agent', { source: ${source} });
new CatalogDeployment(retail, 'agent', {
  item, cluster: lon1, environments: [dev],
  values: { site: 'eu', apiKey: SecretRef.store('konstruct/shared/agent', 'api-key') },
});
app.synth();`,
  );

describe('an item from a folder beside cdk8s.yaml', () => {
  const project = createProject({ program: withItem("{ folder: './catalog/agent' }") });
  for (const [path, text] of Object.entries(AGENT)) project.write(`catalog/agent/${path}`, text);
  afterAll(() => project.remove());

  it('is planned and applied with the platform, and nothing is left to do then', async () => {
    const { stdout } = await project.ok(['apply', '--auto-approve']);
    expect(lastLine(stdout)).toMatch(/^Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\.$/);
    const written = project.repository('retail/apps').read('registry/environments/dev/lon1/agent.yaml');
    expect(written?.toString()).toContain('  name: lon1-dev-agent   # as written\n');
    expect(lastLine((await project.ok(['plan'])).stdout)).toMatch(/^No changes\./);
    expect(existsSync(join(project.folder, 'konstruct.lock'))).toBe(false);
  });

  it('shows what an edited template changes, field by field', async () => {
    project.write(
      'catalog/agent/templates/secret.yaml',
      (AGENT['templates/secret.yaml'] ?? '').replace('-agent', '-key'),
    );
    const { stdout } = await project.ok(['plan', '--json']);
    const plan = JSON.parse(stdout);
    const changes = plan.resource_changes.map((change: { path: string; action: string }) => [
      change.action,
      change.path,
    ]);
    expect(new Set(changes.flat())).toContain('registry/environments/dev/lon1/agent/secret.yaml');
  });

  it('is refused with the place in the template', async () => {
    project.write('catalog/agent/templates/secret.yaml', 'kind: {{ .Values.nope.deeper }}\n');
    const { exitCode, stderr, stdout } = await project.run(['plan']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(positionsIn(stderr)).toEqual(['catalog/agent/templates/secret.yaml:1:10']);
  });

  it('tells of each line which construct, line of the program, line of the template and input it comes from', async () => {
    project.write('catalog/agent/templates/secret.yaml', AGENT['templates/secret.yaml'] ?? '');
    const path = 'registry/environments/dev/lon1/agent.yaml';
    const lines = (project.repository('retail/apps').read(path)?.toString() ?? '').split('\n');
    const line = lines.findIndex((text) => text.includes('site: eu')) + 1;
    const { stdout } = await project.ok(['why', `retail/apps:${path}:${line}`, '--json']);
    const template = (AGENT['templates/application.yaml'] ?? '').split('\n');
    expect(JSON.parse(stdout)).toMatchObject({
      repository: 'retail/apps',
      path,
      line,
      address: 'acme/retail/agent',
      source: { file: 'main.ts' },
      resource: { kind: 'Application' },
      field: ['spec', 'source', 'helm', 'values', 'site'],
      template: {
        label: 'catalog/agent',
        file: 'templates/application.yaml',
        line: template.findIndex((text) => text.includes('.Values.site')) + 1,
      },
      inputs: ['site'],
    });
    const words = await project.ok(['why', `${path}:${line}`]);
    for (const part of ['acme/retail/agent', 'main.ts:', 'templates/application.yaml:', 'site']) {
      expect(words.stdout).toContain(part);
    }
    const unknown = await project.run(['why', `retail/apps:${path}x`]);
    expect({ exitCode: unknown.exitCode, codes: codesIn(unknown.stderr) }).toEqual({
      exitCode: 1,
      codes: ['WHY_FILE_UNKNOWN'],
    });
    expect(JSON.parse((await project.ok(['why', '--unused', '--json'])).stdout)).toEqual([]);
  });

  it('tells of inputs that no line of it reads', async () => {
    const file = 'catalog/agent/templates/application.yaml';
    const before = project.read(file);
    project.write(file, before.replace(/^ *site: .*\n/m, ''));
    const { stdout } = await project.ok(['why', '--unused', '--json']);
    expect(JSON.parse(stdout)).toEqual([
      {
        kind: 'input',
        namespace: 'retail',
        name: 'site',
        address: 'acme/retail/agent',
        source: expect.objectContaining({ file: 'main.ts' }),
        reason: 'no line of catalog/agent reads it',
      },
    ]);
    expect((await project.ok(['why', '--unused'])).stdout).toMatch(/^input +site +retail/m);
    project.write(file, before);
  });

  it('is not read by questions about the model', async () => {
    const { stdout } = await project.ok(['list', 'items']);
    expect(stdout).toContain('agent');
  });
});

describe('an item from a git repository', () => {
  const catalog = createBareRepository();
  catalog.commit(Object.fromEntries(Object.entries(AGENT).map(([path, text]) => [`items/agent/${path}`, text])));
  const source = `{ url: ${JSON.stringify(catalog.path)}, path: 'items/agent', ref: 'main' }`;
  const project = createProject({ program: withItem(source) });
  afterAll(() => project.remove());

  it('is pinned by the first plan, and then neither moves nor needs its repository', async () => {
    const first = await project.ok(['plan']);
    const lock = project.read('konstruct.lock');
    expect(JSON.parse(lock)).toMatchObject({ templates: [{ path: 'items/agent', ref: 'main' }] });
    catalog.commit({ 'items/agent/templates/secret.yaml': undefined });
    expect((await project.ok(['plan'])).stdout).toBe(first.stdout);
    catalog.remove();
    expect((await project.ok(['plan'])).stdout).toBe(first.stdout);
    expect(project.read('konstruct.lock')).toBe(lock);
  });

  it('says which item it is that cannot be read', async () => {
    project.edit("ref: 'main'", "ref: 'other'");
    const { exitCode, stderr } = await project.run(['plan']);
    expect(exitCode).toBe(1);
    expect(codesIn(stderr)).toHaveLength(1);
    expect(positionsIn(stderr)).toEqual([expect.stringMatching(/^main\.ts:\d+:/)]);
  });
});

describe('an item that comes with the package', () => {
  const project = createProject({ program: withItem("Templates.builtIn('catalog/reloader')") });
  afterAll(() => project.remove());

  it('is checked like any other, and found by near names', async () => {
    const { stderr } = await project.run(['plan']);
    expect(codesIn(stderr)).toEqual(['INPUT_UNKNOWN', 'INPUT_UNKNOWN']);
    project.edit('catalog/reloader', 'catalog/reloadr');
    const missing = await project.run(['plan']);
    expect(codesIn(missing.stderr)).toEqual(['TEMPLATE_NOT_FOUND']);
    expect(missing.stderr).toContain('catalog/reloader');
  });
});
