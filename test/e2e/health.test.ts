import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { type KubernetesStub, kubeconfigFor, type StubObject, startKubernetesStub } from '../tools/kubernetes-stub.ts';
import { createProject, openProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';

const RECORD = 'registry/konstruct/default/environment/production.yaml';
const APPS = ['lon1-dev', 'lon1-staging-global', 'registry-lon1'] as const;
const GATES = APPS.map((name) => `application-healthy:mgmt/argocd/${name}`);
const STACK = 'application-healthy:mgmt/argocd/kube-prometheus-stack-lon1';

const projects: TestProject[] = [];
let stub: KubernetesStub;
let folder: string;
beforeEach(async () => {
  stub = await startKubernetesStub();
  folder = mkdtempSync(join(tmpdir(), 'kcdk-health-'));
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigFor(stub.url));
});
afterEach(async () => {
  await stub.close();
  rmSync(folder, { recursive: true, force: true });
  for (const project of projects.splice(0)) project.remove();
});

/** What is Global and called production waits for all that runs of a cluster, or for its monitoring. */
function program({ production = 'First', dev = 'First', awaited = 'lon1' } = {}): string {
  return SMALL_PROGRAM.replace('App, Environment,', 'App, Environment, Lifecycle,')
    .replace("(retail, 'dev')", `(retail, 'dev', { description: '${dev}' })`)
    .replace(
      "new KubePrometheusStack(lon1, 'monitoring')",
      "const monitoring = new KubePrometheusStack(lon1, 'monitoring')",
    )
    .replace(
      'app.synth();',
      `const production = new Environment(acme, 'production', { description: '${production}' });
       Lifecycle.of(production).afterHealthy(${awaited});
       void monitoring;
       app.synth();`,
    );
}

function configured(project: TestProject): TestProject {
  projects.push(project);
  const config = JSON.parse(project.read('cdk8s.yaml'));
  config.konstruct.clusters = { mgmt: { kubeconfig: join(folder, 'kubeconfig') } };
  project.write('cdk8s.yaml', JSON.stringify(config));
  return project;
}

async function projectWith(text: string): Promise<TestProject> {
  return configured(createProject({ program: text }));
}

const recordOf = (project: TestProject) => project.repository('acme/platform').read(RECORD)?.toString();

const outline = (stdout: string) =>
  (JSON.parse(stdout).phases as { commits: string[]; gates?: { id: string; pending: boolean }[] }[]).map(
    ({ commits, gates = [] }) => ({ commits, gates: gates.map(({ id, pending }) => (pending ? `${id}!` : id)) }),
  );

/** Argo CD, which has applied the manifests that git has and syncs the heads of now, or older ones. */
async function sync(project: TestProject, revisions: Readonly<Record<string, string>> = {}): Promise<void> {
  const { parseAllDocuments } = await import('yaml');
  for (const name of Object.keys(project.repositories)) {
    const repository = project.repository(name);
    for (const path of repository.list().keys()) {
      if (!path.endsWith('.yaml')) continue;
      for (const document of parseAllDocuments(repository.read(path)?.toString() ?? '')) {
        const object = document.toJS() as (StubObject & { spec: { source: { repoURL: string } } }) | null;
        if (object?.kind !== 'Application') continue;
        const { repoURL } = object.spec.source;
        const from = Object.keys(project.repositories).find((one) => repoURL.includes(one));
        const revision = from === undefined ? 'a-chart' : (revisions[from] ?? project.repository(from).head());
        const status = { status: 'Synced', revision, comparedTo: { source: object.spec.source } };
        stub.put({ ...object, status: { sync: status, health: { status: 'Healthy' } } });
      }
    }
  }
}

it('writes what waits only when all Applications are healthy at what the phase before wrote', async () => {
  const project = await projectWith(program());
  const { stdout } = await project.ok(['plan', '--json']);
  expect(outline(stdout)).toMatchObject([
    { commits: ['acme/platform', 'acme/retail', 'retail/apps'], gates: expect.arrayContaining([...GATES, STACK]) },
    { commits: ['acme/platform'], gates: [] },
  ]);
  const stopped = await project.run(['apply', '-y', '--wait-timeout', '1s']);
  expect({ exitCode: stopped.exitCode, codes: [...new Set(codesIn(stopped.stderr))] }).toEqual({
    exitCode: 7,
    codes: ['GATE_TIMED_OUT'],
  });
  expect(recordOf(project)).toBeUndefined();
  await sync(project);
  await project.ok(['apply', '-y', '--wait-timeout', '30s']);
  expect(recordOf(project)).toContain('First');
  expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
});

