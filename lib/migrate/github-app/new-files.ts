import { emitYaml } from '../../render/yaml/emit-yaml.ts';

/**
 * The ServiceMonitor of the Terraform provider: finds the Service by its label and the port by its name.
 *
 * @see Konstruct 0.3.6 release notes, "Add the Crossplane provider Terraform ServiceMonitor"
 */
export function serviceMonitorText(): string {
  return emitYaml([
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: {
        name: 'crossplane-provider-terraform',
        namespace: 'crossplane-system',
        labels: { app: 'crossplane-provider-terraform' },
      },
      spec: {
        namespaceSelector: { matchNames: ['crossplane-system'] },
        selector: { matchLabels: { app: 'log-streamer' } },
        endpoints: [{ port: 'metrics', path: '/metrics', scheme: 'http', interval: '15s' }],
      },
    },
  ]);
}

/** How the files of a cluster name it and its domain: concrete names, tokens, or Helm expressions. */
export interface ClusterNames {
  readonly cluster: string;
  readonly domain: string;
}

/**
 * The Application of the Prometheus that forwards the metrics of the cluster.
 *
 * @see Konstruct 0.3.6 release notes, "Add kube-prometheus-stack for workload clusters"
 */
export function prometheusApplicationText({ cluster, domain }: ClusterNames): string {
  return emitYaml([
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: `kube-prometheus-stack-${cluster}`,
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': '35' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: cluster,
        destination: { namespace: 'observability', name: cluster },
        source: {
          repoURL: 'https://prometheus-community.github.io/helm-charts',
          chart: 'kube-prometheus-stack',
          targetRevision: '68.3.0',
          helm: { releaseName: 'kube-prometheus-stack', values: valuesText({ cluster, domain }) },
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
        },
      },
    },
  ]);
}

// --- internal ---

const OFF = { enabled: false };

function valuesText({ cluster, domain }: ClusterNames): string {
  return emitYaml([
    {
      grafana: OFF,
      alertmanager: OFF,
      prometheus: {
        enabled: true,
        prometheusSpec: {
          scrapeInterval: '5s',
          retention: '2h',
          externalLabels: { cluster },
          remoteWrite: [{ url: `https://prometheus-remote-write.${domain}/api/v1/write` }],
          serviceMonitorSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
          storageSpec: {},
        },
      },
      prometheusOperator: { enabled: true },
      defaultRules: { create: false },
      kubeStateMetrics: OFF,
      nodeExporter: OFF,
      kubeApiServer: OFF,
      kubelet: OFF,
      kubeControllerManager: OFF,
      coreDns: OFF,
      kubeScheduler: OFF,
      kubeProxy: OFF,
      kubeEtcd: OFF,
    },
  ]);
}
