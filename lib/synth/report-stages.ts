import { type Diagnostic, warning } from '../diagnostics/diagnostic.ts';
import { labelWithScope } from '../model/identity.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import type { Environment, WorkloadCluster } from '../model/platform-model.ts';

/** The clusters that a stage of an application runs on: those of its organization that serve the environment. */
export function clustersOfStage(
  namespace: string,
  stage: Environment,
  clusters: readonly WorkloadCluster[],
): readonly WorkloadCluster[] {
  return clusters.filter((cluster) => cluster.namespace === namespace && cluster.environments.includes(stage));
}

/** Says which stages of an application run nowhere yet. */
export function reportStages(
  application: { readonly name: string; readonly namespace: string; readonly origin: Origin },
  stages: readonly Environment[],
  clusters: readonly WorkloadCluster[],
  diagnostics: Diagnostic[],
): void {
  for (const stage of stages) {
    if (clustersOfStage(application.namespace, stage, clusters).length > 0) continue;
    const summary =
      `Stage ${labelWithScope(stage)} of application \`${application.name}\` is on no cluster ` +
      `of \`${application.namespace}\``;
    diagnostics.push(warning('STAGE_WITHOUT_CLUSTER', { summary, ...placeOf(application.origin) }));
  }
}
