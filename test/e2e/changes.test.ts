import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { codesIn } from '../tools/cli.ts';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

const made: TestProject[] = [];
afterEach(() => {
  for (const project of made.splice(0)) project.remove();
});

/** A project whose program is applied. */
async function applied(program = SMALL_PROGRAM): Promise<TestProject> {
  const project = createProject({ program });
  made.push(project);
  await project.ok(['apply', '-y']);
  return project;
}

async function planOf(project: TestProject, ...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.run(['plan', '--json', ...argv])).stdout) as PlanDocument;
}

/** `action kind/name`, and for a move where from. */
function words({ resource_changes }: PlanDocument): readonly string[] {
  return resource_changes.map(({ action, resource, path, previous_path, address, previous_address }) => {
    const from = previous_path === undefined ? previous_address : previous_path;
    const to = previous_path === undefined ? address : path;
    return `${action} ${resource.kind}/${resource.name}${from === undefined ? '' : ` ${from} -> ${to}`}`;
  });
}

/** What the plan waits for; there is no cluster here that could be asked. */
function gatesOf({ phases }: PlanDocument): readonly string[] {
  return phases.flatMap(({ gates = [] }) => gates.map(({ id }) => id));
}

function changedSince(before: ReturnType<TestProject['heads']>, project: TestProject): readonly string[] {
  return Object.entries(project.heads()).flatMap(([name, head]) => (before[name] === head ? [] : [name]));
}

