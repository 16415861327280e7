import type { GoMap, Value } from '../go/values.ts';

/** A dependency as `Chart.yaml` (or `requirements.yaml`) declares it. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string;
  readonly tags: readonly string[];
  readonly alias: string;
  readonly importValues: readonly Value[];
}

/** What `Chart.yaml` says; `raw` keeps all of it. */
export interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly type: string;
  readonly kubeVersion: string;
  readonly dependencies: readonly Dependency[];
  readonly raw: GoMap;
}

export interface ChartFile {
  /** Relative to the chart's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A chart as it lies in its folder, with its subcharts. */
export interface Chart {
  readonly metadata: Metadata;
  /** Path of the chart's folder relative to that of the root chart, for showing; empty for the root. */
  readonly folder: string;
  readonly values: GoMap;
  /** The text of `values.schema.json`. */
  readonly schema: string | undefined;
  readonly templates: readonly ChartFile[];
  /** Everything that is neither template, value, metadata nor subchart; `crds/` is among it. */
  readonly files: readonly ChartFile[];
  readonly dependencies: readonly Chart[];
}
