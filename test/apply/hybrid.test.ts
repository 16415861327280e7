import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { type Gate, gateId } from '../../lib/model/gate.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { WORLDS, wait } from '../gates/worlds.ts';
import {
  APPLICATIONS,
  compiled,
  PASSWORD,
  PLATFORM,
  type ProgramOptions,
} from '../synth/deployments/infrastructure-program.ts';
import {
  applyPlan,
  contentsOf,
  memoryRemotes,
  planCompilation,
  type Remotes,
  STILL,
} from '../tools/memory-platform.ts';

const OWN = 'acme/platform';
const READY = 'workspace-ready:mgmt/catalog-db';
const RELEASE = 'argocd-drained:mgmt/lon1-environment/lon1-dev-db';
const RESOURCES = 'argocd-drained:mgmt/lon1-environment/lon1-dev-db-resources';
const WORKSPACE = 'argocd-drained:mgmt/argocd/catalog-db';
const ENVIRONMENT = 'argocd-drained:mgmt/argocd/lon1-dev';
const MAIN = 'registry/environments/dev/lon1/db.yaml';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-hybrid-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STOPPING = { ...STILL, awaitGates: () => Promise.resolve([error('GATE_TIMED_OUT')]) };

async function plan(remotes: Remotes, options: ProgramOptions = {}) {
  const compilation = await compiled({ type: 'Hybrid', ...options });
  expect(compilation.diagnostics).toEqual([]);
  return planCompilation(compilation, remotes);
}

async function applied(options: ProgramOptions = {}): Promise<Remotes> {
  const remotes = memoryRemotes([OWN, PLATFORM, APPLICATIONS]);
  expect((await applyPlan(await plan(remotes, options))).diagnostics).toEqual([]);
  return remotes;
}

function outline({ phases }: PlanDocument) {
  return phases.map(({ commits, gates = [] }) => ({
    commits,
    gates: gates.map(({ id, pending }) => (pending ? `${id} (pending)` : id)),
  }));
}

function read(remotes: Remotes, name: string, path: string): string | undefined {
  return remotes.get(name)?.read(path);
}

const size = (number: number) => ({ infrastructureValues: { size: number, password: PASSWORD } });

