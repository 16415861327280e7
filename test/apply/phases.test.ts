import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Environment, ManagementCluster, WorkloadCluster } from '../../constructs/index.ts';
import type { ApplyEvent } from '../../lib/apply/apply.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { gateId } from '../../lib/model/gate.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { applyPlan, contentsOf, memoryRemotes, planTree, type Remotes, STILL } from '../tools/memory-platform.ts';
import { smallPlatform } from '../tools/program.ts';

const PLATFORM = 'acme/platform';
const ORGANIZATION = 'acme-platform/retail';
const APPLICATIONS = 'acme-retail/retail';
const FOLDER = 'registry/environments/dev/lon1/.gitkeep';
const APPLICATION = 'registry/clusters/lon1/45-env-dev.yaml';
const RECORD = 'registry/konstruct/retail/environment/dev.yaml';

interface Shape {
  readonly cluster?: boolean;
  readonly management?: boolean;
  readonly dev?: 'attached' | 'declared' | 'gone';
  readonly staging?: boolean;
}

/** A platform of one organization: what of it there is says the shape. */
function program({ cluster = true, management = cluster, dev = 'attached', staging = true }: Shape = {}) {
  const { app, platform, retail } = smallPlatform();
  const environments = [
    ...(dev === 'gone' ? [] : [new Environment(retail, 'dev')]),
    ...(staging ? [new Environment(platform, 'staging')] : []),
  ].filter(({ node }) => node.id !== 'dev' || dev === 'attached');
  if (!management) return app;
  const mgmt = new ManagementCluster(retail, 'mgmt');
  if (cluster) new WorkloadCluster(retail, 'lon1', { management: mgmt, environments });
  return app;
}

const remotesOf = () => memoryRemotes([PLATFORM, ORGANIZATION, APPLICATIONS]);

function remoteOf(remotes: Remotes, name: string) {
  const remote = remotes.get(name);
  if (remote === undefined) throw new Error(`no remote ${name}`);
  return remote;
}

async function applied(shape: Shape = {}): Promise<Remotes> {
  const remotes = remotesOf();
  expect((await applyPlan(await planTree(program(shape), remotes))).diagnostics).toEqual([]);
  return remotes;
}

/** Repositories and gates of every phase. */
function outline({ phases }: PlanDocument) {
  return phases.map(({ commits, gates = [] }) => ({
    commits,
    gates: gates.map(({ id, pending }) => (pending ? `${id} (pending)` : id)),
  }));
}

const DEV = 'argocd-drained:mgmt/argocd/lon1-dev';
const STAGING = 'argocd-drained:mgmt/argocd/lon1-staging-global';
const LON1 = 'argocd-drained:mgmt/argocd/registry-lon1';
const MGMT = 'argocd-drained:acme-control-plane/argocd/registry-mgmt';

/** Stops at the first gate, as a run does that is killed there or whose time is over. */
const STOPPING = { ...STILL, awaitGates: () => Promise.resolve([error('GATE_TIMED_OUT')]) };

/** Every path that the ledgers own, which must be the paths that there are. */
function expectLedgersToMatch(remotes: Remotes): void {
  for (const [name, remote] of remotes) {
    const text = remote.read(ledgerPath('acme'));
    const ours = remote.paths().filter((path) => path !== 'README.md' && path !== ledgerPath('acme'));
    if (text === undefined) {
      expect(ours).toEqual([]);
      continue;
    }
    const { ledger, diagnostics } = parseLedger(text, { repository: name, project: 'acme', objectFormat: 'sha1' });
    expect(diagnostics).toEqual([]);
    expect([...(ledger?.files.keys() ?? [])].sort()).toEqual(ours);
    const records = (ledger?.records ?? []).map(
      (one) => `registry/konstruct/${one.namespace}/${one.kind}/${one.name}.yaml`,
    );
    expect(records.sort()).toEqual(ours.filter((path) => path.startsWith('registry/konstruct/')));
  }
}

