import type { Manifest } from '../model/json.ts';
import { DEFAULT_TARGETS, type Targets } from '../model/targets.ts';
import { createSyncMap, type SyncMap } from './argocd/sync-map.ts';
import { type CheckedArtifact, createManifestIndex, type ManifestIndex } from './manifest-index.ts';
import type { RuleModel } from './rule-model.ts';

/** What a rule about manifests can look at. */
export interface RuleContext {
  readonly model: RuleModel | undefined;
  readonly targets: Targets;
  readonly index: ManifestIndex;
  readonly syncs: SyncMap;
  /** Documents of which the mistake was reported: what follows from it is not told again. Rules add to it. */
  readonly told: Set<Manifest>;
}

export function createRuleContext(artifacts: readonly CheckedArtifact[], model: RuleModel | undefined): RuleContext {
  const index = createManifestIndex(artifacts);
  return {
    model,
    targets: model?.platform.targets ?? DEFAULT_TARGETS,
    index,
    syncs: createSyncMap(index, model),
    told: new Set(),
  };
}
