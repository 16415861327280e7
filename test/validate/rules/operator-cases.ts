import type { RuleCase } from './rule-case.ts';
import {
  APPLICATIONS_URL,
  application,
  chart,
  externalSecret,
  object,
  PARAMETER_STORE,
  PLATFORM_URL,
  secretStore,
  VAULT,
} from './rule-program.ts';

const TREE = 'acme/retail/lon1';
const store = { kind: 'ClusterSecretStore', name: 'own' };
const extract = (key: string) => ({ dataFrom: [{ extract: { key } }] });

const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'shop', {
  spec: { selector: {}, endpoints: [{ port: 'metrics' }] },
});
const prometheus = (parts: object = {}) =>
  chart('kube-prometheus-stack', { syncOptions: ['ServerSideApply=true'], ...parts });

const ENVIRONMENT = { namespace: 'lon1-environment', project: 'lon1', wave: 0 };
const EXTERNAL_SECRETS = { repoURL: APPLICATIONS_URL, chart: 'external-secrets', targetRevision: '1.2.3' };
const VAULT_STORE = { kind: 'ClusterSecretStore', name: 'vault-kv-secret' };

const inEnvironment = (name: string, source: object) =>
  application(name, { ...ENVIRONMENT, source, syncOptions: ['ServerSideApply=true'] });

