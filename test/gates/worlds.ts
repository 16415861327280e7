import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwaitGatesOptions, awaitGates } from '../../lib/gates/await-gates.ts';
import type { Observation } from '../../lib/gates/open-gate.ts';
import { openGate } from '../../lib/gates/open-gates.ts';
import type { Pace } from '../../lib/gates/pace.ts';
import type { ClusterSettings } from '../../lib/gates/settings.ts';
import type { WrittenState } from '../../lib/gates/written-state.ts';
import type { Gate } from '../../lib/model/gate.ts';
import { startArgocdStub } from '../tools/argocd-stub.ts';
import { kubeconfigFor, type StubObject, startKubernetesStub } from '../tools/kubernetes-stub.ts';

/** Asks as fast as it can. */
export const EAGER: Pace = {
  firstPause: 1,
  longestPause: 5,
  poll: 2,
  watchSeconds: 60,
  answer: 10_000,
  random: () => 0.5,
};

/** A world with Applications in which gates of one cluster are looked at, whatever answers for it. */
export interface GateWorld {
  readonly settings: ClusterSettings;
  put(object: StubObject): void;
  erase(namespace: string, name: string): void;
  /** What the server does next, in place of answering: codes, 0 for a broken connection. */
  fail(...codes: number[]): void;
  close(): Promise<void>;
}

export const WORLDS: Readonly<Record<string, (folder: string) => Promise<GateWorld>>> = {
  'the Kubernetes API': async (folder) => {
    const stub = await startKubernetesStub();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigFor(stub.url));
    return {
      settings: { kubeconfig: [kubeconfig] },
      put: stub.put,
      erase: (namespace, name) => stub.erase('applications', namespace, name),
      fail: stub.fail,
      close: stub.close,
    };
  },
  "Argo CD's API": async () => {
    const stub = await startArgocdStub();
    return {
      settings: { argocd: { server: stub.url, token: { env: 'ARGOCD_TOKEN' } } },
      put: (object) => {
        if (object.kind === 'Application')
          stub.applications.set(`${object.metadata.namespace}/${object.metadata.name}`, object);
        else stub.resources.set(`carrier/${object.kind}/${object.metadata.name}`, object);
      },
      erase: (namespace, name) => void stub.applications.delete(`${namespace}/${name}`),
      fail: stub.fail,
      close: stub.close,
    };
  },
};

/** What came of waiting for gates, and all that was seen on the way. */
export async function wait(
  gates: readonly Gate[],
  settings: ClusterSettings,
  rest: Partial<AwaitGatesOptions> & {
    onLook?: (observation: Observation, count: number) => void;
    written?: WrittenState;
  } = {},
) {
  const seen: Observation[] = [];
  const options = {
    clusters: { mgmt: settings },
    env: { ARGOCD_TOKEN: 'argocd-token', VAULT_TOKEN: 's.test' },
    pace: EAGER,
    written: rest.written,
  };
  const result = await awaitGates(gates, {
    open: (gate) => openGate(gate, options),
    timeout: 30_000,
    ...rest,
    onObservation: (_gate, observation) => {
      seen.push(observation);
      rest.onLook?.(observation, seen.length);
    },
  });
  return { codes: result.diagnostics.map(({ code }) => code), diagnostics: result.diagnostics, seen };
}
