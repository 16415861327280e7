import type { Value } from '../edit/generate/hand.ts';

export type Form = 'token' | 'hydrated' | 'chart';
export type ModelEra = 'pat' | 'github-app';

/** The parts of a management cluster whose era can be chosen one by one. */
export const PARTS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
export type ModelPart = (typeof PARTS)[number];

interface Names {
  readonly cluster: string;
  readonly project: string;
  readonly org: string;
  readonly platformOrg: string;
  readonly domain: string;
  /** An expression for the External Secrets Operator, as the value of a field. */
  readonly field: (name: string) => string;
  /** The same, within another text. */
  readonly inText: (name: string) => string;
}

export function namesOf(form: Form, cluster = 'acme-mgmt'): Names {
  if (form === 'chart') {
    return {
      cluster: '{{ .Values.workloadClusterName }}',
      project: '{{ .Values.workloadClusterProjectName }}',
      org: '{{ .Values.projectOrg }}',
      platformOrg: '{{ .Values.platformOrg }}',
      domain: '{{ .Values.domainName }}',
      field: (name) => `{{\`"{{ .${name} }}"\`}}`,
      inText: (name) => `{{\`{{ .${name} }}\`}}`,
    };
  }
  const plain = { field: (name: string) => `{{ .${name} }}`, inText: (name: string) => `{{ .${name} }}` };
  if (form === 'hydrated') {
    return { cluster, project: 'acme', org: 'acme-apps', platformOrg: 'acme-platform', domain: 'acme.dev', ...plain };
  }
  return {
    cluster: '<WORKLOAD_CLUSTER_NAME>',
    project: '<PROJECT_NAME>',
    org: '<PROJECT_ORG>',
    platformOrg: '<PLATFORM-ORG>',
    domain: '<DOMAIN_NAME>',
    ...plain,
  };
}

/** The files of a management cluster as data, below its folder; each part in its own era. */
export function clusterModel(
  names: Names,
  eraOf: (part: ModelPart) => ModelEra,
): Readonly<Record<string, readonly Value[]>> {
  const isNew = (part: ModelPart) => eraOf(part) === 'github-app';
  const files: Record<string, readonly Value[]> = {
    'secrets/secret.yaml': [
      repository(names, isNew('A'), names.org, ''),
      repository(names, isNew('A'), names.platformOrg, '-platform'),
    ],
    'crossplane-components/crossplane-secrets.yaml': [
      environment(names),
      isNew('B') ? newCredentials(names) : oldCredentials(names),
    ],
    'crossplane-components/controllerconfig.yaml': [runtime(isNew('C'))],
    'crossplane-components/svc.yaml': [service(isNew('D')), ingress(names)],
    'actions-runner-controller/51-actions-runner-externalsecret.yaml': [runner(names, isNew('G'))],
    'provider-config/providerconfig.yaml': [providerConfig(names)],
  };
  if (isNew('E')) files['crossplane-components/servicemonitor.yaml'] = [monitor()];
  return files;
}

const store = ({ cluster }: Names) => ({ kind: 'ClusterSecretStore', name: `${cluster}-vault-kv-secret` });
const fieldsOf = (names: Names, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, names.field(field)]));

function repository(names: Names, isNew: boolean, org: string, suffix: string): Value {
  const fields = isNew
    ? ['type', 'url', 'githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey']
    : ['type', 'name', 'url', 'username', 'password'];
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: `repo-credentials-template-${org}`,
      namespace: 'argocd',
      annotations: { 'argocd.argoproj.io/sync-wave': '20' },
    },
    spec: {
      refreshInterval: '10s',
      secretStoreRef: store(names),
      target: {
        name: `repo-credentials-template-${org}`,
        creationPolicy: 'Owner',
        template: {
          metadata: {
            annotations: { 'managed-by': 'argocd.argoproj.io' },
            labels: { 'argocd.argoproj.io/secret-type': 'repository' },
          },
          type: 'Opaque',
          data: fieldsOf(names, fields),
        },
      },
      dataFrom: [{ extract: { key: `argocd/repo-credentials-template/${names.project}${suffix}` } }],
    },
  };
}

function environment(names: Names): Value {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: 'crossplane-secrets',
      namespace: 'crossplane-system',
      annotations: { 'argocd.argoproj.io/sync-wave': '0' },
    },
    spec: {
      dataFrom: [{ extract: { conversionStrategy: 'Default', decodingStrategy: 'None', key: '/crossplane' } }],
      refreshInterval: '10s',
      secretStoreRef: store(names),
      target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name: 'crossplane-secrets' },
    },
  };
}

