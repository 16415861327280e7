import type { JsonObject } from '../../lib/model/json.ts';
import { CATALOG_CHARTS } from './catalog-charts.ts';
import { CLUSTER_CHARTS } from './cluster-charts.ts';

/** A chart of `templates/`, and one set of values that it is rendered and compared with Helm for. */
export interface ChartCase {
  /** Its folder below `templates/`, for example `cluster-templates/civo/workload`. */
  readonly chart: string;
  /** `minimal` gives what must be given and nothing else. Unique among the cases of a chart; part of the name of files. */
  readonly name: string;
  /** The release that it is rendered as. @default - `RELEASE` of `render-own.ts`, for charts that do not depend on it */
  readonly release?: { readonly name: string; readonly namespace: string };
  readonly values: JsonObject;
}

/** Every chart that we ship, with the values it is tested with. */
export const OWN_CHARTS: readonly ChartCase[] = [...CLUSTER_CHARTS, ...CATALOG_CHARTS];
