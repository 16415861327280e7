import type { Manifest } from '../model/json.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { DEFAULT_TARGETS, type Targets } from '../model/targets.ts';
import type { Artifact } from '../synth/artifact.ts';
import { createSyncMap, type SyncMap } from './argocd/sync-map.ts';
import { createManifestIndex, type ManifestIndex } from './manifest-index.ts';

/** What a rule about manifests can look at. */
export interface RuleContext {
  readonly model: PlatformModel | undefined;
  readonly targets: Targets;
  readonly index: ManifestIndex;
  readonly syncs: SyncMap;
  /** Documents of which the mistake was reported: what follows from it is not told again. Rules add to it. */
  readonly told: Set<Manifest>;
}

export function createRuleContext(artifacts: readonly Artifact[], model: PlatformModel | undefined): RuleContext {
  const index = createManifestIndex(artifacts);
  return {
    model,
    targets: model?.platform.targets ?? DEFAULT_TARGETS,
    index,
    syncs: createSyncMap(index, model),
    told: new Set(),
  };
}
