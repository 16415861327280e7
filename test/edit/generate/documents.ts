import type { Hand, Value } from './hand.ts';
import type { Random } from './random.ts';

/** A name that the platform fills in: concrete, a token, or a Helm expression. */
type Fill = (token: string, concrete: string, expression: string) => string;

/** The kinds of files that a platform repository holds, as data. */
export const KINDS: Readonly<Record<string, (fill: Fill, random: Random) => readonly Value[]>> = {
  application: (fill, random) => [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: `${fill('WORKLOAD_CLUSTER_NAME', 'lon1-dev', '.Values.clusterName')}-${random.pick(['reloader', 'ingress', 'dns'])}`,
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': String(random.below(60)) },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: fill('WORKLOAD_CLUSTER_NAME', 'lon1-dev', '.Values.clusterName'),
        source: {
          repoURL: 'https://charts.example.com',
          chart: 'reloader',
          targetRevision: random.pick(['v1.0.10', '4.12.1', 'HEAD']),
          helm: {
            releaseName: 'reloader',
            values: 'reloader:\n  watchGlobally: true\n  image: "x:1"\n\n  empty: {}\n',
          },
        },
        destination: { name: 'in-cluster', namespace: 'reloader' },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
        },
      },
    },
  ],
  credentials: (fill) => {
    const data = Object.fromEntries(
      ['type', 'name', 'url', 'username', 'password'].map((field) => [
        field,
        fill('-', `{{ .${field} }}`, `"{{ .${field} }}"`),
      ]),
    );
    return ['', '-platform'].map((suffix) => ({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: `repo-${fill('PROJECT_ORG', 'acme', '.Values.org')}${suffix}`, namespace: 'argocd' },
      spec: {
        refreshInterval: '10s',
        secretStoreRef: {
          kind: 'ClusterSecretStore',
          name: `${fill('CLUSTER_NAME', 'acme-mgmt', '.Values.clusterName')}-vault`,
        },
        target: { name: 'repo', template: { type: 'Opaque', metadata: { labels: {}, annotations: null }, data } },
        dataFrom: [{ extract: { key: `argocd/${fill('PROJECT_NAME', 'acme', '.Values.project')}${suffix}` } }],
      },
    }));
  },
  runtime: (fill, random) => [
    {
      apiVersion: 'pkg.crossplane.io/v1beta1',
      kind: 'DeploymentRuntimeConfig',
      metadata: { name: 'terraform-config' },
      spec: {
        deploymentTemplate: {
          spec: {
            selector: { matchLabels: { 'pkg.crossplane.io/provider': 'terraform' } },
            template: {
              metadata: { labels: { 'pkg.crossplane.io/provider': 'terraform' } },
              spec: {
                securityContext: { fsGroup: 65532 },
                containers: [
                  {
                    name: 'package-runtime',
                    image: 'ghcr.io/acme/provider:v0.0.1',
                    args: ['-d', '--poll=4m'],
                    env: [],
                  },
                  {
                    name: 'log-streamer',
                    image: fill('LOG_IMAGE', 'ghcr.io/acme/logs:v0.0.8', '.Values.logs.image'),
                    ports: [{ containerPort: 9090, name: 'http', protocol: 'TCP' }],
                    env: [
                      { name: 'PORT', value: '9090' },
                      { name: 'RATIO', value: String(random.below(9) / 10) },
                    ],
                  },
                ],
              },
            },
          },
        },
      },
    },
  ],
  service: (fill, random) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'log-streamer-service', labels: { app: 'log-streamer' } },
      spec: {
        ports: [{ port: 9090, targetPort: 9090, protocol: 'TCP', name: 'http' }],
        selector: { revision: `p-${random.below(1e9).toString(16)}` },
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'logs', annotations: { 'nginx/read-timeout': '3600', 'nginx/buffering': 'off' } },
      spec: {
        rules: [
          {
            host: `logs.${fill('DOMAIN_NAME', 'acme.dev', '.Values.domain')}`,
            http: { paths: [{ path: '/', backend: { service: { name: 'x', port: { number: 80 } } } }] },
          },
        ],
      },
    },
  ],
  values: (fill) => [
    {
      clusterName: fill('CLUSTER_NAME', 'lon1-dev', '.Values.x'),
      logsOn: true,
      utilisation: 0.9,
      apiKey: '<MY_API_KEY>',
      nested: { name: '', list: [1, 2, [3, 4]], deep: { deeper: { deepest: null } } },
      matrix: [
        [1, 2],
        ['a', { b: 'c' }],
      ],
    },
  ],
  config: (fill, random) => [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts' },
      data: {
        'run.sh': `#!/bin/sh\nset -e\n\necho "${fill('NAME', 'x', '.Values.name')}: $1" # not a comment\nexit ${random.below(3)}\n`,
        'app.json': '{"a": {"b": [1, 2]}, "c": "d: e"}',
        'alerts.tmpl': 'Summary: it is late\n',
        '0': 'zero',
      },
    },
  ],
  workspace: (fill, random) => [
    {
      apiVersion: 'tf.upbound.io/v1beta1',
      kind: 'Workspace',
      metadata: { name: 'infra', annotations: { 'argocd.argoproj.io/sync-wave': '10' } },
      spec: {
        providerConfigRef: { name: fill('WORKLOAD_CLUSTER_NAME', 'lon1-dev', '.Values.clusterName') },
        forProvider: {
          source: 'Remote',
          module: 'git::https://example.com/modules.git//cluster?ref=main',
          vars: [
            { key: 'cluster_name', value: 'x' },
            { key: 'node_count', value: String(random.below(9)) },
          ],
        },
      },
    },
  ],
};

/** What fills the names in a file of this hand. */
export function fillFor({ mode }: Hand): Fill {
  return (token, concrete, expression) => {
    if (mode === 'token' && token !== '-') return `<${token}>`;
    if (mode !== 'helm') return concrete;
    return expression.startsWith('"') ? `{{\`${expression}\`}}` : `{{ ${expression} }}`;
  };
}
