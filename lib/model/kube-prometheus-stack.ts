import type { JsonObject } from './json.ts';

/** A duration as Prometheus reads it, for example `30s`, `2h` or `1h30m`. */
export type PrometheusDuration = `${number}${PrometheusUnit}` | `${number}${PrometheusUnit}${number}${PrometheusUnit}`;

type PrometheusUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y';

/** A key of a Kubernetes Secret that stands beside Prometheus. */
export interface SecretKeySelector {
  /** Name of the Secret. */
  readonly name: string;
  readonly key: string;
}

/** One receiver of samples. */
export interface RemoteWrite {
  /** Absolute http(s) URL of the receiver. */
  readonly url: string;
  /**
   * Name in Prometheus' own metrics; unique in the list.
   *
   * @default - Prometheus makes one up
   */
  readonly name?: string;
  /**
   * How long one request may take.
   *
   * @default - Prometheus decides (30s)
   */
  readonly remoteTimeout?: PrometheusDuration;
  /**
   * User and password, as keys of a Secret in the namespace of the release.
   *
   * @default - none
   */
  readonly basicAuth?: { readonly username: SecretKeySelector; readonly password: SecretKeySelector };
  /**
   * Bearer token, as a key of a Secret in the namespace of the release.
   *
   * @default - none
   */
  readonly bearerToken?: SecretKeySelector;
}

/**
 * The parts of the chart, in the order of its values file.
 *
 * @see https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-68.3.0/charts/kube-prometheus-stack
 */
export const PROMETHEUS_COMPONENTS = [
  'grafana',
  'alertmanager',
  'prometheus',
  'prometheusOperator',
  'defaultRules',
  'kubeStateMetrics',
  'nodeExporter',
  'kubeApiServer',
  'kubelet',
  'kubeControllerManager',
  'coreDns',
  'kubeScheduler',
  'kubeProxy',
  'kubeEtcd',
] as const;

export type PrometheusComponent = (typeof PROMETHEUS_COMPONENTS)[number];

/** What the kube-prometheus-stack of one cluster is told, with every default but the domain's filled in. */
export interface KubePrometheusStackSpec {
  readonly chartVersion: string;
  readonly namespace: string;
  readonly scrapeInterval: string;
  readonly retention: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Undefined: the receiver of the platform's domain. */
  readonly remoteWrite: readonly RemoteWrite[] | undefined;
  readonly components: Readonly<Record<PrometheusComponent, boolean>>;
  /** Values merged over everything above; a mapping is merged by key, anything else replaces. */
  readonly values: JsonObject;
}
