import type { EarlyVersions } from '../functions/constraint.ts';
import { API_VERSIONS_3_17, API_VERSIONS_4_1 } from './api-versions.ts';
import type { Nulls } from './coalesce.ts';

/** The releases of Helm whose behaviour can be asked for. */
export type HelmRelease = '3.17' | '4.1';

/** What differs between releases of Helm where a template can see it. */
export interface HelmProfile {
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  /** Fields of `.Capabilities.HelmVersion`, in order, with their names in JSON. */
  readonly build: readonly (readonly [field: string, json: string, value: string])[];
  readonly package: 'chartutil' | 'common';
  /** Helm 4 gives `.Chart` as a map. */
  readonly chartIsMap: boolean;
  readonly rangeOverInt: boolean;
  readonly earlyVersions: EarlyVersions;
  readonly nulls: Nulls;
}

export const HELM_PROFILES: Readonly<Record<HelmRelease, HelmProfile>> = {
  '3.17': {
    kubeVersion: 'v1.32.0',
    apiVersions: API_VERSIONS_3_17,
    build: [
      ['Version', 'version', 'v3.17.2'],
      ['GitCommit', 'git_commit', 'cc0bbbd6d6276b83880042c1ecb34087e84d41eb'],
      ['GitTreeState', 'git_tree_state', 'clean'],
      ['GoVersion', 'go_version', 'go1.23.7'],
    ],
    package: 'chartutil',
    chartIsMap: false,
    rangeOverInt: false,
    earlyVersions: 'rule',
    nulls: 'drop',
  },
  '4.1': {
    kubeVersion: 'v1.35.0',
    apiVersions: API_VERSIONS_4_1,
    build: [
      ['Version', 'version', 'v4.1.4'],
      ['GitCommit', 'git_commit', '05fa37973dc9e42b76e1d2883494c87174b6074f'],
      ['GitTreeState', 'git_tree_state', 'clean'],
      ['GoVersion', 'go_version', 'go1.25.9'],
      ['KubeClientVersion', 'kube_client_version', 'v1.35'],
    ],
    package: 'common',
    chartIsMap: true,
    rangeOverInt: true,
    earlyVersions: 'group',
    nulls: 'drop-hiding',
  },
};
