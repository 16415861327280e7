import type { Members, Types } from '../notation.ts';

const localObject = { name: 'string' };
const key = { 'key!': 'string', name: 'string', optional: 'bool' };
const items = [{ 'key!': 'string', 'path!': 'string', mode: 'int' }] as const;
const fieldRef = { 'fieldPath!': 'string', apiVersion: 'string' };
const resourceFieldRef = { 'resource!': 'string', containerName: 'string', divisor: 'quantity' };
const projectedKeys = { name: 'string', optional: 'bool', items };
const downward = [{ 'path!': 'string', fieldRef, resourceFieldRef, mode: 'int' }] as const;
const seLinux = { user: 'string', role: 'string', type: 'string', level: 'string' };
const profile = { 'type!': 'string', localhostProfile: 'string' };
const windows = {
  gmsaCredentialSpec: 'string',
  gmsaCredentialSpecName: 'string',
  hostProcess: 'bool',
  runAsUserName: 'string',
};

const identity = {
  runAsUser: 'int',
  runAsGroup: 'int',
  runAsNonRoot: 'bool',
  seLinuxOptions: seLinux,
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions: windows,
};

const term: Members = {
  'topologyKey!': 'string',
  labelSelector: 'LabelSelector',
  namespaces: 'string[]',
  namespaceSelector: 'LabelSelector',
  matchLabelKeys: 'string[]',
  mismatchLabelKeys: 'string[]',
};

const podAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: 'PodAffinityTerm[]',
  preferredDuringSchedulingIgnoredDuringExecution: [{ 'weight!': 'int', 'podAffinityTerm!': 'PodAffinityTerm' }],
} as const;

/** Volumes that are rare, or gone from newer clusters: known by name. */
const RARE_VOLUMES = [
  ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'fc', 'flexVolume', 'flocker'],
  ...['gcePersistentDisk', 'gitRepo', 'glusterfs', 'iscsi', 'photonPersistentDisk', 'portworxVolume', 'quobyte'],
  ...['rbd', 'scaleIO', 'storageos', 'vsphereVolume'],
];

