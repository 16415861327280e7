import { Construct } from 'constructs';
import type { JsonObject } from '../lib/model/json.ts';
import {
  PROMETHEUS_COMPONENTS,
  type PrometheusComponent,
  type PrometheusDuration,
  type RemoteWrite,
} from '../lib/model/kube-prometheus-stack.ts';
import { contribute } from '../lib/synth/contribution.ts';

export interface KubePrometheusStackProps {
  /**
   * How often targets are scraped.
   *
   * @default 5s
   */
  readonly scrapeInterval?: PrometheusDuration;
  /**
   * How long samples are kept on the cluster.
   *
   * @default 2h
   */
  readonly retention?: PrometheusDuration;
  /**
   * Receivers of all samples; an empty list keeps them on the cluster.
   *
   * @default - `https://prometheus-remote-write.<domain of the platform>/api/v1/write`
   */
  readonly remoteWrite?: readonly RemoteWrite[];
  /**
   * Labels on every sample that leaves the cluster, beside `cluster`.
   *
   * @default - none
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /**
   * Parts of the chart to switch on or off.
   *
   * @default - `prometheus` and `prometheusOperator` on, all others off
   */
  readonly components?: Readonly<Partial<Record<PrometheusComponent, boolean>>>;
  /**
   * Version of the Helm chart.
   *
   * @default 68.3.0
   */
  readonly chartVersion?: string;
  /**
   * Namespace of the release.
   *
   * @default observability
   */
  readonly namespace?: string;
  /**
   * Any other value of the chart, merged over the typed options: mappings by key, everything else replaces.
   * `null` unsets a default of the chart.
   *
   * @default - none
   */
  readonly values?: JsonObject;
}

/**
 * Prometheus on a cluster, forwarding to the management cluster by remote write.
 *
 * Stands under a `WorkloadCluster` or a `ManagementCluster`; one per cluster.
 *
 * @see Konstruct 0.3.6 release notes, "Add kube-prometheus-stack for workload clusters"
 */
export class KubePrometheusStack extends Construct {
  constructor(scope: Construct, id: string, props: KubePrometheusStackProps = {}) {
    super(scope, id);
    contribute(this, 'kube-prometheus-stack', () => ({
      spec: {
        chartVersion: props.chartVersion ?? '68.3.0',
        namespace: props.namespace ?? 'observability',
        scrapeInterval: props.scrapeInterval ?? '5s',
        retention: props.retention ?? '2h',
        externalLabels: props.externalLabels ?? {},
        remoteWrite: props.remoteWrite,
        components: withDefaults(props.components ?? {}),
        values: props.values ?? {},
      },
    }));
  }
}

// --- internal ---

const ON_BY_DEFAULT: ReadonlySet<PrometheusComponent> = new Set(['prometheus', 'prometheusOperator']);

function withDefaults(
  chosen: Readonly<Partial<Record<PrometheusComponent, boolean>>>,
): Record<PrometheusComponent, boolean> {
  const entries = PROMETHEUS_COMPONENTS.map((name) => [name, chosen[name] ?? ON_BY_DEFAULT.has(name)]);
  return Object.fromEntries(entries) as Record<PrometheusComponent, boolean>;
}