describe('a Hybrid deployment', () => {
  it('writes its Terraform, waits until that is there, and then writes its Application', async () => {
    const remotes = await applied({ deployed: false });
    const change = await plan(remotes);
    // The ledger of the platform's own repository learns what the management cluster has to wait for.
    expect(outline(change.bundle.plan)).toEqual([
      { commits: [OWN, PLATFORM], gates: [READY] },
      { commits: [APPLICATIONS], gates: [] },
    ]);
    const seen: Gate[] = [];
    const { diagnostics } = await applyPlan(change, {
      ...STILL,
      awaitGates: async (gates) => {
        seen.push(...gates);
        const workspace = read(remotes, PLATFORM, 'registry/clusters/mgmt/components/catalog/db/workspace.yaml');
        expect(workspace).toContain('konstruct-cdk.dev/revision');
        expect(read(remotes, APPLICATIONS, MAIN)).toBeUndefined();
        return [];
      },
    });
    expect(diagnostics).toEqual([]);
    expect(seen.map(gateId)).toEqual([READY]);
    expect(read(remotes, APPLICATIONS, MAIN)).toContain('kind: Application');
    expect(outline((await plan(remotes)).bundle.plan)).toEqual([]);
  });

  it('keeps the order when it changes, and waits for the new version', async () => {
    const remotes = await applied();
    const wider = {
      ...size(4),
      values: {
        site: 'us',
        apiKey: { store: 'cluster', path: 'konstruct/shared/agent', property: 'api-key' },
        dbName: 'shop',
      },
    } as const;
    const both = await plan(remotes, wider);
    expect(outline(both.bundle.plan)).toEqual([
      { commits: [PLATFORM], gates: [READY] },
      { commits: [APPLICATIONS], gates: [] },
    ]);
    const text = () => read(remotes, PLATFORM, 'registry/clusters/mgmt/components/catalog/db/workspace.yaml') ?? '';
    const before = text();
    await applyPlan(both, {
      ...STILL,
      awaitGates: async ([gate]) => {
        expect(gate).toMatchObject({ revision: expect.stringMatching(/^[0-9a-f]{16}$/) });
        const revision = (gate as Extract<Gate, { kind: 'workspace-ready' }>).revision ?? '';
        expect(before).not.toContain(revision);
        expect(text()).toContain(revision);
        return [];
      },
    });
    // What changes the Terraform alone waits for nothing.
    const alone = await plan(remotes, { ...wider, ...size(5) });
    expect(outline(alone.bundle.plan)).toEqual([{ commits: [PLATFORM], gates: [] }]);
  });

  it('goes on where a run has stopped at the gate', async () => {
    const remotes = await applied({ deployed: false });
    const stopped = await applyPlan(await plan(remotes), STOPPING);
    expect(stopped).toMatchObject({ waitingAfter: 'phase-1', diagnostics: [{ code: 'GATE_TIMED_OUT' }] });
    const rest = await plan(remotes);
    expect(outline(rest.bundle.plan)).toEqual([
      { commits: [], gates: [`${READY} (pending)`] },
      { commits: [APPLICATIONS], gates: [] },
    ]);
    expect((await applyPlan(rest)).diagnostics).toEqual([]);
    expect(contentsOf(remotes)).toEqual(contentsOf(await applied()));
  });

  it('is taken down the other way round: the Applications, the Workspace, its Terraform', async () => {
    const remotes = await applied();
    const change = await plan(remotes, { deployed: false });
    expect(outline(change.bundle.plan)).toEqual([
      { commits: [OWN, PLATFORM, APPLICATIONS], gates: [RELEASE, RESOURCES] },
      { commits: [PLATFORM], gates: [WORKSPACE] },
      { commits: [PLATFORM], gates: [] },
    ]);
    let phase = 0;
    const { diagnostics } = await applyPlan(change, {
      ...STILL,
      awaitGates: async () => {
        phase++;
        expect(read(remotes, APPLICATIONS, MAIN)).toBeUndefined();
        expect(read(remotes, PLATFORM, 'registry/clusters/mgmt/catalog-db.yaml') === undefined).toBe(phase === 2);
        // Terraform destroys with the files that it made things from.
        expect(read(remotes, PLATFORM, 'terraform/catalog/db/main.tf')).toBeDefined();
        expect(read(remotes, PLATFORM, 'registry/konstruct/retail/catalog-deployment/db.yaml')).toBeDefined();
        return [];
      },
    });
    expect(diagnostics).toEqual([]);
    expect(phase).toBe(2);
    expect(contentsOf(remotes)).toEqual(contentsOf(await applied({ deployed: false })));
  });

  it('holds its Terraform until its environment has gone, too', async () => {
    const remotes = await applied();
    const { bundle } = await plan(remotes, { deployed: false, devGone: true });
    expect(outline(bundle.plan)).toEqual([
      { commits: [OWN, PLATFORM], gates: [ENVIRONMENT] },
      { commits: [PLATFORM, APPLICATIONS], gates: [RELEASE, RESOURCES] },
      { commits: [PLATFORM], gates: [WORKSPACE] },
      { commits: [PLATFORM], gates: [] },
    ]);
  });

  it('passes the gate when the cluster has the Workspace in the revision that is written', async () => {
    const world = await WORLDS['the Kubernetes API']?.(folder);
    if (world === undefined) throw new Error('no such world');
    try {
      const change = await plan(await applied({ deployed: false }));
      const gate = change.bundle.plan.phases[0]?.gates?.[0]?.gate;
      if (gate?.kind !== 'workspace-ready') throw new Error('no gate');
      const workspace = (revision: string | undefined, ready: string) => ({
        apiVersion: 'tf.upbound.io/v1beta1',
        kind: 'Workspace',
        metadata: { name: 'catalog-db', annotations: { 'konstruct-cdk.dev/revision': revision } },
        status: { conditions: ['Synced', 'Ready'].map((type) => ({ type, status: ready })) },
      });
      const steps = [workspace('older', 'True'), workspace(gate.revision, 'False'), workspace(gate.revision, 'True')];
      const { codes, seen } = await wait([gate], world.settings, {
        onLook: ({ status }) => {
          const next = steps.shift();
          if (status === 'waiting' && next !== undefined) world.put(next);
        },
      });
      expect(codes).toEqual([]);
      expect(steps).toEqual([]);
      expect(seen.at(-1)).toMatchObject({ status: 'passed' });
    } finally {
      await world.close();
    }
  });
});

describe('an Infrastructure deployment', () => {
  it('is written at once, and taken down before its Terraform', async () => {
    const remotes = await applied({ type: 'Infrastructure' });
    const { bundle } = await plan(remotes, { type: 'Infrastructure', deployed: false });
    expect(outline(bundle.plan)).toEqual([
      { commits: [OWN, PLATFORM], gates: [WORKSPACE] },
      { commits: [PLATFORM], gates: [] },
    ]);
  });

  it('is gone before its management cluster goes', async () => {
    const remotes = await applied({ type: 'Infrastructure' });
    const { bundle } = await plan(remotes, { type: 'Infrastructure', clusterGone: true });
    const order = bundle.plan.phases.map(({ gates = [] }) => gates.map(({ id }) => id));
    expect(order[0]).toContain(WORKSPACE);
    expect(
      order.findIndex((ids) => ids.includes('argocd-drained:acme-control-plane/argocd/registry-mgmt')),
    ).toBeGreaterThan(0);
  });
});
