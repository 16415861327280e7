import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awaitGates } from '../../lib/gates/await-gates.ts';
import { openGate } from '../../lib/gates/open-gates.ts';
import type { ApprovalGate, ExternalSecretsReadyGate } from '../../lib/model/gate.ts';
import { codeOf } from '../tools/code-of.ts';
import { type KubernetesStub, kubeconfigFor, type StubObject, startKubernetesStub } from '../tools/kubernetes-stub.ts';
import { wait } from './worlds.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-gates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ExternalSecrets that have to be ready', () => {
  const gate: ExternalSecretsReadyGate = {
    kind: 'external-secrets-ready',
    cluster: 'mgmt',
    namespace: 'argocd',
    names: ['repo'],
    properties: ['APP_ID'],
  };
  let stub: KubernetesStub;
  beforeEach(async () => {
    stub = await startKubernetesStub();
    writeFileSync(join(folder, 'kubeconfig'), kubeconfigFor(stub.url));
  });
  afterEach(() => stub.close());

  interface State {
    readonly ready?: 'True' | 'False';
    readonly generation?: number;
    readonly synced?: number;
    readonly fields?: readonly string[];
    readonly template?: string;
  }

  function secret({
    ready = 'True',
    generation = 2,
    synced = 2,
    fields = ['APP_ID'],
    template,
  }: State = {}): StubObject {
    return {
      apiVersion: 'external-secrets.io/v1beta1',
      kind: 'ExternalSecret',
      metadata: { name: 'repo', namespace: 'argocd', generation },
      spec: {
        data: fields.map((property) => ({ secretKey: property.toLowerCase(), remoteRef: { key: 'x', property } })),
        ...(template !== undefined && { target: { template: { data: { id: template } } } }),
      },
      status: {
        conditions: [{ type: 'Ready', status: ready, ...(ready === 'False' && { message: 'no such key' }) }],
        syncedResourceVersion: `${synced}-abc`,
      },
    };
  }

  const settings = () => ({ kubeconfig: [join(folder, 'kubeconfig')] });

  it('are, where they are written so and synced', async () => {
    stub.put(secret());
    expect((await wait([gate], settings())).codes).toEqual([]);
  });

  it('are, where a template of theirs names the field', async () => {
    stub.put(secret({ fields: [], template: '{{ .APP_ID | toString }}' }));
    expect((await wait([gate], settings())).codes).toEqual([]);
  });

  it.each<[what: string, before: StubObject | undefined, reason: RegExp]>([
    ['do not exist', undefined, /does not exist yet/],
    ['are not ready', secret({ ready: 'False' }), /Ready/],
    ['are ready as they were', secret({ generation: 3 }), /not been synced/],
    ['are those of an older state', secret({ fields: ['PAT'] }), /reads APP_ID/],
  ])('are waited for while they %s', async (_, before, reason) => {
    if (before !== undefined) stub.put(before);
    const { codes, seen } = await wait([gate], settings(), {
      onLook: (observation) => {
        if (observation.status === 'waiting') stub.put(secret({ generation: 3, synced: 3 }));
      },
    });
    expect(codes).toEqual([]);
    const [first] = seen;
    expect(first?.status === 'waiting' && first.remaining).toEqual([
      {
        subject: 'ExternalSecret argocd/repo',
        reasons: [expect.stringMatching(reason)],
        fix: 'kubectl -n argocd describe externalsecret repo',
      },
    ]);
  });

  it('cannot be seen through the API of Argo CD alone', () => {
    const clusters = { mgmt: { argocd: { server: 'https://argocd.example.com', token: { env: 'TOKEN' } } } };
    expect(codeOf(() => openGate(gate, { clusters, env: {} }))).toBe('GATE_NOT_CONFIGURED');
  });
});

describe('an approval', () => {
  const gate: ApprovalGate = { kind: 'approval', name: 'cutover', question: 'Is everybody told?' };

  const ask = async (options: Partial<Parameters<typeof openGate>[1]>) => {
    const { diagnostics } = await awaitGates([gate], {
      open: (one) => openGate(one, { clusters: {}, env: {}, ...options }),
      timeout: 5_000,
    });
    return diagnostics.map(({ code }) => code);
  };

  it('is given on the command line, and nobody is asked', async () => {
    const question = () => Promise.reject(new Error('asked'));
    expect(await ask({ approved: new Set(['cutover']), question })).toEqual([]);
  });

  it('is given by a person, who reads the question', async () => {
    const asked: string[] = [];
    const question = async (text: string) => asked.push(text) > 0;
    expect(await ask({ question })).toEqual([]);
    expect(asked).toEqual([expect.stringContaining('Is everybody told?')]);
  });

  it.each([
    ['a person says no', { question: async () => false }],
    ['nobody can be asked', {}],
    ['another one is given', { approved: new Set(['other']) }],
  ])('is not given where %s', async (_, options) => {
    expect(await ask(options)).toEqual([expect.stringMatching(/^GATE_/)]);
  });
});
