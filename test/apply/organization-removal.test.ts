import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  CatalogItem,
  Environment,
  ManagementCluster,
  Team,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { awaitGates } from '../../lib/gates/await-gates.ts';
import { openGate } from '../../lib/gates/open-gates.ts';
import { gateId } from '../../lib/model/gate.ts';
import { planProgram } from '../../lib/pipeline.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { rollbackProgram } from '../../lib/rollback.ts';
import { EAGER } from '../gates/worlds.ts';
import { applicationObject, kubeconfigFor, startKubernetesStub } from '../tools/kubernetes-stub.ts';
import {
  applyPlan,
  contentsOf,
  memoryRemotes,
  planTree,
  README,
  type Remotes,
  STILL,
  STRICT,
} from '../tools/memory-platform.ts';
import { organization, smallPlatform } from '../tools/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-removal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLATFORM = 'acme/platform';
const ORGANIZATION = 'acme-platform/legal';
const APPLICATIONS = 'acme-legal/legal';
const RECORD = 'registry/konstruct/legal/organization/legal.yaml';

interface Shape {
  readonly legal?: boolean;
  readonly cluster?: boolean;
  readonly named?: boolean;
}

/** A platform of two organizations, of which `legal` may go with all that it has. */
function program({ legal = true, cluster = true, named = false }: Shape = {}) {
  const { app, platform } = smallPlatform();
  const staging = new Environment(platform, 'staging');
  const source = { url: 'https://git.example.com/templates/templates', path: 'a/b' };
  const item = new CatalogItem(platform, 'datadog', { source, type: 'Application' });
  if (!legal) return app;
  const props = named ? { platformRepository: { url: 'https://git.example.com/x/y', name: ORGANIZATION } } : {};
  const legalOrganization = organization(platform, 'legal', props);
  const dev = new Environment(legalOrganization, 'dev');
  new Team(legalOrganization, 'devs', { roles: { leads: 'Team Admin' } });
  if (!cluster) return app;
  const management = new ManagementCluster(legalOrganization, 'legal-mgmt');
  const lon1 = new WorkloadCluster(legalOrganization, 'lon1', { management, environments: [dev, staging] });
  new CatalogDeployment(legalOrganization, 'datadog', { item, cluster: lon1, environments: [dev] });
  return app;
}

const remotesOf = () =>
  memoryRemotes([PLATFORM, 'acme-platform/retail', 'acme-retail/retail', ORGANIZATION, APPLICATIONS]);

async function applied(shape: Shape = {}): Promise<Remotes> {
  const remotes = remotesOf();
  const { diagnostics } = await applyPlan(await planTree(program(shape), remotes));
  expect(diagnostics).toEqual([]);
  return remotes;
}

const pathsOf = (remotes: Remotes, name: string) => remotes.get(name)?.paths() ?? [];

function outline({ phases }: PlanDocument) {
  return phases.map(({ commits, gates = [] }) => ({ commits, gates: gates.map(({ id }) => id) }));
}

const DEV = 'argocd-drained:legal-mgmt/argocd/lon1-dev';
const STAGING = 'argocd-drained:legal-mgmt/argocd/lon1-staging-global';
const LON1 = 'argocd-drained:legal-mgmt/argocd/registry-lon1';
const MGMT = 'argocd-drained:acme-control-plane/argocd/registry-legal-mgmt';
const STOPPING = { ...STILL, awaitGates: () => Promise.resolve([error('GATE_TIMED_OUT')]) };

