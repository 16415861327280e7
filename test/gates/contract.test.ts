import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gate } from '../../lib/model/gate.ts';
import { drainedGate } from '../tools/drained-gate.ts';
import { applicationObject, type StubObject } from '../tools/kubernetes-stub.ts';
import { type GateWorld, WORLDS, wait } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-gates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const REPOSITORY = 'https://git.example.com/retail-apps.git';
const FOLDER = 'registry/environments/dev/lon1-dev';

const drained = drainedGate({
  application: 'lon1-dev-dev',
  children: 'lon1-dev-environment',
  source: { repoURL: REPOSITORY, path: FOLDER },
});
const workspace: Gate = {
  kind: 'workspace-ready',
  cluster: 'mgmt',
  name: 'bucket',
  revision: 'r2',
  application: { name: 'carrier', namespace: 'argocd' },
};

function workspaceObject(revision: string, conditions: Readonly<Record<string, string>>): StubObject {
  return {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'Workspace',
    metadata: { name: 'bucket', annotations: { 'konstruct-cdk.dev/revision': revision } },
    status: { conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })) },
  };
}

const child = (name: string, rest: Parameters<typeof applicationObject>[1] = {}) =>
  applicationObject(name, { namespace: 'lon1-dev-environment', ...rest });

describe.each(Object.entries(WORLDS))('gates looked at through %s', (_, start) => {
  let world: GateWorld;
  beforeEach(async () => {
    world = await start(folder);
  });
  afterEach(() => world.close());

  it('lets a drained environment through at once', async () => {
    world.put(applicationObject('lon1-dev-staging'));
    world.put(child('other', { path: 'registry/environments/staging/lon1-dev', repoURL: REPOSITORY }));
    expect((await wait([drained], world.settings)).codes).toEqual([]);
  });

  it.each([
    ['the Application itself', applicationObject('lon1-dev-dev')],
    ['one that is tracked as its child', child('datadog', { parent: 'lon1-dev-dev' })],
    ['one that is tracked across namespaces', child('datadog', { parent: 'argocd_lon1-dev-dev' })],
    [
      'one that carries its label',
      child('datadog', { extra: { labels: { 'app.kubernetes.io/instance': 'lon1-dev-dev' } } }),
    ],
    [
      'one that syncs a folder of the environment',
      child('datadog', { path: `${FOLDER}/datadog`, repoURL: REPOSITORY }),
    ],
    [
      'one with another spelling of the URL',
      child('datadog', { path: `./${FOLDER}/`, repoURL: `${REPOSITORY.slice(0, -4)}/` }),
    ],
  ])('waits for %s', async (_case, object) => {
    world.put(object);
    const { codes, seen } = await wait([drained], world.settings, {
      onLook: (observation) => {
        if (observation.status === 'waiting') world.erase(object.metadata.namespace ?? '', object.metadata.name);
      },
    });
    expect(codes).toEqual([]);
    expect(seen.map(({ status }) => status)).toContain('waiting');
    expect(seen.at(-1)).toEqual({ status: 'passed' });
  });

  it('goes on through errors and broken connections, and never takes one for an empty list', async () => {
    world.put(applicationObject('lon1-dev-dev'));
    world.fail(500, 0, 503, 429);
    const { codes, seen } = await wait([drained], world.settings, {
      onLook: (observation) => {
        if (observation.status === 'waiting') world.erase('argocd', 'lon1-dev-dev');
      },
    });
    expect(codes).toEqual([]);
    const statuses = seen.map(({ status }) => status);
    expect(statuses[0]).toBe('unreachable');
    expect(statuses.indexOf('passed')).toBeGreaterThan(statuses.indexOf('waiting'));
  });

  it('stops where it is refused', async () => {
    world.fail(403, 403);
    expect((await wait([drained], world.settings)).codes).toEqual(['GATE_REFUSED']);
  });

  it('says what is left, why, and what to run, when the time is over', async () => {
    world.put(
      applicationObject('lon1-dev-dev', {
        extra: { deletionTimestamp: '2026-11-28T19:00:00Z' },
        status: { conditions: [{ type: 'DeletionError', message: 'dial tcp: https://u:hunter2@10.0.0.1 timeout' }] },
      }),
    );
    const { codes, diagnostics } = await wait([drained], world.settings, { timeout: 300 });
    expect(codes).toEqual(['GATE_TIMED_OUT']);
    const detail = diagnostics[0]?.detail ?? '';
    for (const part of [
      'Application argocd/lon1-dev-dev',
      '2026-11-28T19:00:00Z',
      'resources-finalizer.argocd.argoproj.io',
      'DeletionError',
      'kubectl -n argocd patch application lon1-dev-dev',
    ])
      expect(detail).toContain(part);
    expect(detail).not.toContain('hunter2');
  });

  it('does not take a Workspace of before for the one that is wanted', async () => {
    const states: [StubObject | undefined, boolean][] = [
      [undefined, false],
      [workspaceObject('r1', { Synced: 'True', Ready: 'True' }), false],
      [workspaceObject('r2', { Synced: 'True' }), false],
      [workspaceObject('r2', { Synced: 'False', Ready: 'True' }), false],
      [workspaceObject('r2', { Synced: 'True', Ready: 'True' }), true],
    ];
    for (const [object, passes] of states) {
      if (object !== undefined) world.put(object);
      const { codes } = await wait([workspace], world.settings, { timeout: passes ? 30_000 : 100 });
      expect({ object, codes }).toEqual({ object, codes: passes ? [] : ['GATE_TIMED_OUT'] });
    }
  });

  it('does not take the conditions of before for those of a version that Terraform has not applied', async () => {
    const ready = (wanted: string, applied: string | undefined): StubObject => ({
      ...workspaceObject('r2', {}),
      spec: { forProvider: { source: 'Remote', module: 'm', vars: [{ key: 'konstruct_revision', value: wanted }] } },
      status: {
        conditions: ['Synced', 'Ready'].map((type) => ({ type, status: 'True' })),
        atProvider: { checksum: 'x', outputs: applied === undefined ? {} : { url: 'u', konstruct_revision: applied } },
      },
    });
    // As a provider that names no generation leaves it in the instant before it starts, and for as long as it works.
    world.put(ready('r2', 'r1'));
    const { codes, seen } = await wait([workspace], world.settings, {
      onLook: (observation) => {
        if (observation.status === 'waiting') world.put(ready('r2', 'r2'));
      },
    });
    expect(codes).toEqual([]);
    expect(seen.map(({ status }) => status)).toContain('waiting');
    for (const applied of [undefined, 'r1', 'r3']) {
      world.put(ready('r2', applied));
      const { codes: late, diagnostics } = await wait([workspace], world.settings, { timeout: 100 });
      expect([applied, late]).toEqual([applied, ['GATE_TIMED_OUT']]);
      expect(diagnostics[0]?.detail).toContain('Terraform has not applied the new version yet');
    }
  });

  it('is interrupted at once', async () => {
    world.put(applicationObject('lon1-dev-dev'));
    const controller = new AbortController();
    const waiting = wait([drained], world.settings, { signal: controller.signal, onLook: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
