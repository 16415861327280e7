/** A full, correct manifest of each kind that has a real definition to compare with. */
export const SAMPLES: readonly Readonly<Record<string, unknown>>[] = [
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a', namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '30' } },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://charts.example.com',
        chart: 'redis',
        targetRevision: '1.2.3',
        helm: { releaseName: 'redis', values: 'a: 1\n', parameters: [{ name: 'x', value: 'y', forceString: true }] },
      },
      sources: [
        {
          repoURL: 'https://git.example.com/a',
          path: 'a',
          targetRevision: 'HEAD',
          ref: 'values',
          directory: { recurse: true },
        },
        {
          repoURL: 'https://git.example.com/b',
          kustomize: { namePrefix: 'x-', replicas: [{ name: 'web', count: 2 }] },
        },
      ],
      destination: { name: 'lon1', namespace: 'redis' },
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true'],
        retry: { limit: 5, backoff: { duration: '5s', factor: 2, maxDuration: '5m' } },
        managedNamespaceMetadata: { labels: { a: 'b' } },
      },
      revisionHistoryLimit: 3,
    },
  },
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'a', namespace: 'argocd' },
    spec: {
      description: 'x',
      sourceRepos: ['*'],
      sourceNamespaces: ['a'],
      destinations: [{ name: 'a', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
      orphanedResources: { warn: true, ignore: [{ group: '', kind: 'Secret', name: 'a' }] },
      roles: [{ name: 'admin', description: 'x', groups: ['a'], policies: ['p'] }],
      syncWindows: [{ kind: 'allow', schedule: '* * * * *', duration: '1h', manualSync: true }],
    },
  },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'a', namespace: 'argocd' },
    spec: {
      refreshInterval: '10s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      target: {
        name: 'a',
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        template: { type: 'Opaque', engineVersion: 'v2', metadata: { labels: { a: 'b' } }, data: { a: '{{ .a }}' } },
      },
      data: [
        {
          secretKey: 'a',
          remoteRef: { key: 'a', property: 'b', conversionStrategy: 'Default', decodingStrategy: 'None' },
          sourceRef: { storeRef: { name: 'x', kind: 'SecretStore' } },
        },
      ],
      dataFrom: [
        { extract: { key: 'a' } },
        { find: { name: { regexp: '.*' }, tags: { a: 'b' } }, rewrite: [{ regexp: { source: 'a', target: 'b' } }] },
      ],
    },
  },
  store('ClusterSecretStore', {
    vault: {
      server: 'https://vault.example.com',
      path: 'secret',
      version: 'v2',
      auth: { kubernetes: { mountPath: 'k', role: 'r', serviceAccountRef: { name: 'eso' } } },
      caProvider: { type: 'ConfigMap', name: 'ca', key: 'ca.crt' },
    },
  }),
  store('SecretStore', {
    vault: { server: 'https://vault.example.com', auth: { tokenSecretRef: { name: 'a', key: 'token' } } },
  }),
  store('SecretStore', {
    aws: {
      service: 'ParameterStore',
      region: 'eu-west-2',
      role: 'arn',
      auth: { jwt: { serviceAccountRef: { name: 'eso', namespace: 'x' } } },
    },
  }),
  store('ClusterSecretStore', { kubernetes: { remoteNamespace: 'x', auth: { serviceAccount: { name: 'a' } } } }),
  {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'Workspace',
    metadata: { name: 'a' },
    spec: {
      providerConfigRef: { name: 'a' },
      deletionPolicy: 'Delete',
      managementPolicies: ['*'],
      forProvider: {
        source: 'Remote',
        module: 'git::https://example.com/m',
        vars: [{ key: 'a', value: 'b' }],
        varFiles: [{ source: 'SecretKey', format: 'HCL', secretKeyRef: { namespace: 'a', name: 'b', key: 'c' } }],
        env: [{ name: 'A', value: 'b' }],
        initArgs: ['-upgrade'],
      },
      writeConnectionSecretToRef: { name: 'a', namespace: 'b' },
    },
  },
  {
    apiVersion: 'tf.upbound.io/v1beta1',
    kind: 'ProviderConfig',
    metadata: { name: 'a' },
    spec: {
      configuration: 'terraform {}',
      pluginCache: false,
      credentials: [{ filename: 'a', source: 'Secret', secretRef: { namespace: 'a', name: 'b', key: 'c' } }],
    },
  },
  {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Provider',
    metadata: { name: 'a' },
    spec: {
      package: 'xpkg.upbound.io/upbound/provider-terraform:v0.20.0',
      runtimeConfigRef: { name: 'a' },
      revisionHistoryLimit: 1,
      packagePullSecrets: [{ name: 'a' }],
    },
  },
  {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'DeploymentRuntimeConfig',
    metadata: { name: 'a' },
    spec: {
      serviceAccountTemplate: { metadata: { name: 'a', annotations: { b: 'c' } } },
      deploymentTemplate: {
        metadata: { annotations: { a: 'b' } },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          replicas: 1,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } },
          template: {
            metadata: { labels: { a: 'b' } },
            spec: {
              serviceAccountName: 'x',
              securityContext: { fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
              tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }],
              affinity: {
                podAntiAffinity: {
                  preferredDuringSchedulingIgnoredDuringExecution: [
                    { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } } },
                  ],
                },
              },
              containers: [
                {
                  name: 'package-runtime',
                  image: 'ghcr.io/a/b:v1',
                  args: ['-d'],
                  env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }],
                  envFrom: [{ secretRef: { name: 'a' } }],
                  ports: [{ containerPort: 9090, name: 'http', protocol: 'TCP' }],
                  resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
                  livenessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 10 },
                  securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
                  volumeMounts: [{ mountPath: '/.cache', name: 'cache', readOnly: true }],
                },
              ],
              volumes: [
                { name: 'cache', emptyDir: { sizeLimit: '500Mi' } },
                { name: 'settings', configMap: { name: 'a', items: [{ key: 'a', path: 'b' }] } },
                { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'x' } }] } },
              ],
            },
          },
        },
      },
    },
  },
  {
    apiVersion: 'pkg.crossplane.io/v1alpha1',
    kind: 'ControllerConfig',
    metadata: { name: 'a' },
    spec: {
      image: 'a',
      args: ['-d'],
      replicas: 1,
      metadata: { labels: { a: 'b' } },
      env: [{ name: 'a', value: 'b' }],
      ports: [{ containerPort: 80, name: 'x' }],
      resources: { requests: { cpu: '1' } },
      securityContext: { privileged: false },
      podSecurityContext: { fsGroup: 2000 },
      tolerations: [{ key: 'a' }],
      volumes: [{ name: 'x', secret: { secretName: 'a' } }],
      volumeMounts: [{ name: 'x', mountPath: '/x' }],
    },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'a', labels: { app: 'a' } },
    spec: {
      namespaceSelector: { matchNames: ['crossplane-system'] },
      selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
      endpoints: [
        {
          port: 'metrics',
          path: '/metrics',
          scheme: 'http',
          interval: '15s',
          basicAuth: { username: { name: 'a', key: 'b' } },
          tlsConfig: { insecureSkipVerify: true, ca: { secret: { name: 'a', key: 'b' } } },
          relabelings: [{ action: 'replace', sourceLabels: ['a'], targetLabel: 'b' }],
        },
      ],
      sampleLimit: 1000,
    },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'a' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      podMetricsEndpoints: [{ port: 'x', interval: '1m', honorLabels: true }],
    },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'a' },
    spec: {
      groups: [
        {
          name: 'x',
          interval: '30s',
          rules: [{ alert: 'Down', expr: 'up == 0', for: '5m', labels: { severity: 'page' }, annotations: { a: 'b' } }],
        },
      ],
    },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'a' },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'ops@example.com',
        privateKeySecretRef: { name: 'a' },
        solvers: [
          { http01: { ingress: { ingressClassName: 'nginx' } }, selector: { dnsZones: ['example.com'] } },
          { dns01: { cloudflare: { apiTokenSecretRef: { name: 'a', key: 'b' } }, cnameStrategy: 'Follow' } },
        ],
      },
    },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'a' },
    spec: {
      secretName: 'tls',
      issuerRef: { name: 'a', kind: 'ClusterIssuer' },
      dnsNames: ['a.example.com'],
      duration: '2160h',
      usages: ['server auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      subject: { organizations: ['x'] },
    },
  },
];

// --- internal ---

function store(kind: string, provider: object) {
  const spec = { refreshInterval: 60, retrySettings: { maxRetries: 3, retryInterval: '10s' }, provider };
  return { apiVersion: 'external-secrets.io/v1', kind, metadata: { name: 'a' }, spec };
}