it('does not pass on the health of an older sync, says what is unfinished, and is gone on with from elsewhere', async () => {
  const project = await projectWith(program());
  await project.ok(['apply', '-y', ...[...GATES, STACK].flatMap((id) => ['--assume-gate', id])]);
  await sync(project);
  const before = Object.fromEntries(Object.entries(project.heads()).map(([name, head]) => [name, head ?? '']));

  project.write('main.ts', program({ production: 'Second', dev: 'Second' }));
  const stopped = await project.run(['apply', '-y', '--wait-timeout', '1s']);
  expect({ exitCode: stopped.exitCode, codes: [...new Set(codesIn(stopped.stderr))] }).toEqual({
    exitCode: 7,
    codes: ['GATE_TIMED_OUT'],
  });
  expect(stopped.stderr).toContain((project.repository('acme/retail').head() ?? '').slice(0, 12));
  expect(recordOf(project)).toContain('First');
  const status = await project.run(['status', '--detailed-exitcode', '--json']);
  expect(status.exitCode).toBe(2);
  const { unfinished } = JSON.parse(status.stdout) as { unfinished: { gate: { id: string }; since: string | null }[] };
  expect(unfinished.map(({ gate }) => gate.id).sort()).toEqual([...GATES, STACK].sort());
  expect(unfinished[0]).toMatchObject({ since: expect.any(String), files: [{ path: RECORD, action: 'update' }] });

  // another machine, with nothing but the program and the configuration
  const elsewhere = configured(openElsewhere(project));
  await sync(project, before);
  expect((await elsewhere.run(['apply', '-y', '--wait-timeout', '1s'])).exitCode).toBe(7);
  expect(recordOf(project)).toContain('First');
  await sync(project);
  await elsewhere.ok(['apply', '-y', '--wait-timeout', '30s']);
  expect(recordOf(project)).toContain('Second');
  expect((await project.ok(['status'])).stdout).toBe('No unfinished work.\n');
});

it('a saved plan waits, too, and passes at a later commit of somebody else', async () => {
  const project = await projectWith(program());
  await project.ok(['plan', '--out', 'all.kplan']);
  expect((await project.run(['apply', 'all.kplan', '--wait-timeout', '1s'])).exitCode).toBe(7);
  for (const name of Object.keys(project.repositories)) project.repository(name).commit({ 'NOTES.md': 'x\n' });
  await sync(project);
  await project.ok(['apply', 'all.kplan', '--wait-timeout', '30s']);
  expect(recordOf(project)).toContain('First');
});

it('a plan of a part waits for what it does not look at', async () => {
  const project = await projectWith(program());
  await project.ok(['apply', '-y', ...[...GATES, STACK].flatMap((id) => ['--assume-gate', id])]);
  project.write('main.ts', program({ production: 'Second', dev: 'Second' }));
  const part = ['--target', 'acme/production'];
  expect(outline((await project.ok(['plan', ...part, '--json'])).stdout)).toEqual([
    { commits: [], gates: expect.arrayContaining([...GATES, STACK]) },
    { commits: ['acme/platform'], gates: [] },
  ]);
  await project.ok(['plan', ...part, '--out', 'part.kplan']);
  expect((await project.run(['apply', 'part.kplan', '--wait-timeout', '1s'])).exitCode).toBe(7);
  await sync(project);
  await project.ok(['apply', 'part.kplan', '--wait-timeout', '30s']);
  expect(recordOf(project)).toContain('Second');
});

it('a rollback waits for what was there then, and not for what was not', async () => {
  const project = await projectWith(program({ awaited: 'monitoring' }));
  await project.ok(['apply', '-y', '--assume-gate', STACK]);
  const first = project.repository('acme/platform').head() ?? '';
  project.write('main.ts', program({ awaited: 'monitoring', production: 'Second' }));
  await project.ok(['apply', '-y', '--assume-gate', STACK]);
  expect(outline((await project.ok(['rollback', first, '--json'])).stdout)).toEqual([
    { commits: [], gates: [STACK] },
    { commits: ['acme/platform'], gates: [] },
  ]);
  const bare = await projectWith(
    program()
      .replace(/const monitoring = .*\n/, '')
      .replace('void monitoring;', '')
      .replace(/Lifecycle\.of.*\n/, ''),
  );
  await bare.ok(['apply', '-y']);
  const start = bare.repository('acme/platform').head() ?? '';
  bare.write('main.ts', program({ awaited: 'monitoring', production: 'Second' }));
  await bare.ok(['apply', '-y', '--assume-gate', STACK]);
  const back = outline((await bare.ok(['rollback', start, '--json'])).stdout);
  expect(back.flatMap(({ gates }) => gates)).not.toContain(STACK);
});

it.each([
  ['a construct without an Application', 'staging', 'HEALTH_WITHOUT_APPLICATION'],
  ['the construct itself', 'production', 'HEALTH_OF_ITSELF'],
  ['a construct around it', 'acme', 'HEALTH_OF_ITSELF'],
])('refuses to wait for %s', async (_, awaited, code) => {
  const project = await projectWith(program({ awaited }));
  const { stderr, exitCode } = await project.run(['plan']);
  expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: [code] });
});

it('a plan in parts is refused, since a part does not know the Applications of the others', async () => {
  const project = await projectWith(program());
  const { stderr, exitCode } = await project.run(['plan', '--shard', '1/2', '--out', 'one.kshard']);
  expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['HEALTH_IN_PARTS'] });
});

it('two that wait for each other are refused', async () => {
  const text = program({ awaited: 'monitoring' }).replace(
    'void monitoring;',
    "const other = new KubePrometheusStack(mgmt, 'stack'); Lifecycle.of(other).afterHealthy(monitoring); Lifecycle.of(monitoring).afterHealthy(other);",
  );
  const project = await projectWith(
    text.replace("new ManagementCluster(retail, 'mgmt')", "const mgmt = new ManagementCluster(retail, 'mgmt')"),
  );
  const { stderr } = await project.run(['plan']);
  expect(codesIn(stderr)).toContain('PHASES_CYCLIC');
});

function openElsewhere(project: TestProject): TestProject {
  const other = openProject();
  for (const file of ['main.ts', 'cdk8s.yaml']) other.write(file, project.read(file));
  return other;
}