const claim = (annotations: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', annotations },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});

const folderOf = (environment: string) => ({
  repoURL: APPLICATIONS_URL,
  path: `registry/environments/${environment}/lon1/shop`,
  targetRevision: 'HEAD',
});

const onManagement = (name: string, source: object, wave: number) =>
  application(name, {
    wave,
    project: 'default',
    source,
    destination: { name: 'in-cluster', namespace: name },
    syncOptions: ['ServerSideApply=true'],
  });

/** Rules about stores, operators, charts and target versions. */
export const OPERATOR_CASES: readonly RuleCase[] = [
  {
    code: 'SECRET_STORE_UNKNOWN',
    what: 'the store of an ExternalSecret is on its cluster',
    good: ({ tree, folder }) => {
      tree('one', application('stores', { wave: 35 }), application('a'));
      folder('stores', secretStore('own', VAULT));
      folder(
        'a',
        externalSecret('db', store),
        externalSecret('parent', { kind: 'ClusterSecretStore', name: 'mgmt-vault-kv-secret' }),
      );
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('stores', { wave: 35 }), application('a'));
          folder('stores', secretStore('own', VAULT));
          folder('a', externalSecret('db', { kind: 'ClusterSecretStore', name: 'onw' }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('stores', { wave: 35 }), application('a'));
          // A SecretStore serves its own namespace only.
          folder('stores', secretStore('own', VAULT, 'SecretStore'));
          folder('a', externalSecret('db', { kind: 'SecretStore', name: 'own' }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree(
            'one',
            application('stores', { wave: 35, destination: { name: 'in-cluster', namespace: 'stores' } }),
            application('s2', { wave: 35 }),
            application('a'),
          );
          folder('stores', secretStore('own', VAULT));
          folder('s2', secretStore('another', VAULT));
          folder('a', externalSecret('db', store));
        },
      ],
    ],
  },
  {
    code: 'SECRET_KEY_SLASH',
    what: 'keys begin with a slash in Parameter Store and without one in Vault',
    good: ({ tree, folder }) => {
      tree('one', application('a'));
      folder('a', secretStore('own', PARAMETER_STORE), externalSecret('db', store, extract('/shop/db')));
      folder(
        'b',
        externalSecret('db', { kind: 'ClusterSecretStore', name: 'mgmt-vault-kv-secret' }, extract('/crossplane')),
      );
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', secretStore('own', PARAMETER_STORE), externalSecret('db', store, extract('shop/db')));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', secretStore('own', VAULT), externalSecret('db', store, extract('/shop/db')));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          const data = [{ secretKey: 'a', remoteRef: { key: 'clusters/lon1', property: 'host' } }];
          folder(
            'a',
            externalSecret('db', { kind: 'ClusterSecretStore', name: 'mgmt-aws-ssm' }, { data, dataFrom: [] }),
          );
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'operators come before what needs them',
    good: ({ tree, folder }) => {
      tree('one', prometheus({ wave: 35 }), application('monitors'), chart('cert-manager'), application('issuers'));
      folder('monitors', monitor);
      folder('issuers', object('cert-manager.io/v1', 'ClusterIssuer', 'letsencrypt', { spec: { selfSigned: {} } }));
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', prometheus({ wave: 40 }), application('a'));
          folder('a', monitor);
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', chart('cert-manager', { wave: 41 }), application('a'));
          folder('a', object('cert-manager.io/v1', 'Issuer', 'own', { spec: { selfSigned: {} } }));
        },
      ],
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree(
            'one',
            chart('external-secrets', { syncOptions: ['ServerSideApply=true'] }),
            application('a', { wave: 29 }),
          );
          folder('a', secretStore('own', VAULT));
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'environments come together, and have an order in themselves',
    good: ({ environment, applications }) => {
      environment('one', inEnvironment('external-secrets', EXTERNAL_SECRETS));
      applications('test/lon1', 'two', inEnvironment('shop', folderOf('test')));
      applications('test/lon1/shop', 'three', externalSecret('db', { ...store, name: 'cluster-secret-store' }));
    },
    bad: [
      [
        'acme/retail/in-three/three',
        ({ environment, applications }) => {
          environment('one', inEnvironment('external-secrets', EXTERNAL_SECRETS));
          environment('two', inEnvironment('shop', folderOf('dev')));
          applications('dev/lon1/shop', 'three', externalSecret('db', { ...store, name: 'cluster-secret-store' }));
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'clusters are registered with one that stands, whose own objects have their order',
    good: ({ managementTree, tree, folder }) => {
      // The registrations of clusters have wave 1000.
      managementTree('', onManagement('external-secrets', EXTERNAL_SECRETS, 1001));
      tree('one', application('a', { destination: { name: 'in-cluster', namespace: 'lon1' } }));
      folder('a', externalSecret('x', VAULT_STORE));
    },
    bad: [
      [
        'acme/retail/mgmt/in-a/mgmta',
        ({ managementTree }) => {
          const own = { repoURL: PLATFORM_URL, path: 'registry/clusters/mgmt/a', targetRevision: 'HEAD' };
          managementTree('', onManagement('external-secrets', EXTERNAL_SECRETS, 1001), onManagement('a', own, 1000));
          managementTree('a', externalSecret('x', VAULT_STORE));
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_TOO_LATE',
    what: 'ProviderConfigs come before their Workspaces',
    severity: 'warning',
    good: ({ tree, folder }) => {
      const destination = { name: 'in-cluster', namespace: 'lon1' };
      tree('one', application('a', { destination, wave: 0 }), application('b', { destination, wave: 10 }));
      folder('a', object('tf.upbound.io/v1beta1', 'ProviderConfig', 'lon1'));
      folder(
        'b',
        object('tf.upbound.io/v1beta1', 'Workspace', 'lon1', { spec: { providerConfigRef: { name: 'lon1' } } }),
      );
    },
    bad: [
      [
        `${TREE}/b/objects`,
        ({ tree, folder }) => {
          const destination = { name: 'in-cluster', namespace: 'lon1' };
          tree('one', application('a', { destination, wave: 15 }), application('b', { destination, wave: 10 }));
          folder('a', object('tf.upbound.io/v1beta1', 'ProviderConfig', 'lon1'));
          folder(
            'b',
            object('tf.upbound.io/v1beta1', 'Workspace', 'lon1', { spec: { providerConfigRef: { name: 'lon1' } } }),
          );
        },
      ],
    ],
  },
  {
    code: 'OPERATOR_MISSING',
    what: 'a ServiceMonitor has an operator on its cluster',
    severity: 'warning',
    good: ({ folder }) => folder('a', monitor),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', monitor);
        },
      ],
    ],
  },
  {
    code: 'CHART_URL_HAS_SCHEME',
    what: 'repositories of charts have no scheme of OCI',
    good: ({ tree }) =>
      tree(
        'one',
        chart('redis', { repoURL: 'docker.io/bitnamicharts' }),
        application('dir', { source: { repoURL: 'oci://ghcr.io/acme/manifests', path: '.', targetRevision: '1.0.0' } }),
      ),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', chart('redis', { repoURL: 'oci://docker.io/bitnamicharts' }))]],
  },
  {
    code: 'CHART_URL_HAS_SCHEME',
    what: 'Argo CD 2 knows no sources of OCI',
    targets: { argocd: 2 },
    good: ({ tree }) => tree('one', chart('redis', { repoURL: 'docker.io/bitnamicharts' })),
    bad: [
      [
        `${TREE}/x`,
        ({ tree }) =>
          tree(
            'x',
            application('dir', {
              source: { repoURL: 'oci://ghcr.io/acme/manifests', path: '.', targetRevision: '1.0.0' },
            }),
          ),
      ],
    ],
  },
  {
    code: 'REVISION_IS_NUMBER',
    what: 'revisions are text',
    good: ({ tree }) => tree('one', chart('redis', { revision: '1.10' })),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', chart('redis', { revision: 1.1 }))]],
  },
  {
    code: 'SERVER_SIDE_APPLY_NEEDED',
    what: 'charts with large definitions are applied on the server',
    good: ({ tree }) =>
      tree(
        'one',
        prometheus(),
        chart('external-secrets', {
          source: {
            repoURL: 'https://charts.example.com',
            chart: 'external-secrets',
            targetRevision: '1.0.0',
            helm: { values: 'installCRDs: false\n' },
          },
        }),
      ),
    bad: [
      [`${TREE}/x`, ({ tree }) => tree('x', chart('kube-prometheus-stack'))],
      [`${TREE}/x`, ({ tree }) => tree('x', chart('external-secrets', { syncOptions: ['CreateNamespace=true'] }))],
    ],
  },
  {
    code: 'SERVER_SIDE_APPLY_NEEDED',
    what: 'large objects are applied on the server',
    good: ({ tree, folder }) => {
      tree('one', application('a', { syncOptions: ['ServerSideApply=true'] }));
      folder('a', object('v1', 'ConfigMap', 'big', { data: { text: 'x'.repeat(262_144) } }));
    },
    bad: [
      [
        `${TREE}/a/objects`,
        ({ tree, folder }) => {
          tree('one', application('a'));
          folder('a', object('v1', 'ConfigMap', 'big', { data: { text: 'x'.repeat(262_144) } }));
        },
      ],
    ],
  },
  {
    code: 'PRUNE_TAKES_OWNED',
    what: 'what owns other resources is not pruned',
    severity: 'warning',
    good: ({ tree }) =>
      tree('one', {
        apiVersion: 'pkg.crossplane.io/v1',
        kind: 'Provider',
        metadata: { name: 'terraform', annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
      }),
    bad: [[`${TREE}/x`, ({ tree }) => tree('x', object('pkg.crossplane.io/v1', 'Provider', 'terraform'))]],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'External Secrets Operator serves the version',
    good: ({ folder }) => folder('a', externalSecret('db', store)),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', { ...externalSecret('db', store), apiVersion: 'external-secrets.io/v1beta1' }),
      ],
    ],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'an older External Secrets Operator serves the older version',
    targets: { externalSecrets: 'v1beta1' },
    good: ({ folder }) => folder('a', { ...externalSecret('db', store), apiVersion: 'external-secrets.io/v1beta1' }),
    bad: [[`${TREE}/a/objects`, ({ folder }) => folder('a', secretStore('own', VAULT))]],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'Crossplane 2 has no ControllerConfig',
    targets: { crossplane: 2 },
    good: ({ folder }) => folder('a', object('pkg.crossplane.io/v1beta1', 'DeploymentRuntimeConfig', 'terraform')),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', object('pkg.crossplane.io/v1alpha1', 'ControllerConfig', 'terraform')),
      ],
    ],
  },
  {
    code: 'TARGET_NOT_SERVED',
    what: 'Argo CD 3 reads no repositories from argocd-cm',
    good: ({ folder }) =>
      folder('a', object('v1', 'ConfigMap', 'argocd-cm', { data: { url: 'https://argocd.acme.dev' } })),
    bad: [
      [
        `${TREE}/a/objects`,
        ({ folder }) => folder('a', object('v1', 'ConfigMap', 'argocd-cm', { data: { repositories: '[]' } })),
      ],
    ],
  },
  {
    code: 'REPLACE_REFUSED',
    what: 'claims of volumes are not replaced',
    severity: 'warning',
    good: ({ tree, folder }) => {
      tree('x', application('data', { namespace: 'argocd' }), application('jobs', { syncOptions: ['Replace=true'] }));
      folder('data', claim());
      folder('jobs', object('v1', 'ConfigMap', 'jobs'));
    },
    bad: [
      [
        `${TREE}/data/objects`,
        ({ tree, folder }) => {
          tree('x', application('data', { syncOptions: ['Replace=true'] }));
          folder('data', claim());
        },
      ],
      [
        `${TREE}/data/objects`,
        ({ tree, folder }) => {
          tree('x', application('data'));
          folder('data', claim({ 'argocd.argoproj.io/sync-options': 'Prune=false, Replace=true' }));
        },
      ],
    ],
  },
  {
    code: 'NAME_SUFFIX_DOUBLED',
    what: 'no name has the suffix of a management cluster twice',
    severity: 'warning',
    good: ({ tree }) => tree('x', object('v1', 'ServiceAccount', 'crossplane-acme-mgmt')),
    bad: [
      [`${TREE}/x`, ({ tree }) => tree('x', object('v1', 'ServiceAccount', 'crossplane-acme-mgmt-mgmt'))],
      [
        `${TREE}/x`,
        ({ tree }) => tree('x', object('v1', 'ConfigMap', 'a', { data: { host: 'logs-acme-mgmt-mgmt.acme.dev' } })),
      ],
    ],
  },
];
