import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWrittenState } from '../../lib/apply/written-state.ts';
import { openGate } from '../../lib/gates/open-gates.ts';
import type { ApplicationHealthyGate } from '../../lib/model/gate.ts';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../tools/git-server.ts';
import type { StubObject } from '../tools/kubernetes-stub.ts';
import { EAGER, type GateWorld, WORLDS, wait } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-healthy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const URL = 'https://git.example.com/retail/apps.git';
const CHARTS = 'https://charts.example.com';
const gate: ApplicationHealthyGate = {
  kind: 'application-healthy',
  cluster: 'mgmt',
  application: 'shop',
  namespace: 'argocd',
  manifest: { repository: 'retail/apps', path: 'apps/shop.yaml' },
  sources: [{ repoURL: URL, repository: 'retail/apps' }],
};

const FOLDER = { repoURL: URL, path: 'shop', targetRevision: 'main' };
const CHART = { repoURL: CHARTS, chart: 'shop', targetRevision: '2.0.0', helm: { values: 'a: 1\n' } };
const destination = { name: 'lon1', namespace: 'shop' };

type Spec = { readonly source?: object; readonly sources?: readonly object[]; readonly destination?: object };

const manifest = (spec: Spec) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: { destination, ...spec },
});

/** As Argo CD leaves it: compared with its own sources, synced and healthy, unless something else is said. */
function live(spec: Spec, sync: object = {}, status: object = {}): StubObject {
  return {
    ...manifest(spec),
    status: {
      sync: { status: 'Synced', comparedTo: { destination, ...spec }, ...sync },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded' },
      ...status,
    },
  };
}

