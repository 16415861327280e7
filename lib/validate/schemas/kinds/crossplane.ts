import type { KindNotation, Types } from '../notation.ts';

const objectKey = { 'namespace!': 'string', 'name!': 'string', 'key!': 'string' };

/** @see https://docs.crossplane.io/latest/api/ and https://marketplace.upbound.io/providers/upbound/provider-terraform */
export const CROSSPLANE_TYPES: Types = {
  /** What a managed resource may do to what it manages. */
  CrossplanePolicy: '=Observe|Create|Update|Delete|LateInitialize|*',
  CrossplaneMeta: { name: 'string', labels: 'map', annotations: 'map' },
};

export const CROSSPLANE_KINDS: readonly KindNotation[] = [
  {
    group: 'tf.upbound.io',
    versions: ['v1beta1'],
    kind: 'Workspace',
    members: {
      'spec!': {
        'forProvider!': {
          'source!': '=Remote|Inline|Flux',
          'module!': 'string',
          entrypoint: 'string',
          inlineFormat: '=HCL|JSON',
          vars: [{ 'key!': 'string', 'value!': 'string' }],
          varmap: 'any',
          varFiles: [
            {
              'source!': '=ConfigMapKey|SecretKey',
              format: '=HCL|JSON',
              configMapKeyRef: objectKey,
              secretKeyRef: objectKey,
            },
          ],
          env: [{ 'name!': 'string', value: 'string', configMapKeyRef: objectKey, secretKeyRef: objectKey }],
          initArgs: 'string[]',
          planArgs: 'string[]',
          applyArgs: 'string[]',
          destroyArgs: 'string[]',
          enableTerraformCLILogging: 'bool',
        },
        deletionPolicy: '=Orphan|Delete',
        managementPolicies: 'CrossplanePolicy[]',
        providerConfigRef: {
          'name!': 'string',
          policy: { resolution: '=Required|Optional', resolve: '=Always|IfNotPresent' },
        },
        writeConnectionSecretToRef: { 'name!': 'string', 'namespace!': 'string' },
      },
    },
  },
  {
    group: 'tf.upbound.io',
    versions: ['v1beta1'],
    kind: 'ProviderConfig',
    members: {
      'spec!': {
        configuration: 'string',
        backendFile: 'string',
        pluginCache: 'bool',
        credentials: [
          {
            'filename!': 'string',
            'source!': '=None|Secret|Environment|Filesystem',
            secretRef: objectKey,
            env: { 'name!': 'string' },
            fs: { 'path!': 'string' },
          },
        ],
      },
    },
  },
  {
    group: 'pkg.crossplane.io',
    versions: ['v1'],
    kind: 'Provider',
    members: {
      spec: {
        'package!': 'string',
        packagePullPolicy: 'string',
        packagePullSecrets: [{ name: 'string' }],
        revisionActivationPolicy: 'string',
        revisionHistoryLimit: 'int',
        runtimeConfigRef: { 'name!': 'string', apiVersion: 'string', kind: 'string' },
        // Until Crossplane 2.
        controllerConfigRef: { 'name!': 'string' },
        ignoreCrossplaneConstraints: 'bool',
        skipDependencyResolution: 'bool',
        commonLabels: 'map',
        commonAnnotations: 'map',
      },
    },
  },
  {
    group: 'pkg.crossplane.io',
    versions: ['v1beta1'],
    kind: 'DeploymentRuntimeConfig',
    members: {
      spec: {
        deploymentTemplate: { metadata: 'CrossplaneMeta', spec: 'DeploymentSpec' },
        serviceTemplate: { metadata: 'CrossplaneMeta' },
        serviceAccountTemplate: { metadata: 'CrossplaneMeta' },
      },
    },
  },
  {
    group: 'pkg.crossplane.io',
    versions: ['v1alpha1'],
    kind: 'ControllerConfig',
    members: {
      spec: {
        metadata: { labels: 'map', annotations: 'map' },
        image: 'string',
        imagePullPolicy: 'string',
        imagePullSecrets: [{ name: 'string' }],
        args: 'string[]',
        env: 'EnvVar[]',
        envFrom: 'EnvFrom[]',
        ports: 'ContainerPort[]',
        replicas: 'int',
        resources: 'Resources',
        nodeName: 'string',
        nodeSelector: 'map',
        affinity: 'Affinity',
        tolerations: 'Toleration[]',
        priorityClassName: 'string',
        runtimeClassName: 'string',
        serviceAccountName: 'string',
        podSecurityContext: 'PodSecurityContext',
        securityContext: 'SecurityContext',
        volumes: 'Volume[]',
        volumeMounts: 'VolumeMount[]',
      },
    },
  },
];