describe('an organization that the program no longer declares', () => {
  it('goes in one plan: deployments, clusters, its own files, its record last', async () => {
    const remotes = await applied();
    const change = await planTree(program({ legal: false }), remotes);
    const { plan } = change.bundle;
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(outline(plan)).toEqual([
      { commits: [ORGANIZATION], gates: [DEV, STAGING] },
      { commits: [ORGANIZATION, APPLICATIONS], gates: [LON1] },
      { commits: [ORGANIZATION, PLATFORM], gates: [MGMT] },
      { commits: [ORGANIZATION, PLATFORM], gates: [] },
    ]);
    const phaseOf = (path: string) =>
      plan.repositories.flatMap(({ files }) => files).find((file) => file.path === path)?.phase;
    expect(phaseOf(RECORD)).toBe('phase-4');
    expect(phaseOf('registry/konstruct/legal/team/devs.yaml')).toBe('phase-4');
    expect(phaseOf('registry/clusters/lon1/appproject.yaml')).toBe('phase-3');
    expect(phaseOf('registry/clusters/legal-mgmt/registry.yaml')).toBe('phase-4');
    const gates: string[] = [];
    const { diagnostics } = await applyPlan(change, {
      ...STILL,
      awaitGates: async (found) => {
        gates.push(...found.map(gateId));
        expect(pathsOf(remotes, PLATFORM)).toContain(RECORD);
        return [];
      },
    });
    expect(diagnostics).toEqual([]);
    expect(gates).toEqual([DEV, STAGING, LON1, MGMT]);
    for (const name of [ORGANIZATION, APPLICATIONS]) {
      expect(pathsOf(remotes, name)).toEqual(['README.md']);
      expect(remotes.get(name)?.read('README.md')).toBe(README);
    }
    expect(contentsOf(remotes)).toEqual(contentsOf(await applied({ legal: false })));
    expect((await planTree(program({ legal: false }), remotes)).bundle.plan.phases).toEqual([]);
  });

  it('waits for clusters that answer with errors, lose watches and keep Applications alive for a while', async () => {
    const remotes = await applied();
    const stub = await startKubernetesStub();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigFor(stub.url));
    try {
      // what Argo CD runs, and the file that it runs it for
      const running: readonly (readonly [name: string, namespace: string, repository: string, file: string])[] = [
        ['lon1-dev', 'argocd', ORGANIZATION, 'registry/clusters/lon1/45-env-dev.yaml'],
        ['lon1-staging-global', 'argocd', ORGANIZATION, 'registry/clusters/lon1/45-env-staging-global.yaml'],
        [
          'registry-lon1',
          'argocd',
          ORGANIZATION,
          'registry/clusters/legal-mgmt/components/clusters/registry-lon1.yaml',
        ],
        [
          'registry-legal-mgmt',
          'argocd',
          PLATFORM,
          'registry/clusters/acme-control-plane/components/konstruct-clusters/registry-legal-mgmt.yaml',
        ],
      ];
      for (const [name] of running) stub.put(applicationObject(name));
      const order: string[] = [];
      const deleting = new Set<string>();
      const settings = { kubeconfig: [kubeconfig] };
      const options = { clusters: { '*': settings }, env: {}, pace: EAGER };
      const { diagnostics } = await applyPlan(await planTree(program({ legal: false }), remotes), {
        ...STILL,
        awaitGates: async (gates) => {
          stub.fail(500, 410, 0);
          const { diagnostics: stopped } = await awaitGates(gates, {
            open: (gate) => openGate(gate, options),
            timeout: 10_000,
            onObservation: (_, { status }) => {
              if (status !== 'waiting') return;
              for (const [name, namespace, repository, file] of running) {
                if (pathsOf(remotes, repository).includes(file) || order.includes(name)) continue;
                if (!deleting.has(name)) stub.remove('applications', namespace, name);
                else {
                  order.push(name);
                  stub.erase('applications', namespace, name);
                }
                deleting.add(name);
              }
              stub.dropWatches('break');
            },
          });
          return stopped;
        },
      });
      expect(diagnostics).toEqual([]);
      expect(order).toEqual(['lon1-dev', 'lon1-staging-global', 'registry-lon1', 'registry-legal-mgmt']);
      expect(contentsOf(remotes)).toEqual(contentsOf(await applied({ legal: false })));
    } finally {
      await stub.close();
    }
  });

  it('without clusters goes at once, its record after its files', async () => {
    const remotes = await applied({ cluster: false });
    const change = await planTree(program({ legal: false }), remotes);
    expect(outline(change.bundle.plan)).toEqual([{ commits: [ORGANIZATION, PLATFORM], gates: [] }]);
    await applyPlan(change);
    expect(contentsOf(remotes)).toEqual(contentsOf(await applied({ legal: false })));
  });

  it('is found under the name that its program gave to its repository', async () => {
    const remotes = await applied({ named: true });
    await applyPlan(await planTree(program({ legal: false }), remotes));
    expect(pathsOf(remotes, ORGANIZATION)).toEqual(['README.md']);
  });

  it('loses nothing when the branch of its repository moves while the plan is carried out', async () => {
    const remotes = await applied();
    const change = await planTree(program({ legal: false }), remotes);
    remotes.get(ORGANIZATION)?.writeBeforeNextCommit({ files: { 'notes.md': 'theirs\n' } });
    expect((await applyPlan(change)).diagnostics).toEqual([]);
    expect(pathsOf(remotes, ORGANIZATION)).toEqual(['README.md', 'notes.md']);
  });

  it('is not taken down past what somebody changed by hand', async () => {
    const remotes = await applied();
    remotes.get(APPLICATIONS)?.write({ files: { 'registry/environments/dev/lon1/.gitkeep': 'edited\n' } });
    const { plan } = (await planTree(program({ legal: false }), remotes)).bundle;
    expect(plan.applyable).toBe(false);
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['DRIFT']);
  });

  it('comes back with all that it had when the removal is rolled back', async () => {
    const remotes = await applied();
    const before = contentsOf(remotes);
    const removal = await planTree(program({ legal: false }), remotes);
    await applyPlan(removal);
    const git = { env: {} };
    const open = ({ name }: { readonly name: string }) => {
      const remote = remotes.get(name);
      if (remote === undefined) throw new Error(`no remote ${name}`);
      return remote.open();
    };
    const { config } = removal;
    const now = { config, compilation: compile(program({ legal: false })) };
    const request = { reference: removal.bundle.plan.digest, before: true };
    const past = await rollbackProgram(now, request, { git, open });
    const back = await planProgram(past, { kcdkVersion: '0.0.0', compare: STRICT, git, open });
    expect((await applyPlan(back)).diagnostics).toEqual([]);
    expect(contentsOf(remotes)).toEqual(before);
  });

  it('whatever stops it, and whoever goes on, comes to the files of a platform that never had it', async () => {
    const gone = contentsOf(await applied({ legal: false }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('stop', 'back', 'kill'), { maxLength: 5 }), async (events) => {
        const remotes = await applied();
        for (const event of events) {
          if (event === 'back') {
            expect((await applyPlan(await planTree(program(), remotes), STOPPING)).diagnostics).toEqual([]);
            continue;
          }
          const change = await planTree(program({ legal: false }), remotes);
          if (event === 'stop') await applyPlan(change, STOPPING);
          else {
            // dies between two commits of one phase
            let left = 2;
            const author = () => {
              if (left-- === 0) throw new Error('killed');
              return STILL.author();
            };
            await applyPlan(change, { ...STILL, author }).catch(() => undefined);
          }
          const empty = (name: string) => remotes.get(name)?.read(ledgerPath('acme')) === undefined;
          if (!pathsOf(remotes, PLATFORM).includes(RECORD))
            expect([ORGANIZATION, APPLICATIONS].every(empty)).toBe(true);
        }
        expect((await applyPlan(await planTree(program({ legal: false }), remotes))).diagnostics).toEqual([]);
        expect(contentsOf(remotes)).toEqual(gone);
      }),
      { numRuns: 10 },
    );
  });
});
