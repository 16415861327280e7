import { application } from '../../manifests/application.ts';
import {
  kubePrometheusStackSource,
  kubePrometheusStackValues,
  PROMETHEUS_CHARTS,
} from '../../manifests/kube-prometheus-stack.ts';
import type { ManagementCluster, WorkloadCluster } from '../../model/platform-model.ts';
import type { PlatformRepository } from '../../model/repository-location.ts';
import { emitYaml } from '../../render/yaml/emit-yaml.ts';
import { type Artifact, manifestFile } from '../artifact.ts';

/** The kube-prometheus-stack of a cluster, and the repositories its project has to allow. */
export interface Monitoring {
  readonly file: Artifact;
  readonly sourceRepos: readonly string[];
}

/**
 * `35-kube-prometheus-stack.yaml` in the tree that deploys to the cluster; undefined when it has none.
 *
 * @param tree folder of the Application
 * @param realm the Argo CD that runs it
 */
export function monitoringFile(
  cluster: ManagementCluster | WorkloadCluster,
  repository: PlatformRepository,
  tree: string,
  domain: string,
  realm: string,
): Monitoring | undefined {
  const { monitoring } = cluster;
  if (monitoring === undefined) return undefined;
  const values = emitYaml([kubePrometheusStackValues(monitoring.spec, { name: cluster.name, domain })]);
  const manifest = application({
    name: `kube-prometheus-stack-${cluster.name}`,
    wave: 35,
    project: cluster.name,
    source: kubePrometheusStackSource(monitoring.spec, values),
    destination: { name: cluster.name, namespace: monitoring.spec.namespace },
    // Its CRDs are larger than the annotation in which client-side apply keeps the last state.
    syncOptions: ['ServerSideApply=true'],
  });
  return {
    file: manifestFile(monitoring, repository, `${tree}/35-kube-prometheus-stack.yaml`, [manifest], realm),
    sourceRepos: [PROMETHEUS_CHARTS],
  };
}
