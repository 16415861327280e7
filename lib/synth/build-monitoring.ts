import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { KubePrometheusStackDeclaration } from '../model/declaration.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import type { Declared } from '../model/platform-model.ts';
import { ofKind, type Placed } from './collect.ts';

/** The kube-prometheus-stack of each cluster, by the origin of the cluster; one a cluster. */
export function buildMonitoring(
  declarations: readonly Placed[],
  diagnostics: Diagnostic[],
): ReadonlyMap<Origin, Declared<KubePrometheusStackDeclaration>> {
  const byCluster = new Map<Origin, Declared<KubePrometheusStackDeclaration>>();
  for (const { declaration, around } of ofKind(declarations, 'kube-prometheus-stack')) {
    const cluster = around.find(({ kind }) => kind === 'management-cluster' || kind === 'workload-cluster');
    if (cluster === undefined) {
      diagnostics.push(error('MONITORING_WITHOUT_CLUSTER', placeOf(declaration.origin)));
      continue;
    }
    const first = byCluster.get(cluster.origin);
    if (first !== undefined) {
      const name = 'name' in cluster ? cluster.name : '';
      diagnostics.push(
        error('MONITORING_TWICE', {
          summary: `Cluster \`${name}\` has more than one kube-prometheus-stack`,
          ...placeOf(declaration.origin),
          related: [{ message: 'the first one', ...placeOf(first.origin) }],
        }),
      );
      continue;
    }
    byCluster.set(cluster.origin, declaration);
  }
  return byCluster;
}
