import type { KindNotation, Members, Types } from '../notation.ts';

const jobSpec: Members = {
  'template!': 'PodTemplate',
  backoffLimit: 'int',
  backoffLimitPerIndex: 'int',
  maxFailedIndexes: 'int',
  completions: 'int',
  completionMode: 'string',
  parallelism: 'int',
  activeDeadlineSeconds: 'int',
  ttlSecondsAfterFinished: 'int',
  suspend: 'bool',
  manualSelector: 'bool',
  selector: 'LabelSelector',
  managedBy: 'string',
  podReplacementPolicy: 'string',
  podFailurePolicy: 'object',
  successPolicy: 'object',
};

const rollingUpdate = { maxSurge: 'intOrString', maxUnavailable: 'intOrString' };
const metrics = { name: 'string', selector: 'LabelSelector' };
const target = { 'type!': 'string', value: 'quantity', averageValue: 'quantity', averageUtilization: 'int' };
const scaling = {
  selectPolicy: 'string',
  stabilizationWindowSeconds: 'int',
  tolerance: 'quantity',
  policies: [{ 'type!': 'string', 'value!': 'int', 'periodSeconds!': 'int' }],
} as const;
const reference = { 'kind!': 'string', 'name!': 'string', apiVersion: 'string' };

/** What all objects have, and what kinds of Kubernetes itself are made of. @see https://kubernetes.io/docs/reference/kubernetes-api/ */
export const CORE_TYPES: Types = {
  ObjectMeta: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    labels: 'map',
    annotations: 'map',
    finalizers: 'string[]',
    ownerReferences: [
      {
        'apiVersion!': 'string',
        'kind!': 'string',
        'name!': 'string',
        'uid!': 'string',
        controller: 'bool',
        blockOwnerDeletion: 'bool',
      },
    ],
    // What the API server adds, and people leave in when they copy an object.
    creationTimestamp: 'any',
    deletionTimestamp: 'any',
    deletionGracePeriodSeconds: 'any',
    generation: 'any',
    managedFields: 'any',
    resourceVersion: 'any',
    selfLink: 'any',
    uid: 'any',
  },
  LabelSelector: { matchLabels: 'map', matchExpressions: 'SelectorExpression[]' },
  SelectorExpression: { 'key!': 'string', 'operator!': 'string', values: 'string[]' },
  RoleRule: {
    'verbs!': 'string[]',
    apiGroups: 'string[]',
    resources: 'string[]',
    resourceNames: 'string[]',
    nonResourceURLs: 'string[]',
  },
  RoleSubject: { 'kind!': 'string', 'name!': 'string', apiGroup: 'string', namespace: 'string' },
  RoleRef: { 'apiGroup!': 'string', 'kind!': 'string', 'name!': 'string' },
  DeploymentSpec: {
    'selector!': 'LabelSelector',
    'template!': 'PodTemplate',
    replicas: 'int',
    minReadySeconds: 'int',
    paused: 'bool',
    progressDeadlineSeconds: 'int',
    revisionHistoryLimit: 'int',
    strategy: { type: 'string', rollingUpdate },
  },
  IngressBackend: {
    service: { 'name!': 'string', port: { name: 'string', number: 'int' } },
    resource: { 'kind!': 'string', 'name!': 'string', apiGroup: 'string' },
  },
  PolicyPeer: {
    podSelector: 'LabelSelector',
    namespaceSelector: 'LabelSelector',
    ipBlock: { 'cidr!': 'string', except: 'string[]' },
  },
  PolicyPort: { port: 'intOrString', endPort: 'int', protocol: 'string' },
  JobSpec: jobSpec,
};