describe.each(Object.entries(WORLDS))('the health of an Application through %s', (_, start) => {
  let world: GateWorld;
  let bare: BareRepository;
  let repository: Repository;
  beforeEach(async () => {
    world = await start(folder);
    bare = createBareRepository({ 'README.md': 'x\n' });
    repository = openGitRepository({ name: 'retail/apps', url: bare.path, branch: 'main' }, { env: testGitEnv() });
  });
  afterEach(async () => {
    await world.close();
    await repository.close();
    bare.remove();
  });

  /** Writes files, and says which commit that made. */
  const push = (files: Readonly<Record<string, string>>) => {
    bare.commit(files);
    return bare.head() ?? '';
  };
  const write = (spec: Spec) => push({ 'apps/shop.yaml': JSON.stringify(manifest(spec)) });
  /** What the first look at it finds. */
  const look = async (object: StubObject) => {
    world.put(object);
    const written = readWrittenState(new Map([['retail/apps', repository]]));
    const options = { clusters: { mgmt: world.settings }, env: { ARGOCD_TOKEN: 'argocd-token' }, pace: EAGER, written };
    for await (const { status } of openGate(gate, options).observe(new AbortController().signal)) return status;
    return undefined;
  };

  it('counts when it is synced, healthy and at rest', async () => {
    const revision = write({ source: FOLDER });
    const states: [object, object, boolean][] = [
      [{ status: 'OutOfSync' }, {}, false],
      [{}, { health: { status: 'Progressing' } }, false],
      [{}, { operationState: { phase: 'Running' } }, false],
      [{}, {}, true],
    ];
    for (const [sync, status, passes] of states) {
      const found = await look(live({ source: FOLDER }, { revision, ...sync }, status));
      expect({ sync, status, found }).toEqual({ sync, status, found: passes ? 'passed' : 'waiting' });
    }
    const { status: _status, ...unknown } = live({ source: FOLDER });
    expect(await look(unknown as StubObject)).toBe('waiting');
  });

  it('does not count at a commit before the one that was written', async () => {
    const before = write({ source: FOLDER });
    const written = push({ 'shop/deployment.yaml': 'replicas: 2\n' });
    for (const revision of [before, '', '0'.repeat(40), undefined]) {
      const found = await look(live({ source: FOLDER }, { revision }));
      expect({ revision, found }).toEqual({ revision, found: 'waiting' });
    }
    expect(await look(live({ source: FOLDER }, { revision: written }))).toBe('passed');
  });

  it('counts at a later commit of the branch, whoever made it, but not at one that left the branch', async () => {
    write({ source: FOLDER });
    let later = '';
    world.put(live({ source: FOLDER }, { revision: 'f'.repeat(40) }));
    const written = readWrittenState(new Map([['retail/apps', repository]]));
    const { codes } = await wait([gate], world.settings, {
      written,
      onLook: (observation) => {
        if (observation.status !== 'waiting' || later !== '') return;
        push({ 'other.yaml': 'somebody: else\n' });
        later = push({ 'other.yaml': 'somebody: again\n' });
        world.put(live({ source: FOLDER }, { revision: later }));
      },
    });
    expect(codes).toEqual([]);
    bare.git('update-ref', 'refs/heads/main', `${later}~2`);
    push({ 'apps/shop.yaml': `${JSON.stringify(manifest({ source: FOLDER }))}\n` });
    expect(await look(live({ source: FOLDER }, { revision: later }))).toBe('waiting');
  });

  it('does not count for a chart that is not applied or not compared yet', async () => {
    write({ source: CHART });
    const old = { ...CHART, targetRevision: '1.0.0' };
    const revision = { revision: '2.0.0' };
    expect(await look(live({ source: old }, { revision: '1.0.0' }))).toBe('waiting');
    expect(await look(live({ source: CHART }, { ...revision, comparedTo: { source: old } }))).toBe('waiting');
    expect(await look(live({ source: CHART }, { ...revision, comparedTo: undefined }))).toBe('waiting');
    const values = { ...CHART, helm: { values: 'a: 2\n' } };
    expect(await look(live({ source: values }, revision))).toBe('waiting');
    expect(await look(live({ source: CHART, destination: { name: 'other' } }, revision))).toBe('waiting');
    expect(await look(live({ source: CHART }, revision))).toBe('passed');
  });

  it('takes what Argo CD leaves out for empty, but not in the values of a chart', async () => {
    const helm = (enabled: object) => ({ skipCrds: false, valueFiles: [], valuesObject: enabled });
    const source = { ...CHART, helm: helm({ enabled: false }) };
    write({ source });
    const kept = { ...CHART, helm: { valuesObject: { enabled: false } } };
    expect(await look(live({ source }, { revision: '2.0.0', comparedTo: { source: kept } }))).toBe('passed');
    expect(await look(live({ source: { ...CHART, helm: helm({}) } }, { revision: '2.0.0' }))).toBe('waiting');
  });

  it('looks at each of several sources, and at no branch of one that follows a tag or is somebody else’s', async () => {
    const spec = {
      sources: [CHART, { ...FOLDER, ref: 'values' }, { repoURL: 'https://git.example.com/other', path: 'x' }],
    };
    const before = push({ 'values.yaml': 'a: 1\n' });
    const written = write(spec);
    expect(await look(live(spec, { revisions: ['2.0.0', before, 'x'] }))).toBe('waiting');
    expect(await look(live(spec, { revisions: ['2.0.0'] }))).toBe('waiting');
    expect(await look(live(spec, { revisions: ['2.0.0', written, 'x'] }))).toBe('passed');
    const tagged = { source: { ...FOLDER, targetRevision: 'v1' } };
    write(tagged);
    expect(await look(live(tagged, { revision: before }))).toBe('passed');
  });

  it('does not count where git does not have the Application, or it is being deleted', async () => {
    const revision = push({ 'apps/shop.yaml': 'kind: Other\n' });
    expect(await look(live({ source: FOLDER }, { revision }))).toBe('waiting');
    const now = write({ source: FOLDER });
    const object = live({ source: FOLDER }, { revision: now });
    Object.assign(object.metadata, { deletionTimestamp: '2026-11-28T19:00:00Z' });
    expect(await look(object)).toBe('waiting');
  });
});

it('cannot be looked at without repositories', async () => {
  const world = await (WORLDS['the Kubernetes API'] as (folder: string) => Promise<GateWorld>)(folder);
  expect((await wait([gate], world.settings)).codes).toEqual(['GATE_NOT_CONFIGURED']);
  await world.close();
});
