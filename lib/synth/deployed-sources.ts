import { applicationSources, isApplication } from '../manifests/read-application.ts';
import { isJsonObject, type Manifest } from '../model/json.ts';
import type { WorkloadCluster } from '../model/platform-model.ts';

/** Where what is deployed to each cluster is fetched from: chart repositories and others, which its project has to admit. */
export class DeployedSources {
  private readonly byCluster = new Map<WorkloadCluster, Set<string>>();

  /** Takes note of the sources of Applications that go by the project of the cluster. */
  note(cluster: WorkloadCluster, manifests: readonly Manifest[]): void {
    for (const manifest of manifests) {
      const { spec } = manifest;
      if (!isApplication(manifest) || !isJsonObject(spec) || spec['project'] !== cluster.name) continue;
      const urls = applicationSources(manifest).flatMap(({ repoURL }) =>
        typeof repoURL === 'string' ? [repoURL] : [],
      );
      const known = this.byCluster.get(cluster) ?? new Set();
      this.byCluster.set(cluster, known);
      for (const url of urls) known.add(url);
    }
  }

  /** Sorted, each once. */
  of(cluster: WorkloadCluster): readonly string[] {
    return [...(this.byCluster.get(cluster) ?? [])].sort();
  }
}