describe('deleting an environment', () => {
  it('removes its Applications, waits until they are gone, and then removes its folder and its record', async () => {
    const remotes = await applied();
    const change = await planTree(program({ dev: 'gone' }), remotes);
    expect(outline(change.bundle.plan)).toEqual([
      { commits: [ORGANIZATION], gates: [DEV] },
      { commits: [ORGANIZATION, APPLICATIONS], gates: [] },
    ]);
    const seen: string[] = [];
    const state = () => ({
      application: remoteOf(remotes, ORGANIZATION).paths().includes(APPLICATION),
      record: remoteOf(remotes, ORGANIZATION).paths().includes(RECORD),
      folder: remoteOf(remotes, APPLICATIONS).paths().includes(FOLDER),
    });
    const { diagnostics, outcomes } = await applyPlan(change, {
      ...STILL,
      awaitGates: async (gates) => {
        seen.push(...gates.map(gateId));
        expect(state()).toEqual({ application: false, record: true, folder: true });
        expectLedgersToMatch(remotes);
        return [];
      },
    });
    expect(diagnostics).toEqual([]);
    expect(seen).toEqual([DEV]);
    expect(state()).toEqual({ application: false, record: false, folder: false });
    expectLedgersToMatch(remotes);
    expect(outcomes.map(({ phase, repository, status }) => [phase, repository, status])).toEqual([
      ['phase-1', ORGANIZATION, 'applied'],
      ['phase-2', ORGANIZATION, 'applied'],
      ['phase-2', APPLICATIONS, 'applied'],
    ]);
    expect((await planTree(program({ dev: 'gone' }), remotes)).bundle.plan.phases).toEqual([]);
  });

  it('is found unfinished by whoever plans next, who does the rest after the same gate', async () => {
    const remotes = await applied();
    const first = await applyPlan(await planTree(program({ dev: 'gone' }), remotes), STOPPING);
    expect(first).toMatchObject({ waitingAfter: 'phase-1', diagnostics: [{ code: 'GATE_TIMED_OUT' }] });
    expect(remoteOf(remotes, APPLICATIONS).paths()).toContain(FOLDER);
    expectLedgersToMatch(remotes);

    const rest = await planTree(program({ dev: 'gone' }), remotes);
    expect(outline(rest.bundle.plan)).toEqual([
      { commits: [], gates: [`${DEV} (pending)`] },
      { commits: [ORGANIZATION, APPLICATIONS], gates: [] },
    ]);
    expect(rest.bundle.plan.applyable).toBe(true);
    const stopped = await applyPlan(rest, STOPPING);
    expect(stopped.outcomes.every(({ status }) => status === 'pending')).toBe(true);
    expect((await applyPlan(rest)).diagnostics).toEqual([]);
    const fresh = await applied({ dev: 'gone' });
    expect(contentsOf(remotes)).toEqual(contentsOf(fresh));
  });

  it('that is taken back half-way puts back what is gone, and leaves the rest', async () => {
    const remotes = await applied();
    const before = contentsOf(remotes);
    await applyPlan(await planTree(program({ dev: 'gone' }), remotes), STOPPING);
    const back = await planTree(program(), remotes);
    expect(outline(back.bundle.plan)).toEqual([{ commits: [ORGANIZATION], gates: [] }]);
    await applyPlan(back);
    expect(contentsOf(remotes)).toEqual(before);
  });

  it('detaching keeps the record, and removes the folder after the gate', async () => {
    const remotes = await applied();
    const { plan } = (await planTree(program({ dev: 'declared' }), remotes)).bundle;
    expect(outline(plan)).toEqual([
      { commits: [ORGANIZATION], gates: [DEV] },
      { commits: [APPLICATIONS], gates: [] },
    ]);
  });

  it('goes on from a saved plan where another run has stopped, and refuses when the rest has changed', async () => {
    const remotes = await applied();
    const change = await planTree(program({ dev: 'gone' }), remotes);
    await applyPlan(change, STOPPING);
    const again = { ...change, snapshots: new Map() };
    const events: ApplyEvent[] = [];
    const { outcomes, diagnostics } = await applyPlan(again, { ...STILL, onEvent: (event) => events.push(event) });
    expect(diagnostics).toEqual([]);
    expect(outcomes.map(({ status }) => status)).toEqual(['already', 'applied', 'applied']);
    expect(events.filter(({ type }) => type === 'waiting')).toHaveLength(1);
    // a third time there is nothing left, and nobody is asked
    const third = await applyPlan(again, STOPPING);
    expect(third.outcomes.map(({ status }) => status)).toEqual(['already', 'already', 'already']);

    const other = await applied();
    const stale = await planTree(program({ dev: 'gone' }), other);
    await applyPlan(stale, STOPPING);
    remoteOf(other, APPLICATIONS).write({ files: { [FOLDER]: 'edited\n' } });
    const refused = await applyPlan({ ...stale, snapshots: new Map() });
    expect(refused.diagnostics).toMatchObject([{ code: 'PLAN_STALE', repository: APPLICATIONS, path: FOLDER }]);
  });

  it('stops when somebody else applies while it waits', async () => {
    const remotes = await applied();
    const change = await planTree(program({ dev: 'gone' }), remotes);
    const { diagnostics } = await applyPlan(change, {
      ...STILL,
      awaitGates: async () => {
        await applyPlan(await planTree(program(), remotes));
        return [];
      },
    });
    expect(diagnostics).toMatchObject([{ code: 'APPLY_OVERTAKEN', repository: ORGANIZATION }]);
    expect(remoteOf(remotes, APPLICATIONS).paths()).toContain(FOLDER);
  });
});