function oldCredentials(names: Names): Value {
  const entry = (property: string) => ({
    remoteRef: { key: `argocd/repo-credentials-template/${names.project}`, property, conversionStrategy: 'Default' },
    secretKey: property,
  });
  const creds = `https://${names.inText('username')}:${names.inText('password')}@github.com\n`;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'git-credentials', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
    spec: {
      target: { name: 'git-credentials', template: { engineVersion: 'v2', data: { creds } } },
      secretStoreRef: store(names),
      refreshInterval: '10s',
      data: [entry('username'), entry('password')],
    },
  };
}

function newCredentials(names: Names): Value {
  const keys = {
    type: 'type',
    url: 'url',
    app_id: 'githubAppID',
    installation_id: 'githubAppInstallationID',
    github_app_private_key: 'githubAppPrivateKey',
  };
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'github-app-credentials', annotations: { 'argocd.argoproj.io/sync-wave': '0' } },
    spec: {
      refreshInterval: '120s',
      secretStoreRef: store(names),
      target: {
        name: 'github-app-credentials',
        creationPolicy: 'Owner',
        template: {
          metadata: {
            annotations: { 'managed-by': 'argocd.argoproj.io' },
            labels: { 'argocd.argoproj.io/secret-type': 'repository' },
          },
          type: 'Opaque',
          data: Object.fromEntries(Object.entries(keys).map(([key, field]) => [key, names.inText(field)])),
        },
      },
      dataFrom: [{ extract: { key: `argocd/repo-credentials-template/${names.project}-platform` } }],
    },
  };
}

function runtime(isNew: boolean): Value {
  const scraped = {
    annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/metrics' },
  };
  return {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'DeploymentRuntimeConfig',
    metadata: { name: 'terraform-config', labels: { app: 'crossplane-provider-terraform' } },
    spec: {
      deploymentTemplate: {
        spec: {
          selector: { matchLabels: { 'pkg.crossplane.io/provider': 'terraform' } },
          template: {
            metadata: { labels: { 'pkg.crossplane.io/provider': 'terraform' }, ...(isNew ? scraped : {}) },
            spec: {
              containers: [
                {
                  name: 'package-runtime',
                  image: `ghcr.io/konstructio/provider-terraform:${isNew ? 'v0.0.1-rc.2' : 'v0.0.1'}`,
                  args: ['-d', '--poll=4m'],
                },
                {
                  name: 'log-streamer',
                  image: `ghcr.io/konstructio/logs-streamer:${isNew ? 'v0.0.10' : 'v0.0.8'}`,
                  env: [{ name: 'PORT', value: '9090' }],
                },
                { name: 'mine', image: 'ghcr.io/acme/sidecar:v1' },
              ],
            },
          },
        },
      },
    },
  };
}

function service(isNew: boolean): Value {
  const metrics = { port: 8080, targetPort: 8080, protocol: 'TCP', name: 'metrics' };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'log-streamer-service', labels: { app: 'log-streamer' } },
    spec: {
      ports: [{ port: 9090, targetPort: 9090, protocol: 'TCP', name: 'http' }, ...(isNew ? [metrics] : [])],
      selector: { 'pkg.crossplane.io/revision': 'crossplane-provider-terraform-6fe8d52ff0a1' },
    },
  };
}

function ingress({ cluster, domain }: Names): Value {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'log-streamer-ingress', namespace: 'crossplane-system' },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: `logs-${cluster}.${domain}`,
          http: {
            paths: [{ path: '/', backend: { service: { name: 'log-streamer-service', port: { number: 9090 } } } }],
          },
        },
      ],
    },
  };
}

function monitor(): Value {
  return {
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
  };
}

function runner(names: Names, isNew: boolean): Value {
  const entry = (property: string, secretKey: string) => ({
    remoteRef: { key: `argocd/repo-credentials-template/${names.project}`, property },
    secretKey,
  });
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'controller-manager', namespace: 'github-runner' },
    spec: {
      secretStoreRef: store(names),
      target: { name: 'controller-manager' },
      data: isNew
        ? [
            entry('githubAppID', 'github_app_id'),
            entry('githubAppInstallationID', 'github_app_installation_id'),
            entry('githubAppPrivateKey', 'github_app_private_key'),
          ]
        : [entry('password', 'github_token')],
    },
  };
}

function providerConfig({ cluster }: Names): Value {
  const secretRef = { namespace: 'crossplane-system', name: 'git-credentials', key: 'creds' };
  return {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'ProviderConfig',
    metadata: { name: cluster },
    spec: { credentials: [{ filename: '.git-credentials', source: 'Secret', secretRef }] },
  };
}