describe('removing', () => {
  it('an environment from the program removes its files and nothing else', async () => {
    const project = await applied();
    project.edit("const dev = new Environment(retail, 'dev');\n", '');
    project.edit('[dev, staging]', '[staging]');
    const { stdout } = await project.ok(['plan']);
    const [first = '', ...rest] = stdout.trimEnd().split('\n\n');
    expect(first).toContain('45-env-dev.yaml');
    expect(rest.slice(-3, -1).join('\n')).toContain('45-env-dev.yaml');
    expect(rest.at(-1)).toMatch(/^Plan: 0 to add, \d to change, 3 to destroy\.$/);
    const before = new Map(
      Object.entries(project.repositories).map(([name, repository]) => [name, [...repository.list().keys()]]),
    );
    await project.ok(['apply', '-y', '--assume-gate', ...gatesOf(await planOf(project))]);
    const gone = Object.entries(project.repositories).flatMap(([name, repository]) => {
      const left = repository.list();
      return (before.get(name) ?? []).filter((path) => !left.has(path)).map((path) => `${name}:${path}`);
    });
    expect(gone).toEqual([
      'acme/retail:registry/clusters/lon1/45-env-dev.yaml',
      'acme/retail:registry/konstruct/retail/environment/dev.yaml',
      'retail/apps:registry/environments/dev/lon1/.gitkeep',
    ]);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('the last file of a repository leaves what others wrote there', async () => {
    const project = await applied();
    project.edit('[dev, staging]', '[]');
    await project.ok(['apply', '-y', '--assume-gate', ...gatesOf(await planOf(project))]);
    const left = [...project.repository('retail/apps').list().keys()];
    expect(left.filter((path) => !path.startsWith('.konstruct/'))).toEqual(['README.md']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

describe('moving', () => {
  it('a construct to another id is a move that changes no file but the ledger', async () => {
    const project = await applied();
    project.edit("'monitoring'", "'observability'");
    const plan = await planOf(project);
    expect(words(plan)).toEqual([
      'move Application/kube-prometheus-stack-lon1 acme/retail/lon1/monitoring -> acme/retail/lon1/observability',
    ]);
    expect(plan.summary).toEqual({ add: 0, change: 0, destroy: 0, move: 1, adopt: 0 });
    const heads = project.heads();
    await project.ok(['apply', '-y']);
    expect(changedSince(heads, project)).toEqual(['acme/retail']);
    expect(project.repository('acme/retail').git('diff', '--name-only', 'main~1', 'main')).toBe('.konstruct/acme.json');
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('a chart to another folder is a move, which git sees as a rename', async () => {
    const program = SMALL_PROGRAM.replace('} from', 'Folder, } from')
      .replace('\n\n', "\nimport { ApiObject, Chart } from 'cdk8s';\n\n")
      .replace(
        'app.synth();',
        `const chart = new Chart(new Folder(retail, 'extras', { path: 'registry/extras' }), 'motd', { namespace: 'argocd' });
new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'motd' }, data: { text: 'hello' } });
app.synth();`,
      );
    const project = await applied(program);
    project.edit('registry/extras', 'registry/clusters/lon1/extras');
    expect(words(await planOf(project))).toEqual([
      'move ConfigMap/motd registry/extras/motd.yaml -> registry/clusters/lon1/extras/motd.yaml',
    ]);
    await project.ok(['apply', '-y']);
    const renames = project.repository('acme/retail').git('diff', '-M', '--name-status', 'main~1', 'main').split('\n');
    expect(renames).toContain('R100\tregistry/extras/motd.yaml\tregistry/clusters/lon1/extras/motd.yaml');
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

describe('adopting', () => {
  /** A platform that was there before the program: its files, without a ledger. */
  async function existing(edit: (path: string, content: string) => string | undefined): Promise<TestProject> {
    const before = await applied();
    const repositories = Object.fromEntries(
      Object.entries(before.repositories).map(([name, repository]) => {
        const files = [...repository.list().keys()].filter((path) => !path.startsWith('.konstruct/'));
        const contents = files.map((path) => [path, edit(path, String(repository.read(path)))] as const);
        return [
          name,
          createBareRepository(Object.fromEntries(contents.filter(([, content]) => content !== undefined))),
        ];
      }),
    );
    const project = createProject({ repositories });
    made.push(project);
    return project;
  }

  it('refuses the files without --adopt, and takes them over with it, changing none that is equal', async () => {
    const project = await existing((_path, content) => content);
    const heads = project.heads();
    const refused = await project.run(['apply', '-y']);
    expect(refused.exitCode).toBe(1);
    expect(new Set(codesIn(refused.stderr))).toEqual(new Set(['LEDGER_MISSING']));
    expect(project.heads()).toEqual(heads);
    const plan = await planOf(project, '--adopt');
    expect(plan.summary).toEqual({ add: 0, change: 0, destroy: 0, move: 0, adopt: 26 });
    await project.ok(['apply', '-y', '--adopt']);
    for (const repository of Object.values(project.repositories)) {
      expect(repository.git('diff', '--name-only', 'main~1', 'main')).toBe('.konstruct/acme.json');
    }
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('shows what it would change in the files it takes over', async () => {
    const project = await existing((path, content) =>
      path.endsWith('35-kube-prometheus-stack.yaml')
        ? content.replace('scrapeInterval: 5s', 'scrapeInterval: 40s')
        : content,
    );
    const plan = await planOf(project, '--adopt');
    expect(plan.resource_changes.filter(({ fields }) => fields.length > 0)).toMatchObject([
      { action: 'adopt', fields: [{ action: 'change', before: '40s', after: '5s' }] },
    ]);
    await project.ok(['apply', '-y', '--adopt']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('adds what is missing beside what it takes over', async () => {
    const project = await existing((path, content) => (path.includes('45-env-') ? undefined : content));
    expect((await planOf(project, '--adopt')).summary).toMatchObject({ add: 2, adopt: 24 });
    await project.ok(['apply', '-y', '--adopt']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('adopts through a saved plan too', async () => {
    const project = await existing((_path, content) => content);
    await project.ok(['plan', '--adopt', '--out', 'adopt.kplan']);
    await project.ok(['apply', 'adopt.kplan']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

describe('drift', () => {
  const file = 'registry/clusters/lon1/35-kube-prometheus-stack.yaml';

  /** An applied project in which somebody changed a field of a file by hand. */
  async function drifted(): Promise<TestProject> {
    const project = await applied();
    const retail = project.repository('acme/retail');
    retail.commit({ [file]: String(retail.read(file)).replace('scrapeInterval: 5s', 'scrapeInterval: 40s') });
    return project;
  }

  it('is refused, with the field shown, and nothing is written', async () => {
    const project = await drifted();
    const heads = project.heads();
    const { exitCode, stdout, stderr } = await project.run(['apply', '-y', '--diff']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['DRIFT'] });
    expect(stderr).toContain(`in acme/retail: ${file}`);
    expect(stdout).toContain('prometheusSpec.scrapeInterval');
    expect(project.heads()).toEqual(heads);
  });

  it('is overwritten on demand', async () => {
    const project = await drifted();
    await project.ok(['apply', '-y', '--on-drift', 'overwrite']);
    expect(String(project.repository('acme/retail').read(file))).toContain('scrapeInterval: 5s');
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('is kept on demand, while the rest of the change is written', async () => {
    const project = await drifted();
    project.edit("'staging'", "'staging', { description: 'Acceptance' }");
    const { stderr } = await project.ok(['apply', '-y', '--on-drift', 'keep']);
    expect(codesIn(stderr)).toEqual(['DRIFT_KEPT']);
    expect(String(project.repository('acme/retail').read(file))).toContain('scrapeInterval: 40s');
    const record = project.repository('acme/platform').read('registry/konstruct/default/environment/staging.yaml');
    expect(String(record)).toContain('Acceptance');
    const later = await project.run(['plan']);
    expect({ exitCode: later.exitCode, codes: codesIn(later.stderr) }).toEqual({ exitCode: 1, codes: ['DRIFT'] });
  });

  it('that went back to what was applied is none', async () => {
    const project = await drifted();
    const retail = project.repository('acme/retail');
    retail.commit({ [file]: String(retail.read(file)).replace('scrapeInterval: 40s', 'scrapeInterval: 5s') });
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('that the program has taken over is none, and only the ledger is refreshed', async () => {
    const project = await drifted();
    project.edit("'monitoring')", "'monitoring', { scrapeInterval: '40s' })");
    await project.ok(['apply', '-y']);
    expect(project.repository('acme/retail').git('diff', '--name-only', 'main~1', 'main')).toBe('.konstruct/acme.json');
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('by deletion is refused, and mended on demand', async () => {
    const project = await applied();
    project.repository('acme/retail').commit({ [file]: undefined });
    const refused = await project.run(['plan']);
    expect({ exitCode: refused.exitCode, codes: codesIn(refused.stderr) }).toEqual({ exitCode: 1, codes: ['DRIFT'] });
    await project.ok(['apply', '-y', '--on-drift', 'overwrite']);
    expect(project.repository('acme/retail').read(file)).toBeDefined();
  });
});