describe('removing clusters', () => {
  it('takes down what runs on it, then its registration, then its tree', async () => {
    const remotes = await applied();
    const { plan } = (await planTree(program({ cluster: false, management: true }), remotes)).bundle;
    expect(outline(plan)).toEqual([
      // the ledger of the platform's own repository learns that the record of `staging` waits for nothing any more
      { commits: [PLATFORM, ORGANIZATION], gates: [DEV, STAGING] },
      { commits: [ORGANIZATION, APPLICATIONS], gates: [LON1] },
      { commits: [ORGANIZATION], gates: [] },
    ]);
    const phaseOf = (path: string) =>
      plan.repositories.flatMap(({ files }) => files).find((file) => file.path === path)?.phase;
    expect(phaseOf(APPLICATION)).toBe('phase-1');
    expect(phaseOf('registry/clusters/mgmt/components/clusters/registry-lon1.yaml')).toBe('phase-2');
    expect(phaseOf(FOLDER)).toBe('phase-2');
    expect(phaseOf('registry/clusters/lon1/appproject.yaml')).toBe('phase-3');
    expect(phaseOf('registry/konstruct/retail/cluster/lon1.yaml')).toBe('phase-3');
  });

  it('takes down a management cluster after all that it runs', async () => {
    const remotes = await applied();
    const { plan } = (await planTree(program({ cluster: false }), remotes)).bundle;
    expect(outline(plan)).toEqual([
      { commits: [ORGANIZATION], gates: [DEV, STAGING] },
      { commits: [ORGANIZATION, APPLICATIONS], gates: [LON1] },
      { commits: [PLATFORM, ORGANIZATION], gates: [MGMT] },
      { commits: [PLATFORM, ORGANIZATION], gates: [] },
    ]);
  });
});

describe('laws of phases', () => {
  const shapes: fc.Arbitrary<Shape> = fc
    .record({
      cluster: fc.boolean(),
      management: fc.boolean(),
      dev: fc.constantFrom('attached' as const, 'declared' as const, 'gone' as const),
      staging: fc.boolean(),
    })
    .map((shape) => ({ ...shape, management: shape.management || shape.cluster }));

  it('whatever stops runs between programs, the last one comes to the files of a fresh one, and ledgers match always', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(shapes, fc.boolean()), { minLength: 1, maxLength: 5 }), async (steps) => {
        const remotes = await applied();
        for (const [shape, stops] of steps) {
          await applyPlan(await planTree(program(shape), remotes), stops ? STOPPING : STILL);
          expectLedgersToMatch(remotes);
          // no folder of an environment goes while the Application that syncs it is in git
          for (const slug of ['dev', 'staging-global']) {
            const has = remoteOf(remotes, ORGANIZATION).paths().includes(`registry/clusters/lon1/45-env-${slug}.yaml`);
            const folder = `registry/environments/${slug}/lon1/.gitkeep`;
            if (has) expect(remoteOf(remotes, APPLICATIONS).paths()).toContain(folder);
          }
        }
        const [last] = steps.at(-1) ?? [{}];
        expect((await applyPlan(await planTree(program(last), remotes))).diagnostics).toEqual([]);
        expect(contentsOf(remotes)).toEqual(contentsOf(await applied(last)));
      }),
      { numRuns: 40 },
    );
  });
});