export const CORE_KINDS: readonly KindNotation[] = [
  kind('v1', 'Namespace', { spec: { finalizers: 'string[]' } }),
  kind('v1', 'ConfigMap', { data: 'map', binaryData: 'map', immutable: 'bool' }),
  kind('v1', 'Secret', { type: 'string', data: 'map', stringData: 'map', immutable: 'bool' }),
  kind('v1', 'ServiceAccount', {
    automountServiceAccountToken: 'bool',
    imagePullSecrets: [{ name: 'string' }],
    secrets: 'object[]',
  }),
  kind('v1', 'Service', {
    spec: {
      type: 'string',
      selector: 'map',
      ports: [
        {
          'port!': 'int',
          targetPort: 'intOrString',
          name: 'string',
          protocol: 'string',
          appProtocol: 'string',
          nodePort: 'int',
        },
      ],
      clusterIP: 'string',
      clusterIPs: 'string[]',
      externalIPs: 'string[]',
      externalName: 'string',
      externalTrafficPolicy: 'string',
      internalTrafficPolicy: 'string',
      trafficDistribution: 'string',
      healthCheckNodePort: 'int',
      ipFamilies: 'string[]',
      ipFamilyPolicy: 'string',
      loadBalancerClass: 'string',
      loadBalancerIP: 'string',
      loadBalancerSourceRanges: 'string[]',
      allocateLoadBalancerNodePorts: 'bool',
      publishNotReadyAddresses: 'bool',
      sessionAffinity: 'string',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 'int' } },
    },
  }),
  kind('v1', 'Pod', { spec: 'PodSpec' }),
  kind('v1', 'PersistentVolumeClaim', { spec: 'ClaimSpec' }),
  kind('v1', 'LimitRange', {
    spec: {
      'limits!': [
        {
          'type!': 'string',
          default: 'quantity{}',
          defaultRequest: 'quantity{}',
          max: 'quantity{}',
          min: 'quantity{}',
          maxLimitRequestRatio: 'quantity{}',
        },
      ],
    },
  }),
  kind('v1', 'ResourceQuota', { spec: { hard: 'quantity{}', scopes: 'string[]', scopeSelector: 'object' } }),
  kind('apps/v1', 'Deployment', { spec: 'DeploymentSpec' }),
  kind('apps/v1', 'StatefulSet', {
    spec: {
      'selector!': 'LabelSelector',
      'template!': 'PodTemplate',
      serviceName: 'string',
      replicas: 'int',
      minReadySeconds: 'int',
      podManagementPolicy: 'string',
      revisionHistoryLimit: 'int',
      ordinals: { start: 'int' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'string', whenScaled: 'string' },
      updateStrategy: { type: 'string', rollingUpdate: { partition: 'int', maxUnavailable: 'intOrString' } },
      volumeClaimTemplates: [
        { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta', spec: 'ClaimSpec', status: 'any' },
      ],
    },
  }),
  kind('apps/v1', 'DaemonSet', {
    spec: {
      'selector!': 'LabelSelector',
      'template!': 'PodTemplate',
      minReadySeconds: 'int',
      revisionHistoryLimit: 'int',
      updateStrategy: { type: 'string', rollingUpdate },
    },
  }),
  kind('batch/v1', 'Job', { spec: 'JobSpec' }),
  kind('batch/v1', 'CronJob', {
    spec: {
      'schedule!': 'string',
      'jobTemplate!': { metadata: 'ObjectMeta', spec: 'JobSpec' },
      timeZone: 'string',
      concurrencyPolicy: 'string',
      startingDeadlineSeconds: 'int',
      successfulJobsHistoryLimit: 'int',
      failedJobsHistoryLimit: 'int',
      suspend: 'bool',
    },
  }),
  kind('rbac.authorization.k8s.io/v1', 'Role', { rules: 'RoleRule[]' }),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRole', {
    rules: 'RoleRule[]',
    aggregationRule: { clusterRoleSelectors: 'LabelSelector[]' },
  }),
  kind('rbac.authorization.k8s.io/v1', 'RoleBinding', { subjects: 'RoleSubject[]', 'roleRef!': 'RoleRef' }),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { subjects: 'RoleSubject[]', 'roleRef!': 'RoleRef' }),
  kind('networking.k8s.io/v1', 'Ingress', {
    spec: {
      ingressClassName: 'string',
      defaultBackend: 'IngressBackend',
      tls: [{ hosts: 'string[]', secretName: 'string' }],
      rules: [
        {
          host: 'string',
          http: { 'paths!': [{ 'pathType!': 'string', 'backend!': 'IngressBackend', path: 'string' }] },
        },
      ],
    },
  }),
  kind('networking.k8s.io/v1', 'IngressClass', { spec: { controller: 'string', parameters: 'object' } }),
  kind('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: 'LabelSelector',
      policyTypes: 'string[]',
      ingress: [{ from: 'PolicyPeer[]', ports: 'PolicyPort[]' }],
      egress: [{ to: 'PolicyPeer[]', ports: 'PolicyPort[]' }],
    },
  }),
  kind('policy/v1', 'PodDisruptionBudget', {
    spec: {
      selector: 'LabelSelector',
      minAvailable: 'intOrString',
      maxUnavailable: 'intOrString',
      unhealthyPodEvictionPolicy: 'string',
    },
  }),
  kind('scheduling.k8s.io/v1', 'PriorityClass', {
    'value!': 'int',
    globalDefault: 'bool',
    description: 'string',
    preemptionPolicy: 'string',
  }),
  kind('storage.k8s.io/v1', 'StorageClass', {
    'provisioner!': 'string',
    parameters: 'map',
    reclaimPolicy: 'string',
    volumeBindingMode: 'string',
    allowVolumeExpansion: 'bool',
    mountOptions: 'string[]',
    allowedTopologies: 'object[]',
  }),
  kind('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      'scaleTargetRef!': reference,
      'maxReplicas!': 'int',
      minReplicas: 'int',
      behavior: { scaleUp: scaling, scaleDown: scaling },
      metrics: [
        {
          'type!': 'string',
          resource: { 'name!': 'string', 'target!': target },
          containerResource: { 'name!': 'string', 'container!': 'string', 'target!': target },
          pods: { 'metric!': metrics, 'target!': target },
          object: { 'metric!': metrics, 'target!': target, 'describedObject!': reference },
          external: { 'metric!': metrics, 'target!': target },
        },
      ],
    },
  }),
  kind('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    'spec!': {
      'group!': 'string',
      'names!': 'object',
      'scope!': 'string',
      'versions!': 'object[]',
      conversion: 'object',
      preserveUnknownFields: 'bool',
    },
  }),
  kind('kustomize.config.k8s.io/v1beta1', 'Kustomization', {
    resources: 'string[]',
    components: 'string[]',
    bases: 'string[]',
    namespace: 'string',
    namePrefix: 'string',
    nameSuffix: 'string',
    labels: 'object[]',
    commonLabels: 'map',
    commonAnnotations: 'map',
    patches: 'object[]',
    patchesStrategicMerge: 'string[]',
    patchesJson6902: 'object[]',
    images: 'object[]',
    replicas: 'object[]',
    replacements: 'object[]',
    configMapGenerator: 'object[]',
    secretGenerator: 'object[]',
    generatorOptions: 'object',
    helmCharts: 'object[]',
    helmGlobals: 'object',
    generators: 'string[]',
    transformers: 'string[]',
    validators: 'string[]',
    configurations: 'string[]',
    crds: 'string[]',
    openapi: 'object',
    vars: 'object[]',
    sortOptions: 'object',
    buildMetadata: 'string[]',
  }),
];

// --- internal ---

function kind(apiVersion: string, name: string, members: Members): KindNotation {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return { group, versions: [version], kind: name, members };
}
