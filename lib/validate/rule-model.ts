import type { Targets } from '../model/targets.ts';

/** What rules about manifests need to know of the platform: little enough to be handed from one run to another. */
export interface RuleModel {
  readonly platform: {
    readonly controlPlane: string;
    readonly repository: { readonly name: string };
    readonly targets: Targets;
  };
  readonly repositories: readonly { readonly name: string; readonly url: string }[];
  readonly managementClusters: readonly {
    readonly name: string;
    readonly organization: { readonly platform: { readonly name: string } };
  }[];
  readonly workloadClusters: readonly { readonly name: string }[];
}
