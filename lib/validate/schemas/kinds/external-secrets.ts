import type { KindNotation, Members, Types } from '../notation.ts';

const NAME = '/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/';

/** Backends whose settings are open here: we know their names, and leave the rest to the operator. */
const OTHER_PROVIDERS = [
  ...['akeyless', 'alibaba', 'azurekv', 'barbican', 'beyondtrust', 'beyondtrustworkloadcredentials'],
  ...['bitwardensecretsmanager', 'chef', 'cloudrusm', 'conjur', 'crd', 'delinea', 'device42', 'doppler', 'dvls'],
  ...['fortanix', 'gcpsm', 'github', 'gitlab', 'ibm', 'infisical', 'keepersecurity', 'nebiusmysterybox', 'ngrok'],
  ...['onboardbase', 'onepassword', 'onepasswordSDK', 'openBao', 'oracle', 'ovh', 'passbolt', 'passworddepot'],
  ...['previder', 'pulumi', 'scaleway', 'secretserver', 'senhasegura', 'volcengine', 'webhook'],
  ...['yandexcertificatemanager', 'yandexlockbox'],
];

const secretKey = 'EsoSecretKey';

/** @see https://external-secrets.io/latest/api/spec/ */
export const EXTERNAL_SECRETS_TYPES: Types = {
  EsoSecretKey: { key: 'string', name: 'string', namespace: 'string' },
  EsoServiceAccount: { 'name!': 'string', namespace: 'string', audiences: 'string[]' },
  EsoCaProvider: { 'type!': '=Secret|ConfigMap', 'name!': 'string', key: 'string', namespace: 'string' },
  EsoStoreRef: { name: NAME, kind: '=SecretStore|ClusterSecretStore' },
  EsoSourceRef: {
    1: 'any',
    storeRef: 'EsoStoreRef',
    generatorRef: { apiVersion: 'string', 'kind!': 'string', 'name!': NAME },
  },
  EsoRemoteRef: {
    'key!': 'string',
    property: 'string',
    version: 'string',
    conversionStrategy: '=Default|Unicode',
    decodingStrategy: 'EsoDecoding',
    metadataPolicy: '=None|Fetch',
    nullBytePolicy: '=Ignore|Fail',
  },
  EsoDecoding: '=Auto|Base64|Base64URL|None',
  EsoTemplateItems: {
    'name!': NAME,
    'items!': [{ 'key!': '/^[-._a-zA-Z0-9]+$/', templateAs: '=Values|KeysAndValues' }],
  },
  EsoAwsKeys: {
    accessKeyIDSecretRef: secretKey,
    secretAccessKeySecretRef: secretKey,
    sessionTokenSecretRef: secretKey,
  },
  EsoExternalSecretSpec: {
    refreshInterval: 'string',
    refreshPolicy: '=CreatedOnce|Periodic|OnChange',
    secretStoreRef: 'EsoStoreRef',
    data: [{ 'secretKey!': '/^[-._a-zA-Z0-9]+$/', 'remoteRef!': 'EsoRemoteRef', sourceRef: 'EsoSourceRef' }],
    dataFrom: [
      {
        extract: 'EsoRemoteRef',
        find: {
          name: { regexp: 'string' },
          path: 'string',
          tags: 'map',
          conversionStrategy: '=Default|Unicode',
          decodingStrategy: 'EsoDecoding',
          nullBytePolicy: '=Ignore|Fail',
        },
        rewrite: [
          {
            1: 'any',
            regexp: { 'source!': 'string', 'target!': 'string' },
            transform: { 'template!': 'string' },
            merge: {
              into: 'string',
              strategy: '=Extract|JSON',
              conflictPolicy: '=Ignore|Error',
              priority: 'string[]',
              priorityPolicy: '=IgnoreNotFound|Strict',
            },
          },
        ],
        sourceRef: 'EsoSourceRef',
      },
    ],
    syncWindows: { 'kind!': '=allow|deny', 'windows!': [{ 'schedule!': 'string', 'duration!': 'string' }] },
    target: {
      name: NAME,
      creationPolicy: '=Owner|Orphan|Merge|None|CreateOrMerge',
      deletionPolicy: '=Delete|Merge|Retain',
      immutable: 'bool',
      manifest: { 'apiVersion!': 'string', 'kind!': 'string' },
      template: {
        type: 'string',
        engineVersion: '=v2',
        mergePolicy: '=Replace|Merge',
        metadata: { labels: 'map', annotations: 'map', finalizers: 'string[]' },
        data: 'map',
        templateFrom: [
          {
            configMap: 'EsoTemplateItems',
            secret: 'EsoTemplateItems',
            literal: 'string',
            target: 'string',
            valuesDecodingStrategy: 'EsoDecoding',
          },
        ],
      },
    },
  },
  EsoStoreSpec: {
    controller: 'string',
    refreshInterval: 'intOrString',
    retrySettings: { maxRetries: 'int', retryInterval: 'string' },
    conditions: [{ namespaces: 'string[]', namespaceRegexes: 'string[]', namespaceSelector: 'LabelSelector' }],
    'provider!': {
      1: 'any',
      ...(Object.fromEntries(OTHER_PROVIDERS.map((name) => [name, 'object'])) as Members),
      vault: 'EsoVault',
      aws: 'EsoAws',
      kubernetes: {
        remoteNamespace: 'string',
        server: { url: 'string', caBundle: 'string', caProvider: 'EsoCaProvider' },
        authRef: secretKey,
        auth: {
          1: 'any',
          serviceAccount: 'EsoServiceAccount',
          token: { 'bearerToken!': secretKey },
          cert: { 'clientCert!': secretKey, 'clientKey!': secretKey },
        },
      },
      fake: { 'data!': [{ 'key!': 'string', 'value!': 'string', version: 'string' }], validationResult: 'int' },
    },
  },
  EsoAws: {
    'service!': '=SecretsManager|ParameterStore|CertificateManager',
    'region!': 'string',
    role: 'string',
    externalID: 'string',
    prefix: 'string',
    additionalRoles: 'string[]',
    auth: { jwt: { serviceAccountRef: 'EsoServiceAccount' }, secretRef: 'EsoAwsKeys' },
    secretsManager: { forceDeleteWithoutRecovery: 'bool', recoveryWindowInDays: 'int' },
    sessionTags: [{ 'key!': 'string', 'value!': 'string' }],
    sessionTagsPolicy: '=None|Simple|Custom',
    customSessionTags: 'map',
    transitiveTagKeys: 'string[]',
  },
  EsoVault: {
    'server!': 'string',
    path: 'string',
    version: '=v1|v2',
    namespace: 'string',
    caBundle: 'string',
    caProvider: 'EsoCaProvider',
    headers: 'map',
    readYourWrites: 'bool',
    forwardInconsistent: 'bool',
    checkAndSet: { required: 'bool' },
    tls: { certSecretRef: secretKey, keySecretRef: secretKey },
    auth: {
      namespace: 'string',
      tokenSecretRef: secretKey,
      appRole: { 'path!': 'string', roleId: 'string', roleRef: secretKey, 'secretRef!': secretKey },
      kubernetes: {
        'mountPath!': 'string',
        'role!': 'string',
        serviceAccountRef: 'EsoServiceAccount',
        secretRef: secretKey,
      },
      jwt: {
        'path!': 'string',
        role: 'string',
        secretRef: secretKey,
        kubernetesServiceAccountToken: {
          'serviceAccountRef!': 'EsoServiceAccount',
          audiences: 'string[]',
          expirationSeconds: 'int',
        },
      },
      ldap: { 'path!': 'string', 'username!': 'string', secretRef: secretKey },
      userPass: { 'path!': 'string', 'username!': 'string', secretRef: secretKey },
      cert: { path: 'string', clientCert: secretKey, secretRef: secretKey, vaultRole: 'string' },
      iam: {
        'vaultRole!': 'string',
        path: 'string',
        region: 'string',
        role: 'string',
        externalID: 'string',
        vaultAwsIamServerID: 'string',
        jwt: { serviceAccountRef: 'EsoServiceAccount' },
        secretRef: 'EsoAwsKeys',
      },
      gcp: 'object',
    },
  },
};

const VERSIONS = ['v1', 'v1beta1'];

export const EXTERNAL_SECRETS_KINDS: readonly KindNotation[] = [
  {
    group: 'external-secrets.io',
    versions: VERSIONS,
    kind: 'ExternalSecret',
    members: { spec: 'EsoExternalSecretSpec' },
  },
  { group: 'external-secrets.io', versions: VERSIONS, kind: 'SecretStore', members: { spec: 'EsoStoreSpec' } },
  { group: 'external-secrets.io', versions: VERSIONS, kind: 'ClusterSecretStore', members: { spec: 'EsoStoreSpec' } },
];
