import type { ArgocdDrainedGate } from '../../lib/model/gate.ts';

/** The gate of an environment `dev` that leaves the cluster `lon1`, as `SMALL_PROGRAM` has them. */
export function drainedGate(other: Partial<ArgocdDrainedGate> = {}): ArgocdDrainedGate {
  return {
    kind: 'argocd-drained',
    cluster: 'mgmt',
    application: 'lon1-dev',
    namespace: 'argocd',
    children: 'lon1-environment',
    source: { repoURL: 'https://git.example.com/apps.git', path: 'registry/environments/dev/lon1' },
    ...other,
  };
}
