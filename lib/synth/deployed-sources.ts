import { isJsonObject, type Json, type Manifest } from '../model/json.ts';
import type { WorkloadCluster } from '../model/platform-model.ts';

/** Where what is deployed to each cluster is fetched from: chart repositories and others, which its project has to admit. */
export class DeployedSources {
  private readonly byCluster = new Map<WorkloadCluster, Set<string>>();

  /** Takes note of the sources of Applications that go by the project of the cluster. */
  note(cluster: WorkloadCluster, manifests: readonly Manifest[]): void {
    for (const { apiVersion, kind, spec } of manifests) {
      if (kind !== 'Application' || !apiVersion.startsWith('argoproj.io/') || !isJsonObject(spec)) continue;
      if (spec['project'] !== cluster.name) continue;
      const urls = [spec['source'], ...list(spec['sources'])].flatMap((source) =>
        isJsonObject(source) && typeof source['repoURL'] === 'string' ? [source['repoURL']] : [],
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

// --- internal ---

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
