import type { JsonObject } from '../model/json.ts';
import { mergeObjects } from '../model/json.ts';
import type { KubePrometheusStackSpec, RemoteWrite } from '../model/kube-prometheus-stack.ts';
import type { HelmSource } from './application.ts';

/** The Helm repository of the chart. */
export const PROMETHEUS_CHARTS = 'https://prometheus-community.github.io/helm-charts';

/** What the values need to know of the cluster. */
export interface MonitoredCluster {
  readonly name: string;
  /** Domain of the platform, under which the receiver of remote writes lives. */
  readonly domain: string;
}

/**
 * The values of the chart as data.
 *
 * Defaults are those of the platform's own Application: scrape often, keep little, forward everything, and run
 * nothing but Prometheus and its operator.
 *
 * @see Konstruct 0.3.6 release notes, "Add kube-prometheus-stack for workload clusters"
 */
export function kubePrometheusStackValues(spec: KubePrometheusStackSpec, cluster: MonitoredCluster): JsonObject {
  const on = (name: keyof KubePrometheusStackSpec['components']) => ({ enabled: spec.components[name] });
  const remoteWrite = spec.remoteWrite ?? [{ url: `https://prometheus-remote-write.${cluster.domain}/api/v1/write` }];
  const values: JsonObject = {
    grafana: on('grafana'),
    alertmanager: on('alertmanager'),
    prometheus: {
      ...on('prometheus'),
      prometheusSpec: {
        scrapeInterval: spec.scrapeInterval,
        retention: spec.retention,
        externalLabels: { cluster: cluster.name, ...spec.externalLabels },
        remoteWrite: remoteWrite.map(remoteWriteValues),
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        storageSpec: {},
      },
    },
    prometheusOperator: on('prometheusOperator'),
    defaultRules: { create: spec.components.defaultRules },
    kubeStateMetrics: on('kubeStateMetrics'),
    nodeExporter: on('nodeExporter'),
    kubeApiServer: on('kubeApiServer'),
    kubelet: on('kubelet'),
    kubeControllerManager: on('kubeControllerManager'),
    coreDns: on('coreDns'),
    kubeScheduler: on('kubeScheduler'),
    kubeProxy: on('kubeProxy'),
    kubeEtcd: on('kubeEtcd'),
  };
  return mergeObjects(values, spec.values);
}

/** The chart as an Application's source. @param values the chart's values as YAML text */
export function kubePrometheusStackSource(spec: KubePrometheusStackSpec, values: string): HelmSource {
  return {
    repoURL: PROMETHEUS_CHARTS,
    chart: 'kube-prometheus-stack',
    targetRevision: spec.chartVersion,
    helm: { releaseName: 'kube-prometheus-stack', values },
  };
}

// --- internal ---

/** @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec */
function remoteWriteValues(receiver: RemoteWrite): JsonObject {
  return {
    url: receiver.url,
    name: receiver.name,
    remoteTimeout: receiver.remoteTimeout,
    basicAuth: receiver.basicAuth && {
      username: { ...receiver.basicAuth.username },
      password: { ...receiver.basicAuth.password },
    },
    authorization: receiver.bearerToken && { credentials: { ...receiver.bearerToken } },
  };
}