/** What pods are made of. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const POD_TYPES: Types = {
  PodTemplate: { metadata: 'ObjectMeta', spec: 'PodSpec' },
  PodSpec: {
    'containers!': 'Container[]',
    initContainers: 'Container[]',
    ephemeralContainers: 'object[]',
    volumes: 'Volume[]',
    imagePullSecrets: [localObject],
    restartPolicy: 'string',
    terminationGracePeriodSeconds: 'int',
    activeDeadlineSeconds: 'int',
    dnsPolicy: 'string',
    dnsConfig: {
      nameservers: 'string[]',
      searches: 'string[]',
      options: [{ name: 'string', value: 'string' }],
    },
    nodeSelector: 'map',
    nodeName: 'string',
    serviceAccountName: 'string',
    serviceAccount: 'string',
    automountServiceAccountToken: 'bool',
    hostNetwork: 'bool',
    hostPID: 'bool',
    hostIPC: 'bool',
    hostUsers: 'bool',
    hostname: 'string',
    hostnameOverride: 'string',
    subdomain: 'string',
    setHostnameAsFQDN: 'bool',
    shareProcessNamespace: 'bool',
    securityContext: 'PodSecurityContext',
    affinity: 'Affinity',
    tolerations: 'Toleration[]',
    topologySpreadConstraints: [
      {
        'maxSkew!': 'int',
        'topologyKey!': 'string',
        'whenUnsatisfiable!': 'string',
        labelSelector: 'LabelSelector',
        matchLabelKeys: 'string[]',
        minDomains: 'int',
        nodeAffinityPolicy: 'string',
        nodeTaintsPolicy: 'string',
      },
    ],
    hostAliases: [{ 'ip!': 'string', hostnames: 'string[]' }],
    priorityClassName: 'string',
    priority: 'int',
    preemptionPolicy: 'string',
    schedulerName: 'string',
    schedulingGates: [{ 'name!': 'string' }],
    runtimeClassName: 'string',
    enableServiceLinks: 'bool',
    overhead: 'quantity{}',
    readinessGates: [{ 'conditionType!': 'string' }],
    os: { 'name!': 'string' },
    resources: 'Resources',
    resourceClaims: [{ 'name!': 'string', resourceClaimName: 'string', resourceClaimTemplateName: 'string' }],
  },
  Container: {
    'name!': 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: 'string[]',
    args: 'string[]',
    workingDir: 'string',
    ports: 'ContainerPort[]',
    env: 'EnvVar[]',
    envFrom: 'EnvFrom[]',
    resources: 'Resources',
    resizePolicy: [{ 'resourceName!': 'string', 'restartPolicy!': 'string' }],
    restartPolicy: 'string',
    restartPolicyRules: 'object[]',
    volumeMounts: 'VolumeMount[]',
    volumeDevices: [{ 'name!': 'string', 'devicePath!': 'string' }],
    livenessProbe: 'Probe',
    readinessProbe: 'Probe',
    startupProbe: 'Probe',
    lifecycle: { postStart: 'Handler', preStop: 'Handler', stopSignal: 'string' },
    securityContext: 'SecurityContext',
    terminationMessagePath: 'string',
    terminationMessagePolicy: 'string',
    stdin: 'bool',
    stdinOnce: 'bool',
    tty: 'bool',
  },
  ContainerPort: { 'containerPort!': 'int', name: 'string', protocol: 'string', hostPort: 'int', hostIP: 'string' },
  EnvVar: {
    'name!': 'string',
    value: 'string',
    valueFrom: {
      secretKeyRef: key,
      configMapKeyRef: key,
      fieldRef,
      resourceFieldRef,
      fileKeyRef: { 'key!': 'string', 'path!': 'string', 'volumeName!': 'string', optional: 'bool' },
    },
  },
  EnvFrom: {
    prefix: 'string',
    secretRef: { name: 'string', optional: 'bool' },
    configMapRef: { name: 'string', optional: 'bool' },
  },
  Resources: {
    limits: 'quantity{}',
    requests: 'quantity{}',
    claims: [{ 'name!': 'string', request: 'string' }],
  },
  VolumeMount: {
    'name!': 'string',
    'mountPath!': 'string',
    subPath: 'string',
    subPathExpr: 'string',
    readOnly: 'bool',
    recursiveReadOnly: 'string',
    mountPropagation: 'string',
  },
  Probe: {
    httpGet: 'HttpGet',
    tcpSocket: { 'port!': 'intOrString', host: 'string' },
    exec: { command: 'string[]' },
    grpc: { 'port!': 'int', service: 'string' },
    initialDelaySeconds: 'int',
    periodSeconds: 'int',
    timeoutSeconds: 'int',
    successThreshold: 'int',
    failureThreshold: 'int',
    terminationGracePeriodSeconds: 'int',
  },
  HttpGet: {
    'port!': 'intOrString',
    path: 'string',
    host: 'string',
    scheme: 'string',
    httpHeaders: [{ 'name!': 'string', 'value!': 'string' }],
  },
  Handler: {
    httpGet: 'HttpGet',
    tcpSocket: { 'port!': 'intOrString', host: 'string' },
    exec: { command: 'string[]' },
    sleep: { 'seconds!': 'int' },
  },
  PodSecurityContext: {
    ...identity,
    fsGroup: 'int',
    fsGroupChangePolicy: 'string',
    supplementalGroups: 'int[]',
    supplementalGroupsPolicy: 'string',
    seLinuxChangePolicy: 'string',
    sysctls: [{ 'name!': 'string', 'value!': 'string' }],
  },
  SecurityContext: {
    ...identity,
    privileged: 'bool',
    allowPrivilegeEscalation: 'bool',
    readOnlyRootFilesystem: 'bool',
    procMount: 'string',
    capabilities: { add: 'string[]', drop: 'string[]' },
  },
  Toleration: {
    key: 'string',
    operator: 'string',
    value: 'string',
    effect: 'string',
    tolerationSeconds: 'int',
  },
  PodAffinityTerm: term,
  NodeSelectorTerm: { matchExpressions: 'SelectorExpression[]', matchFields: 'SelectorExpression[]' },
  Affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { 'nodeSelectorTerms!': 'NodeSelectorTerm[]' },
      preferredDuringSchedulingIgnoredDuringExecution: [{ 'weight!': 'int', 'preference!': 'NodeSelectorTerm' }],
    },
    podAffinity,
    podAntiAffinity: podAffinity,
  },
  Volume: {
    'name!': 'string',
    ...(Object.fromEntries(RARE_VOLUMES.map((name) => [name, 'object'])) as Members),
    configMap: { name: 'string', optional: 'bool', defaultMode: 'int', items },
    secret: { secretName: 'string', optional: 'bool', defaultMode: 'int', items },
    emptyDir: { medium: 'string', sizeLimit: 'quantity' },
    hostPath: { 'path!': 'string', type: 'string' },
    nfs: { 'server!': 'string', 'path!': 'string', readOnly: 'bool' },
    persistentVolumeClaim: { 'claimName!': 'string', readOnly: 'bool' },
    downwardAPI: { defaultMode: 'int', items: downward },
    csi: {
      'driver!': 'string',
      fsType: 'string',
      readOnly: 'bool',
      volumeAttributes: 'map',
      nodePublishSecretRef: localObject,
    },
    ephemeral: { volumeClaimTemplate: { metadata: 'ObjectMeta', 'spec!': 'ClaimSpec' } },
    image: { reference: 'string', pullPolicy: 'string' },
    projected: {
      defaultMode: 'int',
      sources: [
        {
          configMap: projectedKeys,
          secret: projectedKeys,
          downwardAPI: { items: downward },
          serviceAccountToken: { 'path!': 'string', audience: 'string', expirationSeconds: 'int' },
          clusterTrustBundle: 'object',
          podCertificate: 'object',
        },
      ],
    },
  },
  ClaimSpec: {
    accessModes: 'string[]',
    resources: { limits: 'quantity{}', requests: 'quantity{}' },
    storageClassName: 'string',
    volumeName: 'string',
    volumeMode: 'string',
    selector: 'LabelSelector',
    volumeAttributesClassName: 'string',
    dataSource: { 'kind!': 'string', 'name!': 'string', apiGroup: 'string' },
    dataSourceRef: { 'kind!': 'string', 'name!': 'string', apiGroup: 'string', namespace: 'string' },
  },
};
